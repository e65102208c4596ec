using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>A matrix in bfloat16 as <see cref="RoundedBlock"/> reads its columns: panels of 32, each [pairs, 32, 2]; zeros where there are no more columns or pairs.</summary>
internal sealed unsafe class RoundedPanels : IDisposable
{
    private const int Columns = RoundedBlock.Columns, Lanes = 8;
    private static readonly Vector512<ushort> LowZip = Vector512.Create((ushort)0, 32, 1, 33, 2, 34, 3, 35, 4, 36, 5, 37, 6, 38, 7, 39, 8, 40, 9, 41, 10, 42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47);
    private static readonly Vector512<ushort> HighZip = LowZip + Vector512.Create((ushort)16);
    private readonly NativeBuffer<ushort> _memory;

    /// <summary>Zeros.</summary>
    /// <param name="pairs">Rounded up to fours.</param>
    public RoundedPanels(int panels, int pairs)
    {
        (PanelCount, PairCount) = (panels, (pairs + RoundedBlock.PairStep - 1) / RoundedBlock.PairStep * RoundedBlock.PairStep);
        _memory = new((long)PanelCount * (PairCount + 1) * Columns * 2, hugePages: true);
    }

    /// <summary>Panels.</summary>
    public int PanelCount { get; }

    /// <summary>Pairs in each.</summary>
    public int PairCount { get; }

    /// <summary>[pairs, 32, 2] of a panel, from a pair on.</summary>
    /// <remarks>A pair's room lies between two panels: where they begin multiples of some KB apart, one pair of all of them would find few sets of the cache.</remarks>
    public ushort* Place(int panel, int pair = 0) => _memory.Address + ((long)panel * (PairCount + 1) + pair) * Columns * 2;

    /// <summary>Panels that so many columns take.</summary>
    public static int For(int columns) => (columns + Columns - 1) / Columns;

    /// <summary>Sets one pair of all columns of a panel and of those after it.</summary>
    /// <param name="first">[count] first numbers of the pair.</param>
    /// <param name="second">[count] second ones.</param>
    /// <param name="count">In eights.</param>
    public void SetPair(int panel, int pair, ushort* first, ushort* second, int count)
    {
        for (; count > 0; count -= Columns, first += Columns, second += Columns) Zip(first, second, Place(panel++, pair), Math.Min(Columns, count));
    }

    /// <summary>Sets some pairs of eight columns of a panel.</summary>
    /// <param name="rows">[8, length]: numbers of one column each, pair after pair.</param>
    /// <param name="count">Numbers of each row, in sixteens.</param>
    public void SetColumns(int panel, int pair, int column, ushort* rows, int length, int count)
    {
        var target = Place(panel, pair) + 2 * column;
        for (var i = 0; i < count; i += 2 * Lanes, target += Lanes * 2 * Columns) Transpose(rows + i, length, target);
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    /// <summary>[count] and [count] → [count, 2].</summary>
    /// <param name="count">In eights.</param>
    public static void Zip(ushort* first, ushort* second, ushort* target, int count)
    {
        var i = 0;
        for (; i + Columns <= count; i += Columns)
        {
            var (a, b) = (Vector512.Load(first + i), Vector512.Load(second + i));
            Avx512BW.PermuteVar32x16x2(a, LowZip, b).Store(target + 2 * i);
            Avx512BW.PermuteVar32x16x2(a, HighZip, b).Store(target + 2 * i + Columns);
        }

        for (; i < count; i += Lanes)
        {
            var (a, b) = (Vector128.Load(first + i), Vector128.Load(second + i));
            Sse2.UnpackLow(a, b).Store(target + 2 * i);
            Sse2.UnpackHigh(a, b).Store(target + 2 * i + Lanes);
        }
    }

    /// <summary>Eight pairs of eight rows: [8, 8] of 4 bytes, rows and columns exchanged.</summary>
    private static void Transpose(ushort* rows, int length, ushort* target)
    {
        var a = Four(rows, length);
        var b = Four(rows + 4 * length, length);
        for (var i = 0; i < 4; i++)
        {
            var (low, high) = (a[i], b[i]);
            Avx2.Permute2x128(low, high, 0x20).AsUInt16().Store(target + i * 2 * Columns);
            Avx2.Permute2x128(low, high, 0x31).AsUInt16().Store(target + (i + 4) * 2 * Columns);
        }
    }

    /// <summary>Of four rows: columns 0 and 4, 1 and 5, 2 and 6, 3 and 7.</summary>
    private static FourVectors Four(ushort* rows, int length)
    {
        Vector256<uint> a = Load(rows), b = Load(rows + length), c = Load(rows + 2 * length), d = Load(rows + 3 * length);
        Vector256<ulong> low = Avx2.UnpackLow(a, b).AsUInt64(), high = Avx2.UnpackHigh(a, b).AsUInt64(), nextLow = Avx2.UnpackLow(c, d).AsUInt64(), nextHigh = Avx2.UnpackHigh(c, d).AsUInt64();
        Unsafe.SkipInit(out FourVectors result);
        result[0] = Avx2.UnpackLow(low, nextLow).AsUInt32();
        result[1] = Avx2.UnpackHigh(low, nextLow).AsUInt32();
        result[2] = Avx2.UnpackLow(high, nextHigh).AsUInt32();
        result[3] = Avx2.UnpackHigh(high, nextHigh).AsUInt32();
        return result;

        static Vector256<uint> Load(ushort* from) => Vector256.Load(from).AsUInt32();
    }

    [InlineArray(4)]
    private struct FourVectors
    {
        private Vector256<uint> _first;
    }
}
