namespace RLSandbox.Learning.Evaluation;

/// <summary>An estimate with its 95 % interval; all three are NaN when nothing was observed.</summary>
/// <param name="Value">Rate or mean, in the unit of what was measured.</param>
public readonly record struct Interval(double Value, double Low, double High)
{
    /// <summary>Nothing was observed.</summary>
    public static Interval None { get; } = new(double.NaN, double.NaN, double.NaN);
}
