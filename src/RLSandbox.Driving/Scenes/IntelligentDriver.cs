namespace RLSandbox.Driving.Scenes;

/// <summary>How hard a driver accelerates who follows another one: free road up to a wanted speed, a time gap behind whoever is ahead.</summary>
/// <remarks>
/// Source: Treiber, Hennecke, Helbing, "Congested traffic states in empirical observations and microscopic simulations", Physical Review E 62 (2000),
/// equations 3 and 4: a [1 − (v / v₀)⁴ − (s* / s)²], s* = s₀ + max(0, v T + v Δv / (2 √(a b))). Ours differs: braking is bounded by <see cref="HardestBraking"/>.
/// </remarks>
internal static class IntelligentDriver
{
    /// <summary>m/s²: a.</summary>
    public const float Acceleration = 1.5f;

    /// <summary>m/s²: b.</summary>
    public const float Braking = 2f;

    /// <summary>m/s².</summary>
    public const float HardestBraking = 8f;

    /// <summary>m between bumpers when all stand: s₀.</summary>
    public const float StandingGap = 2f;

    /// <summary>s behind whoever is ahead: T.</summary>
    public const float TimeGap = 1.2f;

    /// <summary>m/s² at a speed.</summary>
    /// <param name="gap">Bumper to bumper, m; +∞ for a free road.</param>
    /// <param name="closing">Own speed minus that of whoever is ahead, m/s.</param>
    public static float Accelerate(float speed, float wanted, float gap, float closing)
    {
        var free = speed / wanted;
        var near = StandingGap + MathF.Max(0, speed * TimeGap + speed * closing / (2 * MathF.Sqrt(Acceleration * Braking)));
        var share = gap > 0 ? near / gap : float.PositiveInfinity;
        return MathF.Max(-HardestBraking, Acceleration * (1 - free * free * free * free - share * share));
    }
}
