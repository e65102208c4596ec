using System.Diagnostics;
using RLSandbox.Core;

namespace RLSandbox.Cli.Bench;

/// <summary>One call of <c>bench</c>.</summary>
internal sealed class BenchSession(IEnumerable<IBench> benches, string? only, Repeats repeats, Terminal terminal)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Measures and reports.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(bool json)
    {
        var results = new List<BenchResult>();
        foreach (var bench in benches)
        {
            using (bench) Measure(bench, results);
        }
        if (results.Count == 0) throw new UserErrorException($"--only {only}: no measurement is described like that. Leave the option out to see how they are.");
        if (json) terminal.Results.WriteLine(BenchReport.Json(results));
        BenchReport.Write(terminal, results);
        return ExitCode.Done;
    }

    /// <summary>Progress is told between two measurements, never during one: a live display would be measured with it.</summary>
    private void Measure(IBench bench, List<BenchResult> results)
    {
        var tasks = bench.Tasks().Select(task => (Task: task, Rows: task.Rows(only))).Where(task => task.Rows.Count > 0).ToList();
        var (first, all, since) = (1, tasks.Sum(task => task.Rows.Count), Stopwatch.StartNew());
        foreach (var (task, rows) in tasks)
        {
            repeats.Interrupted.ThrowIfCancellationRequested();
            var what = FormattableString.Invariant($"{first} of {all}: {task.Labels[rows[0]]}") + (rows.Count > 1 ? FormattableString.Invariant($" and {rows.Count - 1} more in turn") : "");
            if (first == 1) terminal.Say($"{what}");
            results.AddRange(task.Measure(repeats with { Told = Tell }, rows));
            first += rows.Count;

            void Tell(string moment)
            {
                if (since.Elapsed < Interval) return;
                terminal.Say($"{what}, {moment}");
                since.Restart();
            }
        }
    }
}
