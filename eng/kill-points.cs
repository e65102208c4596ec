#:property PublishAot=false
// Shows that a run may be killed at any moment: eng/kill-points [--algorithm ppo] [--points 20] [--scenario scenarios/first-lap.yaml] [--steps 4096] [--seed 1] [--program rlsandbox.dll].
// Trains once without a stop, then once per point: SIGKILL at a random moment, the same command again until it ends, and every file that must be
// the same is compared, bit for bit. Exit code 1 if any differs. The runs lie under runs/kill-points and are removed unless they differ.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var algorithm = Option("--algorithm", "ppo");
var points = int.Parse(Option("--points", "20"));
var scenario = Option("--scenario", "scenarios/first-lap.yaml");
var steps = Option("--steps", "4096");
var seed = int.Parse(Option("--seed", "1"));
var runs = Path.Combine("runs", "kill-points", algorithm);
var program = Option("--program", "") is { Length: > 0 } built ? built : Build();       // an rlsandbox.dll that is already there
var random = new Random(seed);
if (Directory.Exists(runs)) Directory.Delete(runs, recursive: true);
if (File.Exists(scenario))
{
    Directory.CreateDirectory(runs);                   // a copy, so that an edit meanwhile is not taken for a difference
    File.Copy(scenario, scenario = Path.Combine(runs, "scenario.yaml"));
}

var watch = Stopwatch.StartNew();
var reference = Start("reference");
// A moment is a number of finished iterations and a share of the time that one takes with its checkpoint: a clock alone would often come too late.
var (first, last, seen) = (0.0, 0.0, "");
while (!reference.WaitForExit(5))
{
    if (first == 0 && Directory.Exists(Path.Combine(runs, "reference"))) first = watch.Elapsed.TotalSeconds;
    var latest = Path.Combine(runs, "reference", "latest");
    if (File.Exists(latest) && File.ReadAllText(latest) is var now && now != seen) (seen, last) = (now, watch.Elapsed.TotalSeconds);
}
if (reference.ExitCode != 0) throw new InvalidOperationException($"The run without a stop ended with exit code {reference.ExitCode}.");
var iterations = Rows("reference");
Console.WriteLine($"{algorithm} on {scenario}, {steps} steps, seed {seed}: a run in one go saves between {first:0.0} s and {last:0.0} s after its start.\n");
Console.WriteLine("| point | killed after iteration | last checkpoint then | caught writing one | sittings | result |");
Console.WriteLine("|---|---|---|---|---|---|");

var different = 0;
for (var point = 1; point <= points; point++)
{
    var name = $"point-{point}";
    var moment = random.NextDouble() * iterations;
    var (state, isWriting) = Kill(name, (int)moment, (moment - (int)moment) * (last - first) / iterations);
    var sittings = 1;
    for (var code = -1; code != 0; sittings++)
    {
        using var again = Start(name);
        again.WaitForExit();
        code = again.ExitCode;
        if (code != 0 && sittings > 3) throw new InvalidOperationException($"{name} does not end: exit code {code}.");
    }
    var differences = Differences(name);
    if (differences.Count > 0) different++;
    else Directory.Delete(Path.Combine(runs, name), recursive: true);
    Console.WriteLine($"| {point} | {moment:0.00} of {iterations} | {state} | {(isWriting ? "yes" : "")} | {sittings} | {(differences.Count == 0 ? "equal" : "differs: " + string.Join(", ", differences))} |");
}
Console.WriteLine($"\n{points - different} of {points} resumed runs equal the run in one go: learning.csv, evaluations, pointers, and every file of the last checkpoint but the times in run-state.json.");
return different == 0 ? 0 : 1;

string Option(string option, string standard)
{
    var index = Array.IndexOf(args, option);
    return index < 0 ? standard : args[index + 1];
}

string Build()
{
    using var build = Process.Start("dotnet", ["build", "-c", "Release", "-v", "q", "--nologo", "src/RLSandbox.Cli"]);
    build.WaitForExit();
    if (build.ExitCode != 0) throw new InvalidOperationException("The program does not build.");
    return Directory.EnumerateFiles("src/RLSandbox.Cli/bin/Release", "rlsandbox.dll", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc).First();
}

// The same command for the first sitting and for every other one: that is what --resume promises. A small run with many checkpoints.
Process Start(string name)
{
    string[] small =
    [
        "map.generated.count=4", "evaluation.validation.generated.count=2", "evaluation.test.generated.count=2", "evaluation.episodes=2", "episode.cutAfterSeconds=5",
    ];
    string[] often = [$"training.{algorithm}.checkpointEverySteps=256", $"training.{algorithm}.evaluateEverySteps=1024", "training.keepCheckpoints=2"];
    if (algorithm == "dqn") often = [.. often, "training.dqn.warmupRows=512"];           // so that a short run learns
    var set = (scenario.EndsWith(".yaml", StringComparison.Ordinal) ? small.Concat(often) : often).SelectMany(value => new[] { "--set", value });
    string[] arguments = [program, "train", scenario, "--algorithm", algorithm, "--steps", steps, "--environments", "8", "--threads", "1", "--device", "cpu", "--run", name, "--runs", runs, "--resume", .. set];
    var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    process.OutputDataReceived += (_, _) => { };
    process.ErrorDataReceived += (_, line) =>
    {
        if (line.Data is not null) Console.Error.WriteLine($"{name}: {line.Data}");
    };
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    return process;
}

int Rows(string name)
{
    var log = Path.Combine(runs, name, "learning.csv");
    return File.Exists(log) ? File.ReadAllBytes(log).Count(value => value == '\n') - 1 : 0;
}

(string State, bool IsWriting) Kill(string name, int rows, double seconds)
{
    using var process = Start(name);
    while (!process.HasExited && (Rows(name) < rows || !Directory.Exists(Path.Combine(runs, name)))) Thread.Sleep(1);
    Thread.Sleep(TimeSpan.FromSeconds(seconds));
    process.Kill();                                    // SIGKILL: nothing in the process hears of it
    process.WaitForExit();
    var checkpoints = Path.Combine(runs, name, "checkpoints");
    var isWriting = Directory.Exists(checkpoints) && Directory.EnumerateDirectories(checkpoints, "*.tmp").Any();
    var latest = Path.Combine(runs, name, "latest");
    return (File.Exists(latest) ? Path.GetFileName(File.ReadAllText(latest).Trim()) : "none", isWriting);
}

string Checkpoint(string name) => Path.Combine(runs, name, File.ReadAllText(Path.Combine(runs, name, "latest")).Trim());

List<string> Differences(string name)
{
    var (ours, theirs) = (Path.Combine(runs, "reference"), Path.Combine(runs, name));
    var found = new List<string>();
    foreach (var file in new[] { "learning.csv", "latest", "best" }) Compare(file, Path.Combine(ours, file), Path.Combine(theirs, file), found);
    foreach (var file in Names(Path.Combine(ours, "evaluations"), Path.Combine(theirs, "evaluations"))) Compare(file, Path.Combine(ours, "evaluations", file), Path.Combine(theirs, "evaluations", file), found);
    if (found.Contains("latest")) return found;
    foreach (var file in Names(Checkpoint("reference"), Checkpoint(name)))
    {
        if (file == "checkpoint.json") continue;       // hashes of the others, the times included
        var (mine, other) = (Path.Combine(Checkpoint("reference"), file), Path.Combine(Checkpoint(name), file));
        if (file != "run-state.json") Compare(file, mine, other, found);
        else if (WithoutTimes(mine) != WithoutTimes(other)) found.Add(file);
    }
    return found;
}

IEnumerable<string> Names(string ours, string theirs) =>
    new[] { ours, theirs }.SelectMany(Directory.EnumerateFiles).Select(path => Path.GetFileName(path)!).Distinct().Order(StringComparer.Ordinal);

void Compare(string file, string ours, string theirs, List<string> found)
{
    if (File.Exists(ours) != File.Exists(theirs) || File.Exists(ours) && !File.ReadAllBytes(ours).AsSpan().SequenceEqual(File.ReadAllBytes(theirs))) found.Add(file);
}

string WithoutTimes(string path)
{
    var state = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
    state.Remove("trainingSeconds");
    state.Remove("timingBytes");
    return state.ToJsonString();
}
