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

/// <summary>Units per second of one piece of work in each repeat, and the managed bytes that one call allocated, on all threads together; the measuring itself allocates none of them.</summary>
internal sealed record Rates(IReadOnlyList<double> PerSecond, long BytesPerCall)
{
    /// <summary>All repeats in three numbers.</summary>
    public Measurement Measured => Measurement.Of(PerSecond);

    /// <summary>How many times as fast as <paramref name="other"/>, which was measured in turn with this: the median over the repeats, so that a minute in which the machine was slow counts for both.</summary>
    public double Times(Rates other) => Measurement.Of(PerSecond.Zip(other.PerSecond, (mine, theirs) => mine / theirs)).Median;
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
    private const double Turn = 0.05;                                    // s: short beside what changes on a machine, long beside filling a second-level cache anew (0.2 ms)

    /// <summary>Hears how far a measurement is, at moments that are not measured.</summary>
    public Action<string>? Told { get; init; }

    /// <summary>Units per second of <paramref name="work"/>, called again and again.</summary>
    /// <param name="unitsPerCall">Pictures, steps or rows that one call makes.</param>
    /// <exception cref="OperationCanceledException">Somebody pressed Ctrl-C.</exception>
    public Measurement Rate(Action work, long unitsPerCall) => InTurn((work, unitsPerCall))[0].Measured;

    /// <summary>Units per second of several pieces of work, which can be compared because they take turns within each repeat.</summary>
    /// <exception cref="OperationCanceledException">Somebody pressed Ctrl-C.</exception>
    public IReadOnlyList<Rates> InTurn(params IReadOnlyList<(Action Call, long UnitsPerCall)> works)
    {
        var totals = works.Select(WarmUp).ToList();
        var turn = works.Count == 1 ? Seconds : Turn;
        for (var repeat = 1; repeat <= Count; repeat++)
        {
            Told?.Invoke(FormattableString.Invariant($"repeat {repeat} of {Count}"));
            foreach (var total in totals) total.Begin();
            do
            {
                foreach (var total in totals.Where(total => total.Seconds < Seconds || total.Calls == 0)) RunCounted(total, Math.Min(turn, Seconds - total.Seconds));
            }
            while (totals.Exists(total => total.Seconds < Seconds));
            foreach (var total in totals) total.End();
        }
        return [.. totals.Select(total => new Rates(total.Rates, total.Bytes / total.AllCalls))];
    }

    private Total WarmUp((Action Call, long UnitsPerCall) work)
    {
        Told?.Invoke("warm-up");
        var (calls, seconds) = Run(work.Call, 2 * Seconds, callsBetweenLooks: 1);
        return new(work.Call, work.UnitsPerCall, Math.Max(1, (long)(calls / seconds * BetweenLooks)));
    }

    private void RunCounted(Total total, double seconds)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (calls, elapsed) = Run(total.Call, seconds, total.CallsBetweenLooks);
        total.Bytes += GC.GetTotalAllocatedBytes(precise: true) - before;
        total.Calls += calls;
        total.Seconds += elapsed;
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

    /// <summary>What one piece of work has done in this repeat, and in all.</summary>
    private sealed class Total(Action call, long unitsPerCall, long callsBetweenLooks)
    {
        public Action Call => call;
        public long CallsBetweenLooks => callsBetweenLooks;
        public List<double> Rates { get; } = [];
        public long Calls { get; set; }
        public double Seconds { get; set; }
        public long AllCalls { get; private set; }
        public long Bytes { get; set; }

        public void Begin() => (Calls, Seconds) = (0, 0);

        public void End()
        {
            Rates.Add(Calls * unitsPerCall / Seconds);
            AllCalls += Calls;
        }
    }
}
