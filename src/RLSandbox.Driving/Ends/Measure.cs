using RLSandbox.Core.Contract;

namespace RLSandbox.Driving.Ends;

/// <summary>Numbers published when an agent's episode ends, in the order of <see cref="MeasureSpecs.All"/>.</summary>
public enum Measure
{
    /// <summary>Share of the route covered at its furthest, 0 … 1.</summary>
    Progress = 0,

    /// <summary>Mean speed over the episode, m/s.</summary>
    Speed = 1,

    /// <summary>Seconds for the laps; NaN unless they were completed.</summary>
    LapTime = 2,

    /// <summary>Seconds off the road.</summary>
    OffRoadTime = 3,

    /// <summary>Environment steps with contact.</summary>
    Collisions = 4,
}

/// <summary>The measures as the contract publishes them.</summary>
public static class MeasureSpecs
{
    /// <summary>Names and units in the order of <see cref="Measure"/>.</summary>
    public static IReadOnlyList<MeasureSpec> All { get; } = [new("progress", ""), new("speed", "m/s"), new("lapTime", "s"), new("offRoadTime", "s"), new("collisions", "")];
}
