using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

/// <summary>The camera as its documentation defines it, pixel by pixel and box by box, without any thought of speed.</summary>
internal static class ReferenceCamera
{
    public static byte[] Render(in CameraView view, ClassRaster raster, in Pose pose, ReadOnlySpan<OrientedBox> boxes)
    {
        var picture = new byte[view.Width * view.Height];
        DrawGround(view, raster, pose, picture);
        foreach (var box in boxes) DrawBox(box, view, pose, picture);
        return picture;
    }

    private static void DrawGround(in CameraView view, ClassRaster raster, in Pose pose, byte[] picture)
    {
        var level = 0;
        while (level + 1 < raster.LevelCount && raster.Level(level + 1).MetresPerCell <= view.MetresPerPixel) level++;
        double cell = raster.Level(level).MetresPerCell;
        var (sin, cos) = Direction(pose.Heading);
        // Cells from one pixel to the next, and the position of the centre of pixel (0, 0), both in 1/65,536 cell.
        var stepSin = Nearest(sin * view.MetresPerPixel / cell * 65536);
        var stepCos = Nearest(cos * view.MetresPerPixel / cell * 65536);
        double right = 0.5 - view.CarColumn, down = 0.5 - view.CarRow;
        var u0 = Nearest(((double)pose.X - raster.OriginX) / cell * 65536 + right * stepSin - down * stepCos);
        var v0 = Nearest(((double)pose.Y - raster.OriginY) / cell * 65536 - right * stepCos - down * stepSin);
        for (var row = 0; row < view.Height; row++)
        {
            for (var column = 0; column < view.Width; column++)
            {
                var u = (u0 + column * stepSin - row * stepCos) >> 16;                   // arithmetic shift: the floor
                var v = (v0 - column * stepCos - row * stepSin) >> 16;
                var isClose = Math.Abs(u) < 1_000_000 && Math.Abs(v) < 1_000_000;        // fits an int
                picture[row * view.Width + column] = (byte)(isClose ? raster[level, (int)u, (int)v] : SurfaceClass.Grass);
            }
        }
    }

    private static void DrawBox(in OrientedBox box, in CameraView view, in Pose pose, byte[] picture)
    {
        var (sin, cos) = Direction(pose.Heading);
        var (boxSin, boxCos) = Direction(box.Pose.Heading);
        double x = (double)box.Pose.X - pose.X, y = (double)box.Pose.Y - pose.Y;
        var centreColumn = view.CarColumn - (y * cos - x * sin) / view.MetresPerPixel;
        var centreRow = view.CarRow - (x * cos + y * sin) / view.MetresPerPixel;
        // Everything in 1/65,536 pixel, in the frame of the box: x along it, y across it to the left.
        var turnSin = Nearest((boxSin * cos - boxCos * sin) * 65536);
        var turnCos = Nearest((boxCos * cos + boxSin * sin) * 65536);
        var x0 = Nearest((centreColumn - 0.5) * turnSin + (centreRow - 0.5) * turnCos);
        var y0 = Nearest((centreColumn - 0.5) * turnCos - (centreRow - 0.5) * turnSin);
        var halfLength = Nearest(box.Footprint.HalfLength / (double)view.MetresPerPixel * 65536);
        var halfWidth = Nearest(box.Footprint.HalfWidth / (double)view.MetresPerPixel * 65536);
        for (var row = 0; row < view.Height; row++)
        {
            for (var column = 0; column < view.Width; column++)
            {
                var along = x0 - column * turnSin - row * turnCos;
                var across = y0 - column * turnCos + row * turnSin;
                var isInside = -halfLength <= along && along < halfLength && -halfWidth <= across && across < halfWidth;
                if (isInside) picture[row * view.Width + column] = (byte)box.Surface;
            }
        }
    }

    private static (double Sin, double Cos) Direction(float heading)
    {
        var (sin, cos) = Elementary.SinCos(heading);
        return (Math.Floor(sin * 1048576.0 + 0.5) / 1048576.0, Math.Floor(cos * 1048576.0 + 0.5) / 1048576.0);
    }

    private static long Nearest(double value) => (long)Math.Clamp(Math.Floor(value + 0.5), -(double)(1L << 46), 1L << 46);
}
