using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

/// <summary>What must hold whatever a forward camera shows, and one picture written out.</summary>
[Category("Property")]
public sealed class ForwardCameraPropertyTests
{
    private const float North = MathF.PI / 2;
    private const byte Vehicle = (byte)SurfaceClass.Vehicle, Obstacle = (byte)SurfaceClass.Obstacle, Sky = (byte)SurfaceClass.Sky;

    private static readonly Pose Car = new(32f, 2f, North);
    private static readonly ForwardView View = new(32, 16, MathF.PI / 2, 0f, 2f, 0f, 60f);          // focal length: 16 pixels

    [Test]
    public void StraightRoadWithACarAhead_IsThisPicture()
    {
        // Row r sees the ground 2 m · 16 / (r − 7.5) ahead in steps of 2 m / (r − 7.5): row 15 at 4.3 m in steps of 0.27 m. The road is 6 m wide, its lines 0.5 m.
        // The car: 10 m ahead, 2 m to the left, 2 m wide and 1 m tall. Its rear at 8 m reaches from column 16 − 16 · 3/8 = 10 to 16 − 16 · 1/8 = 14 and from row
        // 8 + 16 · 1/8 = 10 to 8 + 16 · 2/8 = 12; the side that it turns to us ends 12 m ahead, at column 16 − 16 · 1/12 = 14.7 and row 8 + 16 · 1/12 = 9.3 at the top.
        var car = new OrientedBox(new(30f, 12f, North), new(2f, 1f), SurfaceClass.Vehicle, 1f);
        using var raster = Road();
        Assert.That(TextPicture.Of(Render(View, raster, Car, car), View.Width), Is.EqualTo("""
            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            ............VVV--|..............
            ..........VVVVV----|............
            ..........VVVV------|...........
            .........|------------|.........
            ........|--------------|........
            ......||----------------||......
            .....||------------------||.....
            """));
    }

    [Test]
    public void StraightDown_ShowsWhatATopDownCameraShows()
    {
        // 16 pixels of focal length 8 m above the ground: pixels of half a metre, the lens over the middle of the picture.
        using var raster = Checks();
        for (var turn = 0; turn < 20; turn++)
        {
            var pose = new Pose(31.3f, 30.1f, turn * 0.7f);
            var fromAbove = new byte[32 * 16];
            new TopDownCamera(new(32, 16, 0.5f, 16f, 8f)).RenderClasses(raster, pose, [], fromAbove);
            Assert.That(Render(View with { Pitch = North, MountHeight = 8f }, raster, pose), Is.EqualTo(fromAbove));
        }
    }

    [TestCase(0.9f, 0, Description = "the horizon above the picture: only ground")]
    [TestCase(0f, 8, Description = "in its middle")]
    [TestCase(-0.9f, 16, Description = "below it: only sky")]
    public void Horizon_LiesWhereThePitchPutsIt(float pitch, int rowsOfSky)
    {
        using var raster = Road();
        var picture = Render(View with { Pitch = pitch, Reach = 1000f }, raster, Car);
        var isSky = Enumerable.Range(0, View.Height).Select(row => picture.Skip(row * View.Width).Take(View.Width).All(surface => surface == Sky));
        Assert.That(isSky, Is.EqualTo(Enumerable.Range(0, View.Height).Select(row => row < rowsOfSky)));
    }

    [Test]
    public void GroundBeyondReach_IsSky()
    {
        // Row 8 sees 64 m ahead, row 9 sees 21.3 m, row 10 12.8 m.
        using var raster = Road();
        Assert.That(Render(View with { Reach = 20f }, raster, Car).Take(10 * 32), Has.All.EqualTo(Sky));
        Assert.That(Render(View with { Reach = 22f }, raster, Car).Skip(9 * 32), Has.None.EqualTo(Sky));
    }

    [Test]
    public void FartherCar_IsSmaller()
    {
        // Focal length 160 pixels. A rear of 2 × 1 m at 4 m covers 80 × 40 pixels, one at 49 m 6.5 × 3.3; of the roof, 1 m below the lens, the rows 160 · (1/4 − 1/8) = 20 above that.
        using var raster = Road();
        var fine = View with { Width = 320, Height = 160 };
        var counts = Enumerable.Range(0, 10).Select(i => Render(fine, raster, Car, Ahead(6f + 5f * i)).Count(surface => surface == Vehicle)).ToArray();
        Assert.That(counts[0], Is.InRange(80 * 40 + 20 * 40, 80 * 40 + 20 * 80));
        Assert.That(counts, Is.Ordered.Descending);
        Assert.That(counts[^1], Is.InRange(6 * 3, 7 * 4));
    }

    [TestCase(-5f, 0f)]
    [TestCase(-2.1f, 0f)]
    [TestCase(-3f, 4f)]
    [TestCase(61f, 0f, Description = "beyond reach")]
    [TestCase(10f, 30f, Description = "to the side")]
    public void CarThatIsNotInView_IsNotDrawn(float ahead, float left)
    {
        using var raster = Road();
        Assert.That(Render(View, raster, Car, Ahead(ahead, left)), Is.EqualTo(Render(View, raster, Car)));
    }

    [Test]
    public void CarAroundTheLens_IsNotDrawn()
    {
        using var raster = Road();
        Assert.That(Render(View, raster, Car, Ahead(1f) with { Height = 3f }), Is.EqualTo(Render(View, raster, Car)));
    }

    [Test]
    public void CarBesideTheLens_FillsThatSide()                         // 0.5 m to the left, from 2 m behind to 2 m ahead, taller than the lens
    {
        using var raster = Road();
        var picture = Render(View, raster, Car, Ahead(0f, 1.5f) with { Height = 4f });
        // Its front end lies at column 16 − 16 · 0.5 / 2 = 12; the ray at column c meets its side 0.5 · 16 / (16 − c) m ahead, its top edge above row 0 there.
        for (var row = 0; row < View.Height; row++)
            for (var column = 0; column < View.Width; column++) Assert.That(picture[row * View.Width + column] == Vehicle, Is.EqualTo(column < 12), $"column {column} row {row}");
    }

    [Test]
    public void MirroredWorld_GivesTheMirroredPicture()
    {
        using var raster = Road();
        var view = View with { MountHeight = 2.03f };                    // no centre of a pixel on the border of a cell, which belongs to one side
        for (var turn = 0; turn < 20; turn++)
        {
            OrientedBox Box(float sign) => new(new(32f + sign * (turn * 0.3f - 2f), 8f + turn * 0.71f, North + sign * turn * 0.37f), new(2.1f, 0.9f), SurfaceClass.Vehicle, 1.4f);
            var mirrored = Render(view, raster, Car, Box(-1)).Chunk(view.Width).SelectMany(row => row.Reverse());
            Assert.That(Render(view, raster, Car, Box(1)), Is.EqualTo(mirrored));
        }
    }

    [Test]
    public void NearerBody_CoversTheFartherOne_WhateverTheirOrder()
    {
        using var raster = Road();
        OrientedBox near = Ahead(10f) with { Surface = SurfaceClass.Obstacle }, far = Ahead(16f);
        var picture = Render(View, raster, Car, near, far);
        Assert.That(picture, Is.EqualTo(Render(View, raster, Car, far, near)));
        Assert.That(picture.Count(surface => surface == Obstacle), Is.EqualTo(Render(View, raster, Car, near).Count(surface => surface == Obstacle)));
    }

    [Test]
    public void OfTwoAtTheSameDistance_TheLaterCovers()
    {
        using var raster = Road();
        OrientedBox vehicle = Ahead(10f), obstacle = vehicle with { Surface = SurfaceClass.Obstacle };
        Assert.That(Render(View, raster, Car, vehicle, obstacle), Has.None.EqualTo(Vehicle).And.Some.EqualTo(Obstacle));
        Assert.That(Render(View, raster, Car, obstacle, vehicle), Has.None.EqualTo(Obstacle).And.Some.EqualTo(Vehicle));
    }

    [Test]
    public void Rendering_AllocatesNothing()
    {
        using var raster = Road();
        var renderer = new CameraRenderer(new() { Projection = CameraProjection.Forward, Output = CameraOutput.Rgb });
        var target = new byte[renderer.Part.ByteCount];
        OrientedBox[] boxes = [Ahead(10f), Ahead(0.5f, 2f), Ahead(20f)];
        renderer.Render(raster, Car, new(2f, 1f), boxes, default, target);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var picture = 0; picture < 100; picture++) renderer.Render(raster, Car with { Heading = picture }, new(2f, 1f), boxes, default, target);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void WrongTargetOrFraming_IsRefused()
    {
        using var raster = Road();
        Assert.That(() => new ForwardCamera(View).RenderClasses(raster, default, [], new byte[511]), Throws.ArgumentException);
        foreach (var view in new[] { View with { Width = 0 }, View with { Height = 5000 }, View with { FieldOfView = 3.2f }, View with { Pitch = 2f }, View with { MountHeight = 0f }, View with { Reach = float.NaN } })
            Assert.That(() => new ForwardCamera(view), Throws.InstanceOf<ArgumentException>(), view.ToString());
    }

    /// <summary>A car of 4 × 2 × 1 m in the direction of travel.</summary>
    private static OrientedBox Ahead(float metres, float left = 0f) => new(new(Car.X - left, Car.Y + metres, North), new(2f, 1f), SurfaceClass.Vehicle, 1f);

    /// <summary>A road of 6 m that runs north in the middle of 64 m, a line of half a metre along each side.</summary>
    private static ClassRaster Road() => Raster((x, _) => Math.Abs(x - 32) switch { < 2.5 => SurfaceClass.Road, < 3 => SurfaceClass.EdgeLine, _ => SurfaceClass.Grass });

    private static ClassRaster Checks() => Raster((x, y) => (SurfaceClass)(((int)x + 2 * (int)y) % 5));

    private static ClassRaster Raster(Func<double, double, SurfaceClass> classAt)
    {
        var raster = new ClassRaster(0f, 0f, 256, 256, 0.25f, 4);
        for (var row = 0; row < 256; row++)
            for (var column = 0; column < 256; column++) raster.Set(column, row, classAt((column + 0.5) / 4, (row + 0.5) / 4));
        raster.BuildLevels();
        return raster;
    }

    private static byte[] Render(in ForwardView view, ClassRaster raster, in Pose pose, params OrientedBox[] boxes)
    {
        var picture = new byte[view.PixelCount];
        new ForwardCamera(view).RenderClasses(raster, pose, boxes, picture);
        return picture;
    }
}
