using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>A matrix in bfloat16 as <see cref="RoundedBlock"/> reads its columns: panels of 32, each [pairs, 32, 2]; zeros where there are no more columns or pairs.</summary>
internal sealed unsafe class RoundedPanels : IDisposable
{
    private const int Columns = RoundedBlock.Columns, Lanes = 8, Side = 16, SecondLevelCache = 1 << 20;
    private static readonly Vector512<ushort> LowZip = Vector512.Create((ushort)0, 32, 1, 33, 2, 34, 3, 35, 4, 36, 5, 37, 6, 38, 7, 39, 8, 40, 9, 41, 10, 42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47);
    private static readonly Vector512<ushort> HighZip = LowZip + Vector512.Create((ushort)16);

    /// <summary>Of one pair of a panel's columns.</summary>
    public const int PairBytes = Columns * 2 * sizeof(ushort);

    private readonly NativeBuffer<ushort> _memory;
    private readonly bool _goesAround;                                // written around the caches, which they would only empty

    /// <summary>Zeros.</summary>
    /// <param name="pairs">Rounded up to fours.</param>
    /// <param name="areReadLater">Whether other memory is used before they are read: then many of them are written around the caches, and who sets them fences that.</param>
    public RoundedPanels(int panels, int pairs, bool areReadLater = false)
    {
        (PanelCount, PairCount) = (panels, (pairs + RoundedBlock.PairStep - 1) / RoundedBlock.PairStep * RoundedBlock.PairStep);
        _memory = new((long)PanelCount * (PairCount + 1) * Columns * 2, hugePages: true);
        _goesAround = areReadLater && _memory.Length * sizeof(ushort) > SecondLevelCache;
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
        var target = Place(panel, pair);
        for (; count >= Columns; count -= Columns, first += Columns, second += Columns, target += (PairCount + 1) * Columns * 2) ZipAll(first, second, target, _goesAround);
        Zip(first, second, target, count);
    }

    /// <summary>Sets some pairs of sixteen columns of a panel.</summary>
    /// <param name="rows">[16, length]: numbers of one column each, pair after pair.</param>
    /// <param name="count">Numbers of each row, in sixteens.</param>
    public void SetColumns(int panel, int pair, int column, ushort* rows, int length, int count)
    {
        var target = (float*)(Place(panel, pair) + 2 * column);
        var pairs = count / 2;
        for (var i = 0; i < pairs; i += Side)
        {
            var first = Math.Min(i, pairs - Side);                    // the last square overlaps the one before
            if (first >= 0) Transposition.Sixteen((float*)rows + first, length / 2, target + first * Columns, Columns, _goesAround);
            else for (var lanes = 0; lanes < Side; lanes += Side / 2) Transposition.Eight((float*)(rows + lanes * length), length / 2, target + lanes, Columns);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    /// <summary>[count] and [count] → [count, 2].</summary>
    /// <param name="count">In eights.</param>
    public static void Zip(ushort* first, ushort* second, ushort* target, int count)
    {
        var i = 0;
        for (; i + Columns <= count; i += Columns) ZipAll(first + i, second + i, target + 2 * i);
        for (; i < count; i += Lanes)
        {
            var (a, b) = (Vector128.Load(first + i), Vector128.Load(second + i));
            Sse2.UnpackLow(a, b).Store(target + 2 * i);
            Sse2.UnpackHigh(a, b).Store(target + 2 * i + Lanes);
        }
    }

    /// <summary>The same of all columns of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ZipAll(ushort* first, ushort* second, ushort* target, bool goesAround = false)
    {
        var (a, b) = (Vector512.Load(first), Vector512.Load(second));
        var (low, high) = (Avx512BW.PermuteVar32x16x2(a, LowZip, b), Avx512BW.PermuteVar32x16x2(a, HighZip, b));
        if (goesAround)
        {
            low.StoreAlignedNonTemporal(target);
            high.StoreAlignedNonTemporal(target + Columns);
            return;
        }

        low.Store(target);
        high.Store(target + Columns);
    }
}
