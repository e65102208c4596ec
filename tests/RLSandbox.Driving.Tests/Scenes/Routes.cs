using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Scenes;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Scenes;

/// <summary>Straight routes for tests: east along y = 0, 4 m wide, the start at x = 0.</summary>
internal static class Routes
{
    private const float Spacing = 0.5f, Before = 30f, Behind = 60f;

    public static Circuit Straight(float length)
    {
        var nodes = new CentreLineNode[(int)((Before + length + Behind) / Spacing)];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = new(i * Spacing - Before, 0, 1, 0, 0, 0, 2, 2);
        return Circuit.FromRoute("straight", nodes, Spacing, Before, Before + length);
    }

    public static CompiledMap Map(float length, CompiledScene? scene = null) => new("straight", Straight(length), new ClassRaster(-40, -20, 400, 80, 0.5f, 1)) { Scene = scene };

    public static DrivingConfig Config() => new()
    {
        Name = "test-route-v1",
        State = new StateConfig(),
        Episode = new() { Start = "line", PhysicsStepSeconds = 0.05f, PhysicsStepsPerAction = 2 },
        Actions = new() { Use = "continuous" },
        Ends = new() { StalledSeconds = 0 },
    };
}
