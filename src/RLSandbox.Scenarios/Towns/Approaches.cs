using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns;

/// <summary>What stands and is painted where a road comes to a junction.</summary>
internal static class Approaches
{
    private const double CrossingDepth = 3;                              // m
    private const double CrossingAway = 1;                               // m from the end of the road
    private const double StopBefore = 1;                                 // m from the crossing

    /// <summary>Where lights and signs stand, m beside the road.</summary>
    private const double Beside = 1;

    /// <summary>Paints a crossing over the end of a road; gives how far back traffic waits, m. Roads that meet junctions are straight for longer than that.</summary>
    public static double LayCrossing(BlockDraft block, RoadEnd arm)
    {
        double right = arm.Arriving.Count * block.Style.LaneWidth, left = arm.Leaving.Count * block.Style.LaneWidth;
        Pose near = arm.Pose.Ahead(-CrossingAway), far = near.Ahead(-CrossingDepth);
        block.Areas.Add(new() { Kind = AreaKind.Crossing, Outline = [Point(near.Beside(left)), Point(far.Beside(left)), Point(far.Beside(-right)), Point(near.Beside(-right))] });
        return CrossingAway + CrossingDepth + StopBefore;
    }

    /// <summary>A line across all arriving lanes.</summary>
    public static void LayStopLine(BlockDraft block, RoadEnd arm, double setBack, StopKind kind)
    {
        var at = arm.Pose.Ahead(-setBack);
        block.StopLines.Add(new() { Kind = kind, From = Point(at), To = Point(at.Beside(-arm.Arriving.Count * block.Style.LaneWidth)), Lanes = Ids(arm) });
    }

    /// <summary>Right of the arriving lanes, before the stop line.</summary>
    public static MapPoint Post(BlockDraft block, RoadEnd arm, double setBack) => Point(arm.Pose.Ahead(-setBack).Beside(-arm.Arriving.Count * block.Style.LaneWidth - Beside));

    /// <summary>Ids of the arriving lanes.</summary>
    public static string[] Ids(RoadEnd arm) => [.. arm.Arriving.Select(end => end.Lane)];

    /// <summary>Signs of a junction without lights: priority for the main road; yield or stop, one for the whole junction, for the others.</summary>
    public static void LaySigns(BlockDraft block, string junction, IReadOnlyList<RoadEnd> arms, double[] setBack, bool[] isMajor, Draws draws)
    {
        var (sign, line) = draws.Chance(0.5f) ? (SignKind.Yield, StopKind.Yield) : (SignKind.Stop, StopKind.Stop);
        for (var i = 0; i < arms.Count; i++)
        {
            LaySign(block, FormattableString.Invariant($"{junction}.sign{i + 1}"), isMajor[i] ? SignKind.Priority : sign, arms[i], setBack[i]);
            if (!isMajor[i]) LayStopLine(block, arms[i], setBack[i], line);
        }
    }

    /// <summary>One sign.</summary>
    public static void LaySign(BlockDraft block, string id, SignKind kind, RoadEnd arm, double setBack) =>
        block.Signs.Add(new() { Id = id, Kind = kind, Position = Post(block, arm, setBack), Lanes = Ids(arm) });

    private static MapPoint Point(Pose pose) => new(pose.X, pose.Y);
}
