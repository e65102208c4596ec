using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns.Blocks;

/// <summary>Junctions with three and four arms, as blocks.</summary>
internal static class Crossroads
{
    private const double Arm = 12;                                       // m: a crossing, a stop line and some metres before it
    private const float LargestSkew = 0.22f;                             // rad, of each arm

    /// <summary>Three arms; the block in front is any of them.</summary>
    public static bool LayT(BlockDraft block, RoadEnd at, Draws draws)
    {
        var missing = draws.Below(3);
        return Lay(block, at, draws, [.. Enumerable.Range(0, 3).Where(side => side != missing)]);
    }

    /// <summary>Four arms.</summary>
    public static bool LayX(BlockDraft block, RoadEnd at, Draws draws) => Lay(block, at, draws, [0, 1, 2]);

    /// <param name="sides">0 right, 1 ahead, 2 left.</param>
    private static bool Lay(BlockDraft block, RoadEnd at, Draws draws, int[] sides)
    {
        var entry = block.Road("arm0", new RoadPath(at.Pose).Straight(Arm), at);
        var heading = entry.AtEnd.Pose;
        Pose[] directions = [.. sides.Select(side => heading.Turned((side - 1) * Math.PI / 2 + draws.Between(-LargestSkew, LargestSkew)))];
        var reach = Junctions.Reach([heading.Reversed, .. directions], block.Style, at.Lanes);
        var middle = heading.Ahead(reach);
        var arms = new List<RoadEnd> { entry.AtEnd };
        for (var i = 0; i < sides.Length; i++)
        {
            var start = (directions[i] with { X = middle.X, Y = middle.Y }).Ahead(reach);
            var arm = block.Road(FormattableString.Invariant($"arm{i + 1}"), new RoadPath(start).Straight(Arm), new RoadForm(at.Lanes));
            arms.Add(arm.AtStart);
            block.Open.Add(arm.AtEnd);
        }
        Junctions.Lay(block, "junction", arms, draws);
        return true;
    }
}
