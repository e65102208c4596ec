using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Evaluation;

/// <summary>What a handful of runs says about an algorithm: estimates over seeds and tasks, with the interval that another handful would fall into.</summary>
/// <remarks>
/// <b>Shape.</b> Scores are one array per task (stratum) with one number per run; tasks may have different numbers of runs.
/// Resampling draws runs with replacement inside each task and never tasks: the tasks are those that were chosen, only the seeds are a sample.
/// A task with a single run has nothing to resample: ends of its interval are NaN.
/// Source: Agarwal et al. 2021, arXiv:2108.13264, section 4 and appendix A.
/// </remarks>
public static class SeedStatistics
{
    /// <summary>Mean of the middle half of all runs of all tasks, with a stratified percentile bootstrap interval.</summary>
    public static Interval InterquartileMean(IReadOnlyList<double[]> scores, RandomKey key, int resamples = Statistics.DefaultResamples)
    {
        if (scores.Sum(task => task.Length) == 0) return Interval.None;
        var estimate = Statistics.InterquartileMean(Pool(scores));
        return WithInterval(estimate, scores, resamples, resample => Statistics.InterquartileMean(Pool(Resampled(scores, key, (uint)resample, slot: 0))));
    }

    /// <summary>How likely a run of <paramref name="scores"/> beats one of <paramref name="others"/> on the same task; the mean over tasks, with a stratified bootstrap interval.</summary>
    /// <param name="others">The same tasks in the same order.</param>
    /// <exception cref="ArgumentException">The numbers of tasks differ, or a task has no run.</exception>
    public static Interval ProbabilityOfImprovement(IReadOnlyList<double[]> scores, IReadOnlyList<double[]> others, RandomKey key, int resamples = Statistics.DefaultResamples)
    {
        if (scores.Count != others.Count || scores.Concat(others).Any(task => task.Length == 0)) throw new ArgumentException("Expected the same tasks on both sides, each with a run.", nameof(others));
        var otherSlots = (uint)scores.Sum(task => task.Length);                // other draws than those of the first side
        return WithInterval(Improvement(scores, others), [.. scores, .. others], resamples, resample => Improvement(
            Resampled(scores, key, (uint)resample, slot: 0), Resampled(others, key, (uint)resample, otherSlots)));
    }

    /// <summary>The share of pairs in which the first is larger; a tie counts half. Mann and Whitney's U divided by the number of pairs.</summary>
    public static double ShareOfPairsWon(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var won = 0.0;
        foreach (var a in first)
            foreach (var b in second)
                won += a > b ? 1 : a == b ? 0.5 : 0;
        return won / ((double)first.Length * second.Length);
    }

    /// <summary>For each threshold the share of runs that score above it, averaged over tasks: the whole distribution in one falling curve.</summary>
    public static double[] PerformanceProfile(IReadOnlyList<double[]> scores, IReadOnlyList<double> thresholds) =>
        [.. thresholds.Select(threshold => scores.Average(task => task.Count(score => score > threshold) / (double)task.Length))];

    private static double Improvement(IReadOnlyList<double[]> scores, IReadOnlyList<double[]> others) => scores.Zip(others, (mine, theirs) => ShareOfPairsWon(mine, theirs)).Average();

    private static Interval WithInterval(double estimate, IReadOnlyList<double[]> strata, int resamples, Func<int, double> statistic)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (strata.Any(task => task.Length < 2)) return new(estimate, double.NaN, double.NaN);
        var estimates = new double[resamples];
        for (var resample = 0; resample < resamples; resample++) estimates[resample] = statistic(resample);
        return Statistics.Percentiles(estimate, estimates);
    }

    private static double[] Pool(IReadOnlyList<double[]> scores) => [.. scores.SelectMany(task => task)];

    private static double[][] Resampled(IReadOnlyList<double[]> scores, RandomKey key, uint resample, uint slot)
    {
        var drawn = new double[scores.Count][];
        for (var task = 0; task < drawn.Length; task++)
        {
            drawn[task] = new double[scores[task].Length];
            for (var run = 0; run < drawn[task].Length; run++) drawn[task][run] = scores[task][key.Integer(scores[task].Length, slot++, resample)];
        }
        return drawn;
    }
}
