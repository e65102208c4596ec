namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>Where the markings between two lanes allow to cross them.</summary>
internal static class LaneChangeRules
{
    /// <summary>The same nodes with their <see cref="LaneNode.Change"/>.</summary>
    /// <remarks>
    /// A lane's own marking decides; where it has none, the marking that the other lane has on the same edge; unpainted edges may be crossed.
    /// Inside junctions nobody changes lanes.
    /// </remarks>
    public static void Write(RoadMap map, ReadOnlySpan<CompiledLane> lanes, Span<LaneNode> nodes)
    {
        for (var i = 0; i < lanes.Length; i++)
        {
            var lane = lanes[i];
            if (lane.NodeCount == 0 || map.Lanes[i].Junction is not null) continue;
            var own = nodes.Slice(lane.FirstNode, lane.NodeCount);
            if (lane.Left >= 0 && lanes[lane.Left].NodeCount > 0) Write(own, map.Lanes[i].LeftMarkings, map.Lanes[lane.Left], fromRight: true);
            if (lane.Right >= 0 && lanes[lane.Right].NodeCount > 0) Write(own, map.Lanes[i].RightMarkings, map.Lanes[lane.Right], fromRight: false);
        }
    }

    private static void Write(Span<LaneNode> own, IReadOnlyList<Marking> markings, Lane other, bool fromRight)
    {
        var scale = 1.0;
        if (markings.Count == 0)
        {
            markings = fromRight ? other.RightMarkings : other.LeftMarkings;
            scale = own[^1].MapArc > 0 ? other.Length / own[^1].MapArc : 1;                 // lanes side by side begin and end side by side
        }
        for (var k = 0; k < own.Length; k++)
            if (MayCross(KindAt(markings, own[k].MapArc * scale), fromRight)) own[k] = own[k] with { Change = own[k].Change | (fromRight ? LaneChange.Left : LaneChange.Right) };
    }

    private static MarkingKind KindAt(IReadOnlyList<Marking> markings, double arc)
    {
        var kind = MarkingKind.None;
        foreach (var marking in markings)
        {
            if (marking.Arc > arc) break;
            kind = marking.Kind;
        }
        return kind;
    }

    /// <summary>The line on one's own side counts: of two lines the left one is named first.</summary>
    private static bool MayCross(MarkingKind kind, bool fromRight) => kind switch
    {
        MarkingKind.None or MarkingKind.Broken or MarkingKind.BrokenBroken or MarkingKind.Dots => true,
        MarkingKind.SolidBroken => fromRight,
        MarkingKind.BrokenSolid => !fromRight,
        _ => false,
    };
}
