using System.Text.Json.Nodes;
using static RLSandbox.Tables.Cells;

namespace RLSandbox.Tables;

/// <summary>One agent per seed on the test circuits and on six real ones, beside the scripted drivers.</summary>
internal sealed class DrivingTable(Entry entry) : ITable
{
    private static readonly string[] Drivers = ["pure-pursuit", "grip-90", "parked", "circling", "wrong-way", "random"];

    public IReadOnlyList<Entry> Entries => [entry];

    public void Fill(JsonObject report, Runs runs)
    {
        var trained = new JsonArray();
        foreach (var seed in runs.Seeds)
        {
            var (steps, seconds) = Runs.Timing(entry, seed);
            var policy = Runs.Name(entry, seed);
            trained.Add(new JsonObject { ["seed"] = seed, ["steps"] = steps, ["trainingSeconds"] = Math.Round(seconds, 1), ["validations"] = Runs.Validations(entry, seed), ["test"] = runs.Evaluate(policy, entry.Scenario), ["real"] = Real(runs, policy) });
        }
        report["runs"] = trained;
        report["baselines"] = new JsonArray([.. Drivers.Select(driver => new JsonObject { ["policy"] = driver, ["test"] = runs.Evaluate(driver, entry.Scenario), ["real"] = Real(runs, driver) })]);
    }

    public IEnumerable<string> Lines(JsonObject report)
    {
        yield return "Success: full laps of test circuits, which no agent was trained on and no recipe chosen on, with Wilson's 95 % interval. Real: one lap of each of the six TUMFTM circuits.";
        yield return "";
        yield return "| driver | steps | training | success | 95 % | progress | speed | median lap | real laps | real progress |";
        yield return "|---|---|---|---|---|---|---|---|---|---|";
        foreach (var run in report["runs"]!.AsArray()) yield return Row($"seed {run!["seed"]}", $"{run["steps"]:N0}", $"{run["trainingSeconds"]:0} s", run);
        foreach (var baseline in report["baselines"]!.AsArray()) yield return Row($"{baseline!["policy"]}", "", "", baseline);
        var rates = report["runs"]!.AsArray().Select(run => Value(run!["test"]!["success"])).Order().ToArray();
        var laps = report["runs"]!.AsArray().Select(run => Value(run!["test"]!["lapTime"]?["median"])).Order().ToArray();
        var against = report["baselines"]!.AsArray().Take(2).Select(baseline => $"{Median(laps) / Value(baseline!["test"]!["lapTime"]?["median"]):0.00} × that of {baseline["policy"]}");
        yield return "";
        yield return $"Median of {rates.Length} seeds: {Percent(Median(rates))} of the laps; median lap {Median(laps):0.0} s, {string.Join(", ", against)}.";
        foreach (var line in RealLines(report).Concat(Steadiness(report))) yield return line;
    }

    /// <summary>How steady the agents are late in training; nothing where the last five of so few validations would be early ones.</summary>
    private static IEnumerable<string> Steadiness(JsonObject report)
    {
        var validations = report["runs"]!.AsArray().Select(run => run!["validations"]!.AsArray().Select(node => (double)node!).ToArray()).ToArray();
        if (validations.Any(run => run.Length < 10)) yield break;
        yield return "";
        yield return "Last five validations of each seed, in % of the laps:";
        yield return "";
        yield return "| seed | readings | swing, points |";
        yield return "|---|---|---|";
        foreach (var (index, last) in validations.Select(run => run[^5..]).Index())
            yield return $"| {report["runs"]![index]!["seed"]} | {string.Join(", ", last.Select(rate => $"{100 * rate:0}"))} | {100 * (last.Max() - last.Min()):0} |";
    }

    /// <summary>The six real circuits, where they are present: a lap each from a standing start.</summary>
    private JsonNode? Real(Runs runs, string policy)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("RLSANDBOX_DATA") ?? "", "tumftm-racetracks", "tracks");
        if (!Directory.Exists(folder)) return null;
        var files = Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal).ToArray();
        return runs.Evaluate(policy, entry.Scenario, [.. files.SelectMany(file => new[] { "--map", file }), "--episodes", $"{files.Length}"]);
    }

    private static string Row(string driver, string steps, string training, JsonNode result)
    {
        var test = result["test"]!;
        var (realLaps, realProgress) = result["real"] is JsonObject real
            ? ($"{real["maps"]!.AsArray().Count(map => Value(map!["success"]) == 1)} of {real["maps"]!.AsArray().Count}", $"{Value(real["progress"]):0.00}")
            : ("", "");
        var (low, high) = (Percent((double)test["success"]!["low"]!), Percent((double)test["success"]!["high"]!));
        return $"| {driver} | {steps} | {training} | {Percent(Value(test["success"]))} | {low}–{high} | {Value(test["progress"]):0.00} | {Value(test["speed"]):0.0} m/s | {Seconds(test["lapTime"]?["median"])} | {realLaps} | {realProgress} |";
    }

    private static IEnumerable<string> RealLines(JsonObject report)
    {
        if (report["runs"]![0]!["real"] is null) yield break;
        var laps = report["runs"]!.AsArray().Select(run => (double)run!["real"]!["maps"]!.AsArray().Count(map => Value(map!["success"]) == 1)).Order().ToArray();
        yield return $"Real circuits: {Median(laps)} of 6 in the median seed, {laps[^1]} in the best.";
        var maps = report["runs"]![0]!["real"]!["maps"]!.AsArray().Select(map => (string)map!["map"]!).ToArray();
        yield return "";
        yield return "Real circuits: lap time, or the share of the lap that was driven.";
        yield return "";
        yield return $"| driver | {string.Join(" | ", maps)} |";
        yield return $"|---{string.Concat(maps.Select(_ => "|---"))}|";
        var trainedRows = report["runs"]!.AsArray().Select(run => ($"seed {run!["seed"]}", run["real"]!));
        var scriptedRows = report["baselines"]!.AsArray().Take(2).Select(row => ((string)row!["policy"]!, row["real"]!));
        foreach (var (driver, result) in trainedRows.Concat(scriptedRows))
            yield return $"| {driver} | {string.Join(" | ", result["maps"]!.AsArray().Select(map => Value(map!["success"]) == 1 ? Seconds(map["lapTime"]) : Percent(Value(map["progress"]))))} |";
    }
}
