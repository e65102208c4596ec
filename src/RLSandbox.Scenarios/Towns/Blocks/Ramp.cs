using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns.Blocks;

/// <summary>A lane leaves the road to the right, runs alongside behind a strip of grass and comes back: an off-ramp and an on-ramp.</summary>
internal static class Ramp
{
    private const double Ends = 8;                                       // m of plain road before and behind

    /// <summary>Lays it in the direction of the block.</summary>
    public static bool Lay(BlockDraft block, RoadEnd at, Draws draws)
    {
        double gap = draws.Between(1.5f, 8), radius = draws.Between(20, 35), length = draws.Between(20, 60);
        var aside = block.Style.LaneWidth + gap;
        var shift = 2 * Math.Sqrt(aside * radius);                          // two arcs of this radius move a lane aside
        var lanes = at.Lanes;
        RoadForm bare = new(lanes, lanes), backward = new(0, lanes);
        var before = block.Road("before", new RoadPath(at.Pose).Straight(Ends), at);
        var back = block.Road("besideExit", new RoadPath(before.AtEnd.Pose).Straight(shift), before.AtEnd, backward);
        var middle = block.Road("middle", new RoadPath(back.AtEnd.Pose).Straight(length), back.AtEnd, bare);
        var front = block.Road("besideEntry", new RoadPath(middle.AtEnd.Pose).Straight(shift), middle.AtEnd, backward);
        var after = block.Road("after", new RoadPath(front.AtEnd.Pose).Straight(Ends), front.AtEnd, new(lanes));
        var left = middle.Path.Start.Beside(-lanes * block.Style.LaneWidth - gap);
        var ramp = block.Road("ramp", new RoadPath(left).Straight(length), new RoadForm(1, 0) { Type = LaneType.Ramp });
        Lay(block, "exit", before.AtEnd, middle.AtStart, before.AtEnd.Arriving[^1], ramp.AtStart.Leaving[0], 0);
        Lay(block, "entry", middle.AtEnd, after.AtStart, ramp.AtEnd.Arriving[0], after.AtStart.Leaving[^1], 1);
        block.Open.Add(after.AtEnd);
        return true;
    }

    /// <summary>The road goes on straight, the ramp leaves it or joins it.</summary>
    private static void Lay(BlockDraft block, string name, RoadEnd from, RoadEnd to, LaneEnd off, LaneEnd on, int rank)
    {
        var half = block.Style.LaneWidth / 2;
        var junction = new JunctionDraft(block, name);
        for (var i = 0; i < from.Lanes; i++) junction.Connect(from.Arriving[i], to.Leaving[i]);
        var path = Joining.Simplest(off.Pose, on.Pose);
        junction.Connect(off, on, rank, path, LaneType.Ramp);
        junction.Finish();
        block.Paint(Joining.Simplest(off.Pose.Beside(-half), on.Pose.Beside(-half)), new(0, MarkingKind.Solid));
        block.Cover(path, half, half);
        block.Cover(new RoadPath(from.Pose).Straight(from.Pose.DistanceTo(to.Pose)), 0, from.Lanes * block.Style.LaneWidth);
    }
}
