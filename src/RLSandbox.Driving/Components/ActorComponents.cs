namespace RLSandbox.Driving.Components;

/// <summary>How a road user of a recorded scene moves.</summary>
/// <param name="Speed">m/s.</param>
/// <param name="Arc">Metres along its recorded path once it drives by itself; −1 while it is replayed.</param>
/// <param name="IsThere">1 while it takes part: after it came, before it went, and not where nobody saw it.</param>
public record struct ActorMotion(float Speed, float Arc, int IsThere);
