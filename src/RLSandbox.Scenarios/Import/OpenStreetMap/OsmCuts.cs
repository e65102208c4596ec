using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>How streets end at nodes: they go on as they are, or leave room for a junction.</summary>
internal static class OsmCuts
{
    private const double Room = 3;                                        // m beside the corner of two carriageways: the radius of a kerb
    private const double LargestCut = 25;                                 // m
    private const double LargestShare = 0.4;                              // of a piece, at each end
    private const double Straight = 0.26;                                 // sine of 15°: no corner to speak of
    private const double TurnsBack = 0.8;                                 // cosine of 37° between two streets that leave a node the same way

    /// <summary>Sets what is cut off from each piece, or how it goes on.</summary>
    public static void Set(OsmNetwork network)
    {
        foreach (var arms in network.Arms.Values)
        {
            if (arms.Count < 2) continue;
            if (IsThrough(arms)) Join(arms[0], arms[1]);
            else if (arms.Count <= OsmJunctions.MostArms)
                foreach (var arm in arms) Cut(arm, arms);
        }
    }

    /// <summary>Whether two streets of the same lanes meet and nothing else does: then the lanes simply go on.</summary>
    public static bool IsThrough(List<OsmArm> arms)
    {
        if (arms.Count != 2) return false;
        var (a, b) = (arms[0].Piece.Street, arms[1].Piece.Street);
        if (Math.Abs(a.LaneWidth - b.LaneWidth) > 1e-6 || a.IsShared != b.IsShared || arms[0].In != arms[1].Out || arms[0].Out != arms[1].In) return false;
        var (one, other) = (arms[0].Away(), arms[1].Away());
        return one.X * other.X + one.Y * other.Y < TurnsBack;
    }

    private static void Join(OsmArm a, OsmArm b)
    {
        var (beyondA, beyondB) = (b.Next, a.Next);
        SetNeighbour(a, beyondA);
        SetNeighbour(b, beyondB);
    }

    private static void SetNeighbour(OsmArm arm, MapPoint beyond)
    {
        if (arm.IsEnd) arm.Piece.After = beyond;
        else arm.Piece.Before = beyond;
    }

    private static void Cut(OsmArm arm, List<OsmArm> arms)
    {
        var cut = 0.0;
        foreach (var other in arms)
            if (other != arm) cut = Math.Max(cut, ToCorner(arm, other));
        cut = Math.Min(cut + Room, Math.Min(LargestCut, LargestShare * arm.Piece.Length));
        if (arm.IsEnd) arm.Piece.CutLast = cut;
        else arm.Piece.CutFirst = cut;
    }

    /// <summary>Metres along a street to where its edge meets that of another; both edges are straight there.</summary>
    private static double ToCorner(OsmArm arm, OsmArm other)
    {
        var ((ax, ay), (bx, by)) = (arm.Away(), other.Away());
        double cosine = ax * bx + ay * by, sine = Math.Abs(ax * by - ay * bx), own = arm.Piece.Street.Width / 2, across = other.Piece.Street.Width / 2;
        if (sine > Straight) return (across + own * cosine) / sine;
        return cosine > 0 ? LargestCut : 0;
    }
}
