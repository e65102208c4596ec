using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Evaluation;

/// <summary>A number computed from a sample; may reorder the sample, must not keep it.</summary>
public delegate double SampleStatistic(Span<double> sample);

/// <summary>Estimates with 95 % intervals for evaluation: Wilson for rates, percentile bootstrap for everything else.</summary>
/// <remarks>Pure functions; resampling draws from a <see cref="RandomKey"/>, so the same sample and key give the same interval.</remarks>
public static class Statistics
{
    /// <summary>Resamples of a bootstrap: the ends of a 95 % interval then move by about a fiftieth of its width between keys.</summary>
    public const int DefaultResamples = 2000;

    // Two-sided 95 % quantile of the normal distribution.
    private const double NormalQuantile = 1.959963984540054;
    private const double LowerTail = 0.025;
    private const double UpperTail = 0.975;

    /// <summary>Share of successes with the Wilson score interval.</summary>
    /// <remarks>
    /// Unlike the normal approximation it stays inside [0, 1] and has a width at 0 and 100 %.
    /// Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    /// </remarks>
    public static Interval Wilson(int successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0) return Interval.None;
        var rate = (double)successes / trials;
        var spread = NormalQuantile * NormalQuantile / trials;
        var centre = (rate + spread / 2) / (1 + spread);
        var half = Math.Sqrt(spread * (rate * (1 - rate) + spread / 4)) / (1 + spread);
        var low = successes == 0 ? 0 : Math.Max(0, centre - half);              // exact ends, free of rounding
        var high = successes == trials ? 1 : Math.Min(1, centre + half);
        return new(rate, low, high);
    }

    /// <summary>A statistic of <paramref name="values"/> with its percentile bootstrap interval.</summary>
    /// <remarks>Source: Efron &amp; Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.</remarks>
    public static Interval Bootstrap(ReadOnlySpan<double> values, SampleStatistic statistic, RandomKey key, int resamples = DefaultResamples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (values.IsEmpty) return Interval.None;
        var sample = values.ToArray();
        var estimate = statistic(sample);
        if (values.Length == 1) return new(estimate, estimate, estimate);

        var estimates = new double[resamples];
        for (var resample = 0; resample < resamples; resample++)
        {
            for (var i = 0; i < sample.Length; i++) sample[i] = values[key.Integer(values.Length, (uint)i, (uint)resample)];
            estimates[resample] = statistic(sample);
        }
        return Percentiles(estimate, estimates);
    }

    /// <summary>The interval between the 2.5 % and the 97.5 % quantile of <paramref name="resampled"/>, which is sorted.</summary>
    internal static Interval Percentiles(double estimate, double[] resampled)
    {
        Array.Sort(resampled);
        return new(estimate, Quantile(resampled, LowerTail), Quantile(resampled, UpperTail));
    }

    /// <summary>Arithmetic mean; NaN of nothing.</summary>
    public static double Mean(Span<double> sample)
    {
        var sum = 0.0;
        foreach (var value in sample) sum += value;
        return sum / sample.Length;
    }

    /// <summary>Middle value, or the mean of the two in the middle; sorts the sample. NaN of nothing.</summary>
    public static double Median(Span<double> sample)
    {
        if (sample.IsEmpty) return double.NaN;
        sample.Sort();
        return Quantile(sample, 0.5);
    }

    /// <summary>Mean of the middle half: a quarter of the values (rounded down) is dropped at each end; sorts the sample.</summary>
    /// <remarks>Source: Agarwal et al. 2021, arXiv:2108.13264, section 4.3.</remarks>
    public static double InterquartileMean(Span<double> sample)
    {
        sample.Sort();
        var dropped = sample.Length / 4;
        return Mean(sample[dropped..(sample.Length - dropped)]);
    }

    /// <summary>Quantile with linear interpolation between the two nearest of at least one ascending value.</summary>
    public static double Quantile(ReadOnlySpan<double> ascending, double share)
    {
        var position = share * (ascending.Length - 1);
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }
}
