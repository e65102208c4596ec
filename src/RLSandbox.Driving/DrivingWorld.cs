using RLSandbox.Driving.Components;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Ecs;

namespace RLSandbox.Driving;

/// <summary>The tables of a driving world: which archetype has which components, and how many of each fit into one environment.</summary>
public static class DrivingWorld
{
    /// <summary>An empty world for <paramref name="environmentCount"/> environments.</summary>
    /// <param name="actors">Most road users that a recorded scene has; 0 for worlds without scenes, which then have no table for them.</param>
    /// <param name="hasLanes">Whether a map has lanes.</param>
    public static World Build(DrivingConfig config, int environmentCount, int actors = 0, bool hasLanes = false)
    {
        var world = new WorldBuilder(environmentCount).FixedTable<EpisodeSlot>(1, columns => columns.Column<EpisodeState>());
        Common(world, config, hasLanes);
        if (actors > 0) world.FixedTable<Actor>(actors, columns => columns.Column<Pose>().Column<Footprint>().Column<ActorMotion>());
        return world.Build();
    }

    private static void Common(WorldBuilder world, DrivingConfig config, bool hasLanes) => world
        .FixedTable<Ego>(config.Traffic.Agents, columns => (hasLanes ? columns.Column<WrongWayTime>() : columns)
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
            .Column<Footprint>());
}
