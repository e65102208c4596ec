using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Rendering.Window;

/// <summary>What stays the same while a stage is watched.</summary>
public sealed record StageFacts
{
    /// <summary>Name of the task with its version.</summary>
    public required string Scenario { get; init; }

    /// <summary>K reward terms by name.</summary>
    public required IReadOnlyList<string> Terms { get; init; }

    /// <summary>What the policy sees, part by part.</summary>
    public required IReadOnlyList<ObservationPart> Parts { get; init; }

    /// <summary>The camera part; null without one.</summary>
    public required CameraConfig? Camera { get; init; }

    /// <summary>The state part; null without one.</summary>
    public required StateConfig? State { get; init; }

    /// <summary>How an action becomes steering and pedal.</summary>
    public required ActionsConfig Actions { get; init; }

    /// <summary>Top speed of the vehicle, m/s: the end of every speed scale.</summary>
    public required float TopSpeed { get; init; }

    /// <summary>Seconds of simulated time in one environment step.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>N: environments.</summary>
    public required int EnvironmentCount { get; init; }

    /// <summary>A: agents in each.</summary>
    public required int AgentCount { get; init; }

    /// <summary>S: frames that the policy sees at a time.</summary>
    public int FrameStack { get; init; } = 1;

    /// <summary>The facts of an environment.</summary>
    public static StageFacts Of(DrivingEnvironment environment, int frameStack) => new()
    {
        Scenario = environment.Spec.Name,
        Terms = environment.Spec.Terms,
        Parts = environment.Spec.Parts,
        Camera = environment.Config.Camera,
        State = environment.Config.State,
        Actions = environment.Config.Actions,
        TopSpeed = environment.Config.Vehicle.ToParameters().TopSpeed,
        StepSeconds = environment.Spec.StepSeconds,
        EnvironmentCount = environment.Spec.EnvironmentCount,
        AgentCount = environment.Spec.AgentCount,
        FrameStack = frameStack,
    };
}
