namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>Which way a turn goes, as seen from the middle of the road.</summary>
internal enum OsmTurn
{
    /// <summary>Across the opposite direction: to the left where traffic keeps to the right.</summary>
    Inward,

    /// <summary>Ahead.</summary>
    Straight,

    /// <summary>To the side on which one drives.</summary>
    Outward,
}

/// <summary>Which lanes lead into which, of a street that arrives and one that leaves. Lanes count from the innermost on.</summary>
internal static class OsmTurns
{
    /// <summary>Pairs of lanes.</summary>
    /// <param name="turn">Where the other street leads.</param>
    /// <param name="lanesIn">Of the street that arrives.</param>
    /// <param name="lanesOut">Of the street that leaves.</param>
    /// <param name="painted">Directions painted on each lane; empty if unknown.</param>
    /// <param name="hasInward">Whether one can turn inward at all: then surplus lanes are for that.</param>
    /// <param name="drivesOnLeft">Whether inward is to the right.</param>
    public static IEnumerable<(int From, int To)> Pairs(OsmTurn turn, int lanesIn, int lanesOut, IReadOnlyList<string> painted, bool hasInward, bool drivesOnLeft)
    {
        var lanes = Enumerable.Range(0, lanesIn).Where(lane => painted.Count == 0 || Allows(painted[lane], turn, drivesOnLeft)).ToList();
        if (painted.Count == 0 && turn != OsmTurn.Straight && lanes.Count > 1) lanes = [turn == OsmTurn.Inward ? 0 : lanesIn - 1];
        var fromOutside = turn == OsmTurn.Outward || turn == OsmTurn.Straight && hasInward && lanes.Count > lanesOut;
        for (var i = 0; i < lanes.Count; i++)
        {
            var to = fromOutside ? lanesOut - lanes.Count + i : i;
            if (to >= 0 && to < lanesOut) yield return (lanes[i], to);
        }
        if (turn != OsmTurn.Straight || lanes.Count == 0) yield break;
        for (var to = lanes.Count; to < lanesOut; to++) yield return (lanes[^1], to);            // lanes that begin on the outer side
    }

    /// <summary>By the angle from one direction of driving to the next, radians, counter-clockwise.</summary>
    public static OsmTurn Of(double angle, bool drivesOnLeft)
    {
        const double Ahead = 0.6;                                         // 35°
        if (Math.Abs(angle) <= Ahead) return OsmTurn.Straight;
        return angle > 0 == drivesOnLeft ? OsmTurn.Outward : OsmTurn.Inward;
    }

    private static bool Allows(string painted, OsmTurn turn, bool drivesOnLeft)
    {
        if (painted is "" or "none") return turn == OsmTurn.Straight;
        foreach (var word in painted.Split(';'))
        {
            var isLeft = word.EndsWith("left", StringComparison.Ordinal) && !word.StartsWith("merge", StringComparison.Ordinal);
            var isRight = word.EndsWith("right", StringComparison.Ordinal) && !word.StartsWith("merge", StringComparison.Ordinal);
            var allowed = !isLeft && !isRight ? OsmTurn.Straight : isLeft == drivesOnLeft ? OsmTurn.Outward : OsmTurn.Inward;
            if (allowed == turn && word != "reverse") return true;
        }
        return false;
    }
}
