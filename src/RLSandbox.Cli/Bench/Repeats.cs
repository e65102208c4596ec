using System.Diagnostics;

namespace RLSandbox.Cli.Bench;

/// <summary>What several repeats of one measurement say.</summary>
internal readonly record struct Measurement(double Median, double Min, double Max)
{
    /// <summary>Median, smallest and largest of at least one number.</summary>
    public static Measurement Of(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return new((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1]);
    }
}

/// <summary>How often and how long everything is measured.</summary>
/// <param name="Count">Repeats that count.</param>
/// <param name="Seconds">Length of each; the warm-up before them, which does not count, takes twice that.</param>
internal sealed record Repeats(int Count, double Seconds, CancellationToken Interrupted = default)
{
    /// <summary>Repeats of a published figure, at least.</summary>
    public const int StandardCount = 5;

    /// <summary>Long enough for the compiler to have finished with a hot loop in the warm-up, short enough for a table of dozens of rows.</summary>
    public const double StandardSeconds = 0.5;

    private const double BetweenLooks = 0.001;                           // s between two looks at the clock: they cost nothing then

    /// <summary>Units per second of <paramref name="work"/>, called again and again.</summary>
    /// <param name="unitsPerCall">Pictures, steps or rows that one call makes.</param>
    /// <exception cref="OperationCanceledException">Somebody pressed Ctrl-C.</exception>
    public Measurement Rate(Action work, long unitsPerCall) => RateAndAllocation(work, unitsPerCall).Rate;

    /// <inheritdoc cref="Rate"/>
    /// <returns>Besides the rate, the managed bytes that one call allocated, on all threads together; the measuring itself allocates none.</returns>
    public (Measurement Rate, long BytesPerCall) RateAndAllocation(Action work, long unitsPerCall)
    {
        var (calls, seconds) = Run(work, 2 * Seconds, callsBetweenLooks: 1);
        var between = Math.Max(1, (long)(calls / seconds * BetweenLooks));
        var rates = new double[Count];
        var (all, before) = (0L, GC.GetTotalAllocatedBytes(precise: true));
        for (var repeat = 0; repeat < Count; repeat++)
        {
            (calls, seconds) = Run(work, Seconds, between);
            rates[repeat] = calls * unitsPerCall / seconds;
            all += calls;
        }
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - before;                     // before the rates are sorted, which allocates too
        return (Measurement.Of(rates), bytes / all);
    }

    private (long Calls, double Seconds) Run(Action work, double seconds, long callsBetweenLooks)
    {
        var (calls, begin) = (0L, Stopwatch.GetTimestamp());
        while (true)
        {
            Interrupted.ThrowIfCancellationRequested();
            for (var call = 0L; call < callsBetweenLooks; call++) work();
            calls += callsBetweenLooks;
            var elapsed = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            if (elapsed >= seconds && elapsed > 0) return (calls, elapsed);
        }
    }
}
