using RLSandbox.Driving.Components;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Ecs;

namespace RLSandbox.Driving;

/// <summary>The tables of a driving world: which archetype has which components, and how many of each fit into one environment.</summary>
public static class DrivingWorld
{
    /// <summary>An empty world for <paramref name="environmentCount"/> environments.</summary>
    public static World Build(DrivingConfig config, int environmentCount) => new WorldBuilder(environmentCount)
        .FixedTable<EpisodeSlot>(1, columns => columns.Column<EpisodeState>())
        .FixedTable<Ego>(config.Traffic.Agents, columns => columns
            .Column<Pose>()
            .Column<Motion>()
            .Column<Control>()
            .Column<SteeringCommand>()
            .Column<CircuitPosition>()
            .Column<RouteProgress>()
            .Column<OffRoadTime>()
            .Column<Contact>()
            .Column<Participation>()
            .Column<EndState>()
            .Column<EpisodeTotals>())
        .Table<Obstacle>(Math.Max(1, config.Traffic.ObstacleCapacity), columns => columns
            .Column<Pose>()
            .Column<Footprint>())
        .Build();
}
