using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Diagnosis;

/// <summary>What the rules find in a record, in the order in which a reader should look at it.</summary>
/// <param name="Iterations">Iterations that were looked at.</param>
/// <param name="Notes">What limits the diagnosis, a sentence each; mostly empty.</param>
public sealed record TrainingDiagnosis(int Iterations, IReadOnlyList<Finding> Findings, IReadOnlyList<string> Notes)
{
    /// <summary>Fewer iterations have no beginning and no end.</summary>
    internal const int LeastIterations = 8;

    private static readonly Func<TrainingRecord, Finding?>[] Rules =
    [
        LearningRules.LossDiverges, LearningRules.PolicyMovesTooFar, LearningRules.PolicyStandsStill, LearningRules.EntropyCollapsed, LearningRules.ValuesBeyondTheRewards,
        LearningRules.DeadUnits, LearningRules.GradientsAreCut,
        TaskRules.AgentStandsStill, TaskRules.OneTermDominates, TaskRules.EveryEpisodeIsTruncated, TaskRules.NeverSucceeded, TaskRules.FellBack,
    ];

    /// <summary>Applies every rule.</summary>
    public static TrainingDiagnosis Of(TrainingRecord record)
    {
        if (record.Iterations < LeastIterations) return new(record.Iterations, [], [FormattableString.Invariant($"Only {record.Iterations} iterations were logged; {LeastIterations} are needed to tell a beginning from an end.")]);
        string[] missing = [.. Needed(record.Algorithm).Where(name => record.Column(name).Count == 0)];
        return new(record.Iterations, [.. Rules.Select(rule => rule(record)).OfType<Finding>()], missing.Length == 0
            ? []
            : [$"learning.csv lacks {string.Join(", ", missing)}: an earlier version of the program wrote it. What follows from them is not looked at; train again to see it."]);
    }

    /// <summary>Reads and diagnoses a run.</summary>
    /// <exception cref="Core.UserErrorException">A file of the run is missing or damaged.</exception>
    public static TrainingDiagnosis Of(RunFolder run) => Of(TrainingRecord.Read(run));

    private static string[] Needed(string algorithm) => algorithm == "ppo"
        ? ["iterationTruncated", "valueLoss", "entropy", "approxKl", "clipShare", "explainedVariance", "gradientKept", "deadUnits"]
        : ["iterationTruncated", "loss", "meanQ", "maxQ", "lowLimit", "highLimit", "explainedVariance", "gradientKept", "deadUnits"];
}
