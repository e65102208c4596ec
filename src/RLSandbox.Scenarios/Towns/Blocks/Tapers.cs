using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns.Blocks;

/// <summary>Places where the number of lanes changes: merges, splits and bottlenecks.</summary>
internal static class Tapers
{
    private const double Before = 6, After = 8;                          // m
    private const double Length = 26;                                    // m: a shift by one lane of 4 m with radii of 43 m

    /// <summary>Two lanes each way become one.</summary>
    public static bool LayMerge(BlockDraft block, RoadEnd at, Draws draws) => at.Lanes > 1 && Lay(block, at, at.Lanes - 1);

    /// <summary>One lane each way becomes two.</summary>
    public static bool LaySplit(BlockDraft block, RoadEnd at, Draws draws) => at.Lanes < 2 && Lay(block, at, at.Lanes + 1);

    /// <summary>One lane fewer for a while; where there is one only, it gets narrow.</summary>
    public static bool LayBottleneck(BlockDraft block, RoadEnd at, Draws draws)
    {
        double length = draws.Between(15, 40);
        if (at.Lanes == 1)
        {
            var waist = Math.Max(0.78, Math.Min(1, 2.6 / block.Style.LaneWidth));
            block.Open.Add(block.Road("narrow", new RoadPath(at.Pose).Straight(45 + length), at, new(1) { Waist = waist }).AtEnd);
            return true;
        }
        var before = block.Road("before", new RoadPath(at.Pose).Straight(Before), at);
        var narrow = Change(block, "narrowing", "narrow", before.AtEnd, at.Lanes - 1, length);
        block.Open.Add(Change(block, "widening", "after", narrow.AtEnd, at.Lanes, After).AtEnd);
        return true;
    }

    private static bool Lay(BlockDraft block, RoadEnd at, int lanes)
    {
        var before = block.Road("before", new RoadPath(at.Pose).Straight(Before), at);
        block.Open.Add(Change(block, "taper", "after", before.AtEnd, lanes, After).AtEnd);
        return true;
    }

    /// <summary>A taper and behind it a road with so many lanes each way.</summary>
    private static Strip Change(BlockDraft block, string taper, string road, RoadEnd from, int lanes, double length)
    {
        var strip = block.Road(road, new RoadPath(from.Pose.Ahead(Length)).Straight(length), new(lanes));
        var to = strip.AtStart;
        var junction = new JunctionDraft(block, taper);
        junction.Connect(from.Arriving, to.Leaving);
        junction.Connect(to.Arriving, from.Leaving);
        junction.Finish(Paint(block, from, to));
        var half = Math.Max(from.Lanes, lanes) * block.Style.LaneWidth;
        block.Cover(new RoadPath(from.Pose).Straight(Length), half, half);
        return strip;
    }

    /// <summary>Both edges and the line between the directions; gives the outline.</summary>
    public static MapPoint[] Paint(BlockDraft block, RoadEnd from, RoadEnd to)
    {
        double width = block.Style.LaneWidth, before = from.Lanes * width, after = to.Lanes * width;
        var right = Joining.Simplest(from.Pose.Beside(-before), to.Pose.Reversed.Beside(-after));
        var left = Joining.Simplest(to.Pose.Beside(-after), from.Pose.Reversed.Beside(-before));
        block.Paint(right, new(0, MarkingKind.Solid));
        block.Paint(left, new(0, MarkingKind.Solid));
        block.Paint(Joining.Simplest(from.Pose, to.Pose.Reversed), block.Style.Centre);
        return [.. right.Stations().Concat(left.Stations()).Select(station => new MapPoint(station.Pose.X, station.Pose.Y))];
    }
}
