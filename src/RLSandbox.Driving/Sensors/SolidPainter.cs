using RLSandbox.Driving.Components;

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
/// The outline is the loop of the box's edges between a face that the lens sees and one that it does not. Where part of it is behind the lens, it is cut
/// <see cref="Nearest"/> before it. Edge rule: an edge crosses row r if one end lies above or on the line through the centres of the row's pixels and the other one below;
/// the row's pixels from the leftmost crossing to the rightmost one are drawn, those whose centre lies on the left one included, on the right one not.
/// Crossings are computed in double, without any sum that runs along the edge. No allocation.
/// </remarks>
internal sealed class SolidPainter(ForwardView view)
{
    /// <summary>What is closer to the plane of the lens is not seen, m.</summary>
    public const double Nearest = 1.0 / 64;

    private const float LargestReach = 1e6f;                             // m; no body is longer, and no number overflows
    private const int MostCorners = 8;

    private readonly Bearing _pitch = Bearing.Of(view.Pitch);
    private readonly double _focal = view.FocalLength;

    /// <summary>Whether any of <paramref name="box"/> may be in front of the lens, and its middle within reach; false when anything is NaN.</summary>
    public bool MaySee(in SolidPlace place, in OrientedBox box)
    {
        var size = box.Footprint.HalfLength + box.Footprint.HalfWidth;
        var below = Math.Max(view.MountHeight * _pitch.Sin, (view.MountHeight - box.Height) * _pitch.Sin);
        return place.Ahead <= view.Reach && (place.Ahead + size) * _pitch.Cos + below > Nearest && Math.Abs(place.Left) < LargestReach && size < LargestReach && float.IsFinite(box.Pose.Heading);
    }

    /// <summary>Draws <paramref name="box"/>, turned by <paramref name="turn"/> against the car, into <paramref name="picture"/>, [H, W].</summary>
    public void Draw(in SolidPlace place, in Bearing turn, in OrientedBox box, byte code, Span<byte> picture)
    {
        Span<Corner> outline = stackalloc Corner[MostCorners];
        var corners = Outline(place, turn, box, outline);
        corners = Cut(outline, corners);
        if (corners > 0) Fill(outline[..corners], code, picture);
    }

    /// <summary>The loop of corners around what the lens sees; none where it is inside the box.</summary>
    private int Outline(in SolidPlace place, in Bearing turn, in OrientedBox box, Span<Corner> outline)
    {
        double length = box.Footprint.HalfLength, width = box.Footprint.HalfWidth;
        var along = -(place.Ahead * turn.Cos + place.Left * turn.Sin);   // of the lens, in the frame of the box
        var across = place.Ahead * turn.Sin - place.Left * turn.Cos;
        // Sides counter-clockwise: 0 right, 1 front, 2 left, 3 rear; side s lies between the corners s and s + 1 (mod 4).
        var end = along > length ? 1 : along < -length ? 3 : -1;
        var side = across < -width ? 0 : across > width ? 2 : -1;
        var seen = (end >= 0 ? 1 : 0) + (side >= 0 ? 1 : 0);
        var first = seen < 2 ? Math.Max(Math.Max(end, side), 0) : (end + 1) % 4 == side ? end : side;
        var isAbove = view.MountHeight >= box.Height;
        if (seen == 0 && !isAbove) return 0;

        var count = 0;
        for (var i = 0; i <= seen && seen > 0; i++) outline[count++] = At(place, turn, first + i, length, width, view.MountHeight);
        var drop = view.MountHeight - box.Height;
        if (isAbove)
            for (var i = seen; i < (seen > 0 ? 5 : 4); i++) outline[count++] = At(place, turn, first + i, length, width, drop);
        else
            for (var i = seen; i >= 0; i--) outline[count++] = At(place, turn, first + i, length, width, drop);
        return count;
    }

    private Corner At(in SolidPlace place, in Bearing turn, int corner, double length, double width, double drop)
    {
        var along = ((corner + 1) & 2) != 0 ? length : -length;          // rear right, front right, front left, rear left
        var across = (corner & 2) != 0 ? width : -width;
        var ahead = place.Ahead + along * turn.Cos - across * turn.Sin;
        var left = place.Left + along * turn.Sin + across * turn.Cos;
        return new(ahead * _pitch.Cos + drop * _pitch.Sin, left, drop * _pitch.Cos - ahead * _pitch.Sin);
    }

    /// <summary>Cuts off what is not at least <see cref="Nearest"/> in front of the lens.</summary>
    /// <remarks>Source: Sutherland and Hodgman, "Reentrant polygon clipping", CACM 17, 1974; one plane.</remarks>
    private static int Cut(Span<Corner> outline, int corners)
    {
        var isWhole = true;
        for (var i = 0; i < corners; i++) isWhole &= outline[i].Depth >= Nearest;
        if (isWhole) return corners;
        Span<Corner> whole = stackalloc Corner[MostCorners];
        outline[..corners].CopyTo(whole);
        var count = 0;
        for (var i = 0; i < corners; i++)
        {
            var (from, to) = (whole[i], whole[i + 1 < corners ? i + 1 : 0]);
            if (from.Depth >= Nearest) outline[count++] = from;
            if (from.Depth >= Nearest != to.Depth >= Nearest) outline[count++] = from.Towards(to);
        }
        return count;
    }

    private void Fill(ReadOnlySpan<Corner> outline, byte code, Span<byte> picture)
    {
        Span<double> columns = stackalloc double[MostCorners], rows = stackalloc double[MostCorners];
        double top = double.PositiveInfinity, bottom = double.NegativeInfinity, left = double.PositiveInfinity, right = double.NegativeInfinity;
        for (var i = 0; i < outline.Length; i++)
        {
            columns[i] = 0.5 * view.Width - _focal * outline[i].Left / outline[i].Depth;
            rows[i] = 0.5 * view.Height + _focal * outline[i].Down / outline[i].Depth;
            (top, bottom) = (Math.Min(top, rows[i]), Math.Max(bottom, rows[i]));
            (left, right) = (Math.Min(left, columns[i]), Math.Max(right, columns[i]));
        }
        int firstRow = Line(top, view.Height), endRow = Line(bottom, view.Height);
        if (firstRow >= endRow || Line(left, view.Width) >= Line(right, view.Width)) return;

        Span<int> first = stackalloc int[endRow - firstRow], end = stackalloc int[endRow - firstRow];
        first.Fill(view.Width);
        end.Clear();
        for (var i = 0; i < outline.Length; i++)
        {
            var next = i + 1 < outline.Length ? i + 1 : 0;
            Cross(columns[i], rows[i], columns[next], rows[next], firstRow, first, end);
        }
        for (var row = 0; row < first.Length; row++)
            if (first[row] < end[row]) picture.Slice((firstRow + row) * view.Width + first[row], end[row] - first[row]).Fill(code);
    }

    /// <summary>Widens the range of columns of every row that an edge crosses.</summary>
    private void Cross(double column, double row, double nextColumn, double nextRow, int firstRow, Span<int> first, Span<int> end)
    {
        int from = Line(Math.Min(row, nextRow), view.Height), to = Line(Math.Max(row, nextRow), view.Height);
        var slope = (nextColumn - column) / (nextRow - row);
        for (var line = from; line < to; line++)
        {
            var crossing = Line(column + (line + 0.5 - row) * slope, view.Width);
            first[line - firstRow] = Math.Min(first[line - firstRow], crossing);
            end[line - firstRow] = Math.Max(end[line - firstRow], crossing);
        }
    }

    /// <summary>The first of <paramref name="count"/> pixels whose centre is not before <paramref name="position"/>.</summary>
    private static int Line(double position, int count) => (int)Math.Clamp(Math.Ceiling(position - 0.5), 0, count);

    /// <summary>A corner as the lens sees it, m.</summary>
    private readonly record struct Corner(double Depth, double Left, double Down)
    {
        /// <summary>Where the way to <paramref name="other"/> passes <see cref="Nearest"/>.</summary>
        public Corner Towards(in Corner other)
        {
            var share = (Nearest - Depth) / (other.Depth - Depth);
            return new(Nearest, Left + share * (other.Left - Left), Down + share * (other.Down - Down));
        }
    }
}
