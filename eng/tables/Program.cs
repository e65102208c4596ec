// Makes a published table from nothing: trains the missing seeds (a finished one is kept, an interrupted one goes on), evaluates them and what they
// are compared with, and writes docs/results/NAME.json (everything raw) and docs/results/NAME.md (the table).
using System.Globalization;
using System.Text.Json.Nodes;
using RLSandbox.Learning.Algorithms;

namespace RLSandbox.Tables;

internal static class Program
{
    private const string Usage = "usage: eng/results NAME [--seeds 5] [--threads 2] [--parallel 1]";

    private static int Main(string[] arguments)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            Make(arguments);
            return 0;
        }
        catch (Exception problem) when (problem.GetBaseException() is ArgumentException or InvalidOperationException)
        {
            Console.Error.WriteLine(problem.GetBaseException().Message);
            return 2;
        }
    }

    private static void Make(string[] arguments)
    {
        var name = arguments.FirstOrDefault(argument => !argument.StartsWith('-')) ?? throw new ArgumentException($"{Usage}. Names: {string.Join(", ", Catalogue.Names)}");
        var table = Catalogue.Find(name);
        var options = Options.Of(arguments);
        var runs = new Runs(options);
        runs.TrainMissing(table.Entries);

        var report = Machine.Describe(name, arguments, options);
        table.Fill(report, runs);
        Directory.CreateDirectory("docs/results");
        File.WriteAllText($"docs/results/{name}.json", report.ToJsonString(new() { WriteIndented = true }) + "\n");
        var text = Machine.Sentence(report, options) + string.Join("\n", table.Lines(report)) + "\n";
        File.WriteAllText($"docs/results/{name}.md", text);
        Console.WriteLine(text);
    }
}

/// <summary>One algorithm on one scenario, trained with every seed.</summary>
/// <param name="Name">Beginning of its run folders' names.</param>
/// <param name="Scenario">File or task, as <c>train</c> takes it.</param>
/// <param name="Algorithm">Null: the scenario's own.</param>
/// <param name="Settings">Values of <c>--set</c>; only such that change nothing that is learned.</param>
internal sealed record Entry(string Name, string Scenario, string? Algorithm = null, params string[] Settings)
{
    /// <summary>As <c>--precision</c> says; null: float32.</summary>
    public string? Precision { get; init; }

    /// <summary>The settings as <c>train</c> and <c>scenario show</c> take them.</summary>
    public string[] SetOption => Settings.Length == 0 ? [] : ["--set", .. Settings];
}

/// <summary>A table: what has to be trained for it, what is measured, and how it reads.</summary>
internal interface ITable
{
    IReadOnlyList<Entry> Entries { get; }

    /// <summary>Evaluates the trained runs and adds everything to the report.</summary>
    void Fill(JsonObject report, Runs runs);

    /// <summary>The table in Markdown.</summary>
    IEnumerable<string> Lines(JsonObject report);
}

/// <summary>The published tables by name.</summary>
internal static class Catalogue
{
    private static readonly Dictionary<string, ITable> Tables = new(StringComparer.Ordinal)
    {
        ["first-lap"] = new DrivingTable(new("first-lap", "scenarios/first-lap.yaml")),
        ["first-lap-dqn"] = new DrivingTable(new("first-lap-dqn", "scenarios/first-lap.yaml", "dqn", "training.dqn.evaluateEverySteps=40960")),    // often, to see how steady they are
        ["first-lap-pqn"] = new DrivingTable(new("first-lap-pqn", "scenarios/first-lap.yaml", "pqn", "training.pqn.evaluateEverySteps=40960")),
        ["first-lap-bfloat16"] = new DrivingTable(new("first-lap-bfloat16", "scenarios/first-lap.yaml") { Precision = "bfloat16" }),
        ["fast-lap"] = new DrivingTable(new("fast-lap", "scenarios/fast-lap.yaml")),
        ["route"] = new RouteTable(new("route", "scenarios/route.yaml")),
        ["classic"] = new ReturnTable([.. ClassicGoals.Where(goal => Learners.Names.Contains(goal.Algorithm))]),
    };

    /// <summary>What each seed has to reach; rows of algorithms that this build does not have are left out.</summary>
    private static IEnumerable<ReturnGoal> ClassicGoals =>
    [
        new("cartpole", "ppo", 475), new("cartpole", "dqn", 475), new("cartpole", "pqn", 475),
        new("mountain-car", "dqn", -105), new("acrobot", "ppo", -90), new("pendulum", "ppo", -200),
    ];

    public static IEnumerable<string> Names => Tables.Keys;

    public static ITable Find(string name) => Tables.TryGetValue(name, out var table) ? table : throw new ArgumentException($"There is no table '{name}'. Names: {string.Join(", ", Names)}");
}

/// <summary>The command line.</summary>
/// <param name="Parallel">Runs side by side; use it with <c>--threads 1</c>.</param>
internal sealed record Options(int Seeds, int Threads, int Parallel)
{
    public static Options Of(string[] arguments)
    {
        return new(Number("--seeds", 5), Number("--threads", Environment.ProcessorCount), Number("--parallel", 1));

        int Number(string option, int standard)
        {
            var index = Array.IndexOf(arguments, option);
            return index < 0 ? standard : int.Parse(arguments[index + 1], CultureInfo.InvariantCulture);
        }
    }
}
