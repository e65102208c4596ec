namespace RLSandbox.Rendering.Window;

/// <summary>One lap on the board.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Driver">Who drove.</param>
/// <param name="Day">When, as year-month-day, UTC.</param>
public sealed record Lap(double Seconds, string Driver, string Day);
