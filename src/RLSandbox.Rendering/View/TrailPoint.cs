using RLSandbox.Driving.Components;

namespace RLSandbox.Rendering.View;

/// <summary>Where the followed vehicle was, and how fast.</summary>
/// <param name="X">World, m.</param>
/// <param name="Y">World, m.</param>
/// <param name="SpeedShare">Speed as a share of the top speed, 0 … 1.</param>
/// <param name="Slip">How much its tyres slid, 0 … 1; <see cref="SlipOf"/>.</param>
public readonly record struct TrailPoint(float X, float Y, float SpeedShare, float Slip = 0)
{
    /// <summary>rad: below the first the tyres roll, from the second on they leave all the rubber they can.</summary>
    private const float SlidesFrom = 0.06f, SlidesFully = 0.25f;

    /// <summary>m/s²: braking that leaves rubber, and as much as there is.</summary>
    private const float BrakesFrom = 5, BrakesFully = 9;

    /// <summary>How much the tyres of a vehicle slide: by the angle between where it points and where it goes, or by braking hard.</summary>
    public static float SlipOf(in Motion motion)
    {
        var speed = MathF.Abs(motion.Speed);
        if (speed < 2) return 0;
        var angle = MathF.Atan2(MathF.Abs(motion.LateralVelocity), speed);
        return Math.Clamp(Math.Max((angle - SlidesFrom) / (SlidesFully - SlidesFrom), (-motion.Acceleration - BrakesFrom) / (BrakesFully - BrakesFrom)), 0, 1);
    }
}
