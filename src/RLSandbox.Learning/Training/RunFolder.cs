using System.Globalization;
using RLSandbox.Core;

namespace RLSandbox.Learning.Training;

/// <summary>Where everything about one training run lies: the names of its files and nothing else.</summary>
/// <remarks>
/// <code>
/// runs/&lt;name&gt;/scenario.yaml   the resolved scenario          run.json    how the run was started
///             learning.csv    the same bits for one seed     timing.csv  events.out.tfevents.*
///             checkpoints/&lt;steps&gt;/   evaluations/   videos/   recordings/   latest, best: pointer files
/// </code>
/// </remarks>
public sealed class RunFolder
{
    /// <summary>Where runs lie unless <c>--runs</c> says otherwise.</summary>
    public const string DefaultRuns = "runs";

    /// <summary>The file by which a checkpoint folder is known.</summary>
    public const string PolicyFileName = "policy.json";

    private const string LockFileName = "lock";

    private RunFolder(string path)
    {
        FullPath = Path.GetFullPath(path);
        Checkpoints = new(FullPath);
    }

    /// <summary>Absolute path of the run.</summary>
    public string FullPath { get; }

    /// <summary>Last part of the path.</summary>
    public string Name => Path.GetFileName(FullPath);

    /// <summary>The resolved scenario: every default filled in.</summary>
    public string Scenario => Path.Combine(FullPath, "scenario.yaml");

    /// <summary>The <see cref="RunManifest"/>.</summary>
    public string Manifest => Path.Combine(FullPath, "run.json");

    /// <summary>One row per iteration, without times: the same seed gives the same bytes.</summary>
    public string LearningCsv => Path.Combine(FullPath, "learning.csv");

    /// <summary>One row per iteration: wall-clock seconds and rates.</summary>
    public string TimingCsv => Path.Combine(FullPath, "timing.csv");

    /// <summary>JSON reports of evaluations.</summary>
    public string Evaluations => Path.Combine(FullPath, "evaluations");

    /// <summary>Recorded episodes.</summary>
    public string Videos => Path.Combine(FullPath, "videos");

    /// <summary>Recordings of episodes, which can be played again.</summary>
    public string Recordings => Path.Combine(FullPath, "recordings");

    /// <summary>Saved states of the learner.</summary>
    public CheckpointStore Checkpoints { get; }

    /// <summary>Makes the folder of a new run.</summary>
    /// <param name="again">Whether a folder is taken that was left by somebody who was stopped before the run said what it is.</param>
    /// <exception cref="UserErrorException">The name is taken or is no folder name, or the folder cannot be made.</exception>
    public static RunFolder Create(string runs, string name, bool again = false)
    {
        RequireName(name);
        var run = new RunFolder(Path.Combine(runs, name));
        if (Directory.Exists(run.FullPath) && !(again && run.IsUnborn))
        {
            throw new UserErrorException($"Run '{name}' exists already in {run.FullPath}. Go on with it by --resume --run {name}, or choose another name with --run.");
        }
        try
        {
            Directory.CreateDirectory(run.Evaluations);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The folder {run.FullPath} cannot be made: {problem.Message.TrimEnd('.')}. Choose a shorter name with --run, or a folder that you may write to with --runs.", problem);
        }
        return run;
    }

    /// <summary>The run of this name for somebody who wants to go on with it; null when there is none yet, or one that was stopped before it said what it is.</summary>
    /// <exception cref="UserErrorException">There is a folder of this name that is no run.</exception>
    public static RunFolder? Find(string runs, string name)
    {
        RequireName(name);
        var run = new RunFolder(Path.Combine(runs, name));
        return Directory.Exists(run.FullPath) && !run.IsUnborn ? Open(runs, name) : null;
    }

    /// <summary>Opens the folder of an earlier run.</summary>
    /// <exception cref="UserErrorException">There is no such run.</exception>
    public static RunFolder Open(string runs, string name)
    {
        var run = new RunFolder(Path.Combine(runs, name));
        if (!File.Exists(run.Manifest)) throw new UserErrorException($"There is no run '{name}' in {Path.GetFullPath(runs)}: {run.Manifest} is missing. Runs there: {Names(runs)}.");
        return run;
    }

    /// <summary>Opens the folder of a run that somebody names or whose path somebody gives.</summary>
    /// <param name="runs">Folder in which run folders lie.</param>
    /// <exception cref="UserErrorException">There is no such run.</exception>
    public static RunFolder Locate(string runs, string reference)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(reference));
        return File.Exists(Path.Combine(path, "run.json")) ? Open(Path.GetDirectoryName(path)!, Path.GetFileName(path)) : Open(runs, reference);
    }

    /// <summary>Keeps every other process from training in this folder until the result is disposed; the operating system does so if this one is killed.</summary>
    /// <exception cref="UserErrorException">Another one trains there.</exception>
    public IDisposable Claim()
    {
        try
        {
            return new FileStream(Path.Combine(FullPath, LockFileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException problem)
        {
            throw new UserErrorException($"Run '{Name}' is being trained by another process ({problem.Message.TrimEnd('.')}). Wait for it or stop it; a run has one trainer at a time.", problem);
        }
    }

    /// <summary>The first unused name among <c>stem-1</c>, <c>stem-2</c> …</summary>
    public static string NextName(string runs, string stem)
    {
        for (var number = 1; ; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
            if (!Directory.Exists(Path.Combine(runs, name))) return name;
        }
    }

    /// <summary>The checkpoint that a person means by <paramref name="reference"/>: a checkpoint's folder, or one checkpoint of a run, given by its folder or name. Null: none.</summary>
    /// <param name="which">Of a run: as in <see cref="CheckpointStore.Find"/>; null is <c>last</c>.</param>
    /// <exception cref="UserErrorException">The run has no such checkpoint, a checkpoint's folder is given together with <paramref name="which"/>, or the pointer to the latest one is damaged.</exception>
    public static string? FindCheckpoint(string runs, string reference, string? which = null)
    {
        foreach (var folder in (string[])[reference, Path.Combine(runs, reference)])
        {
            if (File.Exists(Path.Combine(folder, PolicyFileName)))
            {
                return which is null ? Path.GetFullPath(folder) : throw new UserErrorException($"--checkpoint {which}: {folder} is a checkpoint already. Leave the option out, or name the run.");
            }
            var run = new RunFolder(folder);
            var checkpoints = run.Checkpoints;
            if (run.LatestOrAdvice() is null)
            {
                if (!File.Exists(run.Manifest)) continue;
                throw new UserErrorException($"Run '{run.Name}' in {Path.GetDirectoryName(run.FullPath)} has no checkpoint that {Path.Combine(run.FullPath, "latest")} points to. {checkpoints.Advice()}");
            }
            return checkpoints.Find(which ?? "last") ?? throw new UserErrorException($"--checkpoint {which}: run '{reference}' has no such checkpoint. It has {checkpoints.Names()}.");
        }
        return null;
    }

    /// <summary>The run to which a checkpoint folder belongs, or null when it was copied elsewhere.</summary>
    public static RunFolder? OfCheckpoint(string checkpoint)
    {
        var run = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(checkpoint)));
        return run is not null && File.Exists(Path.Combine(run, "run.json")) ? new(run) : null;
    }

    private string? LatestOrAdvice()
    {
        try
        {
            return Checkpoints.Latest;
        }
        catch (DamagedCheckpointException damage)
        {
            throw new UserErrorException($"{damage.Message} {Checkpoints.Advice()}", damage);
        }
    }

    /// <summary>Whether the folder holds nothing but what is written before run.json: whoever wrote it was stopped there.</summary>
    private bool IsUnborn =>
        Directory.EnumerateFileSystemEntries(FullPath).All(path => path == Evaluations ? !Directory.EnumerateFileSystemEntries(path).Any() : IsEarly(Path.GetFileName(path)));

    private static bool IsEarly(string file) =>
        file is "scenario.yaml" or "scenario.yaml" + AtomicFile.TemporarySuffix or "run.json" + AtomicFile.TemporarySuffix or LockFileName;

    private static void RequireName(string name)
    {
        if (name.Length == 0 || name[0] == '-' || name is "." or ".." || name.AsSpan().IndexOfAny("/\\:\0") >= 0) throw new UserErrorException($"Run name '{name}': expected a plain folder name such as 'first-lap-ppo-1'.");
    }

    /// <summary>Names of all runs, for messages.</summary>
    public static string Names(string runs)
    {
        var names = Directory.Exists(runs) ? Directory.GetDirectories(runs).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList() : [];
        return names.Count == 0 ? "none" : string.Join(", ", names);
    }
}
