using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RLSandbox.Driving.Sensors;

/// <summary>The middle of a body on the ground as seen from below the lens.</summary>
/// <param name="Ahead">m, along the car's heading.</param>
/// <param name="Left">m, across it.</param>
internal readonly record struct SolidPlace(double Ahead, double Left)
{
    /// <summary>From the foot of the lens, m².</summary>
    public double SquaredDistance => Ahead * Ahead + Left * Left;
}

/// <summary>Draws one upright box over a forward camera's picture: the outline of what its lens sees of it, as a convex polygon.</summary>
/// <remarks>
/// The outline is the loop of the box's edges between a face that the lens sees and one that it does not, counter-clockwise in the picture: edges that lead down
/// bound it on the left, edges that lead up on the right. Where part of it is behind the lens, it is cut <see cref="Nearest"/> before it. Edge rule: a pixel belongs
/// to it if its centre does; left and upper edges belong to it, right and lower ones do not. All in double, no sum runs along an edge. No allocation.
/// </remarks>
internal sealed class SolidPainter(ForwardView view)
{
    /// <summary>What is closer to the plane of the lens is not seen, m.</summary>
    public const double Nearest = 1.0 / 64;

    private const float LargestReach = 1e6f;                             // m; no body is longer, and no number overflows
    private const int Corners = 8, MostPoints = 2 * SolidOutline.MostPoints;             // a cut adds one point to an edge at most
    private const int Block = 16;                                        // pixels

    private readonly Bearing _pitch = Bearing.Of(view.Pitch);
    private readonly double _focal = view.FocalLength, _middleColumn = 0.5 * view.Width, _middleRow = 0.5 * view.Height;

    /// <summary>Whether any of <paramref name="box"/> may be in front of the lens, and its middle within reach; false when anything is NaN.</summary>
    public bool MaySee(in SolidPlace place, in OrientedBox box)
    {
        var size = box.Footprint.HalfLength + box.Footprint.HalfWidth;
        var below = Math.Max(view.MountHeight * _pitch.Sin, (view.MountHeight - box.Height) * _pitch.Sin);
        return place.Ahead <= view.Reach && (place.Ahead + size) * _pitch.Cos + below > Nearest && Math.Abs(place.Left) < LargestReach && size < LargestReach && float.IsFinite(box.Pose.Heading);
    }

    /// <summary>Draws <paramref name="box"/>, turned by <paramref name="turn"/> against the car, into <paramref name="picture"/>, [H, W].</summary>
    [SkipLocalsInit]
    public void Draw(in SolidPlace place, in Bearing turn, in OrientedBox box, byte code, Span<byte> picture)
    {
        double length = box.Footprint.HalfLength, width = box.Footprint.HalfWidth, drop = view.MountHeight - (double)box.Height;
        Span<int> outline = stackalloc int[SolidOutline.MostPoints];
        var count = SolidOutline.Find(-(place.Ahead * turn.Cos + place.Left * turn.Sin), place.Ahead * turn.Sin - place.Left * turn.Cos, length, width, drop >= 0, outline);
        outline = outline[..count];

        var along = Vector256.Create(-length, length, length, -length);
        var across = Vector256.Create(-width, -width, width, width);
        var ahead = Vector256.Create(place.Ahead) + along * turn.Cos - across * turn.Sin;
        var left = Vector256.Create(place.Left) + along * turn.Sin + across * turn.Cos;
        var bottom = new LensCorners(ahead, left, view.MountHeight, _pitch);
        var top = new LensCorners(ahead, left, drop, _pitch);

        Span<double> columns = stackalloc double[MostPoints], rows = stackalloc double[MostPoints];
        if (bottom.AreBeyond(Nearest) && top.AreBeyond(Nearest)) Project(bottom, top, outline, columns, rows);
        else count = CutAndProject(bottom, top, outline, columns, rows);
        if (count > 0) Fill(columns[..count], rows[..count], code, picture);
    }

    [SkipLocalsInit]
    private void Project(in LensCorners bottom, in LensCorners top, ReadOnlySpan<int> outline, Span<double> columns, Span<double> rows)
    {
        Span<double> allColumns = stackalloc double[Corners], allRows = stackalloc double[Corners];
        var (right, down) = bottom.Project(_focal);
        (right + Vector256.Create(_middleColumn)).CopyTo(allColumns);
        (down + Vector256.Create(_middleRow)).CopyTo(allRows);
        (right, down) = top.Project(_focal);
        (right + Vector256.Create(_middleColumn)).CopyTo(allColumns[4..]);
        (down + Vector256.Create(_middleRow)).CopyTo(allRows[4..]);
        for (var i = 0; i < outline.Length; i++) (columns[i], rows[i]) = (allColumns[outline[i]], allRows[outline[i]]);
    }

    /// <summary>Leaves out what is not at least <see cref="Nearest"/> in front of the lens.</summary>
    /// <remarks>Source: Sutherland and Hodgman, "Reentrant polygon clipping", CACM 17, 1974; one plane.</remarks>
    private int CutAndProject(in LensCorners bottom, in LensCorners top, ReadOnlySpan<int> outline, Span<double> columns, Span<double> rows)
    {
        var count = 0;
        for (var i = 0; i < outline.Length; i++)
        {
            int corner = outline[i], next = outline[i + 1 < outline.Length ? i + 1 : 0];
            var (from, to) = (corner < 4 ? bottom[corner] : top[corner - 4], next < 4 ? bottom[next] : top[next - 4]);
            if (from.Depth >= Nearest) (columns[count], rows[count++]) = Project(from);
            if (from.Depth >= Nearest != to.Depth >= Nearest) (columns[count], rows[count++]) = Project(from.Towards(to, Nearest));
        }
        return count;
    }

    private (double Column, double Row) Project(in LensPoint point)
    {
        var scale = _focal / point.Depth;
        return (_middleColumn - point.Left * scale, _middleRow + point.Down * scale);
    }

    [SkipLocalsInit]
    private void Fill(ReadOnlySpan<double> columns, ReadOnlySpan<double> rows, byte code, Span<byte> picture)
    {
        Span<double> slopes = stackalloc double[MostPoints];             // columns per row; of a level edge not finite, and never asked for
        double top = rows[0], bottom = rows[0];
        for (var i = 0; i < rows.Length; i++)
        {
            var next = i + 1 < rows.Length ? i + 1 : 0;
            slopes[i] = (columns[next] - columns[i]) / (rows[next] - rows[i]);
            (top, bottom) = (Math.Min(top, rows[i]), Math.Max(bottom, rows[i]));
        }
        var endRow = Line(bottom, view.Height);
        for (var row = Line(top, view.Height); row < endRow; row += Vector256<double>.Count)
        {
            var (first, end) = Cross(columns, rows, slopes, row);
            for (var lane = 0; lane < Math.Min(Vector256<double>.Count, endRow - row); lane++) Fill(picture, row + lane, (int)first[lane], (int)end[lane], code);
        }
    }

    /// <summary>The columns of the outline in four rows: the first one, and the one behind the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector256<double> First, Vector256<double> End) Cross(ReadOnlySpan<double> columns, ReadOnlySpan<double> rows, ReadOnlySpan<double> slopes, int row)
    {
        var centres = Vector256.Create(row + 0.5) + Vector256.Create(0.0, 1.0, 2.0, 3.0);
        var (first, end) = (Vector256.Create((double)view.Width), Vector256<double>.Zero);
        var isBelow = Vector256.GreaterThanOrEqual(centres, Vector256.Create(rows[0]));
        for (var i = 0; i < rows.Length; i++)
        {
            var isBelowNext = Vector256.GreaterThanOrEqual(centres, Vector256.Create(rows[i + 1 < rows.Length ? i + 1 : 0]));
            var crossing = Vector256.Create(columns[i]) + (centres - Vector256.Create(rows[i])) * slopes[i];
            first = Vector256.ConditionalSelect(isBelow & ~isBelowNext, crossing, first);            // leads down
            end = Vector256.ConditionalSelect(isBelowNext & ~isBelow, crossing, end);                // leads up
            isBelow = isBelowNext;
        }
        return (Line(first, view.Width), Line(end, view.Width));
    }

    private void Fill(Span<byte> picture, int row, int first, int end, byte code)
    {
        if (first >= end) return;
        var rest = picture[(row * view.Width + first)..];
        if (end - first > Block || rest.Length < Block)
        {
            rest[..(end - first)].Fill(code);
            return;
        }
        var covered = Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)(end - first)));        // three times as fast as a call for a few pixels
        Vector128.ConditionalSelect(covered, Vector128.Create(code), Vector128.Create<byte>(rest)).CopyTo(rest);
    }

    /// <summary>The first of <paramref name="count"/> pixels whose centre is not before <paramref name="position"/>.</summary>
    private static int Line(double position, int count) => Math.Clamp((int)Math.Ceiling(position - 0.5), 0, count);

    private static Vector256<double> Line(Vector256<double> position, int count) =>
        Vector256.Min(Vector256.Max(Vector256.Ceiling(position - Vector256.Create(0.5)), Vector256<double>.Zero), Vector256.Create((double)count));
}
