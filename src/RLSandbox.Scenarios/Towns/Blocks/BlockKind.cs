using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns.Blocks;

/// <summary>A kind of block: its name, how often it is tried, and how it is laid behind a road end.</summary>
/// <param name="Name">Begins the ids of its parts.</param>
/// <param name="Weight">From the configuration.</param>
/// <param name="Lay">Lays it into an empty draft; false where it does not fit that road end.</param>
internal sealed record BlockKind(string Name, Func<BlockWeights, float> Weight, Func<BlockDraft, RoadEnd, Draws, bool> Lay)
{
    /// <summary>The whole list.</summary>
    public static IReadOnlyList<BlockKind> All { get; } =
    [
        new("straight", weights => weights.Straight, PlainRoads.LayStraight),
        new("curve", weights => weights.Curve, PlainRoads.LayCurve),
        new("merge", weights => weights.Merge, Tapers.LayMerge),
        new("split", weights => weights.Split, Tapers.LaySplit),
        new("ramp", weights => weights.Ramp, Ramp.Lay),
        new("roundabout", weights => weights.Roundabout, Roundabout.Lay),
        new("tJunction", weights => weights.TJunction, Crossroads.LayT),
        new("xJunction", weights => weights.XJunction, Crossroads.LayX),
        new("bottleneck", weights => weights.Bottleneck, Tapers.LayBottleneck),
        new("tollgate", weights => weights.Tollgate, Tollgate.Lay),
        new("parkingLot", weights => weights.ParkingLot, ParkingLot.Lay),
    ];

    /// <summary>One of them, by weight.</summary>
    public static BlockKind Draw(Draws draws, BlockWeights weights)
    {
        var left = draws.Uniform() * weights.Sum;
        foreach (var kind in All)
        {
            left -= kind.Weight(weights);
            if (left < 0 && kind.Weight(weights) > 0) return kind;
        }
        return All.Last(kind => kind.Weight(weights) > 0);
    }
}
