using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Sensors;

/// <summary>Draws what a car sees ahead of it: flat ground, sky, and bodies that stand on it; one class byte per pixel.</summary>
/// <remarks>
/// <para>Shape: [H, W]. All pixels of a row see ground at one distance ahead, in even steps to the right: a row is a <see cref="GroundWalk"/>, as in
/// <see cref="TopDownCamera"/>, with a step of its own. The sampled level is the coarsest whose cells are not wider than that step (<see cref="ClassRaster.LevelFor"/>).
/// Rows above the horizon, or farther than <see cref="ForwardView.Reach"/>, are sky.</para>
/// <para>Exactness: position and step become integers once per row (1/65,536 of a cell), everything after that is integer arithmetic. Bodies: <see cref="SolidPainter"/>.</para>
/// <para>Bodies are drawn from far to near, by the distance of their middle from the lens; of two at the same distance the later one covers the earlier one.</para>
/// <para>Immutable: any number of threads may share one. No allocation.</para>
/// </remarks>
public sealed class ForwardCamera
{
    private const double One = 1 << GroundWalk.FractionBits;
    private const double FarAway = 1L << 46;                             // 2³⁰ cells: no map reaches there, and sums stay exact

    private readonly GroundRow[] _rows;
    private readonly SolidPainter _painter;

    /// <summary>A camera with one fixed framing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is outside 1 … 4,096, or a number of the lens or its mount is outside its range.</exception>
    public ForwardCamera(in ForwardView view)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(view.Width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(view.Height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(view.Width, CameraView.LargestSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(view.Height, CameraView.LargestSide);
        var hasLens = view.FieldOfView is > 0.01f and < 3.13f && MathF.Abs(view.Pitch) < 1.5709f;
        var hasPlace = view.MountHeight > 0f && float.IsFinite(view.MountHeight) && float.IsFinite(view.MountForward) && view.Reach > 0f && float.IsFinite(view.Reach);
        if (!hasLens || !hasPlace) throw new ArgumentOutOfRangeException(nameof(view), view, "Expected a field of view inside 0 … π, a pitch inside ±π / 2, a lens above the ground and a positive reach.");
        View = view;
        _painter = new(view);
        _rows = new GroundRow[view.Height];
        for (var row = 0; row < view.Height; row++) _rows[row] = GroundRow.Of(view, row);
    }

    /// <summary>Size, lens and mount.</summary>
    public ForwardView View { get; }

    /// <summary>Fills <paramref name="target"/>, [H, W], with class ids.</summary>
    /// <param name="pose">The car that carries the camera, world frame.</param>
    /// <param name="boxes">Bodies around it; one that the lens is inside of is not drawn.</param>
    /// <exception cref="ArgumentException"><paramref name="target"/> is not exactly one picture long.</exception>
    public void RenderClasses(ClassRaster raster, in Pose pose, ReadOnlySpan<OrientedBox> boxes, Span<byte> target) => Render(raster, pose, boxes, target, withDistance: false);

    /// <summary>The same; <paramref name="withDistance"/> puts the <see cref="DistanceBand"/> of what a pixel shows into the upper half of its byte.</summary>
    internal void Render(ClassRaster raster, in Pose pose, ReadOnlySpan<OrientedBox> boxes, Span<byte> target, bool withDistance)
    {
        if (target.Length != View.PixelCount) throw new ArgumentException($"Expected {View.PixelCount} bytes, one per pixel, got {target.Length}.", nameof(target));
        var bearing = Bearing.Of(pose.Heading);
        RenderGround(raster, pose, bearing, target);
        if (withDistance) MarkGround(target);
        DrawBoxes(pose, bearing, boxes, target, withDistance);
    }

    private void RenderGround(ClassRaster raster, in Pose pose, in Bearing bearing, Span<byte> target)
    {
        var right = 0.5 - 0.5 * View.Width;                              // from the middle to the centre of column 0, in pixels
        double x = (double)pose.X - raster.OriginX, y = (double)pose.Y - raster.OriginY;
        for (var row = 0; row < _rows.Length; row++)
        {
            ref readonly var ground = ref _rows[row];
            var pixels = target.Slice(row * View.Width, View.Width);
            if (ground.IsSky)
            {
                pixels.Fill((byte)SurfaceClass.Sky);
                continue;
            }
            ref readonly var level = ref raster.Level(raster.LevelFor(ground.MetresPerPixel));
            var scale = One / level.MetresPerCell;
            var sin = Fixed(bearing.Sin * ground.MetresPerPixel * scale);
            var cos = Fixed(bearing.Cos * ground.MetresPerPixel * scale);
            var u = Fixed((x + bearing.Cos * ground.Ahead) * scale + right * sin);
            var v = Fixed((y + bearing.Sin * ground.Ahead) * scale - right * cos);
            new GroundWalk(u, v, sin, -cos).Sample(level, pixels);
        }
        GC.KeepAlive(raster);                                            // its memory is native: no finaliser before the last row
    }

    private void MarkGround(Span<byte> target)
    {
        for (var row = 0; row < _rows.Length; row++)
        {
            var mark = DistanceBand.Mark(_rows[row].Ahead - View.MountForward, View.Reach);
            foreach (ref var pixel in target.Slice(row * View.Width, View.Width)) pixel |= mark;
        }
    }

    private void DrawBoxes(in Pose pose, in Bearing bearing, ReadOnlySpan<OrientedBox> boxes, Span<byte> target, bool withDistance)
    {
        Span<ulong> nearest = stackalloc ulong[boxes.Length];            // squared distance, then ~index: numbers of this kind sort by their bits
        var count = 0;
        for (var i = 0; i < boxes.Length; i++)
        {
            var place = Place(pose, bearing, boxes[i]);
            if (_painter.MaySee(place, boxes[i])) nearest[count++] = ((ulong)BitConverter.SingleToUInt32Bits((float)place.SquaredDistance) << 32) | ~(uint)i;
        }
        nearest[..count].Sort();
        for (var i = count - 1; i >= 0; i--)
        {
            ref readonly var box = ref boxes[(int)~(uint)nearest[i]];
            var place = Place(pose, bearing, box);
            var distance = withDistance ? DistanceBand.Mark(place.Ahead, View.Reach) : 0;
            _painter.Draw(place, Bearing.Of(box.Pose.Heading).From(bearing), box, (byte)((int)box.Surface | distance), target);
        }
    }

    private SolidPlace Place(in Pose pose, in Bearing bearing, in OrientedBox box)
    {
        double x = (double)box.Pose.X - pose.X, y = (double)box.Pose.Y - pose.Y;
        return new(x * bearing.Cos + y * bearing.Sin - View.MountForward, y * bearing.Cos - x * bearing.Sin);
    }

    /// <summary>The nearest integer; what lies farther than <see cref="FarAway"/> stays there, NaN becomes 0.</summary>
    private static long Fixed(double value) => (long)Math.Clamp(Math.Floor(value + 0.5), -FarAway, FarAway);

    /// <summary>The ground that one row of pixels sees.</summary>
    /// <param name="MetresPerPixel">From a column to the next; 0 where the row sees sky.</param>
    /// <param name="Ahead">Of the car's pose, m.</param>
    private readonly record struct GroundRow(float MetresPerPixel, double Ahead)
    {
        public bool IsSky => MetresPerPixel == 0f;

        public static GroundRow Of(in ForwardView view, int row)
        {
            var pitch = Bearing.Of(view.Pitch);
            double focal = view.FocalLength, below = row + 0.5 - 0.5 * view.Height;
            var down = pitch.Sin * focal + pitch.Cos * below;            // the ray of the row's middle, in pixels
            var scale = view.MountHeight / down;
            var ahead = scale * (pitch.Cos * focal - pitch.Sin * below);
            return down > 0 && Math.Abs(ahead) <= view.Reach ? new((float)scale, view.MountForward + ahead) : new(0f, view.MountForward + view.Reach);
        }
    }
}

/// <summary>How far away a pixel's content is, in sixteen even bands up to the reach of the camera; sky is in the last one.</summary>
internal static class DistanceBand
{
    /// <summary>Bands.</summary>
    public const int Count = 16;

    /// <summary>The band as it stands in the upper half of a byte.</summary>
    public static byte Mark(double ahead, float reach) => (byte)((int)Math.Clamp(Math.Floor(Math.Abs(ahead) / reach * Count), 0, Count - 1) << 4);
}
