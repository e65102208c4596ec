using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RLSandbox.Learning.Networks;

/// <summary>Rows and columns of numbers of 4 bytes exchanged, in squares that fit the registers.</summary>
internal static unsafe class Transposition
{
    private const int Side = 8;
    private const byte Even = 0x88, Odd = 0xDD;              // parts 0 and 2, or 1 and 3, of both vectors

    /// <summary>[rows, columns] → [columns, rows].</summary>
    public static void Exchange(float* source, int rows, int columns, float* target)
    {
        if (!Avx.IsSupported || rows < Side || columns < Side)
        {
            for (var row = 0; row < rows; row++) for (var column = 0; column < columns; column++) target[column * rows + row] = source[row * columns + column];
            return;
        }

        for (var row = 0; row < rows; row += Side)
        {
            var first = Math.Min(row, rows - Side);          // the last squares overlap those before
            for (var column = 0; column < columns; column += Side)
            {
                var left = Math.Min(column, columns - Side);
                Eight(source + first * columns + left, columns, target + left * rows + first, rows);
            }
        }
    }

    /// <summary>Eight rows and columns.</summary>
    /// <param name="length">Numbers from a row of the source to the next.</param>
    /// <param name="targetLength">The same of the target.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Eight(float* source, int length, float* target, int targetLength)
    {
        var (a, b, c, d) = Four(Vector256.Load(source), Vector256.Load(source + length), Vector256.Load(source + 2 * length), Vector256.Load(source + 3 * length));
        source += 4 * length;
        var (e, f, g, h) = Four(Vector256.Load(source), Vector256.Load(source + length), Vector256.Load(source + 2 * length), Vector256.Load(source + 3 * length));
        Avx.Permute2x128(a, e, 0x20).Store(target);
        Avx.Permute2x128(b, f, 0x20).Store(target + targetLength);
        Avx.Permute2x128(c, g, 0x20).Store(target + 2 * targetLength);
        Avx.Permute2x128(d, h, 0x20).Store(target + 3 * targetLength);
        target += 4 * targetLength;
        Avx.Permute2x128(a, e, 0x31).Store(target);
        Avx.Permute2x128(b, f, 0x31).Store(target + targetLength);
        Avx.Permute2x128(c, g, 0x31).Store(target + 2 * targetLength);
        Avx.Permute2x128(d, h, 0x31).Store(target + 3 * targetLength);
    }

    /// <summary>Of eight numbers each of four rows: columns 0 and 4, 1 and 5, 2 and 6, 3 and 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> First, Vector256<float> Second, Vector256<float> Third, Vector256<float> Fourth) Four(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        Vector256<float> low = Avx.UnpackLow(a, b), high = Avx.UnpackHigh(a, b), nextLow = Avx.UnpackLow(c, d), nextHigh = Avx.UnpackHigh(c, d);
        return (Avx.Shuffle(low, nextLow, 0x44), Avx.Shuffle(low, nextLow, 0xEE), Avx.Shuffle(high, nextHigh, 0x44), Avx.Shuffle(high, nextHigh, 0xEE));
    }

    /// <summary>Sixteen rows and columns, on a processor with vectors of sixteen.</summary>
    /// <param name="goesAround">Whether the target, whose rows begin with cache lines, is written around the caches.</param>
    /// <inheritdoc cref="Eight"/>
    public static void Sixteen(float* source, int length, float* target, int targetLength, bool goesAround)
    {
        var (a0, a1, a2, a3) = FourWide(source, length);
        var (b0, b1, b2, b3) = FourWide(source + 4 * length, length);
        var (c0, c1, c2, c3) = FourWide(source + 8 * length, length);
        var (d0, d1, d2, d3) = FourWide(source + 12 * length, length);
        StoreFour(a0, b0, c0, d0, target, 4 * targetLength, goesAround);
        StoreFour(a1, b1, c1, d1, target + targetLength, 4 * targetLength, goesAround);
        StoreFour(a2, b2, c2, d2, target + 2 * targetLength, 4 * targetLength, goesAround);
        StoreFour(a3, b3, c3, d3, target + 3 * targetLength, 4 * targetLength, goesAround);
    }

    /// <summary>Of sixteen numbers each of four rows: columns 0, 4, 8 and 12 in the four parts of the first vector, 1, 5, 9 and 13 in those of the second, and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> First, Vector512<float> Second, Vector512<float> Third, Vector512<float> Fourth) FourWide(float* rows, int length)
    {
        Vector512<float> a = Vector512.Load(rows), b = Vector512.Load(rows + length), c = Vector512.Load(rows + 2 * length), d = Vector512.Load(rows + 3 * length);
        Vector512<float> low = Avx512F.UnpackLow(a, b), high = Avx512F.UnpackHigh(a, b), nextLow = Avx512F.UnpackLow(c, d), nextHigh = Avx512F.UnpackHigh(c, d);
        return (Avx512F.Shuffle(low, nextLow, 0x44), Avx512F.Shuffle(low, nextLow, 0xEE), Avx512F.Shuffle(high, nextHigh, 0x44), Avx512F.Shuffle(high, nextHigh, 0xEE));
    }

    /// <summary>Part i of all four vectors is column i of four, <paramref name="apart"/> numbers from the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* target, int apart, bool goesAround)
    {
        Vector512<float> even = Avx512F.Shuffle4x128(a, b, Even), odd = Avx512F.Shuffle4x128(a, b, Odd), nextEven = Avx512F.Shuffle4x128(c, d, Even), nextOdd = Avx512F.Shuffle4x128(c, d, Odd);
        Store(Avx512F.Shuffle4x128(even, nextEven, Even), target, goesAround);
        Store(Avx512F.Shuffle4x128(odd, nextOdd, Even), target + apart, goesAround);
        Store(Avx512F.Shuffle4x128(even, nextEven, Odd), target + 2 * apart, goesAround);
        Store(Avx512F.Shuffle4x128(odd, nextOdd, Odd), target + 3 * apart, goesAround);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> numbers, float* target, bool goesAround)
    {
        if (goesAround) numbers.StoreAlignedNonTemporal(target);
        else numbers.Store(target);
    }
}
