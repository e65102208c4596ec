namespace RLSandbox.Rendering.View;

/// <summary>Where the followed vehicle was, and how fast.</summary>
/// <param name="X">World, m.</param>
/// <param name="Y">World, m.</param>
/// <param name="SpeedShare">Speed as a share of the top speed, 0 … 1.</param>
public readonly record struct TrailPoint(float X, float Y, float SpeedShare);
