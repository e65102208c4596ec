using RLSandbox.Core.Configuration;
using RLSandbox.Learning.Algorithms;

namespace RLSandbox.Learning.Training;

/// <summary>The keys of section <c>training</c> that hold for every algorithm; the command line may override each.</summary>
public sealed record TrainingConfig
{
    /// <summary>Copies of the environment that one batch can have.</summary>
    public const int MostEnvironments = 1 << 20;

    /// <summary>Threads that one run can have.</summary>
    public const int MostThreads = 1024;

    private const int MostKept = 1_000_000;

    /// <summary>Name as in <c>--algorithm</c>.</summary>
    public string Algorithm { get; init; } = "ppo";

    /// <summary>Agent rows of a whole run.</summary>
    public long Steps { get; init; } = 500_000;

    /// <summary>N.</summary>
    public int Environments { get; init; } = 256;

    /// <summary>Agent rows between two validations; 0 validates never.</summary>
    public long EvaluateEverySteps { get; init; } = 100_000;

    /// <summary>Agent rows between two checkpoints.</summary>
    public long CheckpointEverySteps { get; init; } = 50_000;

    /// <summary>Newest checkpoints that stay on the disk; the best one stays besides.</summary>
    public int KeepCheckpoints { get; init; } = CheckpointStore.DefaultKeep;

    /// <summary>Reads the section; the algorithms' own sections in it are left to them.</summary>
    public static TrainingConfig Bind(SectionReader reader)
    {
        var standard = new TrainingConfig();
        return new()
        {
            Algorithm = reader.Choice("algorithm", standard.Algorithm, Learners.Names, "Learning algorithm."),
            Steps = reader.Long("steps", standard.Steps, "Agent rows (environments times agents, summed over environment steps) of a run.", 1),
            Environments = reader.Integer("environments", standard.Environments, "Copies of the environment in the batch.", 1, MostEnvironments),
            EvaluateEverySteps = reader.Long("evaluateEverySteps", standard.EvaluateEverySteps, "Agent rows between two evaluations on the validation maps; 0 for none.", 0),
            CheckpointEverySteps = reader.Long("checkpointEverySteps", standard.CheckpointEverySteps, "Agent rows between two checkpoints.", 1),
            KeepCheckpoints = reader.Integer("keepCheckpoints", standard.KeepCheckpoints, "Newest checkpoints that stay on the disk; the best one stays besides.", 1, MostKept),
        };
    }

    /// <summary>Reads the section from its node; null gives the defaults. Unknown keys are the business of whoever read the file.</summary>
    /// <exception cref="ConfigException">A value is wrong.</exception>
    public static TrainingConfig Bind(ConfigNode? training)
    {
        var problems = new ConfigProblems();
        var config = Bind(new SectionReader(training, problems, "training"));
        problems.ThrowIfAny();
        return config;
    }

    /// <summary>These values with those that the algorithm's own section, <c>training.NAME</c>, puts in their place.</summary>
    /// <param name="training">Section <c>training</c>, or null.</param>
    /// <exception cref="ConfigException">A value is wrong.</exception>
    public TrainingConfig For(string algorithm, ConfigNode? training)
    {
        var problems = new ConfigProblems();
        var own = BindOwn(new SectionReader(training?.Find(algorithm), problems, $"training.{algorithm}"), this);
        problems.ThrowIfAny();
        return own with { Algorithm = algorithm };
    }

    /// <summary>Reads the keys of an algorithm's section that stand in for those of <c>training</c>: algorithms need different numbers on the same task.</summary>
    /// <param name="section">Reader of <c>training.NAME</c>.</param>
    internal static TrainingConfig BindOwn(SectionReader section, TrainingConfig shared) => shared with
    {
        Steps = section.OptionalLong("steps", "Agent rows of a run with this algorithm; training.steps unless given.", 1) ?? shared.Steps,
        Environments = (int)(section.OptionalLong("environments", "Copies of the environment with this algorithm; training.environments unless given.", 1, MostEnvironments) ?? shared.Environments),
        EvaluateEverySteps = section.OptionalLong("evaluateEverySteps", "Agent rows between two evaluations with this algorithm; training.evaluateEverySteps unless given.", 0) ?? shared.EvaluateEverySteps,
        CheckpointEverySteps = section.OptionalLong("checkpointEverySteps", "Agent rows between two checkpoints with this algorithm; training.checkpointEverySteps unless given.", 1) ?? shared.CheckpointEverySteps,
    };
}
