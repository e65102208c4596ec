using RLSandbox.Core;

namespace RLSandbox.Learning.Training;

/// <summary>What the trainer itself remembers at a checkpoint, beside the learner's own files.</summary>
public sealed record RunState
{
    /// <summary>Its name in a checkpoint folder.</summary>
    public const string FileName = "run-state.json";

    private const int CurrentFormatVersion = 2;
    private const int BeforeManifests = 1;             // as now, without checkpoint.json and the hash of learning.csv
    private const int MostBytes = 1 << 20;

    /// <summary>Format of this file.</summary>
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Finished iterations.</summary>
    public long Iterations { get; init; }

    /// <summary>Length of learning.csv; what a later iteration appended is cut off at a resume.</summary>
    public long LearningBytes { get; init; }

    /// <summary>SHA-256 of these bytes; empty: not known.</summary>
    public string LearningSha256 { get; init; } = "";

    /// <summary>Length of timing.csv.</summary>
    public long TimingBytes { get; init; }

    /// <summary>Wall-clock seconds of training so far, over all sittings.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>Steps at the last validation.</summary>
    public long ValidatedSteps { get; init; }

    /// <summary>The best validation so far; null before the first.</summary>
    public ValidationScore? Best { get; init; }

    /// <summary>Reads it from a checkpoint folder; an older format reads as the current one.</summary>
    /// <exception cref="UserErrorException">The file is no such document, has numbers that cannot be, or comes from a newer version of the program.</exception>
    public static RunState Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var state = JsonFiles.TryRead<RunState>(path, MostBytes, out var problem) ?? throw new UserErrorException($"{path} {problem}.");
        if (state.FormatVersion is not (CurrentFormatVersion or BeforeManifests))
            throw new UserErrorException($"{path}: expected formatVersion {BeforeManifests} or {CurrentFormatVersion}, got {state.FormatVersion}. Use the version of the program that wrote it.");
        if (state is { Iterations: < 0 } or { LearningBytes: < 0 } or { TimingBytes: < 0 } or { ValidatedSteps: < 0 } or { Best.Steps: < 0 } or { TrainingSeconds: < 0 })
            throw new UserErrorException($"{path}: expected numbers of at least 0, found a negative one.");
        return state with { FormatVersion = CurrentFormatVersion };
    }

    /// <summary>Writes it into a checkpoint folder that nobody reads yet.</summary>
    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonFiles.Serialize(this));

    /// <summary>Whether a checkpoint was written when there was no <see cref="CheckpointManifest"/> yet.</summary>
    internal static bool IsFromBeforeManifests(string folder) =>
        JsonFiles.TryRead<RunState>(Path.Combine(folder, FileName), MostBytes, out _) is { FormatVersion: BeforeManifests };
}

/// <summary>How good a policy was on the validation episodes: success first, return between equals.</summary>
/// <param name="Steps">Agent rows it had learned from.</param>
public sealed record ValidationScore(long Steps, double Success, double Return)
{
    /// <summary>Whether this one, which is the later, is to be preferred: of two equals it is, because it learned from more.</summary>
    public bool IsPreferredTo(ValidationScore? other) =>
        other is null || Success > other.Success || Success == other.Success && Return >= other.Return;
}
