using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

/// <summary>The forward camera as its documentation defines it: a ray per pixel for the ground, every face of every box, without any thought of speed.</summary>
/// <remarks>Boxes are in front of the lens or behind it, not both: <see cref="IsCut"/>.</remarks>
internal static class ReferenceForwardCamera
{
    // Corners of a box from below, as signs of (along, across, up), and its faces, each a loop of corners with the axis and the sign of its normal.
    private static readonly (int Along, int Across, int Up)[] Corners =
        [(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0), (-1, -1, 1), (1, -1, 1), (1, 1, 1), (-1, 1, 1)];
    private static readonly (int[] Loop, int Axis, int Sign)[] Faces =
        [([0, 1, 5, 4], 1, -1), ([1, 2, 6, 5], 0, 1), ([2, 3, 7, 6], 1, 1), ([3, 0, 4, 7], 0, -1), ([4, 5, 6, 7], 2, 1)];

    public static byte[] Render(in ForwardView view, ClassRaster raster, in Pose pose, ReadOnlySpan<OrientedBox> boxes)
    {
        var picture = new byte[view.Width * view.Height];
        for (var row = 0; row < view.Height; row++)
            for (var column = 0; column < view.Width; column++) picture[row * view.Width + column] = (byte)Ground(view, raster, pose, column, row);
        var (car, mount) = (pose, view.MountForward);
        foreach (var box in boxes.ToArray().OrderByDescending(box => Distance(car, mount, box))) DrawBox(view, pose, box, picture);       // keeps the order of equals
        return picture;
    }

    /// <summary>Whether a part of the box is in front of the lens and another part is not.</summary>
    public static bool IsCut(ForwardView view, Pose pose, OrientedBox box)
    {
        var inFront = Enumerable.Range(0, Corners.Length).Count(corner => Corner(view, pose, box, corner).Depth >= SolidPainter.Nearest);
        return inFront > 0 && inFront < Corners.Length;
    }

    private static SurfaceClass Ground(in ForwardView view, ClassRaster raster, in Pose pose, int column, int row)
    {
        // The ray through the pixel's centre, in pixels: how far ahead and down it leads. One step to the right is one pixel.
        var (sinPitch, cosPitch) = Direction(view.Pitch);
        double focal = view.FocalLength, below = row + 0.5 - 0.5 * view.Height;
        var down = sinPitch * focal + cosPitch * below;
        if (down <= 0) return SurfaceClass.Sky;
        var metresPerPixel = view.MountHeight / down;
        var ahead = metresPerPixel * (cosPitch * focal - sinPitch * below);
        if (Math.Abs(ahead) > view.Reach) return SurfaceClass.Sky;

        var level = 0;
        while (level + 1 < raster.LevelCount && raster.Level(level + 1).MetresPerCell <= (float)metresPerPixel) level++;
        var scale = 65536.0 / raster.Level(level).MetresPerCell;
        var (sin, cos) = Direction(pose.Heading);
        // The step from one column to the next and the centre of column 0, both in 1/65,536 cell.
        var stepSin = Nearest16(sin * (float)metresPerPixel * scale);
        var stepCos = Nearest16(cos * (float)metresPerPixel * scale);
        var right = 0.5 - 0.5 * view.Width;
        var u0 = Nearest16(((double)pose.X - raster.OriginX + cos * (view.MountForward + ahead)) * scale + right * stepSin);
        var v0 = Nearest16(((double)pose.Y - raster.OriginY + sin * (view.MountForward + ahead)) * scale - right * stepCos);
        long u = (u0 + column * stepSin) >> 16, v = (v0 - column * stepCos) >> 16;
        var isClose = Math.Abs(u) < 1_000_000 && Math.Abs(v) < 1_000_000;                // fits an int
        return isClose ? raster[level, (int)u, (int)v] : SurfaceClass.Grass;
    }

    private static void DrawBox(in ForwardView view, in Pose pose, in OrientedBox box, byte[] picture)
    {
        var isSeen = Place(pose, view.MountForward, box).Ahead <= view.Reach && Corner(view, pose, box, 0).Depth >= SolidPainter.Nearest;
        if (!isSeen) return;
        var lens = LensInBox(view, pose, box);
        var edges = new List<(double Column0, double Row0, double Column1, double Row1)>();
        foreach (var (loop, axis, sign) in Faces)
        {
            double[] half = [box.Footprint.HalfLength, box.Footprint.HalfWidth, box.Height];
            if (sign * lens[axis] <= half[axis]) continue;                               // seen from behind or from its edge
            var (place, seen) = (pose, view);
            var body = box;
            edges.AddRange(Project(view, [.. loop.Select(corner => Corner(seen, place, body, corner))]));
        }
        for (var row = 0; row < view.Height; row++)
        {
            double middle = row + 0.5, first = double.PositiveInfinity, end = double.NegativeInfinity;
            foreach (var (column0, row0, column1, row1) in edges)
            {
                var isCrossed = Math.Min(row0, row1) <= middle && middle < Math.Max(row0, row1);
                if (!isCrossed) continue;
                var crossing = column0 + (middle - row0) * ((column1 - column0) / (row1 - row0));
                (first, end) = (Math.Min(first, crossing), Math.Max(end, crossing));
            }
            for (var column = 0; column < view.Width; column++)
                if (first <= column + 0.5 && column + 0.5 < end) picture[row * view.Width + column] = (byte)box.Surface;
        }
    }

    private static double[] LensInBox(in ForwardView view, in Pose pose, in OrientedBox box)
    {
        var (ahead, left) = Place(pose, view.MountForward, box);
        var (sin, cos) = Turn(pose, box);
        return [-(ahead * cos + left * sin), ahead * sin - left * cos, view.MountHeight];
    }

    /// <summary>A corner as (depth, left, down) of the lens.</summary>
    private static (double Depth, double Left, double Down) Corner(in ForwardView view, in Pose pose, in OrientedBox box, int corner)
    {
        var (along, across, up) = Corners[corner];
        var (sin, cos) = Turn(pose, box);
        var place = Place(pose, view.MountForward, box);
        double x = along * box.Footprint.HalfLength, y = across * box.Footprint.HalfWidth;
        double ahead = place.Ahead + x * cos - y * sin, left = place.Left + x * sin + y * cos, drop = view.MountHeight - up * box.Height;
        var (sinPitch, cosPitch) = Direction(view.Pitch);
        return (ahead * cosPitch + drop * sinPitch, left, drop * cosPitch - ahead * sinPitch);
    }

    private static IEnumerable<(double, double, double, double)> Project(ForwardView view, (double Depth, double Left, double Down)[] loop)
    {
        var points = Array.ConvertAll(loop, corner => (Column: 0.5 * view.Width - view.FocalLength * corner.Left / corner.Depth, Row: 0.5 * view.Height + view.FocalLength * corner.Down / corner.Depth));
        for (var i = 0; i < points.Length; i++)
        {
            var next = points[(i + 1) % points.Length];
            yield return (points[i].Column, points[i].Row, next.Column, next.Row);
        }
    }

    private static float Distance(Pose pose, float mountForward, OrientedBox box)
    {
        var (ahead, left) = Place(pose, mountForward, box);
        return (float)(ahead * ahead + left * left);
    }

    private static (double Ahead, double Left) Place(in Pose pose, float mountForward, in OrientedBox box)
    {
        var (sin, cos) = Direction(pose.Heading);
        double x = (double)box.Pose.X - pose.X, y = (double)box.Pose.Y - pose.Y;
        return (x * cos + y * sin - mountForward, y * cos - x * sin);
    }

    private static (double Sin, double Cos) Turn(in Pose pose, in OrientedBox box)
    {
        var (sin, cos) = Direction(pose.Heading);
        var (boxSin, boxCos) = Direction(box.Pose.Heading);
        return (boxSin * cos - boxCos * sin, boxCos * cos + boxSin * sin);
    }

    private static (double Sin, double Cos) Direction(float angle)
    {
        var (sin, cos) = Elementary.SinCos(angle);
        return (Math.Floor(sin * 1048576.0 + 0.5) / 1048576.0, Math.Floor(cos * 1048576.0 + 0.5) / 1048576.0);
    }

    private static long Nearest16(double value) => (long)Math.Clamp(Math.Floor(value + 0.5), -(double)(1L << 46), 1L << 46);
}
