using RLSandbox.Core.Configuration;

namespace RLSandbox.Scenarios.Towns;

/// <summary>How often each kind of block is tried, relative to the others.</summary>
public sealed record BlockWeights
{
    /// <summary>A straight road.</summary>
    public float Straight { get; init; } = 2;

    /// <summary>A bend.</summary>
    public float Curve { get; init; } = 3;

    /// <summary>Two lanes become one.</summary>
    public float Merge { get; init; } = 1;

    /// <summary>One lane becomes two.</summary>
    public float Split { get; init; } = 1;

    /// <summary>A lane leaves, runs alongside and comes back.</summary>
    public float Ramp { get; init; } = 1;

    /// <summary>A ring with three or four arms.</summary>
    public float Roundabout { get; init; } = 1;

    /// <summary>Three arms.</summary>
    public float TJunction { get; init; } = 3;

    /// <summary>Four arms.</summary>
    public float XJunction { get; init; } = 3;

    /// <summary>A narrow stretch.</summary>
    public float Bottleneck { get; init; } = 0.5f;

    /// <summary>Booths between lanes.</summary>
    public float Tollgate { get; init; } = 0.5f;

    /// <summary>An aisle with places for standing cars.</summary>
    public float ParkingLot { get; init; } = 0.5f;

    /// <summary>All weights together.</summary>
    internal float Sum => Straight + Curve + Merge + Split + Ramp + Roundabout + TJunction + XJunction + Bottleneck + Tollgate + ParkingLot;

    /// <summary>Reads a section; what is not given is as in <paramref name="fallback"/>.</summary>
    public static BlockWeights Bind(SectionReader section, BlockWeights fallback) => new()
    {
        Straight = section.Number("straight", fallback.Straight, "Weight of straight roads.", 0, 1000),
        Curve = section.Number("curve", fallback.Curve, "Weight of bends.", 0, 1000),
        Merge = section.Number("merge", fallback.Merge, "Weight of places where two lanes each way become one.", 0, 1000),
        Split = section.Number("split", fallback.Split, "Weight of places where one lane each way becomes two.", 0, 1000),
        Ramp = section.Number("ramp", fallback.Ramp, "Weight of ramps that leave a road, run alongside and come back.", 0, 1000),
        Roundabout = section.Number("roundabout", fallback.Roundabout, "Weight of roundabouts.", 0, 1000),
        TJunction = section.Number("tJunction", fallback.TJunction, "Weight of junctions with three arms.", 0, 1000),
        XJunction = section.Number("xJunction", fallback.XJunction, "Weight of junctions with four arms.", 0, 1000),
        Bottleneck = section.Number("bottleneck", fallback.Bottleneck, "Weight of narrow stretches.", 0, 1000),
        Tollgate = section.Number("tollgate", fallback.Tollgate, "Weight of tollgates.", 0, 1000),
        ParkingLot = section.Number("parkingLot", fallback.ParkingLot, "Weight of parking lots beside a road.", 0, 1000),
    };
}
