using System.Runtime.CompilerServices;

namespace RLSandbox.Core.Mathematics;

/// <summary>The formulas of <see cref="Elementary"/>, in double precision and for any number of lanes at once.</summary>
/// <remarks>
/// Polynomials are Taylor series, cut where the rest is below 0.01 ulp of a float on the reduced range. A last rounding
/// to float therefore decides nearly all of the error. Each kernel maps a NaN to the one canonical NaN.
/// Kernels are never inlined: their many small parts are, and the compiler stops inlining when one method takes in too many.
/// </remarks>
internal static class ElementaryKernels
{
    /// <summary>1.5 · 2⁵²: added to a small number it leaves that number, rounded, in the lowest bits.</summary>
    internal const double RoundingShift = 6755399441055744.0;

    /// <summary>Up to here k ≤ 2²⁰ and k · <see cref="HalfPiHigh"/> is exact; beyond, <see cref="HugeArgument"/> takes over.</summary>
    private const double LargestReduced = 1_600_000;

    private const double HalfPiHigh = 1.5707963267341256;         // the first 33 bits of π/2
    private const double HalfPiLow = 6.077100506506192e-11;       // the next 53
    private const double TwoOverPi = 2 / Math.PI;
    private const double TangentOfEighthPi = 0.41421356237309503; // √2 − 1
    private const double Log2OfE = 1.4426950408889634;
    private const double Ln2 = 0.6931471805599453;
    private const long OneBits = 0x3FF0_0000_0000_0000;
    private const long HalfRootBits = 0x3FE6_A09E_667F_3BCD;      // √½
    private const int MantissaBits = 52;
    private const int ExponentBias = 1023;

    /// <summary>Sine of an angle in radians.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Sin<T>(T x) where T : struct, ILanes<T>
    {
        var (rest, quadrant) = Reduce(x);
        return SineOf(SinNearZero(rest), CosNearZero(rest), quadrant);
    }

    /// <summary>Cosine of an angle in radians.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Cos<T>(T x) where T : struct, ILanes<T>
    {
        var (rest, quadrant) = Reduce(x);
        return CosineOf(SinNearZero(rest), CosNearZero(rest), quadrant);
    }

    /// <summary>Sine and cosine of the same angle.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static (T Sin, T Cos) SinCos<T>(T x) where T : struct, ILanes<T>
    {
        var (rest, quadrant) = Reduce(x);
        var (sine, cosine) = (SinNearZero(rest), CosNearZero(rest));
        return (SineOf(sine, cosine, quadrant), CosineOf(sine, cosine, quadrant));
    }

    /// <summary>Tangent of an angle in radians.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Tan<T>(T x) where T : struct, ILanes<T>
    {
        var (rest, quadrant) = Reduce(x);
        var sine = SinNearZero(rest);
        var cosine = CosNearZero(rest);
        var odd = LowestBit(quadrant);
        var value = T.Select(odd, cosine, sine) / T.Select(odd, sine, cosine);
        return Canonical(value ^ (odd & Bits<T>(long.MinValue)));
    }

    /// <summary>Angle whose tangent is x, in (−π/2, π/2) before rounding.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Atan<T>(T x) where T : struct, ILanes<T> =>
        Canonical(FirstQuadrantAngle(Absolute(x), T.All(1)) ^ (x & Bits<T>(long.MinValue)));

    /// <summary>Angle of the point (x, y), in [−π, π] before rounding.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Atan2<T>(T y, T x) where T : struct, ILanes<T>
    {
        var angle = FirstQuadrantAngle(Absolute(y), Absolute(x));
        var isLeft = T.SubtractBits(T.All(0), T.ShiftBitsRight(x, 63));
        return Canonical(T.Select(isLeft, T.All(Math.PI) - angle, angle) ^ (y & Bits<T>(long.MinValue)));
    }

    /// <summary>e to the power of x. Values beyond the range of a float overflow or vanish when they are rounded to one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Exp<T>(T x) where T : struct, ILanes<T>
    {
        x = T.Select(T.Less(T.All(130), x), T.All(130), x);    // both limits lie far outside of what a float can hold
        x = T.Select(T.Less(x, T.All(-150)), T.All(-150), x);
        var shifted = x * T.All(Log2OfE) + T.All(RoundingShift);
        var rest = x - (shifted - T.All(RoundingShift)) * T.All(Ln2);
        var power = T.ShiftBitsLeft(T.SubtractBits(shifted, Bits<T>(-ExponentBias)), MantissaBits);

        var sum = T.All(1.0 / 362880);                         // Σ restⁿ / n!, |rest| ≤ ln 2 / 2
        sum = sum * rest + T.All(1.0 / 40320);
        sum = sum * rest + T.All(1.0 / 5040);
        sum = sum * rest + T.All(1.0 / 720);
        sum = sum * rest + T.All(1.0 / 120);
        sum = sum * rest + T.All(1.0 / 24);
        sum = sum * rest + T.All(1.0 / 6);
        sum = sum * rest + T.All(0.5);
        sum = sum * rest + T.All(1);
        sum = sum * rest + T.All(1);
        return Canonical(sum * power);
    }

    /// <summary>Natural logarithm.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Log<T>(T x) where T : struct, ILanes<T>
    {
        // x = 2^k · m with m in [√½, √2): every float, subnormal or not, is a normal double.
        var biased = T.ShiftBitsRight(T.SubtractBits(x, Bits<T>(HalfRootBits - OneBits)), MantissaBits);
        var mantissa = T.SubtractBits(x, T.ShiftBitsLeft(T.SubtractBits(biased, Bits<T>(ExponentBias)), MantissaBits));
        var k = T.SubtractBits(biased, Bits<T>(-BitConverter.DoubleToInt64Bits(RoundingShift))) - T.All(RoundingShift + ExponentBias);

        var f = (mantissa - T.All(1)) / (mantissa + T.All(1)); // ln m = 2 artanh f, |f| < 0.172
        var square = f * f;
        var sum = T.All(1.0 / 13);                             // Σ f²ⁿ / (2n + 1)
        sum = sum * square + T.All(1.0 / 11);
        sum = sum * square + T.All(1.0 / 9);
        sum = sum * square + T.All(1.0 / 7);
        sum = sum * square + T.All(1.0 / 5);
        sum = sum * square + T.All(1.0 / 3);
        sum = sum * square + T.All(1);
        var value = k * T.All(Ln2) + (f + f) * sum;

        value = T.Select(T.Equal(x, T.All(0)), T.All(double.NegativeInfinity), value);
        value = T.Select(T.Less(x, T.All(0)), T.All(double.NaN), value);
        value = T.Select(T.Less(x, T.All(double.PositiveInfinity)), value, x); // infinity and NaN are their own logarithm
        return Canonical(value);
    }

    /// <summary>Splits x = k · π/2 + rest with |rest| ≤ π/4.</summary>
    /// <returns>The rest, and a number whose two lowest bits are those of k.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T Remainder, T Quadrant) Reduce<T>(T x) where T : struct, ILanes<T>
    {
        var quadrant = x * T.All(TwoOverPi) + T.All(RoundingShift);
        var k = quadrant - T.All(RoundingShift);
        var rest = x - k * T.All(HalfPiHigh) - k * T.All(HalfPiLow);
        return T.AnyLess(T.All(LargestReduced), Absolute(x)) ? ReduceHuge(x, rest, quadrant) : (rest, quadrant);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (T Remainder, T Quadrant) ReduceHuge<T>(T x, T rest, T quadrant) where T : struct, ILanes<T>
    {
        for (var lane = 0; lane < T.Count; lane++)
        {
            if (!(Math.Abs(x[lane]) > LargestReduced)) continue;
            var (exactRest, exactQuadrant) = HugeArgument.Reduce((float)x[lane]);
            rest = rest.With(lane, exactRest);
            quadrant = quadrant.With(lane, RoundingShift + exactQuadrant);
        }
        return (rest, quadrant);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SineOf<T>(T sine, T cosine, T quadrant) where T : struct, ILanes<T> =>
        Canonical(T.Select(LowestBit(quadrant), cosine, sine) ^ T.ShiftBitsLeft(quadrant & Bits<T>(2), 62));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T CosineOf<T>(T sine, T cosine, T quadrant) where T : struct, ILanes<T> =>
        Canonical(T.Select(LowestBit(quadrant), sine, cosine) ^ T.ShiftBitsLeft(T.SubtractBits(quadrant, Bits<T>(-1)) & Bits<T>(2), 62));

    // The factored forms x · (1 + …) keep the sign of a zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SinNearZero<T>(T x) where T : struct, ILanes<T>
    {
        var square = x * x;
        var sum = T.All(-1.0 / 39916800);                      // Σ (−1)ⁿ x²ⁿ / (2n + 1)!
        sum = sum * square + T.All(1.0 / 362880);
        sum = sum * square + T.All(-1.0 / 5040);
        sum = sum * square + T.All(1.0 / 120);
        sum = sum * square + T.All(-1.0 / 6);
        sum = sum * square + T.All(1);
        return x * sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T CosNearZero<T>(T x) where T : struct, ILanes<T>
    {
        var square = x * x;
        var sum = T.All(1.0 / 479001600);                      // Σ (−1)ⁿ x²ⁿ / (2n)!
        sum = sum * square + T.All(-1.0 / 3628800);
        sum = sum * square + T.All(1.0 / 40320);
        sum = sum * square + T.All(-1.0 / 720);
        sum = sum * square + T.All(1.0 / 24);
        sum = sum * square + T.All(-0.5);
        return sum * square + T.All(1);
    }

    /// <summary>Angle of the point (right, up), both ≥ 0: one division for both reductions, to below 45° and to within 22.5° of 0 or 45°.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FirstQuadrantAngle<T>(T up, T right) where T : struct, ILanes<T>
    {
        up = T.Select(T.Less(T.All(1e300), up), T.All(1e300), up);          // infinities become finite, so that ∞/∞ is 1
        right = T.Select(T.Less(T.All(1e300), right), T.All(1e300), right);
        var isSteep = T.Less(right, up);
        var opposite = T.Select(isSteep, right, up);
        var adjacent = T.Select(isSteep, up, right);
        adjacent = T.Select(T.Equal(adjacent, T.All(0)), T.All(1), adjacent); // the angle of (0, 0) is 0
        var isNearDiagonal = T.Less(adjacent * T.All(TangentOfEighthPi), opposite);
        var tangent = T.Select(isNearDiagonal, opposite - adjacent, opposite) / T.Select(isNearDiagonal, opposite + adjacent, adjacent);

        var angle = ArctangentNearZero(tangent);
        angle = T.Select(isNearDiagonal, T.All(Math.PI / 4) + angle, angle);
        return T.Select(isSteep, T.All(Math.PI / 2) - angle, angle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ArctangentNearZero<T>(T x) where T : struct, ILanes<T>
    {
        var square = x * x;
        var sum = T.All(-1.0 / 23);                            // Σ (−1)ⁿ x²ⁿ / (2n + 1), |x| ≤ √2 − 1
        sum = sum * square + T.All(1.0 / 21);
        sum = sum * square + T.All(-1.0 / 19);
        sum = sum * square + T.All(1.0 / 17);
        sum = sum * square + T.All(-1.0 / 15);
        sum = sum * square + T.All(1.0 / 13);
        sum = sum * square + T.All(-1.0 / 11);
        sum = sum * square + T.All(1.0 / 9);
        sum = sum * square + T.All(-1.0 / 7);
        sum = sum * square + T.All(1.0 / 5);
        sum = sum * square + T.All(-1.0 / 3);
        sum = sum * square + T.All(1);
        return x * sum;
    }

    /// <summary>All bits set where the lowest bit is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LowestBit<T>(T value) where T : struct, ILanes<T> => T.SubtractBits(T.All(0), value & Bits<T>(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Absolute<T>(T value) where T : struct, ILanes<T> => value & Bits<T>(long.MaxValue);

    /// <summary>Processors disagree about the sign of a NaN they make; here every NaN is the same one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Canonical<T>(T value) where T : struct, ILanes<T> => T.Select(T.Equal(value, value), value, T.All(double.NaN));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Bits<T>(long pattern) where T : struct, ILanes<T> => T.All(BitConverter.Int64BitsToDouble(pattern));
}
