using RLSandbox.Driving;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;
using RLSandbox.Driving.Vehicles;

namespace RLSandbox.TestKit.Scenes;

/// <summary>Small driving tasks shared by tests and benchmarks.</summary>
public static class DrivingScenes
{
    /// <summary>A stadium 10 m wide: two straights of 100 m joined by half circles of 30 m radius, driven counter-clockwise from the middle of the lower straight.</summary>
    public static Circuit Stadium()
    {
        var points = new List<CircuitPoint>();
        for (var x = 0; x <= 50; x += 10) points.Add(new(x, -30, 5, 5));
        for (var step = 1; step < 18; step++) points.Add(new(50 + 30 * Math.Sin(step * Math.PI / 18), -30 * Math.Cos(step * Math.PI / 18), 5, 5));
        for (var x = 50; x >= -50; x -= 10) points.Add(new(x, 30, 5, 5));
        for (var step = 1; step < 18; step++) points.Add(new(-50 - 30 * Math.Sin(step * Math.PI / 18), 30 * Math.Cos(step * Math.PI / 18), 5, 5));
        for (var x = -50; x < 0; x += 10) points.Add(new(x, -30, 5, 5));
        return Circuit.FromControlPoints("stadium", points);
    }

    /// <summary>A kidney-shaped circuit with bends to both sides, 8 m wide.</summary>
    public static Circuit Kidney()
    {
        var points = new List<CircuitPoint>();
        for (var step = 0; step < 24; step++)
        {
            var angle = step * Math.PI / 12;
            var radius = 60 + 18 * Math.Cos(2 * angle);
            points.Add(new(radius * Math.Cos(angle), radius * Math.Sin(angle), 4, 4));
        }
        return Circuit.FromControlPoints("kidney", points);
    }

    /// <summary>Both circuits, compiled at half a metre per cell. The caller disposes them.</summary>
    public static IReadOnlyList<CompiledMap> Maps() => [MapCompiler.Compile(Stadium(), new(0.5f)), MapCompiler.Compile(Kidney(), new(0.5f))];

    /// <summary>A task like first-lap: gray camera, state, dynamic bicycle, 16 m/s, every reward term paid or charged.</summary>
    public static DrivingConfig Config(int agents = 1, float obstacles = 0) => new()
    {
        Name = "test-lap-v1",
        Camera = new() { Width = 32, Height = 32, MetresPerPixel = 1f },
        State = new(),
        Vehicle = new() { TopSpeedMps = 16 },
        Traffic = new() { Agents = agents, Obstacles = obstacles },
        Rewards = new([new("progress", 0.02f), new("time", -0.01f), new("offRoad", -0.1f), new("wobble", -0.01f), new("lap", 1f), new("failure", -0.5f)]),
    };

    /// <summary>An environment over <paramref name="maps"/>.</summary>
    public static DrivingEnvironment Environment(IReadOnlyList<CompiledMap> maps, int environments, int threads = 1, DrivingConfig? config = null)
        => new(config ?? Config(), maps, environments, threads);
}
