using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Vehicles;

/// <summary>Lateral force of an axle against slip: slope at zero = stiffness, largest value = grip, reached at a finite slip and held beyond it.</summary>
/// <remarks>
/// With q = slip · stiffness / (3 · grip): force / grip = 1 − (1 − q)³ for q below 1, and 1 beyond. Slip is lateral over longitudinal velocity of the
/// wheel (the tangent of its slip angle). All forces per unit of vehicle mass, m/s².
/// Source: Pacejka, "Tire and Vehicle Dynamics", 3rd ed. 2012, section 3.2.1 (brush model, parabolic pressure).
/// </remarks>
public static class BrushTyre
{
    /// <summary>Lateral velocity of the wheel ÷ lateral force, (m/s) / (m/s²), never negative: force = −velocity / compliance.</summary>
    /// <remarks>
    /// Finite for any finite input: at standstill the branch of full sliding has no division by the rolling speed, and a wheel at rest has compliance 0
    /// (it sticks). This is the secant of the curve, so a step that is implicit in it dissipates however stiff it is.
    /// </remarks>
    /// <param name="lateral">Lateral velocity of the wheel, m/s.</param>
    /// <param name="rolling">Longitudinal velocity of the wheel, m/s, either sign.</param>
    /// <param name="stiffness">Force per slip at zero, m/s².</param>
    /// <param name="grip">Largest lateral force, m/s², above 0.</param>
    public static float Compliance(float lateral, float rolling, float stiffness, float grip)
        => Compliance(Vector256.Create(lateral), Vector256.Create(rolling), stiffness, Vector256.Create(grip)).ToScalar();

    /// <summary>The same for eight wheels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Compliance(Vector256<float> lateral, Vector256<float> rolling, float stiffness, Vector256<float> grip)
    {
        var three = Vector256.Create(3f);
        var speed = Vector256.Abs(lateral);
        var sliding = 3f * grip * Vector256.Abs(rolling) / stiffness;
        var q = speed / sliding;
        return Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(speed, sliding), speed / grip, sliding / (grip * (three - q * (three - q))));
    }

    /// <summary>Slip that gives a share of the grip: the inverse of the curve, for feed-forward steering.</summary>
    /// <param name="share">Force over grip in [−1, 1]; values outside are taken as full sliding.</param>
    /// <param name="stiffness">Force per slip at zero over grip, 1/rad.</param>
    public static float SlipFor(float share, float stiffness)
    {
        var rest = 1f - MathF.Abs(share);
        var cubeRoot = rest > 0f ? Elementary.Exp(Elementary.Log(rest) / 3f) : 0f;
        return MathF.CopySign(3f / stiffness * (1f - cubeRoot), share);
    }
}
