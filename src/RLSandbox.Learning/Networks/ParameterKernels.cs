using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RLSandbox.Learning.Networks;

/// <summary>Numbers of one step of <see cref="Adam"/>.</summary>
/// <param name="Shorten">Factor on the gradient.</param>
/// <param name="FirstDecay">β₁.</param>
/// <param name="SecondDecay">β₂.</param>
/// <param name="Rate">α / (1 − β₁ᵗ).</param>
/// <param name="Root">1 / √(1 − β₂ᵗ).</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct AdamScales(float Shorten, float FirstDecay, float SecondDecay, float Rate, float Root, float Epsilon);

/// <summary>What is done to all parameters between two minibatches, on the CPU: each in one pass over memory.</summary>
/// <remarks>Lengths are multiples of 16, as <see cref="ParameterVector"/> lays parameters out. Vectors have eight lanes on every processor, so sums have one order everywhere.</remarks>
internal static class ParameterKernels
{
    /// <summary>Numbers whose squares are summed in single precision.</summary>
    public const int Block = 4096;

    /// <summary>target += the first numbers of source, of any length.</summary>
    public static void Add(Span<float> target, ReadOnlySpan<float> source)
    {
        var to = Vectors(target);
        var from = Vectors(source[..target.Length]);
        for (var i = 0; i < to.Length; i++) to[i] += from[i];
        for (var i = to.Length * Vector256<float>.Count; i < target.Length; i++) target[i] += source[i];
    }

    /// <summary>Of one block, in single precision.</summary>
    public static float SumOfSquares(ReadOnlySpan<float> numbers)
    {
        var (even, odd) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var vectors = Vectors(numbers);
        for (var i = 0; i + 1 < vectors.Length; i += 2)
        {
            even = Vector256.FusedMultiplyAdd(vectors[i], vectors[i], even);
            odd = Vector256.FusedMultiplyAdd(vectors[i + 1], vectors[i + 1], odd);
        }

        return Vector256.Sum(even + odd);
    }

    /// <summary>One step of Adam; all [P].</summary>
    public static void Adam(Span<float> values, Span<float> first, Span<float> second, ReadOnlySpan<float> gradient, in AdamScales scales)
    {
        Span<Vector256<float>> v = Vectors(values), m = Vectors(first)[..v.Length], s = Vectors(second)[..v.Length];
        var g = Vectors(gradient)[..v.Length];
        var (firstDecay, firstShare, secondDecay, secondShare) = (Vector256.Create(scales.FirstDecay), Vector256.Create(1 - scales.FirstDecay), Vector256.Create(scales.SecondDecay), Vector256.Create(1 - scales.SecondDecay));
        var (shorten, rate, root, epsilon) = (Vector256.Create(scales.Shorten), Vector256.Create(scales.Rate), Vector256.Create(scales.Root), Vector256.Create(scales.Epsilon));
        for (var i = 0; i < v.Length; i++)
        {
            var gradientHere = g[i] * shorten;
            m[i] = Vector256.FusedMultiplyAdd(gradientHere, firstShare, m[i] * firstDecay);
            s[i] = Vector256.FusedMultiplyAdd(gradientHere * secondShare, gradientHere, s[i] * secondDecay);
            v[i] -= rate * m[i] / Vector256.FusedMultiplyAdd(Vector256.Sqrt(s[i]), root, epsilon);
        }
    }

    /// <summary>The upper halves of single-precision numbers, rounded to nearest, ties to even.</summary>
    internal static Vector256<uint> Upper(Vector256<uint> bits) => (bits + Vector256.Create(0x7FFFu) + ((bits >>> 16) & Vector256.Create(1u))) >>> 16;

    /// <summary>target += source, and source = 0. Both [P].</summary>
    /// <param name="source">Numbers in bfloat16: upper halves of single-precision ones.</param>
    public static void Take(Span<float> target, Span<ushort> source)
    {
        var to = MemoryMarshal.Cast<float, Vector256<float>>(target);
        var from = MemoryMarshal.Cast<ushort, Vector256<ushort>>(source);
        for (var i = 0; i < from.Length; i++)
        {
            var (low, high) = Vector256.Widen(from[i]);
            to[2 * i] += (low << 16).AsSingle();
            to[2 * i + 1] += (high << 16).AsSingle();
        }

        source.Clear();
    }

    private static Span<Vector256<float>> Vectors(Span<float> numbers) => MemoryMarshal.Cast<float, Vector256<float>>(numbers);

    private static ReadOnlySpan<Vector256<float>> Vectors(ReadOnlySpan<float> numbers) => MemoryMarshal.Cast<float, Vector256<float>>(numbers);
}
