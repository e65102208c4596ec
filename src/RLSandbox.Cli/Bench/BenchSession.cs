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
        var tasks = bench.Tasks().Where(task => only is null || task.Label.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        var since = Stopwatch.StartNew();
        for (var i = 0; i < tasks.Count; i++)
        {
            repeats.Interrupted.ThrowIfCancellationRequested();
            if (i == 0 || since.Elapsed >= Interval)
            {
                terminal.Say($"{i + 1} of {tasks.Count}: {tasks[i].Label}");
                since.Restart();
            }
            results.Add(tasks[i].Measure(repeats));
        }
    }
}
