using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns.Blocks;

/// <summary>A ring with three or four arms, driven to the left; who is in it has priority.</summary>
internal static class Roundabout
{
    private const double Arm = 10;                                       // m
    private const double Approach = 13;                                  // m from the ring to the ends of the arms
    private const double HalfOpening = 0.6;                              // rad between an arm and where the ring begins again

    /// <summary>Lays the ring, and arms to the right, ahead and to the left or two of them.</summary>
    public static bool Lay(BlockDraft block, RoadEnd at, Draws draws)
    {
        var style = block.Style;
        double island = draws.Between(8, 14), outside = island + at.Lanes * style.LaneWidth;
        var missing = draws.Below(6);                                       // 3 to 5: none
        var entry = block.Road("arm0", new RoadPath(at.Pose).Straight(Arm), at);
        var middle = entry.AtEnd.Pose.Ahead(outside + Approach);
        var directions = new List<Pose> { middle.Reversed };
        var arms = new List<RoadEnd> { entry.AtEnd };
        foreach (var side in new[] { 0, 1, 2 }.Where(side => side != missing))
        {
            var direction = side switch { 0 => middle.Turned(-1, 0), 1 => middle, _ => middle.Turned(1, 0) };
            var arm = block.Road(FormattableString.Invariant($"arm{side + 1}"), new RoadPath(direction.Ahead(outside + Approach)).Straight(Arm), new RoadForm(at.Lanes));
            directions.Add(direction);
            arms.Add(arm.AtStart);
            block.Open.Add(arm.AtEnd);
        }
        Ring(block, directions, arms, island);
        block.Cover(middle, outside);
        foreach (var direction in directions) block.Cover(new RoadPath(direction).Straight(outside + Approach), at.Lanes * style.LaneWidth, at.Lanes * style.LaneWidth);
        Pose[] round = [.. Enumerable.Range(0, 24).Select(i => middle.Turned(i * Math.PI / 12).Ahead(island - 0.5))];
        block.Areas.Add(new() { Kind = AreaKind.Green, Outline = [.. round.Select(pose => new MapPoint(pose.X, pose.Y))] });
        return true;
    }

    private static void Ring(BlockDraft block, List<Pose> directions, List<RoadEnd> arms, double island)
    {
        var speed = Math.Min(block.Style.Speed, 2 * TownStyle.WalkingPace);
        var ring = new List<Strip>();
        for (var i = 0; i < arms.Count; i++)
        {
            Pose start = OnRing(directions[i], HalfOpening, island), end = OnRing(directions[(i + 1) % arms.Count], -HalfOpening, island);
            var path = Joining.Simplest(start, end);                        // at most half a turn less two openings: one arc
            ring.Add(block.Road(FormattableString.Invariant($"ring{i}"), path, new RoadForm(arms[0].Lanes, 0) { Speed = speed }));
        }
        for (var i = 0; i < arms.Count; i++) Opening(block, i, arms[i], ring[(i + arms.Count - 1) % arms.Count].AtEnd, ring[i].AtStart, speed);
    }

    /// <summary>On the inner edge of the ring, in driving direction.</summary>
    private static Pose OnRing(Pose direction, double angle, double island) => direction.Turned(angle).Ahead(island).Turned(1, 0);

    private static void Opening(BlockDraft block, int index, RoadEnd arm, RoadEnd arriving, RoadEnd leaving, double speed)
    {
        var junction = new JunctionDraft(block, FormattableString.Invariant($"opening{index}"));
        for (var i = 0; i < arm.Lanes; i++)
        {
            junction.Connect(arriving.Arriving[i], leaving.Leaving[i], speed: speed);
            junction.Connect(arriving.Arriving[i], arm.Leaving[i], speed: speed);
            junction.Connect(arm.Arriving[i], leaving.Leaving[i], rank: 1, speed: speed);
        }
        junction.Finish();
        Approaches.LayStopLine(block, arm, 0, StopKind.Yield);
        Approaches.LaySign(block, $"{junction.Id}.sign", SignKind.Yield, arm, 0);
    }
}
