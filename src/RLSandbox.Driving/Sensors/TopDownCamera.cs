using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Sensors;

/// <summary>Draws the ground around a car from above, heading-up, one class byte per pixel.</summary>
/// <remarks>
/// <para>Shape: [H, W], row 0 at the far end. The sampled level is the coarsest whose cells are not wider than a pixel
/// (<see cref="ClassRaster.LevelFor"/>); a pixel is the cell under its centre, never a mixture. Outside the map is grass.</para>
/// <para>Exactness: position, heading and scale become integers once per picture and once per box (1/65,536 of a cell, of a pixel), everything
/// after that is integer arithmetic. Headings that are multiples of 90° are exact. A pixel 1,000 columns away is off by at most 1/128 cell.</para>
/// <para>Boxes are drawn in list order, a later one covers an earlier one; a pixel belongs to a box if its centre does (<see cref="OrientedBox"/>).</para>
/// <para>Immutable: any number of threads may share one. No allocation.</para>
/// </remarks>
public sealed class TopDownCamera
{
    private const double One = 1 << GroundWalk.FractionBits;
    private const double FarAway = 1L << 46;                             // 2³⁰ cells: no map reaches there, and sums stay exact

    /// <summary>A camera with one fixed framing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is outside 1 … 4,096, the scale is not positive or the car's place not finite.</exception>
    public TopDownCamera(in CameraView view)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(view.Width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(view.Height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(view.Width, CameraView.LargestSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(view.Height, CameraView.LargestSide);
        var isPossible = view.MetresPerPixel > 0f && float.IsFinite(view.MetresPerPixel) && float.IsFinite(view.CarColumn) && float.IsFinite(view.CarRow);
        if (!isPossible) throw new ArgumentOutOfRangeException(nameof(view), view, "Expected a positive scale and a finite place of the car.");
        View = view;
    }

    /// <summary>Size, scale and place of the car.</summary>
    public CameraView View { get; }

    /// <summary>Fills <paramref name="target"/>, [H, W], with class ids.</summary>
    /// <param name="pose">The car that carries the camera, world frame.</param>
    /// <param name="boxes">Drawn over the map in this order.</param>
    /// <exception cref="ArgumentException"><paramref name="target"/> is not exactly one picture long.</exception>
    public void RenderClasses(ClassRaster raster, in Pose pose, ReadOnlySpan<OrientedBox> boxes, Span<byte> target) => RenderClasses(raster, pose, boxes, default, target);

    /// <inheritdoc cref="RenderClasses(ClassRaster, in Pose, ReadOnlySpan{OrientedBox}, Span{byte})"/>
    /// <param name="next">What is asked for meanwhile.</param>
    internal void RenderClasses(ClassRaster raster, in Pose pose, ReadOnlySpan<OrientedBox> boxes, in TilesAhead next, Span<byte> target)
    {
        if (target.Length != View.PixelCount) throw new ArgumentException($"Expected {View.PixelCount} bytes, one per pixel, got {target.Length}.", nameof(target));
        var bearing = Bearing.Of(pose.Heading);
        RenderGround(raster, pose, bearing, next, target);
        foreach (ref readonly var box in boxes) BoxPainter.Draw(View, pose, bearing, box, target);
    }

    /// <summary>Draws one more box over a picture of [H, W] class ids that <paramref name="pose"/> sees.</summary>
    internal void Draw(in OrientedBox box, in Pose pose, Span<byte> classes) => BoxPainter.Draw(View, pose, Bearing.Of(pose.Heading), box, classes);

    /// <summary>The tiles of a picture that is drawn next.</summary>
    internal TilesAhead Ahead(ClassRaster raster, scoped in Pose pose, Span<uint> room)
    {
        ref readonly var level = ref raster.Level(raster.LevelFor(View.MetresPerPixel));
        return new(level, View, Ground(raster, level, pose, Bearing.Of(pose.Heading)), room);
    }

    private void RenderGround(ClassRaster raster, in Pose pose, in Bearing bearing, in TilesAhead next, Span<byte> target)
    {
        ref readonly var level = ref raster.Level(raster.LevelFor(View.MetresPerPixel));
        var (u, v, sin, cos) = Ground(raster, level, pose, bearing);
        for (var row = 0; row < View.Height; row++)
        {
            next.Fetch(row);
            new GroundWalk(u - row * cos, v - row * sin, sin, -cos).Sample(level, target.Slice(row * View.Width, View.Width));
        }
        GC.KeepAlive(raster);                                            // its memory is native: no finaliser before the last row
    }

    private GroundPlace Ground(ClassRaster raster, in RasterLevel level, in Pose pose, in Bearing bearing)
    {
        var cell = (double)level.MetresPerCell;
        var sin = Fixed(bearing.Sin * View.MetresPerPixel / cell * One);
        var cos = Fixed(bearing.Cos * View.MetresPerPixel / cell * One);
        var right = 0.5 - View.CarColumn;                                // from the car to the centre of pixel (0, 0), in pixels
        var down = 0.5 - View.CarRow;
        var u = Fixed(((double)pose.X - raster.OriginX) / cell * One + right * sin - down * cos);
        var v = Fixed(((double)pose.Y - raster.OriginY) / cell * One - right * cos - down * sin);
        return new(u, v, sin, cos);
    }

    /// <summary>The nearest integer; what lies farther than <see cref="FarAway"/> stays there, NaN becomes 0.</summary>
    private static long Fixed(double value) => (long)Math.Clamp(Math.Floor(value + 0.5), -FarAway, FarAway);
}
