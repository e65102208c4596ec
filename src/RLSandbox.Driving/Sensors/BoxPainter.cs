using System.Runtime.Intrinsics;
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
    private const int Block = 16;                                                       // columns

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

        var rowReach = Math.Abs(turn.Cos) * halfLength + Math.Abs(turn.Sin) * halfWidth + 1;
        var columnReach = Math.Abs(turn.Sin) * halfLength + Math.Abs(turn.Cos) * halfWidth + 1;
        int firstRow = (int)Math.Max(0, row - rowReach), lastRow = (int)Math.Min(view.Height - 1, row + rowReach);
        int firstColumn = (int)Math.Max(0, column - columnReach), lastColumn = (int)Math.Min(view.Width - 1, column + columnReach);
        if (lastColumn - firstColumn < Block && view.Width >= Block)
        {
            var left = Math.Min(firstColumn, view.Width - Block);
            var small = new SmallBox(along - left * sin, across - left * cos, sin, cos, length, width);
            for (var r = firstRow; r <= lastRow; r++) small.Draw(r, (byte)box.Surface, picture.Slice(r * view.Width + left, Block));
            return;
        }

        var rectangle = new SlabPair(new(along, -sin, -cos, -length, length), new(across, -cos, sin, -width, width));
        for (var r = firstRow; r <= lastRow; r++)
        {
            var (first, end) = rectangle.Columns(r, view.Width);
            if (first < end) picture.Slice(r * view.Width + first, end - first).Fill((byte)box.Surface);
        }
    }

    private static long Fixed(double value) => (long)Math.Floor(value + 0.5);

    /// <summary>A box that sixteen columns hold: every one of them is asked, without a division and without a branch.</summary>
    /// <remarks>Exact in 32 bits: no side of a picture has more than 4,096 pixels, so every number stays below 2³⁰.</remarks>
    private readonly struct SmallBox
    {
        private readonly Vector256<int> _along, _across;                                // column 0 … 7 in row 0, from the rear and the right edge
        private readonly int _sin, _cos, _length, _width;

        public SmallBox(long along, long across, long sin, long cos, long halfLength, long halfWidth)
        {
            (_sin, _cos, _length, _width) = ((int)sin, (int)cos, (int)(2 * halfLength), (int)(2 * halfWidth));
            _along = Vector256.Create((int)(along + halfLength)) - Vector256<int>.Indices * _sin;
            _across = Vector256.Create((int)(across + halfWidth)) - Vector256<int>.Indices * _cos;
        }

        /// <summary>Draws one row over sixteen pixels.</summary>
        public void Draw(int row, byte surface, Span<byte> pixels)
        {
            Vector256<int> along = _along - Vector256.Create(row * _cos), across = _across + Vector256.Create(row * _sin);
            var left = Covers(along, across);
            var right = Covers(along - Vector256.Create(8 * _sin), across - Vector256.Create(8 * _cos));
            var covered = Vector128.Narrow(Vector256.Narrow(left, right).GetLower(), Vector256.Narrow(left, right).GetUpper()).AsByte();
            Vector128.ConditionalSelect(covered, Vector128.Create(surface), Vector128.Create<byte>(pixels)).CopyTo(pixels);
        }

        private Vector256<int> Covers(Vector256<int> along, Vector256<int> across) =>
            Vector256.GreaterThanOrEqual(along, Vector256<int>.Zero) & Vector256.LessThan(along, Vector256.Create(_length))
            & Vector256.GreaterThanOrEqual(across, Vector256<int>.Zero) & Vector256.LessThan(across, Vector256.Create(_width));
    }
}
