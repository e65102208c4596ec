using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

/// <summary>Pictures of 16 × 16 pixels, written out: . grass, - road, | edge line, S start line, O obstacle, V vehicle, E the car itself.</summary>
/// <remarks>Cells and pixels are 1 m wide; the car sits 8 pixels from the left and 12 from the top, on the corner of four pixels.</remarks>
[Category("Picture")]
public sealed class TopDownCameraPictureTests
{
    private const float North = MathF.PI / 2;
    private static readonly CameraView View = new(16, 16, 1f, 8f, 12f);

    [Test]
    public void StraightRoad_RunsUpThePicture()
    {
        Assert.That(Picture(NorthRoad, new(16f, 20f, North)), Is.EqualTo("""
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            """));
    }

    [Test]
    public void TurnedLeftBy90Degrees_TheRoadLiesAcross()                // facing west: 3 m of road ahead of the car, 3 m behind it
    {
        Assert.That(Picture(NorthRoad, new(16f, 20f, 2 * North)), Is.EqualTo("""
            ................
            ................
            ................
            ................
            ................
            ................
            ................
            ................
            ................
            ||||||||||||||||
            ----------------
            ----------------
            ----------------
            ----------------
            ||||||||||||||||
            ................
            """));
    }

    [Test]
    public void CarTwoMetresLeftOfTheMiddle_SeesTheRoadTwoPixelsFartherRight()
    {
        Assert.That(Picture(NorthRoad, new(14f, 20f, North)).Split('\n'), Has.All.EqualTo(".......|----|..."));
    }

    [Test]
    public void CarTurnedLeftBy45Degrees_SeesTheRoadLeanRight()          // the road leads away to the right of where the car points
    {
        Assert.That(Picture(NorthRoad, new(16f, 20f, 1.5f * North)), Is.EqualTo("""
            ...............|
            ..............||
            .............||-
            ............||--
            ...........||---
            ..........||----
            .........||-----
            ........||-----|
            .......||-----||
            ......||-----||.
            .....||-----||..
            ....||-----||...
            ...||-----||....
            ..||-----||.....
            .||-----||......
            ||-----||.......
            """));
    }

    [Test]
    public void EndOfTheMap_IsGrass()                                    // the raster of 40 m ends 4 m ahead of the car: rows 0 to 7
    {
        var lines = Picture(NorthRoad, new(16f, 36f, North)).Split('\n');
        Assert.That(lines[..8], Has.All.EqualTo("................"));
        Assert.That(lines[8..], Has.All.EqualTo(".....|----|....."));
    }

    [Test]
    public void LeftBend_LeadsToTheLeft()
    {
        // A ring around (6, 20), radii 7 and 13 m; the car is 10 m east of its centre, facing north. Beside the car (rows 11 and 12) pixel 5 is 7.5 m
        // from the centre, an edge line, and pixel 10 is 12.5 m from it, the other one.
        Assert.That(Picture((x, y) => Band(Math.Sqrt((x - 6) * (x - 6) + (y - 20) * (y - 20)), 7, 13), new(16f, 20f, North)), Is.EqualTo("""
            -|||............
            ----||..........
            -----||.........
            ------||........
            |------||.......
            .||-----|.......
            ..||-----|......
            ...||----|......
            ....|----||.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            .....|----|.....
            ....|----||.....
            """));
    }

    [Test]
    public void StartLine_LiesAcrossTheRoadAhead()                       // 5 to 6 m ahead of the car: row 12 - 6
    {
        var lines = Picture(RoadWithStartLine, new(16f, 20f, North)).Split('\n');
        Assert.That(lines[6], Is.EqualTo(".....|SSSS|....."));
        Assert.That(lines.Where((_, row) => row != 6), Has.All.EqualTo(".....|----|....."));

        static SurfaceClass RoadWithStartLine(double x, double y)
            => NorthRoad(x, y) == SurfaceClass.Road && y is > 25 and < 26 ? SurfaceClass.StartLine : NorthRoad(x, y);
    }

    [Test]
    public void CarAhead_ObstacleAndEgo_AreDrawnOverTheRoad()
    {
        // Car of 4 × 2 m, its middle 8 m ahead and 1 m to the left; cone of 2 × 2 m, 3 m ahead and 2 m to the right; last the car itself.
        OrientedBox[] boxes =
        [
            new(new(15f, 28f, North), new(2f, 1f), SurfaceClass.Vehicle),
            new(new(18f, 23f, North), new(1f, 1f), SurfaceClass.Obstacle),
            new(new(16f, 20f, North), new(2f, 1f), SurfaceClass.Ego),
        ];
        Assert.That(Picture(NorthRoad, new(16f, 20f, North), boxes), Is.EqualTo("""
            .....|----|.....
            .....|----|.....
            .....|VV--|.....
            .....|VV--|.....
            .....|VV--|.....
            .....|VV--|.....
            .....|----|.....
            .....|----|.....
            .....|---OO.....
            .....|---OO.....
            .....|-EE-|.....
            .....|-EE-|.....
            .....|-EE-|.....
            .....|-EE-|.....
            .....|----|.....
            .....|----|.....
            """));
    }

    [Test]
    public void CarAcrossTheRoad_IsDrawnTurned()                         // 3 m ahead, facing west: 4 m wide, 2 m deep
    {
        var lines = Picture(NorthRoad, new(16f, 20f, North), new OrientedBox(new(16f, 23f, 2 * North), new(2f, 1f), SurfaceClass.Vehicle)).Split('\n');
        Assert.That(lines[8..10], Has.All.EqualTo(".....|VVVV|....."));
        Assert.That(string.Concat(lines).Count(letter => letter == 'V'), Is.EqualTo(8));
    }

    [Test]
    public void LaterBox_CoversTheEarlierOne()
    {
        var vehicle = new OrientedBox(new(16f, 23f, North), new(1f, 1f), SurfaceClass.Vehicle);
        var obstacle = vehicle with { Surface = SurfaceClass.Obstacle };
        Assert.That(Picture(NorthRoad, new(16f, 20f, North), vehicle, obstacle).Split('\n')[8], Is.EqualTo(".....|-OO-|....."));
        Assert.That(Picture(NorthRoad, new(16f, 20f, North), obstacle, vehicle).Split('\n')[8], Is.EqualTo(".....|-VV-|....."));
    }

    [Test]
    public void EdgeOnAPixelCentre_BelongsToTheBoxThatBeginsThere()
    {
        // From 4.5 to 6.5 m ahead: the centres at 4.5 and 5.5 m (rows 7 and 6) are inside, the one at 6.5 m (row 5) is not. The box before it begins
        // there. Likewise across: from 1.5 m right to 0.5 m left takes the centres 1.5 and 0.5 m right (columns 9 and 8), not the one 0.5 m left (7).
        OrientedBox[] boxes =
        [
            new(new(16.5f, 25.5f, North), new(1f, 1f), SurfaceClass.Vehicle),
            new(new(16.5f, 27.5f, North), new(1f, 1f), SurfaceClass.Obstacle),
        ];
        var lines = Picture(NorthRoad, new(16f, 20f, North), boxes).Split('\n');
        Assert.That(lines[3..9], Is.EqualTo(new[]
        {
            ".....|----|.....",
            ".....|--OO|.....",
            ".....|--OO|.....",
            ".....|--VV|.....",
            ".....|--VV|.....",
            ".....|----|.....",
        }));
    }

    private static SurfaceClass NorthRoad(double x, double y) => Band(x, 13, 19);

    /// <summary>Road between two limits, its outermost metre on each side an edge line.</summary>
    private static SurfaceClass Band(double position, double low, double high)
    {
        if (position < low || position > high) return SurfaceClass.Grass;
        return position < low + 1 || position > high - 1 ? SurfaceClass.EdgeLine : SurfaceClass.Road;
    }

    private static string Picture(Func<double, double, SurfaceClass> world, Pose pose, params OrientedBox[] boxes)
    {
        using var raster = TextPicture.Raster(40, world);
        var target = new byte[View.PixelCount];
        new TopDownCamera(View).RenderClasses(raster, pose, boxes, target);
        return TextPicture.Of(target, View.Width);
    }
}
