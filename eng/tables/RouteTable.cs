using System.Text.Json.Nodes;
using static RLSandbox.Tables.Cells;

namespace RLSandbox.Tables;

/// <summary>One agent per seed on routes through towns that were generated for the test, and through a town that somebody else drew.</summary>
internal sealed class RouteTable(Entry entry) : ITable
{
    private const int Episodes = 100;
    private static readonly string[] Drivers = ["pure-pursuit", "parked", "random"];

    public IReadOnlyList<Entry> Entries => [entry];

    public void Fill(JsonObject report, Runs runs)
    {
        var town = runs.ImportMap(Path.Combine("opendrive-carla", "Town02.xodr"));
        var trained = new JsonArray();
        foreach (var seed in runs.Seeds)
        {
            var (steps, seconds) = Runs.Timing(entry, seed);
            trained.Add(Measure(new JsonObject { ["seed"] = seed, ["steps"] = steps, ["trainingSeconds"] = Math.Round(seconds, 1) }, runs, Runs.Name(entry, seed), town));
        }
        report["runs"] = trained;
        report["baselines"] = new JsonArray([.. Drivers.Select(driver => Measure(new JsonObject { ["policy"] = driver }, runs, driver, town))]);
    }

    public IEnumerable<string> Lines(JsonObject report)
    {
        yield return "Goals: share of routes whose goal was reached, with Wilson's 95 % interval; 100 routes in 100 towns of a seed that nothing was tuned on, and 100 routes in Town02 of CARLA, imported from OpenDRIVE, which no agent was trained on.";
        yield return "";
        yield return "| driver | steps | training | goals | 95 % | off the road | wrong way | stalled | speed | Town02: goals | 95 % | speed |";
        yield return "|---|---|---|---|---|---|---|---|---|---|---|---|";
        foreach (var run in report["runs"]!.AsArray()) yield return Row($"seed {run!["seed"]}", $"{run["steps"]:N0}", $"{run["trainingSeconds"]:0} s", run);
        foreach (var baseline in report["baselines"]!.AsArray()) yield return Row($"{baseline!["policy"]}", "", "", baseline);
        yield return "";
        yield return $"Median of {report["runs"]!.AsArray().Count} seeds: {Percent(Median(Goals(report, "test")))} of the goals in generated towns{(report["runs"]![0]!["town02"] is null ? "" : $", {Percent(Median(Goals(report, "town02")))} in Town02")}.";
    }

    private JsonObject Measure(JsonObject row, Runs runs, string policy, string? town)
    {
        row["test"] = runs.Evaluate(policy, entry.Scenario);
        if (town is not null) row["town02"] = runs.Evaluate(policy, entry.Scenario, "--map", town, "--episodes", $"{Episodes}");
        return row;
    }

    private static double[] Goals(JsonObject report, string set) => [.. report["runs"]!.AsArray().Select(run => Value(run![set]!["success"])).Order()];

    private static string Row(string driver, string steps, string training, JsonNode result)
    {
        var test = result["test"]!;
        var town = result["town02"] is JsonObject there ? $"{Percent(Value(there["success"]))} | {Interval(there)} | {Value(there["speed"]):0.0} m/s" : " | | ";
        return $"| {driver} | {steps} | {training} | {Percent(Value(test["success"]))} | {Interval(test)} | {Outcome(test, "offRoad")} | {Outcome(test, "wrongWay")} | {Outcome(test, "stalled")} | {Value(test["speed"]):0.0} m/s | {town} |";
    }

    private static string Interval(JsonNode set) => $"{Percent((double)set["success"]!["low"]!)}–{Percent((double)set["success"]!["high"]!)}";

    private static string Outcome(JsonNode set, string name) => Percent(Value(set["outcomes"]?[name]));
}
