using System.Text.Json;

namespace RLSandbox.Learning.Training;

/// <summary>What the trainer itself remembers at a checkpoint, beside the learner's own files.</summary>
public sealed record RunState
{
    /// <summary>Its name in a checkpoint folder.</summary>
    public const string FileName = "run-state.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Format of this file.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>Finished iterations.</summary>
    public long Iterations { get; init; }

    /// <summary>Length of learning.csv; what a later iteration appended is cut off at a resume.</summary>
    public long LearningBytes { get; init; }

    /// <summary>Length of timing.csv.</summary>
    public long TimingBytes { get; init; }

    /// <summary>Wall-clock seconds of training so far, over all sittings.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>Steps at the last validation.</summary>
    public long ValidatedSteps { get; init; }

    /// <summary>The best validation so far; null before the first.</summary>
    public ValidationScore? Best { get; init; }

    /// <summary>Reads it from a checkpoint folder.</summary>
    public static RunState Read(string folder) =>
        JsonSerializer.Deserialize<RunState>(File.ReadAllText(Path.Combine(folder, FileName)), Json)
        ?? throw new InvalidDataException($"{Path.Combine(folder, FileName)} is empty.");

    /// <summary>Writes it into a checkpoint folder that nobody reads yet.</summary>
    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json));
}

/// <summary>How good a policy was on the validation episodes: success first, return between equals.</summary>
/// <param name="Steps">Agent rows it had learned from.</param>
public sealed record ValidationScore(long Steps, double Success, double Return)
{
    /// <summary>Whether this one is to be preferred; the earlier of two equals stays.</summary>
    public bool IsBetterThan(ValidationScore? other) =>
        other is null || Success > other.Success || Success == other.Success && Return > other.Return;
}
