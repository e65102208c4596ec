using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RLSandbox.Learning.Networks;

/// <summary>Passes over numbers in bfloat16 on the CPU: what lies between the products of a network.</summary>
/// <remarks>Such a number is the upper half of a single-precision one. <b>Threads and allocation.</b> Pure functions of the caller's memory; none.</remarks>
internal static unsafe class RoundedKernels
{
    private const int Lanes = 8;                                     // single-precision numbers of a vector

    /// <summary>target ← source, to nearest, ties to even.</summary>
    public static void Round(float* source, ushort* target, long count)
    {
        long i = 0;
        if (Avx512F.IsSupported) for (; i + 2 * Lanes <= count; i += 2 * Lanes) Avx512F.ConvertToVector256UInt16(Upper(Vector512.Load(source + i).AsUInt32())).Store(target + i);
        for (; i + 2 * Lanes <= count; i += 2 * Lanes)
        {
            Vector256<uint> first = Vector256.Load(source + i).AsUInt32(), second = Vector256.Load(source + i + Lanes).AsUInt32();
            Vector256.Narrow(ParameterKernels.Upper(first), ParameterKernels.Upper(second)).Store(target + i);
        }

        for (; i < count; i++) target[i] = Round(source[i]);
    }

    /// <summary>The same of one number.</summary>
    public static ushort Round(float number) => (ushort)ParameterKernels.Upper(Vector256.Create(number).AsUInt32())[0];

    /// <summary>target ← source.</summary>
    /// <param name="count">In eights.</param>
    public static void Widen(ushort* source, float* target, long count)
    {
        for (long i = 0; i < count; i += Lanes) Load(source + i).Store(target + i);
    }

    /// <summary>The largest number of each column, none of which is below 0: as whole numbers, which have the same order.</summary>
    /// <param name="rows">[count, width], width in eights.</param>
    public static void Most(ushort* rows, int count, int width, float* most)
    {
        for (var column = 0; column < width; column += Lanes)
        {
            var largest = Vector128<ushort>.Zero;
            for (var i = 0; i < count; i++) largest = Vector128.Max(largest, Vector128.Load(rows + (long)i * width + column));
            Load((ushort*)&largest).Store(most + column);
        }
    }

    /// <summary>Clears the delta where the output was cut off at zero.</summary>
    public static void ReluBackward(ushort* outputs, float* delta, int size)
    {
        for (var i = 0; i < size; i += Lanes) (Vector256.Load(delta + i) & Vector256.GreaterThan(Load(outputs + i), Vector256<float>.Zero)).Store(delta + i);
    }

    /// <summary>[rows, width] → [⌈rows / 2⌉, width, 2]; a row without a partner has zeros.</summary>
    /// <param name="zeros">[width].</param>
    public static void Pair(ushort* source, int rows, int width, ushort* target, ushort* zeros)
    {
        for (var row = 0; row < rows; row += 2, source += 2 * width, target += 2 * width) RoundedPanels.Zip(source, row + 1 < rows ? source + width : zeros, target, width);
    }

    private static Vector512<uint> Upper(Vector512<uint> bits) => (bits + Vector512.Create(0x7FFFu) + ((bits >>> 16) & Vector512<uint>.One)) >>> 16;

    private static Vector256<float> Load(ushort* numbers)
    {
        var (low, high) = Vector128.Widen(Vector128.Load(numbers));
        return (Vector256.Create(low, high) << 16).AsSingle();
    }
}
