using System.Text.Json.Nodes;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Evaluation;
using static RLSandbox.Tables.Cells;

namespace RLSandbox.Tables;

/// <summary>A classic task with an algorithm, and the mean return that every seed has to reach.</summary>
internal sealed record ReturnGoal(string Task, string Algorithm, double Least)
{
    public Entry Entry => new($"{Task}-{Algorithm}", Task, Algorithm);
}

/// <summary>Mean return on the test episodes of the checkpoint that did best in validation; one line per task and algorithm, all seeds in it.</summary>
internal sealed class ReturnTable(params ReturnGoal[] goals) : ITable
{
    private static readonly uint Purpose = RandomPurpose.Of("tables.seeds");

    public IReadOnlyList<Entry> Entries => [.. goals.Select(goal => goal.Entry)];

    public void Fill(JsonObject report, Runs runs)
    {
        report["tasks"] = new JsonArray([.. goals.Select(goal => Measure(goal, runs))]);
        report["random"] = new JsonArray([.. goals.Select(goal => goal.Task).Distinct().Select(task => new JsonObject { ["task"] = task, ["test"] = runs.Evaluate("random", task) })]);
    }

    public IEnumerable<string> Lines(JsonObject report)
    {
        yield return "Return: mean over 100 test episodes, whose starts are neither those of training nor of validation, of the checkpoint that did best in validation. Interquartile mean over the seeds with its 95 % bootstrap interval.";
        yield return "";
        yield return "| task | algorithm | steps | training | return of each seed | median | interquartile mean | 95 % | goal for each seed | random |";
        yield return "|---|---|---|---|---|---|---|---|---|---|";
        foreach (var task in report["tasks"]!.AsArray())
        {
            var runs = task!["runs"]!.AsArray();
            var random = report["random"]!.AsArray().First(row => (string)row!["task"]! == (string)task["task"]!)!["test"]!["return"];
            var seconds = Median([.. runs.Select(run => Value(run!["trainingSeconds"])).Order()]);
            yield return $"| {task["task"]} | {task["algorithm"]} | {Value(runs[0]!["steps"]):N0} | {seconds:0} s | {string.Join(", ", runs.Select(run => $"{Value(run!["test"]!["return"]):0.0}"))} "
                + $"| {Value(task["median"]):0.0} | {Value(task["interquartileMean"]!["value"]):0.0} | {Value(task["interquartileMean"]!["low"]):0.0} … {Value(task["interquartileMean"]!["high"]):0.0} | {task["goal"]} | {Value(random):0.0} |";
        }
        yield return "";
        yield return "Training: median wall-clock seconds of a seed, without validation.";
    }

    private static JsonObject Measure(ReturnGoal goal, Runs runs)
    {
        var trained = new JsonArray([.. runs.Seeds.Select(seed => Measure(goal, seed, runs))]);
        double[] returns = [.. trained.Select(run => Value(run!["test"]!["return"]))];
        var interval = Statistics.Bootstrap(returns, Statistics.InterquartileMean, new RandomKey(1, 0, 0, Purpose));
        return new()
        {
            ["task"] = goal.Task,
            ["algorithm"] = goal.Algorithm,
            ["goal"] = goal.Least,
            ["median"] = Median([.. returns.Order()]),
            ["interquartileMean"] = new JsonObject { ["value"] = interval.Value, ["low"] = interval.Low, ["high"] = interval.High },
            ["runs"] = trained,
        };
    }

    private static JsonObject Measure(ReturnGoal goal, int seed, Runs runs)
    {
        var (steps, seconds) = Runs.Timing(goal.Entry, seed);
        return new()
        {
            ["seed"] = seed,
            ["steps"] = steps,
            ["trainingSeconds"] = Math.Round(seconds, 1),
            ["bestSteps"] = Runs.BestSteps(goal.Entry, seed),
            ["test"] = runs.Evaluate(Runs.Name(goal.Entry, seed), goal.Task, "--checkpoint", "best"),
        };
    }
}
