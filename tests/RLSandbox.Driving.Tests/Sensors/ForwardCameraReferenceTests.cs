using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

/// <summary>The forward camera against its definition, computed the slow way, on every pixel of random pictures.</summary>
[Category("Property")]
public sealed class ForwardCameraReferenceTests
{
    private static readonly (int Width, int Height)[] Sizes = [(64, 64), (84, 84), (1, 1), (7, 5), (8, 9), (13, 31), (16, 16), (1, 40), (40, 1), (300, 3), (3, 300)];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void RandomPictures_AgreeOnEveryPixel(int seed)
    {
        var random = new Random(seed);
        var drawn = new int[SurfaceClasses.Count];
        for (var picture = 0; picture < 200; picture++)
        {
            using var raster = Noise(random);
            var view = View(random);
            var pose = new Pose(Within(random, -80, 80), Within(random, -80, 80), Heading(random, 0));
            var boxes = Enumerable.Range(0, random.Next(12)).Select(_ => Box(random, pose)).Where(box => !ReferenceForwardCamera.IsCut(view, pose, box)).ToArray();
            var target = new byte[view.PixelCount];
            new ForwardCamera(view).RenderClasses(raster, pose, boxes, target);
            Assert.That(target, Is.EqualTo(ReferenceForwardCamera.Render(view, raster, pose, boxes)), $"{view} {pose}, boxes {string.Join(' ', boxes)}");
            foreach (var surface in target) drawn[surface]++;
        }
        Assert.That(drawn.Where((_, surface) => surface != (int)SurfaceClass.Ego), Has.All.GreaterThan(1000), "A test that never draws a class says nothing about it.");
    }

    [TestCase(1e9f, 0f, 0.3f)]
    [TestCase(-3e38f, 3e38f, 0.3f)]
    [TestCase(float.NaN, 0f, 0.3f)]
    [TestCase(0f, 0f, float.NaN)]
    [TestCase(0f, 0f, 3e38f)]
    [TestCase(float.PositiveInfinity, float.NegativeInfinity, float.PositiveInfinity)]
    public void AbsurdPose_StillFillsThePicture(float x, float y, float heading)
    {
        using var raster = Noise(new Random(1));
        var view = new ForwardView(20, 20, 1.4f, 0.3f, 1.5f, 0f, 100f);
        var target = new byte[view.PixelCount];
        target.AsSpan().Fill(99);
        OrientedBox[] boxes =
        [
            new(new(x, y, 0f), new(2f, 1f), SurfaceClass.Vehicle, 1f), new(new(5f, 0f, heading), new(2f, 1f), SurfaceClass.Vehicle, 1f),
            new(new(5f, 0f, 0f), new(float.NaN, 1f), SurfaceClass.Vehicle, 1f), new(new(5f, 0f, 0f), new(2f, float.PositiveInfinity), SurfaceClass.Vehicle, float.NaN),
        ];
        new ForwardCamera(view).RenderClasses(raster, new(x, y, heading), boxes, target);
        Assert.That(target, Has.None.EqualTo(99));
    }

    /// <summary>Real rays against real boxes: what the pinhole equation says, whatever outline, cuts and edges are used to draw it.</summary>
    [TestCase(1)]
    [TestCase(2)]
    public void Pixel_ShowsTheBodyThatItsRayMeets(int seed)
    {
        const double Margin = 0.02;                                      // pixels; rays this close to an outline may fall on either side
        var random = new Random(seed);
        using var raster = TextPicture.Raster(8, (_, _) => SurfaceClass.Grass);
        int covered = 0, compared = 0;
        for (var picture = 0; picture < 400; picture++)
        {
            var view = View(random) with { Width = 24, Height = 24 };
            var pose = new Pose(3f, 4f, Heading(random, 0));
            var box = Box(random, pose);
            var target = new byte[view.PixelCount];
            new ForwardCamera(view).RenderClasses(raster, pose, [box], target);
            var isWithin = AheadOf(pose, view, box) <= view.Reach;
            for (var pixel = 0; pixel < target.Length; pixel++)
            {
                double column = pixel % 24 + 0.5, row = pixel / 24 + 0.5;
                var meets = Meets(view, pose, box, column, row);
                var isCertain = Meets(view, pose, box, column - Margin, row) == meets && Meets(view, pose, box, column + Margin, row) == meets
                    && Meets(view, pose, box, column, row - Margin) == meets && Meets(view, pose, box, column, row + Margin) == meets;
                if (!isCertain) continue;
                compared++;
                if (meets) covered++;
                Assert.That(target[pixel] == (byte)box.Surface, Is.EqualTo(meets && isWithin), $"{view} {pose} {box} column {column} row {row}");
            }
        }
        Assert.That(covered, Is.GreaterThan(5000));
        Assert.That(compared, Is.GreaterThan(400 * 24 * 24 * 9 / 10));
    }

    /// <summary>Whether the ray through a place in the picture meets the box in front of the lens; never from inside.</summary>
    private static bool Meets(in ForwardView view, in Pose pose, in OrientedBox box, double column, double row)
    {
        // The lens and the ray in the frame of the car (ahead, left, up), then in that of the box.
        double right = column - 0.5 * view.Width, below = row - 0.5 * view.Height, focal = view.FocalLength;
        double ahead = Math.Cos(view.Pitch) * focal - Math.Sin(view.Pitch) * below, up = -(Math.Sin(view.Pitch) * focal + Math.Cos(view.Pitch) * below);
        double lensX = pose.X + view.MountForward * Math.Cos(pose.Heading) - box.Pose.X, lensY = pose.Y + view.MountForward * Math.Sin(pose.Heading) - box.Pose.Y;
        double turn = (double)pose.Heading - box.Pose.Heading, c = Math.Cos(box.Pose.Heading), s = Math.Sin(box.Pose.Heading);
        double[] from = [lensX * c + lensY * s, lensY * c - lensX * s, view.MountHeight];
        double[] ray = [ahead * Math.Cos(turn) + right * Math.Sin(turn), ahead * Math.Sin(turn) - right * Math.Cos(turn), up];
        double[] low = [-box.Footprint.HalfLength, -box.Footprint.HalfWidth, 0], high = [box.Footprint.HalfLength, box.Footprint.HalfWidth, box.Height];
        double enter = 0, leave = double.PositiveInfinity;
        var isInside = true;
        for (var axis = 0; axis < 3; axis++)
        {
            double a = (low[axis] - from[axis]) / ray[axis], b = (high[axis] - from[axis]) / ray[axis];
            (enter, leave) = (Math.Max(enter, Math.Min(a, b)), Math.Min(leave, Math.Max(a, b)));
            isInside &= low[axis] <= from[axis] && from[axis] <= high[axis];
        }
        return enter < leave && !isInside;
    }

    private static double AheadOf(in Pose pose, in ForwardView view, in OrientedBox box) =>
        (box.Pose.X - pose.X) * Math.Cos(pose.Heading) + (box.Pose.Y - pose.Y) * Math.Sin(pose.Heading) - view.MountForward;

    private static ClassRaster Noise(Random random)
    {
        var raster = new ClassRaster(Within(random, -100, 0), Within(random, -100, 0), random.Next(1, 800), random.Next(1, 800), 0.25f, random.Next(1, 5));
        for (var row = 0; row < raster.Height; row++)
            for (var column = 0; column < raster.Width; column++) raster.Set(column, row, GroundClass(random.Next(11)));
        raster.BuildLevels();
        return raster;
    }

    private static ForwardView View(Random random)
    {
        var (width, height) = Sizes[random.Next(Sizes.Length)];
        var pitch = random.Next(6) switch { 0 => MathF.PI / 2, 1 => 0f, 2 => Within(random, -1f, 1.5f), _ => Within(random, 0.05f, 0.6f) };
        return new(width, height, Within(random, 0.3f, 2.6f), pitch, Within(random, 0.3f, 4f), Within(random, -2f, 2f), Within(random, 5f, 150f));
    }

    private static OrientedBox Box(Random random, in Pose pose)
    {
        var far = random.Next(3) == 0 ? 6f : 40f;
        var place = new Pose(pose.X + Within(random, -far, far), pose.Y + Within(random, -far, far), Heading(random, pose.Heading));
        return new(place, new(Within(random, 0.2f, 4f), Within(random, 0.2f, 2f)), random.Next(2) == 0 ? SurfaceClass.Vehicle : SurfaceClass.Obstacle, Within(random, 0.2f, 4f));
    }

    private static float Heading(Random random, float aligned) => random.Next(3) == 0 ? aligned + random.Next(-2, 3) * (MathF.PI / 2) : Within(random, -10f, 10f);

    private static float Within(Random random, float low, float high) => low + (float)random.NextDouble() * (high - low);

    /// <summary>Classes that a map can hold: those of circuits, and behind the moving things and the sky those of roads.</summary>
    private static SurfaceClass GroundClass(int index) => (SurfaceClass)(index < 5 ? index : index + (int)SurfaceClass.LaneLine - 5);
}
