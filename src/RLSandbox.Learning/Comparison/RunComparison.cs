using RLSandbox.Core;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Learning.Comparison;

/// <summary>One run's score: success rate or mean over its test episodes.</summary>
public sealed record RunScore(RunResult Run, double Value);

/// <summary>What the runs of one group say together.</summary>
/// <param name="InterquartileMean">Over runs and tasks; ends are NaN with a single run of a task.</param>
/// <param name="Best">Best run by the direction of the metric.</param>
/// <param name="TrainingSeconds">Median over runs.</param>
/// <param name="Steps">Median over runs.</param>
/// <param name="Profile">Share of runs above each of <see cref="RunComparison.Thresholds"/>.</param>
public sealed record GroupResult(
    RunGroup Group, IReadOnlyList<RunScore> Scores, Interval InterquartileMean, double Mean, double Median,
    RunScore Best, RunScore Worst, double TrainingSeconds, double Steps, IReadOnlyList<double> Profile);

/// <summary>How likely a run of one group is better than one of another on the same task.</summary>
public sealed record Improvement(string Group, string Than, Interval Probability);

/// <summary>Groups of runs side by side on one metric.</summary>
public sealed record RunComparison
{
    private const int ThresholdCount = 21;
    private static readonly uint Purpose = RandomPurpose.Of("comparison.bootstrap");
    private static readonly RandomKey Key = new(1, 0, 0, Purpose);

    /// <summary>Name of the number that is compared.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether a smaller number is better, as for times.</summary>
    public required bool LowerIsBetter { get; init; }

    /// <summary>Groups in the order of the runs.</summary>
    public required IReadOnlyList<GroupResult> Groups { get; init; }

    /// <summary>Every pair of groups on the same tasks.</summary>
    public required IReadOnlyList<Improvement> Improvements { get; init; }

    /// <summary>Scores at which <see cref="GroupResult.Profile"/> is given.</summary>
    public required IReadOnlyList<double> Thresholds { get; init; }

    /// <summary>Compares groups whose runs all have a test evaluation.</summary>
    /// <exception cref="UserErrorException">A run lacks the metric, or a group would average what cannot be averaged.</exception>
    public static RunComparison Of(IReadOnlyList<RunGroup> groups, string metric, bool lowerIsBetter)
    {
        foreach (var group in groups) RefuseMixedUnits(group, metric);
        var scores = groups.Select(group => group.Runs.Select(run => Score(run, metric)).ToList()).ToList();
        var all = scores.SelectMany(runs => runs).Select(score => score.Value).ToList();
        double[] thresholds = [.. Enumerable.Range(0, ThresholdCount).Select(i => all.Min() + (all.Max() - all.Min()) * i / (ThresholdCount - 1))];
        return new()
        {
            Metric = metric,
            LowerIsBetter = lowerIsBetter,
            Groups = [.. groups.Zip(scores, (group, runs) => Summarise(group, runs, lowerIsBetter, thresholds))],
            Improvements = [.. Pairs(groups).Select(pair => Compare(groups[pair.First], scores[pair.First], groups[pair.Second], scores[pair.Second], lowerIsBetter))],
            Thresholds = thresholds,
        };
    }

    /// <summary>Pairs of groups that share no common set of tasks, and so cannot be compared.</summary>
    public static IEnumerable<(RunGroup First, RunGroup Second)> Incomparable(IReadOnlyList<RunGroup> groups) =>
        from first in Enumerable.Range(0, groups.Count)
        from second in Enumerable.Range(first + 1, groups.Count - first - 1)
        where !groups[first].Tasks.SequenceEqual(groups[second].Tasks)
        select (groups[first], groups[second]);

    private static IEnumerable<(int First, int Second)> Pairs(IReadOnlyList<RunGroup> groups) =>
        from first in Enumerable.Range(0, groups.Count)
        from second in Enumerable.Range(first + 1, groups.Count - first - 1)
        where groups[first].Tasks.SequenceEqual(groups[second].Tasks)
        select (first, second);

    private static GroupResult Summarise(RunGroup group, IReadOnlyList<RunScore> scores, bool lowerIsBetter, double[] thresholds)
    {
        double[] values = [.. scores.Select(score => score.Value)];
        var tasks = ByTask(group, scores);
        var (highest, lowest) = (scores.MaxBy(score => score.Value)!, scores.MinBy(score => score.Value)!);
        return new(
            group, scores, SeedStatistics.InterquartileMean(tasks, Key), Statistics.Mean(values), Statistics.Median(values),
            lowerIsBetter ? lowest : highest, lowerIsBetter ? highest : lowest,
            Statistics.Median([.. group.Runs.Select(run => run.TrainingSeconds)]), Statistics.Median([.. group.Runs.Select(run => (double)run.TrainedSteps)]),
            SeedStatistics.PerformanceProfile(tasks, thresholds));
    }

    private static Improvement Compare(RunGroup first, IReadOnlyList<RunScore> mine, RunGroup second, IReadOnlyList<RunScore> theirs, bool lowerIsBetter)
    {
        var (a, b) = (ByTask(first, mine), ByTask(second, theirs));
        return new(first.Name, second.Name, lowerIsBetter ? SeedStatistics.ProbabilityOfImprovement(b, a, Key) : SeedStatistics.ProbabilityOfImprovement(a, b, Key));
    }

    private static double[][] ByTask(RunGroup group, IReadOnlyList<RunScore> scores) =>
        [.. group.Tasks.Select(task => scores.Where(score => score.Run.Manifest.Scenario == task).Select(score => score.Value).ToArray())];

    private static RunScore Score(RunResult run, string metric)
    {
        if (run.Test!.Values.TryGetValue(metric, out var value)) return new(run, value);
        var known = string.Join(", ", run.Test.Values.Keys.Order(StringComparer.Ordinal));
        throw new UserErrorException($"--metric {metric}: the test evaluation of run '{run.Name}' has no such number, or no episode that it applies to. It has {known}.");
    }

    /// <summary>A success rate means the same on every task; a return or a lap time does not.</summary>
    private static void RefuseMixedUnits(RunGroup group, string metric)
    {
        if (group.Tasks.Count == 1 || metric == "success") return;
        throw new UserErrorException(
            $"Group '{group.Name}' has runs of different tasks ({string.Join(", ", group.Tasks)}), and the {metric} of one says nothing about that of another. Compare success, or group the runs by task.");
    }
}
