using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RLSandbox.Driving.Sensors;

/// <summary>The points of a picture with low ≤ start + column · columnStep + row · rowStep &lt; high, all integers.</summary>
internal readonly record struct Slab(long Start, long ColumnStep, long RowStep, long Low, long High)
{
    /// <summary>The same points, written with a column step that is not negative: low ≤ x &lt; high ⇔ 1 − high ≤ −x &lt; 1 − low.</summary>
    public Slab Upward() => ColumnStep < 0 ? new(-Start, -ColumnStep, -RowStep, 1 - High, 1 - Low) : this;
}

/// <summary>The intersection of two slabs: a rectangle as a picture sees it, met by each row in one range of columns.</summary>
/// <remarks>
/// The map's outline and a body drawn over it are both such a rectangle. Exact while all numbers stay below 2⁵¹: a bound is the ceiling of a
/// quotient of integers, computed in double, several times faster than in long. The dividend is lowered by one half, which changes no ceiling,
/// keeps the quotient away from integers by more than its rounding error and turns a step of zero into ±∞, so it needs no case of its own.
/// </remarks>
internal readonly struct SlabPair
{
    private readonly Vector256<double> _dividend;                        // of row 0: first and end column of slab a, then of slab b
    private readonly Vector256<double> _dividendPerRow;
    private readonly Vector256<double> _divisor;

    /// <summary>The rectangle inside both slabs.</summary>
    public SlabPair(Slab a, Slab b)
    {
        a = a.Upward();
        b = b.Upward();
        _dividend = Vector256.Create(a.Low - a.Start - 0.5, a.High - a.Start - 0.5, b.Low - b.Start - 0.5, b.High - b.Start - 0.5);
        _dividendPerRow = Vector256.Create(-(double)a.RowStep, -a.RowStep, -b.RowStep, -b.RowStep);
        _divisor = Vector256.Create((double)a.ColumnStep, a.ColumnStep, b.ColumnStep, b.ColumnStep);
    }

    /// <summary>The columns of <paramref name="row"/> inside the rectangle, within [0, <paramref name="width"/>]; empty when end ≤ first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int First, int End) Columns(int row, int width)
    {
        var bound = Vector256.Ceiling((_dividend + _dividendPerRow * row) / _divisor);
        var inPicture = Vector256.Min(Vector256.Max(bound, Vector256<double>.Zero), Vector256.Create((double)width));
        var first = Math.Max(inPicture.GetElement(0), inPicture.GetElement(2));
        var end = Math.Min(inPicture.GetElement(1), inPicture.GetElement(3));
        return ((int)first, (int)end);
    }
}
