using System.Runtime.Intrinsics;

namespace RLSandbox.Driving.Sensors;

/// <summary>A point as the lens sees it, m: in front of it, to its left, below its axis.</summary>
internal readonly record struct LensPoint(double Depth, double Left, double Down)
{
    /// <summary>Where the way to <paramref name="other"/> passes <paramref name="depth"/>.</summary>
    public LensPoint Towards(in LensPoint other, double depth)
    {
        var share = (depth - Depth) / (other.Depth - Depth);
        return new(depth, Left + share * (other.Left - Left), Down + share * (other.Down - Down));
    }
}

/// <summary>Four corners of a box as the lens sees them: those on the ground, or those at the top.</summary>
internal readonly struct LensCorners
{
    private readonly Vector256<double> _depth, _left, _down;

    /// <summary>Corners at these places, all <paramref name="drop"/> metres lower than the lens.</summary>
    public LensCorners(Vector256<double> ahead, Vector256<double> left, double drop, in Bearing pitch)
    {
        _depth = ahead * pitch.Cos + Vector256.Create(drop * pitch.Sin);
        _left = left;
        _down = Vector256.Create(drop * pitch.Cos) - ahead * pitch.Sin;
    }

    /// <summary>One of them.</summary>
    public LensPoint this[int corner] => new(_depth[corner], _left[corner], _down[corner]);

    /// <summary>Whether all are at least so far in front of the lens.</summary>
    public bool AreBeyond(double depth) => Vector256.GreaterThanOrEqualAll(_depth, Vector256.Create(depth));

    /// <summary>Where they are in the picture, in pixels from its middle to the right and down.</summary>
    public (Vector256<double> Right, Vector256<double> Down) Project(double focal)
    {
        var scale = Vector256.Create(focal) / _depth;
        return (-_left * scale, _down * scale);
    }
}

/// <summary>Which corners of a box bound what a lens above the ground sees of it.</summary>
internal static class SolidOutline
{
    /// <summary>Points of the longest outline.</summary>
    public const int MostPoints = 6;

    /// <summary>The loop of corners, counter-clockwise as they are seen; none where the lens is inside the box.</summary>
    /// <param name="along">Where the lens is, from the middle of the box, in the direction that it points to, m.</param>
    /// <param name="across">To its left, m.</param>
    /// <param name="isAbove">Whether the lens sees its top.</param>
    /// <param name="corners">0 … 3 on the ground, counter-clockwise from the rear right one, 4 … 7 above them.</param>
    /// <returns>How many there are.</returns>
    public static int Find(double along, double across, double halfLength, double halfWidth, bool isAbove, Span<int> corners)
    {
        // Sides counter-clockwise: 0 right, 1 front, 2 left, 3 rear; side s lies between the corners s and s + 1 (mod 4). The lens sees one, two neighbours, or none.
        var end = along > halfLength ? 1 : along < -halfLength ? 3 : -1;
        var side = across < -halfWidth ? 0 : across > halfWidth ? 2 : -1;
        var seen = (end >= 0 ? 1 : 0) + (side >= 0 ? 1 : 0);
        var first = seen < 2 ? Math.Max(Math.Max(end, side), 0) : (end + 1) % 4 == side ? end : side;
        if (seen == 0 && !isAbove) return 0;

        var count = 0;
        for (var i = 0; i <= seen && seen > 0; i++) corners[count++] = (first + i) & 3;
        if (isAbove)
            for (var i = seen; i < (seen > 0 ? 5 : 4); i++) corners[count++] = 4 + ((first + i) & 3);                // round the far side of the top
        else
            for (var i = seen; i >= 0; i--) corners[count++] = 4 + ((first + i) & 3);                                // back along the near side
        return count;
    }
}
