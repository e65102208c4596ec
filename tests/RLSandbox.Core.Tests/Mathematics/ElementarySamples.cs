namespace RLSandbox.Core.Tests.Mathematics;

/// <summary>Floats that leave no exponent out: about 200 of each, both signs, and the ones at which formulas go wrong.</summary>
internal static class ElementarySamples
{
    private const int MantissaBits = 23;
    private const int PerExponent = 199;

    /// <summary>Zeros, infinities, NaN, the subnormal and normal limits, and ±1.</summary>
    public static readonly float[] Special =
    [
        0f, -0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue,
        1.17549435E-38f, -1.17549435E-38f, 1.17549421E-38f, 1f, -1f, 88.72283f, 88.72284f, -87.33655f, -103.97f, -103.98f, 1_600_000f, 1_600_000.1f,
    ];

    /// <summary>The length is a multiple of 16, so that every vector width divides it.</summary>
    public static float[] All { get; } = Build();

    private static float[] Build()
    {
        var samples = new List<float>(Special);
        for (var exponent = 0u; exponent < 255; exponent++)
        {
            for (var i = 0u; i < PerExponent; i++)
            {
                var mantissa = (i * 0x9E3779B9u) >> (32 - MantissaBits);    // golden ratio steps: evenly spread, no pattern
                Add((exponent << MantissaBits) | mantissa);
            }
        }
        for (var k = 1; k <= 64_000; k += k < 2_000 ? 1 : 31)               // the floats beside multiples of π/4, up to 5 · 10⁴
        {
            var bits = BitConverter.SingleToUInt32Bits((float)(k * (Math.PI / 4)));
            for (var neighbour = bits - 1; neighbour <= bits + 1; neighbour++) Add(neighbour);
        }
        while (samples.Count % 16 != 0) samples.Add(0.5f);
        return [.. samples];

        void Add(uint bits)
        {
            samples.Add(BitConverter.UInt32BitsToSingle(bits));
            samples.Add(-BitConverter.UInt32BitsToSingle(bits));
        }
    }
}
