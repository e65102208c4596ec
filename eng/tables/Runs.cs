using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RLSandbox.Learning.Algorithms;

namespace RLSandbox.Tables;

/// <summary>The training runs behind the tables, under runs/results: made where they are missing, kept where they are finished.</summary>
internal sealed class Runs
{
    private static readonly string Folder = Path.Combine("runs", "results");

    private readonly Options _options;
    private readonly string _program;

    public Runs(Options options)
    {
        _options = options;
        Shell.Run("dotnet", "build", "-c", "Release", "-v", "q", "--nologo", "src/RLSandbox.Cli");
        _program = Directory.EnumerateFiles("src/RLSandbox.Cli/bin/Release", "rlsandbox.dll", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc).First();
    }

    public IEnumerable<int> Seeds => Enumerable.Range(1, _options.Seeds);

    public static string Name(Entry entry, int seed) => $"{entry.Name}-{seed}";

    public void TrainMissing(IReadOnlyList<Entry> entries)
    {
        var wanted = entries.SelectMany(entry => Seeds.Select(seed => (entry, seed)));
        Parallel.ForEach(wanted, new ParallelOptions { MaxDegreeOfParallelism = _options.Parallel }, run => Train(run.entry, run.seed));
    }

    /// <summary>The test episodes of a run, or of a policy without one.</summary>
    public JsonNode Evaluate(string policy, string scenario, params string[] more) =>
        JsonNode.Parse(Program(["evaluate", policy, "--scenario", scenario, "--runs", Folder, "--json", .. more]))!;

    /// <summary>A map file made from a file of the folder that RLSANDBOX_DATA names; null where there is none.</summary>
    public string? ImportMap(string file)
    {
        var source = Path.Combine(Environment.GetEnvironmentVariable("RLSANDBOX_DATA") ?? "", file);
        if (!File.Exists(source)) return null;
        Directory.CreateDirectory(Folder);
        var target = Path.Combine(Folder, Path.GetFileNameWithoutExtension(file) + ".yaml");
        Program("map", "import", source, "--out", target);
        return target;
    }

    /// <summary>Agent rows and seconds of training at the end of a run.</summary>
    public static (long Steps, double Seconds) Timing(Entry entry, int seed)
    {
        var last = File.ReadLines(Path.Combine(Folder, Name(entry, seed), "timing.csv")).Last().Split(',');
        return (long.Parse(last[0], CultureInfo.InvariantCulture), double.Parse(last[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Success of every validation of a run, in the order of training.</summary>
    public static JsonArray Validations(Entry entry, int seed) =>
        new([.. Directory.EnumerateFiles(Path.Combine(Folder, Name(entry, seed), "evaluations"), "validation-*.json")
            .OrderBy(file => long.Parse(Path.GetFileNameWithoutExtension(file).Split('-')[1], CultureInfo.InvariantCulture))
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!["success"]!["rate"]!.DeepClone())]);

    /// <summary>Steps of the checkpoint that did best on the validation episodes; null where none was compared.</summary>
    public static long? BestSteps(Entry entry, int seed)
    {
        var pointer = Path.Combine(Folder, Name(entry, seed), "best");
        return File.Exists(pointer) ? long.Parse(Path.GetFileName(File.ReadAllText(pointer).Trim()), CultureInfo.InvariantCulture) : null;
    }

    private void Train(Entry entry, int seed)
    {
        var run = Path.Combine(Folder, Name(entry, seed));
        var evaluations = Path.Combine(run, "evaluations");
        RefuseOther(entry, run);
        if (Directory.Exists(evaluations) && Directory.EnumerateFiles(evaluations, "test-*.json").Any()) return;
        var resume = File.Exists(Path.Combine(run, "latest"));
        if (!resume && Directory.Exists(run)) Directory.Delete(run, recursive: true);            // it stopped before its first checkpoint
        Console.Error.WriteLine($"training {entry.Name}, seed {seed} …");
        string[] algorithm = entry.Algorithm is null ? [] : ["--algorithm", entry.Algorithm];
        string[] precision = entry.Precision is null ? [] : ["--precision", entry.Precision];
        string[] how = resume ? ["--resume"] : [entry.Scenario, .. algorithm, .. precision, "--seed", $"{seed}", .. entry.SetOption];
        Program(["train", .. how, "--run", Name(entry, seed), "--runs", Folder, "--threads", $"{_options.Threads}"]);
    }

    /// <summary>A kept run must be of this very scenario: its resolved file says what it was trained on. What other algorithms would have done does not matter.</summary>
    private void RefuseOther(Entry entry, string run)
    {
        var trainedOn = Path.Combine(run, "scenario.yaml");
        if (!File.Exists(trainedOn)) return;
        var algorithm = (string)JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!["algorithm"]!;
        if (Shown(trainedOn, algorithm).SequenceEqual(Shown(entry.Scenario, algorithm, entry.SetOption))) return;
        throw new InvalidOperationException($"{run} was trained with another {entry.Scenario}. Delete that folder to train it again.");
    }

    /// <summary>The lines of a scenario with every default filled in, without the sections of other algorithms, which stand two spaces deep.</summary>
    private IEnumerable<string> Shown(string scenario, string algorithm, params string[] more)
    {
        var others = Learners.Names.Where(name => name != algorithm).Select(name => $"  {name}:").ToArray();
        var isOther = false;
        foreach (var line in Program(["scenario", "show", scenario, "--plain", .. more]).Split('\n'))
        {
            if (!line.StartsWith("   ", StringComparison.Ordinal)) isOther = others.Contains(line);
            if (!isOther) yield return line;
        }
    }

    private string Program(params string[] arguments) => Shell.Run("dotnet", [_program, .. arguments]);
}

/// <summary>Calls other programs.</summary>
internal static class Shell
{
    /// <summary>Standard output of a program that must succeed.</summary>
    public static string Run(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}.");
    }
}
