using RLSandbox.Core.Configuration;

namespace RLSandbox.Driving.Configuration;

/// <summary>What ends an episode besides the lap and the time limit. 0 turns a rule off.</summary>
public sealed record EndsConfig
{
    /// <summary>Longest spell off the road, seconds.</summary>
    public float OffRoadSeconds { get; init; } = 0.5f;

    /// <summary>Longest way back along the route from the furthest point, metres.</summary>
    public float BackwardsMetres { get; init; } = 10f;

    /// <summary>Longest time without a metre of progress, seconds.</summary>
    public float StalledSeconds { get; init; } = 3f;

    /// <summary>Longest spell against the direction of the lanes, seconds; only on maps with lanes.</summary>
    public float WrongWaySeconds { get; init; } = 1f;

    /// <summary>Whether touching an obstacle or another vehicle ends the episode.</summary>
    public bool Crash { get; init; } = true;

    /// <summary>Reads section <c>ends</c>.</summary>
    public static EndsConfig Bind(SectionReader reader)
    {
        var defaults = new EndsConfig();
        return new()
        {
            OffRoadSeconds = reader.Number("offRoadSeconds", defaults.OffRoadSeconds, "Longest spell with the centre of the car off the road, seconds; 0 never ends.", 0, 1000),
            BackwardsMetres = reader.Number("backwardsMetres", defaults.BackwardsMetres, "Longest way back along the route from the furthest point, metres; 0 never ends.", 0, 10000),
            StalledSeconds = reader.Number("stalledSeconds", defaults.StalledSeconds, "Longest time without a metre of progress, seconds; 0 never ends.", 0, 1000),
            WrongWaySeconds = reader.Number("wrongWaySeconds", defaults.WrongWaySeconds, "Longest spell on the road against the direction of its lanes, seconds; 0 never ends. Circuits have no lanes.", 0, 1000),
            Crash = reader.Flag("crash", defaults.Crash, "Whether touching an obstacle or another vehicle ends the episode."),
        };
    }
}
