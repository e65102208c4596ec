namespace RLSandbox.Rendering.Window;

/// <summary>How far a training that is followed has come.</summary>
/// <param name="Run">Its name.</param>
/// <param name="Checkpoint">Steps of the checkpoint that drives.</param>
/// <param name="Latest">The latest numbers by name, in the order in which they are shown.</param>
/// <param name="Curve">What it is judged by, oldest first: steps and value.</param>
/// <param name="CurveName">Name of that.</param>
public sealed record LearningNumbers(string Run, long Checkpoint, IReadOnlyList<(string Name, double Value)> Latest, IReadOnlyList<(double Steps, double Value)> Curve, string CurveName);
