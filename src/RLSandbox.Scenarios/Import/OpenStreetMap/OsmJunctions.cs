using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>Joins lanes at the nodes that streets share, by curves where there is room for a junction.</summary>
internal static class OsmJunctions
{
    /// <summary>Streets that may meet at a node; more are no crossroads.</summary>
    public const int MostArms = 12;

    private const int MostCurves = 80_000;
    private const double TurnsBack = 2.88;                                // 165°, rad

    public static void Add(OsmNetwork network)
    {
        var restrictions = new OsmRestrictions(network.Document, network.Draft);
        var left = MostCurves;
        foreach (var (node, arms) in network.Arms)
        {
            if (OsmCuts.IsThrough(arms)) LinkThrough(network, arms[0], arms[1]);
            else if (arms.Count > MostArms) network.Draft.Warn($"node {node}", $"expected at most {MostArms} streets at a node, found {arms.Count}; they do not go on there", 0, arms.Count);
            else if (arms.Count > 1) AddJunction(network, restrictions, node, arms, ref left);
        }
        if (left <= 0) network.Draft.Warn("node", $"expected at most {MostCurves} paths through junctions, found more; the other streets do not go on");
    }

    private static void LinkThrough(OsmNetwork network, OsmArm a, OsmArm b)
    {
        for (var lane = 0; lane < a.In; lane++) network.Draft.Link(a.LaneIn(lane), b.LaneOut(lane));
        for (var lane = 0; lane < b.In; lane++) network.Draft.Link(b.LaneIn(lane), a.LaneOut(lane));
    }

    private static void AddJunction(OsmNetwork network, OsmRestrictions restrictions, long node, List<OsmArm> arms, ref int left)
    {
        // Two streets that only differ in their lanes are no junction, though their lanes are joined like those of one.
        var id = arms.Count > 2 ? FormattableString.Invariant($"n{node}") : null;
        var curves = new List<string>();
        var (circling, entering) = (new List<string>(), new List<string>());
        foreach (var from in arms.Where(arm => arm.In > 0))
        {
            var exits = Exits(network, restrictions, node, from, arms);
            var joined = new HashSet<int>();
            foreach (var (to, turn) in exits)
                foreach (var (laneIn, laneOut) in OsmTurns.Pairs(turn, from.In, to.Out, from.IsEnd ? from.Piece.Street.ForwardTurns : from.Piece.Street.BackwardTurns, exits.Exists(exit => exit.Turn == OsmTurn.Inward), network.DrivesOnLeft))
                {
                    joined.Add(laneIn);
                    Join(from, laneIn, to, laneOut, ref left);
                }
            // A lane whose paint leads nowhere goes on where the street does.
            for (var lane = 0; lane < from.In && exits.Count > 0; lane++)
                if (joined.Add(lane)) Join(from, lane, exits[0].To, Math.Min(lane, exits[0].To.Out - 1), ref left);
        }
        if (id is null || curves.Count == 0) return;
        network.Draft.Junctions.Add(new() { Id = id, Lanes = curves, RightOfWay = circling.Count == 0 ? [] : [.. entering.Select(lane => new RightOfWay(lane, circling))] });

        void Join(OsmArm from, int laneIn, OsmArm to, int laneOut, ref int room)
        {
            if (--room < 0 || AddCurve(network, from.LaneIn(laneIn), to.LaneOut(laneOut), id) is not { } curve) return;
            curves.Add(curve);
            if (from.Piece.Street.IsRoundabout) circling.Add(curve);
            else if (to.Piece.Street.IsRoundabout) entering.Add(curve);
        }
    }

    /// <summary>Streets that one may take, the straightest first.</summary>
    private static List<(OsmArm To, OsmTurn Turn)> Exits(OsmNetwork network, OsmRestrictions restrictions, long node, OsmArm from, List<OsmArm> arms)
    {
        var exits = new List<(OsmArm To, double Angle)>();
        foreach (var to in arms)
        {
            if (to == from || to.Out == 0 || !restrictions.Allows(from.Piece.Street.Way.Id, node, to.Piece.Street.Way.Id)) continue;
            var ((ax, ay), (bx, by)) = (from.Away(), to.Away());
            exits.Add((to, Math.Atan2(-ax * by + ay * bx, -ax * bx - ay * by)));
        }
        if (exits.Exists(exit => Math.Abs(exit.Angle) < TurnsBack)) exits.RemoveAll(exit => Math.Abs(exit.Angle) >= TurnsBack);
        return [.. exits.OrderBy(exit => Math.Abs(exit.Angle)).Select(exit => (exit.To, OsmTurns.Of(exit.Angle, network.DrivesOnLeft)))];
    }

    private static string? AddCurve(OsmNetwork network, string from, string to, string? junction)
    {
        if (network.Draft.Find(from) is not { } a || network.Draft.Find(to) is not { } b) return null;
        var sections = OsmCurve.Between(a.Sections, b.Sections);
        if (sections.Length < 2)
        {
            network.Draft.Link(from, to);                                 // they meet: nothing lies between
            return null;
        }
        var id = $"{from}>{to}";
        if (network.Draft.Find(id) is not null) return null;
        network.Draft.Add(new() { Id = id, Sections = sections, Type = a.Type == b.Type ? a.Type : LaneType.Driving, Users = a.Users & b.Users, Junction = junction, SpeedLimits = a.SpeedLimits, Next = [to] });
        network.Draft.Link(from, id);
        return id;
    }
}
