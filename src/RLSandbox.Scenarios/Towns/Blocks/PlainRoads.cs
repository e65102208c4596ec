using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns.Blocks;

/// <summary>Straight roads, bends, and roads between two ends.</summary>
internal static class PlainRoads
{
    /// <summary>m; a bend begins and ends so far from its neighbours.</summary>
    private const double StraightEnds = 4;

    /// <summary>A straight road.</summary>
    public static bool LayStraight(BlockDraft block, RoadEnd at, Draws draws)
    {
        block.Open.Add(block.Road("road", new RoadPath(at.Pose).Straight(block.Style.Config.StraightMetres.Draw(draws.Uniform())), at).AtEnd);
        return true;
    }

    /// <summary>A bend to either side.</summary>
    public static bool LayCurve(BlockDraft block, RoadEnd at, Draws draws)
    {
        var config = block.Style.Config;
        var radius = block.Style.RoadRadius(config.CurveRadiusMetres.Draw(draws.Uniform()), at.Lanes);
        var angle = config.CurveDegrees.Draw(draws.Uniform()) * Math.PI / 180;
        var path = new RoadPath(at.Pose).Straight(StraightEnds).Arc((draws.Chance(0.5f) ? 1 : -1) / radius, radius * angle).Straight(StraightEnds);
        block.Open.Add(block.Road("road", path, at).AtEnd);
        return true;
    }

    /// <summary>A road from one end to another.</summary>
    public static void LayBetween(BlockDraft block, RoadEnd from, RoadEnd to, RoadPath path) => block.Link(block.Road("road", path, from).AtEnd, to);

    /// <summary>A loop in which traffic turns round, to the left behind a swing to the right.</summary>
    public static void LayTurningLoop(BlockDraft block, string name, RoadEnd at)
    {
        var style = block.Style;
        double width = at.Lanes * style.LaneWidth, swing = width + TownStyle.SmallestRadius - style.LaneWidth / 2, loop = TownStyle.SmallestRadius + 1;
        // The loop's hub lies on the axis, so the swing ends where its cosine is swing ÷ (swing + loop).
        var share = swing / (swing + loop);
        double angle = 2.0 * Core.Mathematics.Elementary.Atan2((float)Math.Sqrt(1 - share), (float)Math.Sqrt(1 + share));
        var path = new RoadPath(at.Pose).Arc(-1 / swing, swing * angle).Arc(1 / loop, loop * (Math.PI + 2 * angle)).Arc(-1 / swing, swing * angle).EndingAt(at.Pose.Reversed);
        var strip = block.Road(name, path, at, new(at.Lanes, 0) { Speed = Math.Min(style.Speed, 2 * TownStyle.WalkingPace) });
        block.Link(strip.AtEnd, at with { Arriving = [] });
    }
}
