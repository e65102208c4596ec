using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

/// <summary>What must hold whatever the picture shows.</summary>
[Category("Property")]
public sealed class TopDownCameraPropertyTests
{
    private const int Side = 64;                                         // cells; the world is square and centred on the origin
    private const float Cell = 0.25f;
    private const double Drift = 1.0 / 64;                               // cells; twice what steps of 1/65,536 cell add up to over 500 pixels
    private const int Seam = 2;                                          // of 512 pixels; float cannot place two halves exactly side by side

    [Test]
    public void Pixel_ShowsTheCellUnderItsCentre()
    {
        using var raster = World((column, row) => (SurfaceClass)((column * 7 + row * 13 + column * row) % 5));
        var view = new CameraView(90, 70, 0.2f, 40f, 50f);               // finer than level 0, so level 0 is sampled
        int compared = 0, onMap = 0;
        for (var turn = 0; turn < 24; turn++)
        {
            var pose = new Pose(1.3f - turn * 0.11f, -0.7f + turn * 0.09f, turn * 0.7f);
            var picture = Render(view, raster, pose);
            for (var row = 0; row < view.Height; row++)
            {
                for (var column = 0; column < view.Width; column++)
                {
                    // Real numbers from here on: metres ahead and to the left of the car, then the world.
                    double ahead = (view.CarRow - row - 0.5) * 0.2, left = (view.CarColumn - column - 0.5) * 0.2;
                    var x = pose.X + Math.Cos(pose.Heading) * ahead - Math.Sin(pose.Heading) * left;
                    var y = pose.Y + Math.Sin(pose.Heading) * ahead + Math.Cos(pose.Heading) * left;
                    if (NearCellBorder(x - raster.OriginX) || NearCellBorder(y - raster.OriginY)) continue;
                    Assert.That(picture[row * view.Width + column], Is.EqualTo((byte)raster.At((float)x, (float)y)), $"{pose} column {column} row {row}");
                    compared++;
                    if (Math.Abs(x) < 8 && Math.Abs(y) < 8) onMap++;
                }
            }
        }
        Assert.That(compared, Is.GreaterThan(24 * view.PixelCount * 9 / 10));
        Assert.That(onMap, Is.GreaterThan(24 * view.PixelCount / 2));
    }

    [TestCase(0.2f, 0)]
    [TestCase(0.25f, 0)]
    [TestCase(0.49f, 0)]
    [TestCase(0.5f, 1)]
    [TestCase(1.1f, 2)]
    [TestCase(50f, 2)]
    public void SampledLevel_IsTheCoarsestNotWiderThanAPixel(float metresPerPixel, int level)
    {
        using var raster = World((_, _) => SurfaceClass.Road);
        Assert.That(raster.LevelFor(metresPerPixel), Is.EqualTo(level));
    }

    [Test]
    public void OneBrightCell_StaysVisibleInCoarsePixels()               // levels keep the class of the highest priority
    {
        using var raster = World((column, row) => column % 8 == 3 && row % 8 == 5 ? SurfaceClass.StartLine : SurfaceClass.Road);
        // Pixels of 1 m are cells of level 2, 4 × 4 cells each; every second one of each direction holds a bright cell.
        var picture = Render(new(8, 8, 1f, 4f, 4f), raster, new(0f, 0f, MathF.PI / 2));
        Assert.That(picture.Count(surface => surface == (byte)SurfaceClass.StartLine), Is.EqualTo(16));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void WorldAndCarTurnedByQuarters_GiveTheSamePicture(int seed)
    {
        var random = new Random(seed);
        var view = new CameraView(33, 27, 0.5f, 16f, 20f);
        var noise = new SurfaceClass[Side, Side];
        for (var i = 0; i < noise.Length; i++) noise[i % Side, i / Side] = (SurfaceClass)random.Next(5);
        using var world = World((column, row) => noise[column, row]);
        using var turned = World((column, row) => noise[row, Side - 1 - column]);        // (x, y) → (−y, x)
        for (var picture = 0; picture < 100; picture++)
        {
            var heading = random.Next(4);
            var pose = Place(random, heading);
            var boxes = Enumerable.Range(0, 5).Select(_ => new OrientedBox(Place(random, random.Next(4)), new(1.125f, 0.625f), SurfaceClass.Vehicle)).ToArray();
            var expected = Render(view, world, pose, boxes);
            var actual = Render(view, turned, Quarter(pose), [.. boxes.Select(box => box with { Pose = Quarter(box.Pose) })]);
            Assert.That(actual, Is.EqualTo(expected), pose.ToString());
        }
    }

    [Test]
    public void WorldAndCarMovedByWholeCells_GiveTheSamePicture()
    {
        using var world = World((column, row) => (SurfaceClass)((column * 5 + row * 11) % 5));
        using var moved = new ClassRaster(1024f - 8f, -512f - 8f, Side, Side, Cell, 3);
        Fill(moved, (column, row) => (SurfaceClass)((column * 5 + row * 11) % 5));
        var random = new Random(3);
        for (var picture = 0; picture < 50; picture++)
        {
            var pose = Place(random, 0) with { Heading = (float)random.NextDouble() * 6f };
            var box = new OrientedBox(Place(random, 1) with { Heading = (float)random.NextDouble() * 6f }, new(2f, 1f), SurfaceClass.Vehicle);
            var view = new CameraView(40, 40, 0.3f, 20f, 30f);
            var there = new OrientedBox(Move(box.Pose), box.Footprint, box.Surface);
            Assert.That(Render(view, moved, Move(pose), there), Is.EqualTo(Render(view, world, pose, box)));
        }
    }

    [Test]
    public void TouchingBoxes_ShareNoPixelAndLeaveNoGap()
    {
        using var raster = World((_, _) => SurfaceClass.Road);
        var view = new CameraView(64, 64, 0.125f, 32f, 32f);
        for (var turn = 0; turn < 40; turn++)
        {
            var heading = turn * 0.37f;
            float x = MathF.Cos(heading), y = MathF.Sin(heading);        // two halves of a box of 4 × 2 m, one before the other
            var whole = Render(view, raster, default, new OrientedBox(new(0f, 0f, heading), new(2f, 1f), SurfaceClass.Vehicle));
            var rear = new OrientedBox(new(-x, -y, heading), new(1f, 1f), SurfaceClass.Vehicle);
            var front = new OrientedBox(new(x, y, heading), new(1f, 1f), SurfaceClass.Vehicle);
            Assert.That(Covered(Render(view, raster, default, rear, front)), Is.EqualTo(Covered(whole)).Within(Seam));
            var sum = Covered(Render(view, raster, default, rear)) + Covered(Render(view, raster, default, front));
            Assert.That(sum, Is.EqualTo(Covered(whole)).Within(Seam));
        }
        static int Covered(byte[] picture) => picture.Count(surface => surface == (byte)SurfaceClass.Vehicle);
    }

    [Test]
    public void Rendering_AllocatesNothing()
    {
        using var raster = World((_, _) => SurfaceClass.Road);
        var renderer = new CameraRenderer(new() { Output = CameraOutput.Rgb, DrawEgo = true });
        var boxes = new OrientedBox[] { new(new(3f, 0f, 1f), new(2f, 1f), SurfaceClass.Vehicle) };
        var target = new byte[renderer.Part.ByteCount];
        renderer.Render(raster, default, new(2f, 1f), boxes, default, target);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var picture = 0; picture < 100; picture++) renderer.Render(raster, new(picture * 0.1f, 0f, picture), new(2f, 1f), boxes, default, target);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void WrongTargetOrFraming_IsRefused()
    {
        using var raster = World((_, _) => SurfaceClass.Road);
        var camera = new TopDownCamera(new(8, 8, 1f, 4f, 4f));
        Assert.That(() => camera.RenderClasses(raster, default, [], new byte[63]), Throws.ArgumentException);
        Assert.That(() => new TopDownCamera(new(0, 8, 1f, 4f, 4f)), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new TopDownCamera(new(8, 5000, 1f, 4f, 4f)), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new TopDownCamera(new(8, 8, 0f, 4f, 4f)), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new TopDownCamera(new(8, 8, 1f, float.NaN, 4f)), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new ClassRaster(0f, 0f, 65_537, 8, 1f, 1), Throws.ArgumentException);
    }

    /// <summary>A multiple of 1/8 m and a little: no pixel centre falls on the border of a cell, where half-open cells would tell the quarters apart.</summary>
    private static Pose Place(Random random, int quarters)
        => new(random.Next(-60, 60) / 8f + 1 / 32f, random.Next(-60, 60) / 8f + 1 / 32f, Heading(quarters));

    private static Pose Quarter(Pose pose) => new(-pose.Y, pose.X, Heading((int)MathF.Round(pose.Heading / (MathF.PI / 2)) + 1));

    private static float Heading(int quarters) => (((quarters % 4) + 5) % 4 - 1) * (MathF.PI / 2);

    private static Pose Move(Pose pose) => pose with { X = pose.X + 1024f, Y = pose.Y - 512f };

    private static bool NearCellBorder(double metres) => Math.Abs(metres / Cell - Math.Round(metres / Cell)) < Drift;

    private static ClassRaster World(Func<int, int, SurfaceClass> classAt)
    {
        var raster = new ClassRaster(-8f, -8f, Side, Side, Cell, 3);
        Fill(raster, classAt);
        return raster;
    }

    private static void Fill(ClassRaster raster, Func<int, int, SurfaceClass> classAt)
    {
        for (var row = 0; row < Side; row++)
            for (var column = 0; column < Side; column++) raster.Set(column, row, classAt(column, row));
        raster.BuildLevels();
    }

    private static byte[] Render(in CameraView view, ClassRaster raster, in Pose pose, params OrientedBox[] boxes)
    {
        var picture = new byte[view.PixelCount];
        new TopDownCamera(view).RenderClasses(raster, pose, boxes, picture);
        return picture;
    }
}
