using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

/// <summary>The kernel against its definition, computed the slow way, on every pixel of random pictures.</summary>
[Category("Property")]
public sealed class TopDownCameraReferenceTests
{
    private static readonly float[] Cells = [0.1f, 0.25f, 1f];
    private static readonly (int Width, int Height)[] Sizes =
    [
        (64, 64), (84, 84), (1, 1), (7, 5), (8, 9), (13, 31), (16, 16), (1, 40), (40, 1), (1024, 3), (3, 1024),
    ];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public void RandomPictures_AgreeOnEveryPixel(int seed)
    {
        var random = new Random(seed);
        var drawn = new int[SurfaceClasses.Count];
        for (var picture = 0; picture < 300; picture++)
        {
            using var raster = Noise(random);
            var view = View(random);
            var pose = Place(random, raster);
            var boxes = new OrientedBox[random.Next(12)];
            for (var i = 0; i < boxes.Length; i++) boxes[i] = Box(random, view, pose);
            var target = new byte[view.PixelCount];
            new TopDownCamera(view).RenderClasses(raster, pose, boxes, target);
            Assert.That(target, Is.EqualTo(ReferenceCamera.Render(view, raster, pose, boxes)), $"{view} {pose}, boxes {string.Join(' ', boxes)}");
            foreach (var surface in target) drawn[surface]++;
        }
        Assert.That(drawn.Where((_, surface) => surface is not ((int)SurfaceClass.Ego or (int)SurfaceClass.Sky)), Has.All.GreaterThan(1000), "A test that never draws a class says nothing about it.");
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
        var view = new CameraView(20, 20, 0.5f, 10f, 15f);
        var target = new byte[view.PixelCount];
        target.AsSpan().Fill(99);
        OrientedBox[] boxes = [new(new(x, y, 0f), new(2f, 1f), SurfaceClass.Vehicle), new(new(0f, 0f, 0f), new(float.NaN, 1f), SurfaceClass.Vehicle)];
        new TopDownCamera(view).RenderClasses(raster, new(x, y, heading), boxes, target);
        Assert.That(target, Has.None.EqualTo(99));
    }

    private static ClassRaster Noise(Random random)
    {
        var origin = (float)(random.NextDouble() * 200 - 100);
        var raster = new ClassRaster(origin, -2 * origin, random.Next(1, 200), random.Next(1, 200), Cells[random.Next(Cells.Length)], random.Next(1, 5));
        for (var row = 0; row < raster.Height; row++)
            for (var column = 0; column < raster.Width; column++) raster.Set(column, row, GroundClass(random.Next(11)));
        raster.BuildLevels();
        return raster;
    }

    private static CameraView View(Random random)
    {
        var (width, height) = Sizes[random.Next(Sizes.Length)];
        var scale = (float)Math.Pow(10, random.NextDouble() * 3 - 1.5);                  // 0.03 to 30 m per pixel
        if (random.Next(3) == 0) return new(width, height, scale, width / 2, height * 3 / 4);
        return new(width, height, scale, (float)(random.NextDouble() * 3 - 1) * width, (float)(random.NextDouble() * 3 - 1) * height);
    }

    private static Pose Place(Random random, ClassRaster raster)
    {
        var x = raster.OriginX + (float)(random.NextDouble() * 1.6 - 0.3) * raster.Width * raster.MetresPerCell;
        var y = raster.OriginY + (float)(random.NextDouble() * 1.6 - 0.3) * raster.Height * raster.MetresPerCell;
        var heading = random.Next(3) == 0 ? random.Next(-2, 3) * (MathF.PI / 2) : (float)(random.NextDouble() * 20 - 10);
        return random.Next(30) == 0 ? new(x * 1000f, y * 1000f, heading) : new(x, y, heading);
    }

    private static OrientedBox Box(Random random, in CameraView view, in Pose pose)
    {
        var far = (view.Width + view.Height) * view.MetresPerPixel;
        var x = pose.X + (float)(random.NextDouble() - 0.5) * far;
        var y = pose.Y + (float)(random.NextDouble() - 0.5) * far;
        var heading = random.Next(3) == 0 ? pose.Heading + random.Next(-2, 3) * (MathF.PI / 2) : (float)(random.NextDouble() * 20 - 10);
        var footprint = new Footprint((float)random.NextDouble() * far / 4, (float)random.NextDouble() * far / 8);
        return new(new(x, y, heading), footprint, random.Next(2) == 0 ? SurfaceClass.Vehicle : SurfaceClass.Obstacle);
    }

    /// <summary>Classes that a map can hold: those of circuits, and behind the moving things and the sky those of roads.</summary>
    private static SurfaceClass GroundClass(int index) => (SurfaceClass)(index < 5 ? index : index + (int)SurfaceClass.LaneLine - 5);
}
