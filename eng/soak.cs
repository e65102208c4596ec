#:property PublishAot=false
#:project ../src/RLSandbox.Learning/RLSandbox.Learning.csproj
// Shows that a long training needs no more and more memory: eng/soak [--minutes 60] [--algorithm ppo] [--scenario scenarios/first-lap.yaml] [--threads N] [--seed 1] [--steps N] [--program rlsandbox.dll].
// Trains with the scenario's own validation and checkpoints until the time is over, ends it with SIGKILL, and reads what the trainer wrote about itself into timing.csv.
// Exit code 0: flat and cheap; 1: not; 2: cannot be run. The run lies in runs/soak/ALGORITHM. docs/soak.md explains the tables.
using System.Diagnostics;
using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Learning.Comparison;

const double Megabyte = 1 << 20;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var algorithm = Option("--algorithm", "ppo");
var scenario = Option("--scenario", "scenarios/first-lap.yaml");
var threads = Option("--threads", Environment.ProcessorCount.ToString());
var seed = Option("--seed", "1");
var steps = Option("--steps", "1000000000000");       // that schedules are stretched over: more than the time allows, or the training ends by itself
if (!double.TryParse(Option("--minutes", "60"), out var minutes) || minutes <= 0) return Refuse($"--minutes {Option("--minutes", "")}: expected a number above 0.");
var program = Option("--program", "") is { Length: > 0 } built ? built : Build();       // an rlsandbox.dll that is already there
var runs = Path.Combine("runs", "soak");
var run = Path.Combine(runs, algorithm);
if (Directory.Exists(run)) Directory.Delete(run, recursive: true);

var (mostSeen, error) = Train();
if (error is not null) return Refuse(error);
try
{
    return Report(LongRunReport.Read(Path.Combine(run, "timing.csv")));
}
catch (UserErrorException problem)
{
    return Refuse(problem.Message);
}

string Option(string option, string standard)
{
    var index = Array.IndexOf(args, option);
    return index < 0 || index == args.Length - 1 ? standard : args[index + 1];
}

int Refuse(string message)
{
    Console.Error.WriteLine(message);
    return 2;
}

string Build()
{
    using var build = Process.Start("dotnet", ["build", "-c", "Release", "-v", "q", "--nologo", "src/RLSandbox.Cli"]);
    build.WaitForExit();
    if (build.ExitCode != 0) throw new InvalidOperationException("The program does not build.");
    return Directory.EnumerateFiles("src/RLSandbox.Cli/bin/Release", "rlsandbox.dll", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc).First();
}

// The most bytes that were resident at any of the moments looked at, which are not only ends of iterations; or what went wrong.
(double Most, string? Error) Train()
{
    string[] arguments = [program, "train", scenario, "--algorithm", algorithm, "--threads", threads, "--seed", seed, "--device", "cpu", "--run", algorithm, "--runs", runs, "--steps", steps];
    using var training = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    var said = training.StandardError.ReadToEndAsync();
    training.OutputDataReceived += (_, _) => { };
    training.BeginOutputReadLine();
    var (watch, most) = (Stopwatch.StartNew(), 0.0);
    while (watch.Elapsed.TotalMinutes < minutes)
    {
        if (training.WaitForExit(TimeSpan.FromSeconds(2))) return (most, $"The training ended by itself with exit code {training.ExitCode}.\n{said.Result}");
        training.Refresh();
        most = Math.Max(most, training.WorkingSet64);
    }
    training.Kill();                                   // every row is in the file already, and nothing of the run is needed but its rows
    training.WaitForExit();
    return (most, null);
}

int Report(LongRunReport report)
{
    Console.WriteLine($"{algorithm} on {scenario}, {threads} threads: {60 * report.Hours:0.0} minutes, {report.Steps:N0} steps, {report.Steps / (3600 * report.Hours):N0} per second with everything.\n");
    var (memory, tensors) = (report.Resident, report.LiveTensors);
    Console.WriteLine("| after warm-up | start | middle | end | slope per hour | least | most | bound | |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
    Console.WriteLine($"| resident, MB | {memory.Start / Megabyte:0.0} | {memory.Middle / Megabyte:0.0} | {memory.End / Megabyte:0.0} | {memory.SlopePerHour / Megabyte:+0.0;-0.0} | {memory.Least / Megabyte:0.0} | {Math.Max(mostSeen, memory.Most) / Megabyte:0.0} | end − start ≤ {report.GrowthBound / Megabyte:0.0} | {(report.IsMemoryFlat ? "flat" : "NOT FLAT")} |");
    var managed = report.Managed;
    Console.WriteLine($"| of them garbage-collected, MB | {managed.Start / Megabyte:0.0} | {managed.Middle / Megabyte:0.0} | {managed.End / Megabyte:0.0} | {managed.SlopePerHour / Megabyte:+0.0;-0.0} | {managed.Least / Megabyte:0.0} | {managed.Most / Megabyte:0.0} | | |");
    Console.WriteLine($"| live tensors | {tensors.Start} | {tensors.Middle} | {tensors.End} | {tensors.SlopePerHour:+0.0;-0.0;0} | {tensors.Least} | {tensors.Most} | least = most | {(report.AreTensorsFlat ? "flat" : "NOT FLAT")} |");
    Console.WriteLine("\n| work | seconds | share |");
    Console.WriteLine("|---|---|---|");
    var all = 3600 * report.Hours;
    foreach (var (name, seconds) in new[] { ("learning", report.LearningSeconds), ("validation", report.ValidationSeconds), ("checkpoints", report.CheckpointSeconds), ("logs", report.LoggingSeconds) })
        Console.WriteLine($"| {name} | {seconds:0.0} | {100 * seconds / all:0.00} % |");
    Console.WriteLine($"\nBeside learning: {100 * report.SideShare:0.00} % of the time, {(report.IsCheap ? "within" : "ABOVE")} the bound of {100 * LongRunReport.MostSideShare:0} %.");
    return report is { IsMemoryFlat: true, AreTensorsFlat: true, IsCheap: true } ? 0 : 1;
}
