using System.Runtime.InteropServices;
using RLSandbox.Core;

namespace RLSandbox.Learning.Training;

/// <summary>How a run was started: what <c>--resume</c> needs and what a reader needs to run it again.</summary>
public sealed record RunManifest
{
    /// <summary>Goes up whenever an old run can no longer be read as it is.</summary>
    public const int CurrentFormatVersion = 1;

    private const int MostBytes = 1 << 20;

    /// <summary>Format of this file.</summary>
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Name and version of the task.</summary>
    public required string Scenario { get; init; }

    /// <summary>As in <c>--algorithm</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Agent rows after which the run ends; the schedules of the algorithm refer to it.</summary>
    public required long Steps { get; init; }

    /// <summary>N.</summary>
    public required int Environments { get; init; }

    /// <summary>Simulator workers and gradient workers; PPO learns the same bits for any number of them.</summary>
    public required int Threads { get; init; }

    /// <summary>Device that was chosen: <c>cpu</c> or <c>cuda:0</c>, ….</summary>
    public required string Device { get; init; }

    /// <summary>What networks multiply: <c>float32</c>, <c>bfloat16</c> or <c>tf32</c>.</summary>
    public string Precision { get; init; } = "float32";

    /// <summary>Each time the run was given another end than it had; empty for a run that ends where it was planned to.</summary>
    public IReadOnlyList<StepsChange> Extensions { get; init; } = [];

    /// <summary>Overrides <c>dotted.path=value</c> in the order given; scenario.yaml already holds them.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Versions of program, runtime and machine, for whoever compares two runs.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = CurrentVersions();

    /// <summary>Reads <c>run.json</c>.</summary>
    /// <exception cref="UserErrorException">It is damaged or of another format.</exception>
    public static RunManifest Read(string path)
    {
        var manifest = JsonFiles.TryRead<RunManifest>(path, MostBytes, out var problem)
            ?? throw new UserErrorException($"{path} {problem}. Expected the manifest of a run: restore the file, or begin another run under another name.");
        if (manifest.FormatVersion != CurrentFormatVersion)
            throw new UserErrorException($"{path}: expected formatVersion {CurrentFormatVersion}, got {manifest.FormatVersion}. Use the version of the program that wrote it.");
        if (manifest is { Steps: < 1 } or { Environments: < 1 or > TrainingConfig.MostEnvironments } or { Threads: < 1 or > TrainingConfig.MostThreads })
            throw new UserErrorException(
                $"{path}: expected at least 1 step, 1 to {TrainingConfig.MostEnvironments} environments and 1 to {TrainingConfig.MostThreads} threads, found {manifest.Steps}, {manifest.Environments} and {manifest.Threads}. Restore the file, or begin another run.");
        return manifest;
    }

    /// <summary>Writes <c>run.json</c>.</summary>
    public void Write(string path) => AtomicFile.WriteAllText(path, JsonFiles.Serialize(this) + "\n");

    private static SortedDictionary<string, string> CurrentVersions() => new(StringComparer.Ordinal)
    {
        ["rlsandbox"] = typeof(RunManifest).Assembly.GetName().Version?.ToString(3) ?? "unknown",
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["system"] = RuntimeInformation.OSDescription,
        ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
        ["torchSharp"] = typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString(3) ?? "unknown",
    };
}

/// <summary>A run was given another end. What it learns afterwards is not what a run with that end from the beginning learns: schedules depend on it.</summary>
/// <param name="At">Agent rows it had learned from.</param>
/// <param name="From">Where it would have ended.</param>
/// <param name="To">Where it ends now.</param>
public sealed record StepsChange(long At, long From, long To);
