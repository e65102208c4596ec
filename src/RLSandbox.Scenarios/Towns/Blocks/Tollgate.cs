using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns.Blocks;

/// <summary>The road widens by one lane each way; booths stand on islands between the lanes, and everybody halts.</summary>
internal static class Tollgate
{
    private const double Ends = 8, Spread = 32, Gate = 14;               // m along the road
    private const double Island = 1.8;                                   // m between lanes
    private const double BoothLength = 4, BoothWidth = 1.2;

    /// <summary>Lays it.</summary>
    public static bool Lay(BlockDraft block, RoadEnd at, Draws draws)
    {
        var lanes = at.Lanes + 1;
        var before = block.Road("before", new RoadPath(at.Pose).Straight(Ends), at);
        Pose near = before.AtEnd.Pose.Ahead(Spread), far = near.Ahead(Gate);
        var after = block.Road("after", new RoadPath(far.Ahead(Spread)).Straight(Ends), new RoadForm(at.Lanes));
        Strip[] forward = [.. Enumerable.Range(0, lanes).Select(i => Lane(block, FormattableString.Invariant($"gate+{i + 1}"), near, i))];
        Strip[] backward = [.. Enumerable.Range(0, lanes).Select(i => Lane(block, FormattableString.Invariant($"gate-{i + 1}"), far.Reversed, i))];
        Fan(block, "near", before.AtEnd, forward, backward);
        Fan(block, "far", after.AtStart, backward, forward);
        Booth(block, near.Ahead(Gate / 2));
        for (var i = 1; i < lanes; i++)
            foreach (var side in new[] { 1, -1 }) Booth(block, near.Ahead(Gate / 2).Beside(side * i * (block.Style.LaneWidth + Island)));
        var half = lanes * (block.Style.LaneWidth + Island);
        block.Cover(new RoadPath(before.AtEnd.Pose).Straight(2 * Spread + Gate), half, half);
        block.Open.Add(after.AtEnd);
        return true;
    }

    private static Strip Lane(BlockDraft block, string name, Pose start, int index)
    {
        var left = start.Beside(-Island / 2 - index * (block.Style.LaneWidth + Island));
        var strip = block.Road(name, new RoadPath(left).Straight(Gate), new RoadForm(1, 0) { Speed = TownStyle.WalkingPace });
        Approaches.LayStopLine(block, strip.AtEnd, Gate / 2, StopKind.Stop);
        return strip;
    }

    private static void Fan(BlockDraft block, string name, RoadEnd road, Strip[] away, Strip[] towards)
    {
        var junction = new JunctionDraft(block, name);
        junction.Connect(road.Arriving, [.. away.Select(strip => strip.AtStart.Leaving[0])]);
        junction.Connect([.. towards.Select(strip => strip.AtEnd.Arriving[0])], road.Leaving);
        double half = road.Lanes * block.Style.LaneWidth, wide = away.Length * (block.Style.LaneWidth + Island) - Island / 2;
        var gate = road.Pose.Ahead(Spread);
        var right = Joining.Simplest(road.Pose.Beside(-half), gate.Beside(-wide));
        var left = Joining.Simplest(gate.Reversed.Beside(-wide), road.Pose.Reversed.Beside(-half));
        block.Paint(right, new(0, MarkingKind.Solid));
        block.Paint(left, new(0, MarkingKind.Solid));
        junction.Finish([.. right.Stations().Concat(left.Stations()).Select(station => new MapPoint(station.Pose.X, station.Pose.Y))]);
    }

    private static void Booth(BlockDraft block, Pose at)
    {
        Pose front = at.Ahead(BoothLength / 2), back = at.Ahead(-BoothLength / 2);
        Pose[] corners = [front.Beside(BoothWidth / 2), back.Beside(BoothWidth / 2), back.Beside(-BoothWidth / 2), front.Beside(-BoothWidth / 2)];
        block.Areas.Add(new() { Kind = AreaKind.Obstacle, Outline = [.. corners.Select(pose => new MapPoint(pose.X, pose.Y))] });
    }
}
