using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.View;

public sealed class PainterTests
{
    private const int Side = 400;
    /// <summary>Metres around a sample that must be of one class: the diagonal of a raster cell, and the soft edge of a pixel.</summary>
    private const float Clearance = 0.45f;
    private static readonly SKRect Area = SKRect.Create(Side, Side);
    private static readonly WorldView Bare = new() { Layers = Layers.None, Metres = 60 };

    private Scene _scene = null!;

    [SetUp]
    public void MakeScene() => _scene = new();

    [TearDown]
    public void RemoveScene() => _scene.Dispose();

    // On the straight, on the start line and in both bends of the stadium; bends of 30 m radius have kerbs.
    [TestCase(0f, false)]
    [TestCase(90f, false)]
    [TestCase(90f, true)]
    [TestCase(250f, true)]
    public void Picture_ShowsTheClassOfTheRaster(float arc, bool headingUp)
    {
        var snapshot = _scene.At(arc);
        using var painter = new Painter();
        var view = Bare with { Kind = headingUp ? ViewKind.HeadingUp : ViewKind.Follow };
        using var drawing = Draw(painter, view, snapshot);
        Assert.That(view.On(Area, snapshot).Matrix.TryInvert(out var toGround));
        var compared = new int[SurfaceClasses.Count];
        for (var y = 2; y < Side; y += 4)
            for (var x = 2; x < Side; x += 4)
            {
                var ground = toGround.MapPoint(x + 0.5f, y + 0.5f);
                if (UniformClass(ground) is not { } surface || NearCar(snapshot, ground)) continue;
                Assert.That(Shows(drawing.At(x, y), surface), $"{drawing.At(x, y)} for {surface} at {ground}");
                compared[(int)surface]++;
            }
        Assert.That(compared[(int)SurfaceClass.Grass], Is.GreaterThan(1000));
        Assert.That(compared[(int)SurfaceClass.Road], Is.GreaterThan(300));
    }

    [TestCase(1)]
    [TestCase(-1)]
    public void EdgeLineKerbAndStartLine_LieWhereTheRasterHasThem(int side)
    {
        // The road is 5 m wide on each side: line from 5.0 to 4.7, kerb (bends only) from 4.7 to 3.9, start line from −0.5 to 0.5 m.
        Assert.That(ColourAt(arc: 30, offset: side * 4.85f), Is.EqualTo(Theme.EdgeLine));
        Assert.That(ColourAt(arc: 30, offset: side * 4.3f), Is.EqualTo(Theme.Road));
        Assert.That(ColourAt(arc: 95, offset: side * 4.3f), Is.EqualTo(Theme.KerbRed).Or.EqualTo(Theme.KerbWhite));
        Assert.That(ColourAt(arc: 0.25f, offset: side * 2.25f), Is.EqualTo(Theme.StartWhite).Or.EqualTo(Theme.StartBlack));
        Assert.That(ColourAt(arc: 0.75f, offset: side * 2.25f), Is.EqualTo(Theme.Road));
    }

    [Test]
    public void Crossing_IsRoadAndNoHole()
    {
        // A lemniscate crosses itself at the origin.
        var points = Enumerable.Range(0, 64).Select(i => i * MathF.Tau / 64).Select(t => new CircuitPoint(80 * Math.Sin(t), 80 * Math.Sin(t) * Math.Cos(t), 5, 5));
        using var map = MapCompiler.Compile(Circuit.FromControlPoints("eight", [.. points]), new(0.5f));
        var snapshot = _scene.At(0) with { Map = map, Vehicles = [_scene.At(0).Vehicles[0] with { Pose = new(-12, 0, 0) }] };
        using var painter = new Painter();
        var view = Bare;
        using var drawing = Draw(painter, view, snapshot);
        Assert.That(drawing.At(view.On(Area, snapshot).ToPicture(0, 1.5f)), Is.EqualTo(Theme.Road));
        Assert.That(drawing.At(view.On(Area, snapshot).ToPicture(0, 12)), Is.EqualTo(Theme.Grass).Or.EqualTo(Theme.GrassDark));
    }

    [Test]
    public void SameSnapshot_SamePixels_AndAMetreFurtherOthers()
    {
        using Painter one = new(), other = new();
        var view = new WorldView();
        using Drawing a = Draw(one, view, _scene.At(40)), b = Draw(other, view, _scene.At(40)), further = Draw(one, view, _scene.At(41));
        Assert.That(a.Bytes(), Is.EqualTo(b.Bytes()));
        Assert.That(a.Bytes(), Is.Not.EqualTo(further.Bytes()));
    }

    [Test]
    public void HeadingUp_PutsTheGroundAheadAboveTheCar()
    {
        var snapshot = _scene.At(120);
        var pose = snapshot.Vehicles[0].Pose;
        var view = (Bare with { Kind = ViewKind.HeadingUp }).On(Area, snapshot);
        var (sin, cos) = MathF.SinCos(pose.Heading);
        SKPoint car = view.ToPicture(pose.X, pose.Y), ahead = view.ToPicture(pose.X + 10 * cos, pose.Y + 10 * sin);
        // 400 pixels for 60 m: ten metres are 66.7 pixels, straight up.
        Assert.That(ahead.X, Is.EqualTo(car.X).Within(0.01f));
        Assert.That(car.Y - ahead.Y, Is.EqualTo(66.67f).Within(0.01f));
        Assert.That(car.Y, Is.GreaterThan(Side / 2f), "looks ahead");
    }

    [Test]
    public void Braking_LightsTheLamps()
    {
        using var painter = new Painter();
        var view = Bare with { Metres = 10 };
        using Drawing rolling = Draw(painter, view, _scene.At(40)), braking = Draw(painter, view, _scene.At(40, motion: new(10, 0, 0, 0, -4)));
        Assert.That(rolling.Count(Theme.BrakeLamp), Is.Zero);
        Assert.That(braking.Count(Theme.BrakeLamp), Is.GreaterThan(20));
    }

    [Test]
    public void Steering_TurnsTheFrontWheelsOnly()
    {
        using var painter = new Painter();
        var view = Bare with { Metres = 8 };
        var snapshot = _scene.At(40);                                                    // heading east: the front is in the right half
        using Drawing straight = Draw(painter, view, snapshot), turned = Draw(painter, view, _scene.At(40, motion: new(0, 0, 0, 0.5f, 0)));
        var car = view.On(Area, snapshot).ToPicture(snapshot.Vehicles[0].Pose.X, snapshot.Vehicles[0].Pose.Y);
        var (front, rear) = (0, 0);
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
                if (straight.At(x, y) != turned.At(x, y)) _ = x > car.X ? front++ : rear++;
        Assert.That(front, Is.GreaterThan(50));
        Assert.That(rear, Is.Zero);
    }

    [Test]
    public void Obstacle_IsDrawnWhereItStands()
    {
        var road = _scene.Map.Circuit.Sample(52);
        var snapshot = _scene.At(40) with { Obstacles = [new(new(road.X, road.Y, road.Heading), new(0.75f, 0.75f))] };
        using var painter = new Painter();
        var view = Bare;
        using var drawing = Draw(painter, view, snapshot);
        Assert.That(drawing.At(view.On(Area, snapshot).ToPicture(road.X + 0.1f, road.Y)), Is.EqualTo(Theme.Obstacle));
    }

    [Test]
    public void EndedVehicle_IsGone()
    {
        var snapshot = _scene.At(40);
        var other = snapshot.Vehicles[0] with { Pose = _scene.At(50).Vehicles[0].Pose };
        using var painter = new Painter();
        var view = Bare;
        using Drawing alone = Draw(painter, view, snapshot), with = Draw(painter, view, snapshot with { Vehicles = [snapshot.Vehicles[0], other] }),
            ended = Draw(painter, view, snapshot with { Vehicles = [snapshot.Vehicles[0], other with { IsActive = false }] });
        Assert.That(with.Bytes(), Is.Not.EqualTo(alone.Bytes()));
        Assert.That(ended.Bytes(), Is.EqualTo(alone.Bytes()));
    }

    [Test]
    public void Trail_IsColouredBySpeed()
    {
        var snapshot = _scene.At(40);
        var behind = _scene.Map.Circuit.Sample(30);
        var pose = snapshot.Vehicles[0].Pose;
        using var painter = new Painter();
        var view = Bare with { Metres = 30 };
        using var drawing = new Drawing(Side, Side);
        painter.Draw(drawing, Area, snapshot, view with { Layers = Layers.Trail }, [new(behind.X - 10, behind.Y, 0), new(behind.X, behind.Y, 0), new(pose.X, pose.Y, 1)]);
        // Two thirds of its life from the colour of the road to that of full speed.
        var expected = Theme.Mix(Theme.Road, Theme.Speed(1), 2f / 3);
        Assert.That(drawing.At(view.On(Area, snapshot).ToPicture(behind.X + 4, behind.Y)), Is.EqualTo(expected));
    }

    [Test]
    public void NothingOutsideTheArea_IsTouched()
    {
        using var painter = new Painter();
        using var drawing = new Drawing(Side, Side);
        painter.Draw(drawing, new(100, 100, 300, 300), _scene.At(40), new(), []);
        Assert.That(drawing.Count(SKColors.Black, new(0, 0, Side, 100)), Is.EqualTo(100 * Side));
        Assert.That(drawing.Count(SKColors.Black, new(301, 0, Side, Side)), Is.EqualTo(99 * Side));
    }

    private static Drawing Draw(Painter painter, WorldView view, Snapshot snapshot)
    {
        var drawing = new Drawing(Side, Side);
        painter.Draw(drawing, Area, snapshot, view, []);
        return drawing;
    }

    /// <summary>Colour of the ground at a place on the road, seen close up from a car 12 m before it.</summary>
    private SKColor ColourAt(float arc, float offset)
    {
        var snapshot = _scene.At(arc - 12);
        var place = _scene.At(arc, offset).Vehicles[0].Pose;
        using var painter = new Painter();
        var view = Bare with { Metres = 40 };
        using var drawing = Draw(painter, view, snapshot);
        return drawing.At(view.On(Area, snapshot).ToPicture(place.X, place.Y));
    }

    private SurfaceClass? UniformClass(SKPoint ground)
    {
        var surface = _scene.Map.Raster.At(ground.X, ground.Y);
        for (var row = -2; row <= 2; row++)
            for (var column = -2; column <= 2; column++)
                if (_scene.Map.Raster.At(ground.X + column * Clearance / 2, ground.Y + row * Clearance / 2) != surface) return null;
        return surface;
    }

    private static bool NearCar(Snapshot snapshot, SKPoint ground)
    {
        var pose = snapshot.Vehicles[0].Pose;
        return SKPoint.Distance(ground, new(pose.X, pose.Y)) < 4;
    }

    private static bool Shows(SKColor colour, SurfaceClass surface) => surface switch
    {
        SurfaceClass.Grass => IsBetween(colour, Theme.GrassDark, Theme.Grass),
        SurfaceClass.Road => colour == Theme.Road,
        SurfaceClass.Kerb => colour == Theme.KerbRed || colour == Theme.KerbWhite,
        SurfaceClass.EdgeLine => colour == Theme.EdgeLine,
        _ => colour == Theme.StartWhite || colour == Theme.StartBlack,
    };

    /// <summary>The two shades of grass and their soft borders, which rounding may darken by one.</summary>
    private static bool IsBetween(SKColor colour, SKColor low, SKColor high) =>
        colour.Red >= low.Red - 1 && colour.Red <= high.Red + 1 && colour.Green >= low.Green - 1 && colour.Green <= high.Green + 1 && colour.Blue >= low.Blue - 1 && colour.Blue <= high.Blue + 1;
}
