using RLSandbox.Learning.Evaluation;
using RLSandbox.Learning.Logging;

namespace RLSandbox.Learning.Training;

/// <summary>How a <see cref="Trainer"/> drives its learner.</summary>
public sealed record TrainingOptions
{
    /// <summary>Agent rows at which the run ends; the iteration that reaches them is finished.</summary>
    public required long Steps { get; init; }

    /// <summary>Seed of the first reset.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Agent rows between two checkpoints; one more is written at the start, at the end and at an interruption.</summary>
    public required long CheckpointEverySteps { get; init; }

    /// <summary>Newest checkpoints that stay on the disk; the best one stays besides.</summary>
    public int KeepCheckpoints { get; init; } = CheckpointStore.DefaultKeep;

    /// <summary>Episodes on which checkpoints are compared; null: none, and no checkpoint is called best.</summary>
    public EvaluationSuite? Validation { get; init; }

    /// <summary>Suites that are driven at every validation and only logged.</summary>
    public IReadOnlyList<EvaluationSuite> Suites { get; init; } = [];

    /// <summary>Agent rows between two validations.</summary>
    public long ValidateEverySteps { get; init; } = long.MaxValue;

    /// <summary>Hears of everything that happens; null: nobody.</summary>
    public ITrainingMonitor? Monitor { get; init; }

    /// <summary>Source of the wall-clock times in timing.csv and in the events.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>How a training run ended, other than by diverging.</summary>
public enum TrainingEnd
{
    /// <summary>All steps are done.</summary>
    Finished,

    /// <summary>Somebody interrupted it; the last iteration is finished and saved, the last validation may be open.</summary>
    Interrupted,
}
