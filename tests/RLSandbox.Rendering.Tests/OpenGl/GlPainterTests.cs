using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Sensors;
using RLSandbox.Rendering.OpenGl;
using RLSandbox.Rendering.View;
using Silk.NET.OpenGL;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.OpenGl;

public sealed class GlPainterTests
{
    private const int Side = 240;
    private static readonly SKRect Area = SKRect.Create(Side, Side);
    private static readonly WorldView Bare = new() { Layers = Layers.None, Metres = 40 };

    private Scene _scene = null!;
    private GlPainter _painter = null!;

    [SetUp]
    public void MakeScene() => (_scene, _painter) = (new(), GlTest.Painter());

    [TearDown]
    public void RemoveScene()
    {
        _painter?.Dispose();
        _scene.Dispose();
    }

    [Test]
    public void SameSnapshot_SamePixels_AndAMetreFurtherOthers()
    {
        var view = new WorldView();
        using var other = GlTest.Painter();
        using Drawing a = Draw(view, _scene.At(40)), further = Draw(view, _scene.At(41)), b = Draw(view, _scene.At(40)), c = Draw(view, _scene.At(40), other);
        Assert.That(b.Look(), Is.EqualTo(a.Look()));
        Assert.That(c.Look(), Is.EqualTo(a.Look()), "another context");
        Assert.That(further.Look(), Is.Not.EqualTo(a.Look()));
    }

    [TestCase(ViewKind.Follow)]
    [TestCase(ViewKind.HeadingUp)]
    [TestCase(ViewKind.Free)]
    public void Obstacle_LiesWhereThePainterWithoutOpenGlDrawsIt(ViewKind kind)
    {
        const float Within = 0.5f;                                                       // pixels; both have soft edges
        var road = _scene.Map.Circuit.Sample(95);
        var snapshot = _scene.At(85) with { Obstacles = [new(new(road.X + 1, road.Y - 2, road.Heading), new(0.75f, 0.75f))] };
        var view = Bare with { Kind = kind, CentreX = road.X - 3, CentreY = road.Y + 2 };
        using var plain = new Painter();
        using Drawing one = Draw(view, snapshot), other = new(Side, Side);
        plain.Draw(other, Area, snapshot, view, []);
        Assert.That(SKPoint.Distance(MiddleOfOrange(one), MiddleOfOrange(other)), Is.LessThan(Within));
    }

    [Test]
    public void Night_IsDarker_AndHeadLampsLightTheRoad()
    {
        var snapshot = _scene.At(40);                                                    // heading east
        using Drawing day = Draw(Bare, snapshot), night = Draw(Bare with { Night = 1 }, snapshot), said = Draw(Bare, snapshot with { Weather = new(Night: 1) });
        Assert.That(Brightness(night, Area), Is.LessThan(0.5 * Brightness(day, Area)));
        Assert.That(said.Look(), Is.EqualTo(night.Look()), "the snapshot's own weather");
        var car = Bare.On(Area, snapshot).ToPicture(snapshot.Vehicles[0].Pose.X, snapshot.Vehicles[0].Pose.Y);
        // 6 pixels are a metre: from 4 to 8 m ahead of the middle of the car, and as far behind it.
        SKRect ahead = new(car.X + 24, car.Y - 6, car.X + 48, car.Y + 6), behind = new(car.X - 56, car.Y - 6, car.X - 32, car.Y + 6);
        Assert.That(Brightness(night, ahead), Is.GreaterThan(2 * Brightness(night, behind)));
    }

    [TestCase(ViewKind.Follow, 4)]
    [TestCase(ViewKind.Chase, 4)]
    [TestCase(ViewKind.Chase, 1)]                                                            // as in a window without a graphics card
    public void Ghost_IsWhereItIsPut_AndShowsWhatIsInsideIt(ViewKind kind, int samples)
    {
        using var painter = new GlPainter(EglContext.TryCreate(out _)!, debug: true, samples);
        var (snapshot, there) = (_scene.At(40), _scene.At(48).Vehicles[0]);
        var view = Bare with { Kind = kind };
        Drawing Of(WorldView seen, bool isSolid, bool isFull) => Draw(seen, snapshot with
        {
            Vehicles = isSolid ? [snapshot.Vehicles[0], there] : snapshot.Vehicles,
            Obstacles = isFull ? [new(there.Pose, new(0.3f, 0.3f))] : [],                    // lower than the roof, and inside the doors
        }, painter);
        using Drawing alone = Of(view, false, false), ghost = Of(view with { Ghost = there.Pose }, false, false), full = Of(view with { Ghost = there.Pose }, false, true);
        using Drawing solid = Of(view, true, false), solidFull = Of(view, true, true);
        Assert.That(Difference(alone, ghost), Is.GreaterThan(10_000), "a hundred pixels by a hundred steps");
        Assert.That(Difference(ghost, full), Is.GreaterThan(1000 + 5 * Difference(solid, solidFull)));
    }

    /// <summary>Sum over all pixels, in steps of one channel.</summary>
    private static long Difference(Drawing a, Drawing b)
    {
        var sum = 0L;
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                SKColor one = a.At(x, y), other = b.At(x, y);
                sum += Math.Abs(one.Red - other.Red) + Math.Abs(one.Green - other.Green) + Math.Abs(one.Blue - other.Blue);
            }
        return sum;
    }

    [Test]
    public void Trail_IsOneBand_WithoutGaps()
    {
        TrailPoint[] corner = [new(0, 0, 0.5f), new(5, 0, 0.5f), new(5, 0, 0), new(5, 5, 0.5f)];
        var shapes = new GroundShapes();
        TrailShapes.Add(shapes, corner, anchor: default);
        Assert.That(shapes.Vertices, Has.Count.EqualTo(4 * 4 * 2), "two stretches of four pieces; standing adds none");
        for (var quad = 4; quad < shapes.Vertices.Count; quad += 4)
            Assert.That((shapes.Vertices[quad].Place, shapes.Vertices[quad + 3].Place), Is.EqualTo((shapes.Vertices[quad - 3].Place, shapes.Vertices[quad - 2].Place)), $"piece {quad / 4} begins where the one before ends");
    }

    [Test]
    public void Rain_ChangesThePicture_AndFallsOn()
    {
        var view = Bare with { Rain = 1 };
        using Drawing dry = Draw(Bare, _scene.At(40)), wet = Draw(view, _scene.At(40)), later = Draw(view, _scene.At(40) with { Seconds = 0.1 });
        Assert.That(wet.Look(), Is.Not.EqualTo(dry.Look()));
        Assert.That(later.Look(), Is.Not.EqualTo(wet.Look()));
    }

    [Test]
    public void Fog_HidesWhatIsFarInAChaseView()
    {
        var view = Bare with { Kind = ViewKind.Chase, Layers = Layers.Trees };
        using Drawing clear = Draw(view, _scene.At(40)), foggy = Draw(view, _scene.At(40) with { Weather = new(Fog: 0.6f) });
        var far = new SKRect(0, 0.33f * Side, Side, 0.45f * Side);
        Assert.That(Spread(foggy, far), Is.LessThan(0.4 * Spread(clear, far)));
    }

    [Test]
    public void Braking_LightsTheLamps()
    {
        var view = Bare with { Metres = 10 };
        using Drawing rolling = Draw(view, _scene.At(40)), braking = Draw(view, _scene.At(40, motion: new(10, 0, 0, 0, -4)));
        Assert.That(Red(rolling), Is.Zero);
        Assert.That(Red(braking), Is.GreaterThan(20));

        static int Red(Drawing drawing) => Pixels(drawing, Area).Count(colour => colour is { Red: > 230, Green: < 80, Blue: < 60 });
    }

    [Test]
    public void SteeringWellToOneSide_BlinksThere_HalfTheTime()
    {
        // Heading east, seen from above with north up: its left is the upper half.
        var view = Bare with { Metres = 6 };
        var snapshot = _scene.At(40, motion: new(5, 0, 0, 0.4f, 0));
        using Drawing lit = Draw(view, snapshot), dark = Draw(view, snapshot with { Seconds = 0.6 });
        var car = view.On(Area, snapshot).ToPicture(snapshot.Vehicles[0].Pose.X, snapshot.Vehicles[0].Pose.Y);
        Assert.That(Amber(lit, Area with { Bottom = car.Y }), Is.GreaterThan(10));
        Assert.That(Amber(lit, Area with { Top = car.Y }), Is.Zero);
        Assert.That(Amber(dark, Area), Is.Zero);

        static int Amber(Drawing drawing, SKRect area) => Pixels(drawing, area).Count(colour => colour is { Red: > 230, Green: > 130 and < 190, Blue: < 40 });
    }

    [Test]
    public void EveryLayer_ChangesThePicture([Values(Layers.Route, Layers.Trail, Layers.Overview, Layers.LaneGraph, Layers.Contacts, Layers.Sensors, Layers.Frustum, Layers.SkidMarks, Layers.Trees)] Layers layer)
    {
        var snapshot = _scene.At(95) with { State = new() { Features = [StateFeature.LateralOffset, StateFeature.LookAhead] }, Camera = new() { MetresPerPixel = 0.4f } };
        var pose = snapshot.Vehicles[0].Pose;
        snapshot = snapshot with { Obstacles = [new(pose with { X = pose.X + 1 }, new(0.75f, 0.75f))] };
        var view = Bare with { Metres = 120 };
        TrailPoint[] trail = [new(pose.X - 9, pose.Y + 3, 0.5f, 1), new(pose.X - 4, pose.Y + 3, 0.5f, 1), new(pose.X, pose.Y + 3, 0.5f, 1)];
        using Drawing without = Draw(view, snapshot, trail: trail), with = Draw(view with { Layers = layer }, snapshot, trail: trail);
        Assert.That(with.Look(), Is.Not.EqualTo(without.Look()));
    }

    [Test]
    public void ChaseView_HasSkyAboveAndTheVehicleInTheMiddle()
    {
        using var drawing = Draw(Bare with { Kind = ViewKind.Chase, Metres = 70 }, _scene.At(40));
        var sky = drawing.At(Side / 2, 5);
        Assert.That(sky.Blue, Is.GreaterThan(sky.Red));
        Assert.That(Pixels(drawing, new(0.3f * Side, 0.5f * Side, 0.7f * Side, 0.95f * Side)).Count(colour => colour.Blue > colour.Red + 80), Is.GreaterThan(100), "a blue car");
    }

    [Test]
    public void AreaAndCanvas_AreRespected()
    {
        using var drawing = new Drawing(Side, Side);
        drawing.Canvas.Scale(2);
        _painter.Draw(drawing, new(30, 30, 90, 90), _scene.At(40), Bare, []);            // pixels 60 to 180
        Assert.That(drawing.Count(SKColors.Black, new(0, 0, Side, 60)), Is.EqualTo(60 * Side));
        Assert.That(drawing.Count(SKColors.Black, new(181, 0, Side, Side)), Is.EqualTo(59 * Side));
        Assert.That(drawing.Count(SKColors.Black, new(61, 61, 179, 179)), Is.Zero);
        using var whole = new Drawing(120, 120);
        _painter.Draw(whole, SKRect.Create(120, 120), _scene.At(40), Bare, []);
        Assert.That(drawing.At(100, 150), Is.EqualTo(whole.At(40, 90)), "device pixels, not canvas units");
    }

    [Test]
    public void EndedVehicle_IsGone()
    {
        var snapshot = _scene.At(40);
        var other = snapshot.Vehicles[0] with { Pose = _scene.At(50).Vehicles[0].Pose };
        using Drawing alone = Draw(Bare, snapshot), with = Draw(Bare, snapshot with { Vehicles = [snapshot.Vehicles[0], other] }), ended = Draw(Bare, snapshot with { Vehicles = [snapshot.Vehicles[0], other with { IsActive = false }] });
        Assert.That(with.Look(), Is.Not.EqualTo(alone.Look()));
        Assert.That(ended.Look(), Is.EqualTo(alone.Look()));
    }

    [Test]
    public void ObjectsOfOpenGl_StayAsMany_Over10000Pictures()
    {
        const int Few = 140, Many = 10_000;                                              // 4, 5 and 7 have no common divisor: after 140 every variant of every shader was used
        using var drawing = new Drawing(32, 24);
        void DrawSome(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                var view = new WorldView { Kind = (ViewKind)(i % 4), Layers = Layers.All & ~Layers.Overview, Night = i % 5 == 0 ? 1 : null, Rain = i % 7 == 0 ? 1 : null };
                _painter.Draw(drawing, i % 3 == 0 ? SKRect.Create(32, 24) : SKRect.Create(24, 24), _scene.At(i % 300), view, [new(0, 0, 0), new(1, 1, 1, 1)]);
            }
        }
        DrawSome(0, Few);
        var after = _painter.LiveObjects;
        DrawSome(Few, Many);
        Assert.That(_painter.LiveObjects, Is.EqualTo(after));
        Assert.That(after, Is.GreaterThan(10));
    }

    [Test]
    public void BrokenShader_ThrowsWithFileLineAndLog()
    {
        using var folder = new TemporaryFolder();
        var broken = folder.PathOf("broken.frag.glsl");
        File.WriteAllText(broken, "out vec4 colour;\nvoid main()\n{\n    colour = noSuchThing;\n}\n");
        using var context = GlTest.Context();
        using var device = new GlDevice(context.Gl, debug: false);
        var error = Assert.Throws<ShaderException>(() => new GlProgram(device, (Assets.Find("shaders", "sky.vert.glsl"), broken)));
        Assert.That(error!.Message, Does.Contain("broken.frag.glsl").And.Contain("noSuchThing").And.Contain("4"), "line 4 of the file");
        Assert.That(device.LiveObjects, Is.Zero);
    }

    [Test]
    public void MistakeInACallOfOpenGl_IsThrown()
    {
        using var context = GlTest.Context();
        using var device = new GlDevice(context.Gl, debug: true);
        if (!context.Gl.IsExtensionPresent("GL_KHR_debug")) Assert.Ignore("OpenGL without KHR_debug");
        context.Gl.Enable((EnableCap)0x7FFF);
        Assert.That(device.ThrowComplaints, Throws.InvalidOperationException.With.Message.Contains("OpenGL"));
        Assert.That(device.ThrowComplaints, Throws.Nothing, "said once");
    }

    [Test]
    public void Painters_AreMadeWithOpenGlWhereThereIsSome()
    {
        using var painter = WorldPainters.Create(out var why);
        Assert.That(painter, Is.InstanceOf<GlPainter>());
        Assert.That(why, Is.Null);
    }

    private Drawing Draw(WorldView view, Snapshot snapshot, GlPainter? painter = null, TrailPoint[]? trail = null)
    {
        var drawing = new Drawing(Side, Side);
        (painter ?? _painter).Draw(drawing, Area, snapshot, view, trail ?? []);
        return drawing;
    }

    private static IEnumerable<SKColor> Pixels(Drawing drawing, SKRect area)
    {
        for (var y = (int)area.Top; y < (int)area.Bottom; y++)
            for (var x = (int)area.Left; x < (int)area.Right; x++) yield return drawing.At(x, y);
    }

    private static double Brightness(Drawing drawing, SKRect area) => Pixels(drawing, area).Average(colour => colour.Red + colour.Green + colour.Blue);

    /// <summary>How much the pixels of a row differ, on average over the rows.</summary>
    private static double Spread(Drawing drawing, SKRect area) => Pixels(drawing, area).Chunk((int)area.Width).Average(row => row.Max(colour => colour.Green) - row.Min(colour => colour.Green));

    /// <summary>Mean place of what has the colour of an obstacle.</summary>
    private static SKPoint MiddleOfOrange(Drawing drawing)
    {
        var (x, y, count) = (0.0, 0.0, 0);
        for (var row = 0; row < Side; row++)
            for (var column = 0; column < Side; column++)
            {
                var colour = drawing.At(column, row);
                if (colour.Red < 225 || colour.Blue > 120) continue;
                (x, y, count) = (x + column, y + row, count + 1);
            }
        Assert.That(count, Is.GreaterThan(20));
        return new((float)(x / count), (float)(y / count));
    }
}
