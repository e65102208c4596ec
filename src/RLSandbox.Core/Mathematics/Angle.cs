namespace RLSandbox.Core.Mathematics;

/// <summary>Angles in radians, counter-clockwise.</summary>
public static class Angle
{
    private const double FullTurn = 2 * Math.PI;

    /// <summary>Beyond this many radians a whole number of turns is no longer subtracted without loss.</summary>
    private const double LargestReduced = 1e6;

    /// <summary>The same direction in (−π, π].</summary>
    /// <remarks>
    /// An angle that is inside already keeps its bits. Error at most one ulp of π as a float up to 10⁶ rad; a larger float is coarser than
    /// 0.06 rad anyway, its result only stays in range. Infinities give NaN.
    /// </remarks>
    public static float Wrap(float angle) => Wrap((double)angle);

    /// <summary>The shortest turn from <paramref name="b"/> to <paramref name="a"/>, in (−π, π]; positive is counter-clockwise.</summary>
    public static float Difference(float a, float b) => Wrap((double)a - b);

    private static float Wrap(double angle)
    {
        if (!double.IsFinite(angle)) return float.NaN;
        if (Math.Abs(angle) > LargestReduced) angle %= FullTurn;
        if ((float)angle is > -MathF.PI and <= MathF.PI) return (float)angle;
        var turns = Math.Ceiling(angle / FullTurn - 0.5);
        var wrapped = (float)(angle - turns * FullTurn);
        return wrapped <= -MathF.PI ? MathF.PI : wrapped;
    }
}
