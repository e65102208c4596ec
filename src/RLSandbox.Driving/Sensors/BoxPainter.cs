using RLSandbox.Driving.Components;

namespace RLSandbox.Driving.Sensors;

/// <summary>Draws one rectangle over a class picture: two slabs, one range of columns per row.</summary>
/// <remarks>
/// Unit inside: 1/65,536 pixel, in the frame of the box. Pixel (c, r) lies at x = X − c · sin − r · cos along the box and y = Y − c · cos + r · sin
/// across it, where sin and cos belong to the heading of the box relative to the car; it is drawn if −half ≤ x &lt; half on both axes.
/// </remarks>
internal static class BoxPainter
{
    private const double One = 1 << GroundWalk.FractionBits;

    /// <summary>Draws <paramref name="box"/>, seen by a car at <paramref name="pose"/>, into <paramref name="picture"/>, [H, W].</summary>
    public static void Draw(in CameraView view, in Pose pose, in Bearing bearing, in OrientedBox box, Span<byte> picture)
    {
        double x = (double)box.Pose.X - pose.X, y = (double)box.Pose.Y - pose.Y, scale = view.MetresPerPixel;
        var column = view.CarColumn - (y * bearing.Cos - x * bearing.Sin) / scale;      // centre of the box in the picture
        var row = view.CarRow - (x * bearing.Cos + y * bearing.Sin) / scale;
        var halfLength = box.Footprint.HalfLength / scale;
        var halfWidth = box.Footprint.HalfWidth / scale;
        var reach = halfLength + halfWidth;
        var isNear = column + reach > 0 && column - reach < view.Width && row + reach > 0 && row - reach < view.Height;
        if (!isNear) return;                                                            // also when anything is NaN

        var turn = Bearing.Of(box.Pose.Heading).From(bearing);
        long sin = Fixed(turn.Sin * One), cos = Fixed(turn.Cos * One);
        var along = Fixed((column - 0.5) * sin + (row - 0.5) * cos);
        var across = Fixed((column - 0.5) * cos - (row - 0.5) * sin);
        long length = Fixed(halfLength * One), width = Fixed(halfWidth * One);

        var rectangle = new SlabPair(new(along, -sin, -cos, -length, length), new(across, -cos, sin, -width, width));
        var rowReach = Math.Abs(turn.Cos) * halfLength + Math.Abs(turn.Sin) * halfWidth + 1;
        var lastRow = (int)Math.Min(view.Height - 1, row + rowReach);
        for (var r = (int)Math.Max(0, row - rowReach); r <= lastRow; r++)
        {
            var (first, end) = rectangle.Columns(r, view.Width);
            if (first < end) picture.Slice(r * view.Width + first, end - first).Fill((byte)box.Surface);
        }
    }

    private static long Fixed(double value) => (long)Math.Floor(value + 0.5);
}
