using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Learning.Logging;

/// <summary>Numbers of one finished iteration.</summary>
public sealed record TrainingProgress
{
    /// <summary>Finished iterations, this one included.</summary>
    public required long Iteration { get; init; }

    /// <summary>Agent rows learned from so far.</summary>
    public required long Steps { get; init; }

    /// <summary>Agent rows at which the run ends.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>Seconds spent in iterations over all sittings; validation and checkpoints not counted.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Seconds of this iteration.</summary>
    public required double IterationSeconds { get; init; }

    /// <summary>Environment steps of this iteration (actions applied, summed over N) per second of it.</summary>
    public required double EnvironmentStepsPerSecond { get; init; }

    /// <summary>What the process needs besides time for this iteration.</summary>
    public TrainingCosts Costs { get; init; }

    /// <summary>See <see cref="EpisodeRecorder.Columns"/>.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Episodes { get; init; }

    /// <summary>Losses and other metrics of the algorithm.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Metrics { get; init; }

    /// <summary>Success and return of the suites that are driven during training; NaN in iterations in which they were not.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Suites { get; init; } = [];

    /// <summary>Seconds of training still to come at the mean speed so far.</summary>
    public double SecondsLeft => Steps == 0 ? double.NaN : TrainingSeconds * Math.Max(0, TotalSteps - Steps) / Steps;

    /// <summary>The number called <paramref name="name"/> among episodes and metrics; NaN where there is none.</summary>
    public double this[string name]
    {
        get
        {
            foreach (var (key, value) in Episodes.Concat(Metrics))
            {
                if (key == name) return value;
            }
            return double.NaN;
        }
    }
}

/// <summary>Seconds beside learning since the iteration before this one ended, and what the process holds at its end.</summary>
/// <param name="LoggingSeconds">Logs and display.</param>
/// <param name="ManagedBytes">Of them the garbage-collected heap, garbage that was not collected yet included.</param>
/// <param name="LiveTensors">Of all threads; the same at the end of every iteration, or something is forgotten.</param>
public readonly record struct TrainingCosts(double ValidationSeconds, double CheckpointSeconds, double LoggingSeconds, long ResidentBytes, long ManagedBytes, long LiveTensors);

/// <summary>Watches a training run, for instance to show it.</summary>
public interface ITrainingMonitor
{
    /// <summary>An iteration is finished and logged.</summary>
    void AfterIteration(TrainingProgress progress);

    /// <summary>The policy was validated.</summary>
    /// <param name="isBest">Whether it is the best one so far.</param>
    void AfterValidation(EvaluationReport report, bool isBest);

    /// <summary>A checkpoint is whole in <paramref name="folder"/>.</summary>
    void AfterCheckpoint(string folder);
}
