using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Scenes;
using RLSandbox.Driving.Sensors;
using RLSandbox.Ecs;

namespace RLSandbox.Driving;

/// <summary>One vehicle of a <see cref="Snapshot"/>.</summary>
/// <param name="IsActive">False once it has ended before its environment.</param>
public sealed record VehicleSnapshot(Pose Pose, Motion Motion, Control Control, CircuitPosition Position, bool IsActive);

/// <summary>One road user of a recorded scene in a <see cref="Snapshot"/>.</summary>
/// <param name="IsReactive">Whether it drives by itself, after the handover.</param>
/// <param name="Kind">What it is.</param>
public sealed record ActorSnapshot(string Id, Pose Pose, Footprint Footprint, float Speed, bool IsReactive, ActorKind Kind = ActorKind.Other);

/// <summary>One obstacle of a <see cref="Snapshot"/>.</summary>
public sealed record ObstacleSnapshot(Pose Pose, Footprint Footprint);

/// <summary>Weather of a <see cref="Snapshot"/>, as the cameras of this episode have it.</summary>
/// <param name="Night">Share of the light that is missing.</param>
/// <param name="Fog">Share of what is 20 m away that fog hides.</param>
public sealed record WeatherSnapshot(float Night = 0, float Fog = 0);

/// <summary>Everything that is needed to draw one environment at one moment: a copy, safe to keep while the world goes on.</summary>
/// <remarks>Rendering draws this and never a running world.</remarks>
public sealed record Snapshot
{
    /// <summary>The map driven on.</summary>
    public required CompiledMap Map { get; init; }

    /// <summary>Size of every vehicle.</summary>
    public required Footprint VehicleFootprint { get; init; }

    /// <summary>Agents, in order.</summary>
    public required IReadOnlyList<VehicleSnapshot> Vehicles { get; init; }

    /// <summary>Obstacles that stand now.</summary>
    public required IReadOnlyList<ObstacleSnapshot> Obstacles { get; init; }

    /// <summary>Road users of a recorded scene that are there now.</summary>
    public IReadOnlyList<ActorSnapshot> Actors { get; init; } = [];

    /// <summary>Environment steps of this episode.</summary>
    public required int Step { get; init; }

    /// <summary>Seconds of simulated time in this episode.</summary>
    public required double Seconds { get; init; }

    /// <summary>Share of the route that the first agent has covered, 0 … 1.</summary>
    public required float Progress { get; init; }

    /// <summary>Night and fog.</summary>
    public WeatherSnapshot Weather { get; init; } = new();

    /// <summary>The camera of every agent; null without one.</summary>
    public CameraConfig? Camera { get; init; }

    /// <summary>The numbers that every agent gets; null without any.</summary>
    public StateConfig? State { get; init; }

    /// <summary>Copies one environment of <paramref name="environment"/> between two steps.</summary>
    public static Snapshot Of(DrivingEnvironment environment, int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)environment.Spec.EnvironmentCount, nameof(index));
        var chunk = environment.World.Chunk(index, 1);
        var episode = chunk.Table<EpisodeSlot>().Column<EpisodeState>()[0];
        var map = environment.Maps[episode.MapIndex];
        var egos = chunk.Table<Ego>();
        var vehicles = new List<VehicleSnapshot>();
        for (var row = 0; row < egos.RowCount; row++)
            vehicles.Add(new(egos.Column<Pose>()[row], egos.Column<Motion>()[row], egos.Column<Control>()[row], egos.Column<CircuitPosition>()[row], egos.Column<Participation>()[row].Active != 0));
        var obstacles = new List<ObstacleSnapshot>();
        var table = chunk.Table<Obstacle>();
        for (var row = 0; row < table.RowCount; row++)
            if (table.Alive[row]) obstacles.Add(new(table.Column<Pose>()[row], table.Column<Footprint>()[row]));
        return new()
        {
            Map = map,
            VehicleFootprint = environment.Config.Vehicle.ToParameters().Footprint,
            Vehicles = vehicles,
            Obstacles = obstacles,
            Actors = ActorsOf(chunk, map.Scene),
            Weather = WeatherOf(environment, index, episode),
            Camera = environment.Config.Camera,
            State = environment.Config.State,
            Step = episode.Step,
            Seconds = episode.Step * environment.Spec.StepSeconds,
            Progress = Math.Clamp(egos.Column<RouteProgress>()[0].Furthest / environment.Config.Episode.GoalMetres(map.Circuit), 0f, 1f),
        };
    }

    private static WeatherSnapshot WeatherOf(DrivingEnvironment environment, int index, in EpisodeState episode)
    {
        if (environment.Config.Camera is not { } camera) return new();
        var weather = camera.Weather.At(new(environment.Seed, (uint)index, (uint)episode.Number, 0, (uint)episode.Step));
        return new(weather.Night, weather.Fog);
    }

    private static IReadOnlyList<ActorSnapshot> ActorsOf(Chunk chunk, CompiledScene? scene)
    {
        if (scene is not { Ids.Count: > 0 }) return [];
        var actors = new List<ActorSnapshot>();
        var table = chunk.Table<Actor>();
        for (var slot = 0; slot < scene.Ids.Count; slot++)
        {
            var motion = table.Column<ActorMotion>()[slot];
            if (motion.IsThere != 0) actors.Add(new(scene.Ids[slot], table.Column<Pose>()[slot], table.Column<Footprint>()[slot], motion.Speed, motion.Arc >= 0, scene.Tracks[slot].Kind));
        }
        return actors;
    }
}
