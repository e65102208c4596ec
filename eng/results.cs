#:property PublishAot=false
// Makes a published table from nothing: trains the missing seeds of scenarios/NAME.yaml (a finished one is kept, an interrupted one goes on),
// evaluates them and the drivers they are compared with, and writes docs/results/NAME.json (everything raw) and docs/results/NAME.md (the table).
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var name = args.FirstOrDefault(argument => !argument.StartsWith('-')) ?? throw new ArgumentException("usage: eng/results NAME [--seeds 5] [--threads 2] [--parallel 1]");
var seeds = Option("--seeds", 5);
var threads = Option("--threads", Environment.ProcessorCount);
var parallel = Option("--parallel", 1);              // runs side by side; use it with --threads 1
var scenario = $"scenarios/{name}.yaml";
var runs = Path.Combine("runs", "results");
var program = Build();

Parallel.ForEach(Enumerable.Range(1, seeds), new ParallelOptions { MaxDegreeOfParallelism = parallel }, Train);

var report = new JsonObject
{
    ["formatVersion"] = 1,
    ["scenario"] = name,
    ["command"] = "eng/results " + string.Join(' ', args),
    ["commit"] = Commit(),
    ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    ["machine"] = new JsonObject { ["processor"] = Processor(), ["cores"] = Environment.ProcessorCount, ["threadsPerRun"] = threads, ["runsSideBySide"] = parallel, ["runtime"] = RuntimeInformation.FrameworkDescription },
};
var trained = new JsonArray();
for (var seed = 1; seed <= seeds; seed++)
{
    var (steps, seconds) = Timing(seed);
    trained.Add(new JsonObject { ["seed"] = seed, ["steps"] = steps, ["trainingSeconds"] = Math.Round(seconds, 1), ["test"] = Evaluate($"{name}-{seed}"), ["real"] = Real($"{name}-{seed}") });
}
report["runs"] = trained;
var baselines = new JsonArray();
foreach (var driver in new[] { "pure-pursuit", "grip-90", "parked", "circling", "wrong-way", "random" })
    baselines.Add(new JsonObject { ["policy"] = driver, ["test"] = Evaluate(driver), ["real"] = Real(driver) });
report["baselines"] = baselines;

Directory.CreateDirectory("docs/results");
File.WriteAllText($"docs/results/{name}.json", report.ToJsonString(new() { WriteIndented = true }) + "\n");
var table = Table(report);
File.WriteAllText($"docs/results/{name}.md", table);
Console.WriteLine(table);

int Option(string option, int standard)
{
    var index = Array.IndexOf(args, option);
    return index < 0 ? standard : int.Parse(args[index + 1], CultureInfo.InvariantCulture);
}

string Build()
{
    Run("dotnet", "build", "-c", "Release", "-v", "q", "--nologo", "src/RLSandbox.Cli");
    return Directory.EnumerateFiles("src/RLSandbox.Cli/bin/Release", "rlsandbox.dll", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc).First();
}

void Train(int seed)
{
    var run = Path.Combine(runs, $"{name}-{seed}");
    var evaluations = Path.Combine(run, "evaluations");
    RefuseOther(run);
    if (Directory.Exists(evaluations) && Directory.EnumerateFiles(evaluations, "test-*.json").Any()) return;
    var resume = File.Exists(Path.Combine(run, "latest"));
    if (!resume && Directory.Exists(run)) Directory.Delete(run, recursive: true);            // it stopped before its first checkpoint
    Console.Error.WriteLine($"training {name}, seed {seed} …");
    string[] how = resume ? ["--resume"] : [scenario, "--seed", $"{seed}"];
    Run("dotnet", [program, "train", .. how, "--run", $"{name}-{seed}", "--runs", runs, "--threads", $"{threads}"]);
}

// A kept run must be of this very scenario: its resolved file says what it was trained on.
void RefuseOther(string run)
{
    var trainedOn = Path.Combine(run, "scenario.yaml");
    if (!File.Exists(trainedOn) || Run("dotnet", program, "scenario", "show", trainedOn) == Run("dotnet", program, "scenario", "show", scenario)) return;
    throw new InvalidOperationException($"{run} was trained with another {scenario}. Delete that folder to train it again.");
}

string Commit() => Run("git", "rev-parse", "--short", "HEAD").Trim() + (Run("git", "status", "--porcelain", "--", "src", "scenarios").Length > 0 ? ", changed" : "");

JsonNode Evaluate(string policy, params string[] more)
    => JsonNode.Parse(Run("dotnet", [program, "evaluate", policy, "--scenario", scenario, "--runs", runs, "--json", .. more]))!;

// The six real circuits, where they are present: a lap each from a standing start.
JsonNode? Real(string policy)
{
    var folder = Path.Combine(Environment.GetEnvironmentVariable("RLSANDBOX_DATA") ?? "", "tumftm-racetracks", "tracks");
    if (!Directory.Exists(folder)) return null;
    var files = Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal).ToArray();
    return Evaluate(policy, [.. files.SelectMany(file => new[] { "--map", file }), "--episodes", $"{files.Length}"]);
}

(long Steps, double Seconds) Timing(int seed)
{
    var last = File.ReadLines(Path.Combine(runs, $"{name}-{seed}", "timing.csv")).Last().Split(',');
    return (long.Parse(last[0], CultureInfo.InvariantCulture), double.Parse(last[1], CultureInfo.InvariantCulture));
}

string Run(string file, params string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })!;
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}.");
}

string Table(JsonObject all)
{
    var how = $"{threads} thread{(threads == 1 ? "" : "s")} per run{(parallel > 1 ? $", {parallel} runs side by side" : "")}";
    var lines = new List<string>
    {
        $"Made by `{all["command"]}` on {all["machine"]!["processor"]} ({all["machine"]!["cores"]} cores), {how}, at commit {all["commit"]}, {all["date"]}.",
        "Success: full laps of test circuits, which no agent was trained on and no recipe chosen on, with Wilson's 95 % interval. Real: one lap of each of the six TUMFTM circuits.",
        "",
        "| driver | steps | training | success | 95 % | progress | speed | median lap | real laps | real progress |",
        "|---|---|---|---|---|---|---|---|---|---|",
    };
    foreach (var run in all["runs"]!.AsArray()) lines.Add(Row($"seed {run!["seed"]}", $"{run["steps"]:N0}", $"{run["trainingSeconds"]:0} s", run));
    foreach (var baseline in all["baselines"]!.AsArray()) lines.Add(Row($"{baseline!["policy"]}", "", "", baseline));
    var rates = all["runs"]!.AsArray().Select(run => Value(run!["test"]!["success"])).Order().ToArray();
    var laps = all["runs"]!.AsArray().Select(run => Value(run!["test"]!["lapTime"]?["median"])).Order().ToArray();
    var against = all["baselines"]!.AsArray().Take(2).Select(baseline => $"{Median(laps) / Value(baseline!["test"]!["lapTime"]?["median"]):0.00} × that of {baseline["policy"]}");
    lines.AddRange(["", $"Median of {rates.Length} seeds: {Percent(Median(rates))} of the laps; median lap {Median(laps):0.0} s, {string.Join(", ", against)}."]);
    if (all["runs"]![0]!["real"] is not null)
    {
        var real = all["runs"]!.AsArray().Select(run => run!["real"]!["maps"]!.AsArray().Count(map => Value(map!["success"]) == 1)).Select(laps => (double)laps).Order().ToArray();
        lines.Add($"Real circuits: {Median(real)} of 6 in the median seed, {real[^1]} in the best.");
        lines.AddRange(RealTable(all));
    }
    return string.Join("\n", lines) + "\n";
}

string Row(string driver, string steps, string training, JsonNode result)
{
    var test = result["test"]!;
    var (realLaps, realProgress) = result["real"] is JsonObject real
        ? ($"{real["maps"]!.AsArray().Count(map => Value(map!["success"]) == 1)} of {real["maps"]!.AsArray().Count}", $"{Value(real["progress"]):0.00}")
        : ("", "");
    var (low, high) = (Percent((double)test["success"]!["low"]!), Percent((double)test["success"]!["high"]!));
    return $"| {driver} | {steps} | {training} | {Percent(Value(test["success"]))} | {low}–{high} | {Value(test["progress"]):0.00} | {Value(test["speed"]):0.0} m/s | {Seconds(test["lapTime"]?["median"])} | {realLaps} | {realProgress} |";
}

IEnumerable<string> RealTable(JsonObject all)
{
    var maps = all["runs"]![0]!["real"]!["maps"]!.AsArray().Select(map => (string)map!["map"]!).ToArray();
    yield return "";
    yield return "Real circuits: lap time, or the share of the lap that was driven.";
    yield return "";
    yield return $"| driver | {string.Join(" | ", maps)} |";
    yield return $"|---{string.Concat(maps.Select(_ => "|---"))}|";
    var trainedRows = all["runs"]!.AsArray().Select(run => ($"seed {run!["seed"]}", run["real"]!));
    var scriptedRows = all["baselines"]!.AsArray().Take(2).Select(row => ((string)row!["policy"]!, row["real"]!));
    foreach (var (driver, result) in trainedRows.Concat(scriptedRows))
        yield return $"| {driver} | {string.Join(" | ", result["maps"]!.AsArray().Select(map => Value(map!["success"]) == 1 ? Seconds(map["lapTime"]) : Percent(Value(map["progress"]))))} |";
}

double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

// A plain number, or the rate or mean of an interval.
double Value(JsonNode? node) => node switch
{
    null => double.NaN,
    JsonObject interval => (double?)(interval["rate"] ?? interval["mean"]) ?? double.NaN,
    _ => (double)node,
};

string Percent(double share) => $"{100 * share:0.#} %";

string Seconds(JsonNode? node) => double.IsNaN(Value(node)) ? "" : $"{Value(node):0.0} s";

string Processor()
{
    var line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
    return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
}
