namespace RLSandbox.Core.Mathematics;

/// <summary>Reduction of angles so large that π/2 in double precision is too coarse for them.</summary>
/// <remarks>
/// Multiplies the integer mantissa with the bits of 2/π that matter for this exponent: 2 integer bits and 126 fraction bits.
/// Source: Payne and Hanek, "Radian reduction for trigonometric functions", SIGNUM Newsletter 18 (1983).
/// </remarks>
internal static class HugeArgument
{
    private const double HalfPi = Math.PI / 2;
    private const int FloatMantissaBits = 23;
    private const int FloatExponentBias = 127;

    /// <summary>The first 256 fraction bits of 2/π, after one word of zeros for the bits before the point.</summary>
    private static readonly ulong[] TwoOverPi = [0, 0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561];

    /// <summary>Splits x = k · π/2 + rest with |rest| ≤ π/4, for |x| of 2¹⁰ or more.</summary>
    /// <returns>The rest (NaN for infinities and NaN) and k modulo 4.</returns>
    public static (double Remainder, int Quadrant) Reduce(float x)
    {
        if (!float.IsFinite(x)) return (double.NaN, 0);
        var bits = BitConverter.SingleToUInt32Bits(MathF.Abs(x));
        var exponent = (int)(bits >> FloatMantissaBits) - FloatExponentBias - FloatMantissaBits;
        var mantissa = (bits & ((1u << FloatMantissaBits) - 1)) | (1u << FloatMantissaBits);

        // x · 2/π modulo 4 in units of 2⁻¹²⁶; higher bits of 2/π only add multiples of 4.
        var product = unchecked(mantissa * Window(64 + exponent - 2));
        var quadrant = (int)(product >> 126);
        var fraction = unchecked((Int128)(product << 2));       // a fraction of one half or more counts as negative …
        if (fraction < 0) quadrant++;                           // … in the next quadrant
        var rest = (double)fraction * Math.ScaleB(HalfPi, -128);
        return x < 0 ? (-rest, -quadrant & 3) : (rest, quadrant & 3);
    }

    /// <summary>128 bits of the table from bit <paramref name="first"/> on, counted from the most significant.</summary>
    private static UInt128 Window(int first)
    {
        var word = first / 64;
        var offset = first % 64;
        var window = new UInt128(TwoOverPi[word], TwoOverPi[word + 1]);
        return offset == 0 ? window : (window << offset) | (TwoOverPi[word + 2] >> (64 - offset));
    }
}
