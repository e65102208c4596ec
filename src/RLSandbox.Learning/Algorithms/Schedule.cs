namespace RLSandbox.Learning.Algorithms;

/// <summary>A number that moves on a straight line while a run goes on, and then stays.</summary>
/// <param name="Start">Value at the first step of the run.</param>
/// <param name="End">Value from <paramref name="Share"/> of the run on.</param>
/// <param name="Share">Part of the run in which it moves, above 0, up to 1.</param>
public readonly record struct Schedule(float Start, float End, float Share = 1)
{
    /// <summary>The value at <paramref name="progress"/>: 0 at the first step of a run, 1 at the last.</summary>
    public float At(double progress) => Start + (End - Start) * (float)Math.Clamp(progress / Share, 0, 1);
}
