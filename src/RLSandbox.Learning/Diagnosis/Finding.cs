namespace RLSandbox.Learning.Diagnosis;

/// <summary>A likely reason why a training went badly, in plain words.</summary>
/// <param name="Name">For programs, such as <c>entropy-collapsed</c>.</param>
/// <param name="Seen">What the logs show, with the figure.</param>
/// <param name="Means">What it likely means.</param>
/// <param name="Try">What to change: keys of the scenario with values, the likeliest cure first.</param>
public sealed record Finding(string Name, string Seen, string Means, IReadOnlyList<string> Try);
