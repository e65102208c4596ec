using RLSandbox.Core.Configuration;

namespace RLSandbox.Driving.Configuration;

/// <summary>What else is on the road.</summary>
public sealed record TrafficConfig
{
    /// <summary>Learning vehicles in one environment: one row of the batch each.</summary>
    public int Agents { get; init; } = 1;

    /// <summary>Standing obstacles per episode, rounded down to a whole number.</summary>
    public NumberRange Obstacles { get; init; } = 0f;

    /// <summary>Side of an obstacle, metres.</summary>
    public float ObstacleMetres { get; init; } = 1.5f;

    /// <summary>Height of an obstacle, metres; only a forward camera sees it.</summary>
    public float ObstacleHeightMetres { get; init; } = 1f;

    /// <summary>Places for obstacles in one environment: the most that an episode can draw.</summary>
    public int ObstacleCapacity => (int)Obstacles.High;

    /// <summary>Reads section <c>traffic</c>.</summary>
    public static TrafficConfig Bind(SectionReader reader)
    {
        var defaults = new TrafficConfig();
        return new()
        {
            Agents = reader.Integer("agents", defaults.Agents, "Learning vehicles in one environment.", 1, 64),
            Obstacles = reader.Range("obstacles", defaults.Obstacles, "Standing obstacles per episode, spread along the route beside its centre line.", 0, 256),
            ObstacleMetres = reader.Number("obstacleMetres", defaults.ObstacleMetres, "Side of an obstacle, metres.", 0.1f, 10f),
            ObstacleHeightMetres = reader.Number("obstacleHeightMetres", defaults.ObstacleHeightMetres, "How tall an obstacle is that a forward camera sees, metres.", 0.1f, 10f),
        };
    }
}
