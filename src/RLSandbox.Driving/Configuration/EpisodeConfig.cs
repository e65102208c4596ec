using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Configuration;

/// <summary>Time, start and length of an episode.</summary>
public sealed record EpisodeConfig
{
    /// <summary>Seconds per physics step.</summary>
    public float PhysicsStepSeconds { get; init; } = 0.05f;

    /// <summary>Physics steps for which one action is held.</summary>
    public int PhysicsStepsPerAction { get; init; } = 2;

    /// <summary><c>anywhere</c> on the circuit or at its start <c>line</c>.</summary>
    public string Start { get; init; } = "anywhere";

    /// <summary>Speed at the start, m/s, drawn per episode.</summary>
    public NumberRange StartSpeedMps { get; init; } = 0f;

    /// <summary>Lateral offset at the start as a share of the half width, drawn per episode, left positive.</summary>
    public NumberRange StartOffset { get; init; } = 0f;

    /// <summary>Heading error at the start, radians, drawn per episode, left positive.</summary>
    public NumberRange StartHeading { get; init; } = 0f;

    /// <summary>Laps that make the task done.</summary>
    public float Laps { get; init; } = 1f;

    /// <summary>Time limit in seconds per metre of route; reaching it truncates.</summary>
    public float TimeLimitSecondsPerMetre { get; init; } = 0.25f;

    /// <summary>Training cuts an episode after so many seconds (a truncation, so nothing is lost but the habit of long laps); 0 lets it run to its time limit. Evaluation never cuts.</summary>
    /// <remarks>Short episodes show a learner many more circuits and starts in the same number of steps.</remarks>
    public float CutAfterSeconds { get; init; }

    /// <summary>Metres from the start that make the task done: the laps of a closed road, the length of a route.</summary>
    public float GoalMetres(Circuit circuit) => circuit.IsRoute ? circuit.RouteLength : circuit.Length * Laps;

    /// <summary>Environment steps after which an episode with its goal <paramref name="metres"/> away is truncated.</summary>
    public int StepLimit(float metres)
    {
        var seconds = metres * TimeLimitSecondsPerMetre;
        return (int)MathF.Ceiling((CutAfterSeconds > 0 ? MathF.Min(seconds, CutAfterSeconds) : seconds) / StepSeconds);
    }

    /// <summary>Seconds of one environment step.</summary>
    public float StepSeconds => PhysicsStepSeconds * PhysicsStepsPerAction;

    /// <summary>Reads section <c>episode</c>.</summary>
    public static EpisodeConfig Bind(SectionReader reader)
    {
        var defaults = new EpisodeConfig();
        return new()
        {
            PhysicsStepSeconds = reader.Number("physicsStepSeconds", defaults.PhysicsStepSeconds, "Seconds per physics step.", 0.001f, 0.1f),
            PhysicsStepsPerAction = reader.Integer("physicsStepsPerAction", defaults.PhysicsStepsPerAction, "Physics steps for which one action is held.", 1, 100),
            Start = reader.Choice("start", defaults.Start, ["anywhere", "line"], "Where an episode begins: anywhere on the circuit, or at its start line."),
            StartSpeedMps = reader.Range("startSpeedMps", defaults.StartSpeedMps, "Speed at the start, m/s.", 0, 100),
            StartOffset = reader.Range("startOffset", defaults.StartOffset, "Lateral offset at the start, as a share of the half width, left positive.", -1, 1),
            StartHeading = reader.Range("startHeading", defaults.StartHeading, "Heading error at the start, radians, left positive.", -3.2f, 3.2f),
            Laps = reader.Number("laps", defaults.Laps, "Laps that make the task done.", 0.01f, 1000f),
            TimeLimitSecondsPerMetre = reader.Number("timeLimitSecondsPerMetre", defaults.TimeLimitSecondsPerMetre, "Time limit in seconds per metre of route; reaching it truncates the episode.", 0.001f, 100f),
            CutAfterSeconds = reader.Number("cutAfterSeconds", defaults.CutAfterSeconds, "Training truncates an episode after so many seconds, to see more circuits and starts; 0 lets it run. Evaluation never cuts.", 0f, 100_000f),
        };
    }
}
