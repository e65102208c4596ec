using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Drivers;
using RLSandbox.Driving.Maps;
using RLSandbox.Rendering.Recording;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Rendering.Tests;

/// <summary>One stadium and a car on it, for pictures; an environment on it, for recordings.</summary>
internal sealed class Scene : IDisposable
{
    public CompiledMap Map { get; } = MapCompiler.Compile(DrivingScenes.Stadium(), new(0.25f));

    public static DrivingConfig Config { get; } = DrivingScenes.Config() with { Episode = new() { Start = "line" }, MapsInOrder = true };

    /// <summary>A car at a place of the map, other numbers as asked for.</summary>
    public Snapshot At(float arc, float offset = 0, Motion motion = default)
    {
        var centre = Map.Circuit.Sample(arc);
        var (sin, cos) = MathF.SinCos(centre.Heading);
        var pose = new Pose(centre.X - sin * offset, centre.Y + cos * offset, centre.Heading);
        return new()
        {
            Map = Map,
            VehicleFootprint = new(2.2f, 0.8f),
            Vehicles = [new(pose, motion, default, Map.Circuit.Locate(pose.X, pose.Y), IsActive: true)],
            Obstacles = [],
            Step = 0,
            Seconds = 0,
            Progress = 0,
        };
    }

    public DrivingEnvironment Environment(int environments = 1, DrivingConfig? config = null) => new(config ?? Config, [Map], environments);

    /// <summary>The first seconds of a pure-pursuit drive; infinity: to its end.</summary>
    public RecordedEpisode Record(double seconds, DrivingConfig? config = null)
    {
        using var environment = Environment(1, config);
        using var policy = Driver(environment);
        return new EpisodeRecorder(environment).Record(policy, seed: 1, seconds);
    }

    public static IPolicy Driver(DrivingEnvironment environment, string name = "pure-pursuit") => new ScriptedPolicy(name, environment);

    public void Dispose() => Map.Dispose();
}
