using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Rendering.Recording;

/// <summary>One episode of one environment, step by step, ready to be drawn at any frame rate.</summary>
public sealed record RecordedEpisode
{
    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Name of the task with its version.</summary>
    public required string Scenario { get; init; }

    /// <summary>Name of the map.</summary>
    public required string Map { get; init; }

    /// <summary>K reward terms by name.</summary>
    public required IReadOnlyList<string> Terms { get; init; }

    /// <summary>The camera whose pictures the moments hold; null without one.</summary>
    public required CameraConfig? Camera { get; init; }

    /// <summary>Top speed of the vehicle, m/s: the end of every speed scale.</summary>
    public required float TopSpeed { get; init; }

    /// <summary>Seconds of simulated time from one moment to the next.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>Moment k is the world after k steps; the first one is the start.</summary>
    public required IReadOnlyList<EpisodeMoment> Moments { get; init; }

    /// <summary>How the episode ended; null when recording stopped before.</summary>
    public OutcomeSpec? Outcome { get; init; }

    /// <summary>Seconds of simulated time that the recording covers.</summary>
    public double Seconds => (Moments.Count - 1) * StepSeconds;

    /// <summary>Moments of one environment, from the start of an episode on, with what a picture says about them.</summary>
    public static RecordedEpisode Of(DrivingEnvironment environment, string policy, IReadOnlyList<EpisodeMoment> moments) => new()
    {
        Policy = policy,
        Scenario = environment.Spec.Name,
        Map = moments[0].Snapshot.Map.Name,
        Terms = environment.Spec.Terms,
        Camera = environment.Config.Camera,
        TopSpeed = environment.Config.Vehicle.ToParameters().TopSpeed,
        StepSeconds = environment.Spec.StepSeconds,
        Moments = moments,
        Outcome = moments[^1].Outcome,
    };
}
