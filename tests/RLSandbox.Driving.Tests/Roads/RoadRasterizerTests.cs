using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Roads.Compiled;
using RLSandbox.TestKit.Roads;

namespace RLSandbox.Driving.Tests.Roads;

/// <summary>What a camera sees of a road map.</summary>
public sealed class RoadRasterizerTests
{
    [Test]
    public void Dashes_AreThreeMetresLong_WithSixBetween_AndRunOnFromLaneToLane()
    {
        // Two lanes of 10 m: dashes at 0 to 3, 9 to 12, 18 to 21.
        Marking[] broken = [new(0, MarkingKind.Broken)];
        using var raster = Raster(new("dashes",
        [
            HandMadeRoads.Lane("a", [new(0, 0), new(10, 0)]) with { Next = ["b"], LeftMarkings = broken },
            HandMadeRoads.Lane("b", [new(10, 0), new(20, 0)]) with { LeftMarkings = broken },
        ]));
        var painted = Enumerable.Range(0, 20).Select(metre => raster.At(metre + 0.5f, 1.75f) == SurfaceClass.LaneLine ? metre : -1).Where(metre => metre >= 0);
        Assert.That(painted, Is.EqualTo(new[] { 0, 1, 2, 9, 10, 11, 18, 19 }));
    }

    [TestCase(MarkingKind.Solid, MarkingColour.White, ".....EE......")]
    [TestCase(MarkingKind.Solid, MarkingColour.Yellow, ".....YY......")]
    [TestCase(MarkingKind.SolidSolid, MarkingColour.Yellow, "....Y..Y.....")]
    [TestCase(MarkingKind.SolidBroken, MarkingColour.White, "....../L.....")]          // in a gap of the dashes; north is left
    [TestCase(MarkingKind.BrokenSolid, MarkingColour.White, "....L/.......")]
    [TestCase(MarkingKind.Kerb, MarkingColour.White, ".....KK......")]
    [TestCase(MarkingKind.Barrier, MarkingColour.White, "....OOO......")]
    [TestCase(MarkingKind.Edge, MarkingColour.White, ".............")]
    public void Markings_LookLikeThemselves(MarkingKind kind, MarkingColour colour, string picture)
    {
        using var raster = Raster(new("line", [HandMadeRoads.Lane("a", [new(0, 0), new(50, 0)], 4) with { LeftMarkings = [new(0, kind, colour)] }]));
        // From 0.6 m below the edge to 0.6 m above it, in the middle between two dashes.
        var cells = string.Concat(Enumerable.Range(0, 13).Select(i => raster.At(6, 2 + 0.1f * (i - 6) + 0.01f) switch
        {
            SurfaceClass.EdgeLine => 'E', SurfaceClass.YellowLine => 'Y', SurfaceClass.LaneLine => 'L', SurfaceClass.Kerb => 'K', SurfaceClass.Obstacle => 'O', _ => '.',
        }));
        Assert.That(cells, Is.EqualTo(picture.Replace('/', '.')));
    }

    [Test]
    public void AnEdgeThatTwoLanesShare_IsPaintedOnce()
    {
        // Dashes of the lanes to the east and to the west would fill each other's gaps.
        Marking[] broken = [new(0, MarkingKind.Broken)];
        using var raster = Raster(new("shared",
        [
            HandMadeRoads.Lane("a", [new(0, 0), new(21, 0)]) with { Left = new("b", true), LeftMarkings = broken },
            HandMadeRoads.Lane("b", [new(21, 3.5), new(0, 3.5)]) with { Left = new("a", true), LeftMarkings = broken },
        ]));
        Assert.That(Enumerable.Range(0, 21).Count(metre => raster.At(metre + 0.5f, 1.75f) == SurfaceClass.LaneLine), Is.EqualTo(9));
    }

    [Test]
    public void ABridge_CoversTheLinesBelowIt()
    {
        var bridge = HandMadeRoads.Bridge();
        Marking[] solid = [new(0, MarkingKind.Solid)];
        // The upper road first in the list: height decides, not order.
        using var raster = Raster(new("bridge", [.. bridge.Lanes.Reverse().Select(lane => lane with { LeftMarkings = solid, RightMarkings = solid })]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(raster.At(0, 1.75f), Is.EqualTo(SurfaceClass.Road));
            Assert.That(raster.At(-1.75f, 0.2f), Is.EqualTo(SurfaceClass.EdgeLine));
            Assert.That(raster.At(10, 1.75f), Is.EqualTo(SurfaceClass.EdgeLine));
        }
    }

    [Test]
    public void ACrossing_HasStripesAlongTheLane()
    {
        // 7 m across a lane of 7 m: 7 stripes of 0.5 m with 6 gaps, 0.25 m free at both sides.
        using var raster = Raster(new("zebra", [HandMadeRoads.Lane("a", [new(0, 0), new(50, 0)], 7)])
        {
            Areas = [new() { Kind = AreaKind.Crossing, Outline = [new(20, -3.5), new(23, -3.5), new(23, 3.5), new(20, 3.5)] }],
        });
        var across = Enumerable.Range(0, 70).Select(i => raster.At(21.5f, -3.45f + 0.1f * i)).ToArray();
        var along = Enumerable.Range(0, 29).Select(i => raster.At(20.05f + 0.1f * i, 0.05f));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(across.Zip(across.Skip(1)).Count(pair => pair.First == SurfaceClass.Road && pair.Second == SurfaceClass.Crossing), Is.EqualTo(7));
            Assert.That(across.Count(surface => surface == SurfaceClass.Crossing), Is.EqualTo(35));
            Assert.That(along, Has.All.EqualTo(SurfaceClass.Crossing));
        }
    }

    [Test]
    public void GroundAndThings_HaveTheirClasses()
    {
        MapPoint[] Square(double x) => [new(x, 20), new(x + 4, 20), new(x + 4, 24), new(x, 24)];
        var types = new[] { LaneType.Driving, LaneType.Bus, LaneType.Sidewalk, LaneType.Kerb, LaneType.Median, LaneType.None, LaneType.Parking };
        using var raster = Raster(new("all", [.. types.Select((type, i) => HandMadeRoads.Lane($"{type}", [new(0, -10 * i), new(30, -10 * i)]) with { Type = type })])
        {
            Junctions = [new() { Id = "J", Outline = Square(0) }],
            Areas = [new() { Kind = AreaKind.Obstacle, Outline = Square(10) }, new() { Kind = AreaKind.Parking, Outline = Square(20) }, new() { Kind = AreaKind.Paved, Outline = Square(30) }],
            StopLines = [new() { Kind = StopKind.Stop, From = new(25, 1.5), To = new(25, -1.5) }],
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(types.Select((_, i) => raster.At(15, -10 * i)), Is.EqualTo(new[]
            {
                SurfaceClass.Road, SurfaceClass.SideStrip, SurfaceClass.Sidewalk, SurfaceClass.Kerb, SurfaceClass.Grass, SurfaceClass.Grass, SurfaceClass.SideStrip,
            }));
            Assert.That(new[] { 2f, 12, 22, 32 }.Select(x => raster.At(x, 22)), Is.EqualTo(new[] { SurfaceClass.Road, SurfaceClass.Obstacle, SurfaceClass.SideStrip, SurfaceClass.Road }));
            Assert.That(new[] { 24.7f, 24.9f, 25.1f, 25.3f }.Select(x => raster.At(x, 0)), Is.EqualTo(new[] { SurfaceClass.Road, SurfaceClass.StopLine, SurfaceClass.StopLine, SurfaceClass.Road }));
        }
    }

    [TestCaseSource(typeof(HandMadeRoads), nameof(HandMadeRoads.All))]
    public void EveryPlaceOnALane_IsPaved(RoadMap map)
    {
        var network = RoadNetwork.Compile(map);
        using var raster = Raster(map);
        for (var lane = 0; lane < network.Lanes.Length; lane++)
            foreach (var node in network.NodesOf(lane)[1..^1])             // at its very end the next cell's middle may lie beyond
                CheckAcross(node);

        void CheckAcross(LaneNode node)
        {
            for (var share = -0.9f; share < 1; share += 0.3f)
            {
                var offset = share * (share > 0 ? node.LeftWidth : node.RightWidth);
                float x = node.X - offset * node.TangentY, y = node.Y + offset * node.TangentX;
                if (raster.At(x, y) == SurfaceClass.Grass && network.Nearest(x, y, node.Z, node.Heading).BeyondEdge < -0.1f) Assert.Fail($"({x}, {y}) is grass");
            }
        }
    }

    [Test]
    public void EveryLevel_HoldsTheHighestPriorityOfAllClasses()
    {
        using var raster = new ClassRaster(0, 0, 64, 64, 1, 3);
        for (var row = 0; row < 64; row++)
            for (var column = 0; column < 64; column++) raster.Set(column, row, (SurfaceClass)((column * 7 + row * row * 5) % SurfaceClasses.Count));
        raster.BuildLevels();
        for (var level = 1; level < 3; level++)
            for (var row = 0; row < 64 >> level; row++)
                for (var column = 0; column < 64 >> level; column++)
                {
                    var four = new[] { (0, 0), (0, 1), (1, 0), (1, 1) }.Select(d => raster[level - 1, 2 * column + d.Item1, 2 * row + d.Item2]);
                    if (raster[level, column, row] != four.MaxBy(SurfaceClasses.Priority)) Assert.Fail($"level {level}, cell ({column}, {row})");
                }
    }

    [Test]
    public void Priorities_OfAllClassesDiffer_AndKeepTheirOldOrder()
    {
        var classes = Enum.GetValues<SurfaceClass>();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(classes, Has.Length.EqualTo(SurfaceClasses.Count));
            Assert.That(classes.Select(SurfaceClasses.Priority), Is.Unique);
            Assert.That(classes.Where(surface => surface <= SurfaceClass.Sky).Select(SurfaceClasses.Priority), Is.Ordered);
            Assert.That(SurfaceClasses.Priority(SurfaceClass.Grass), Is.Zero);
        }
    }

    private static ClassRaster Raster(RoadMap map) => RoadRasterizer.Rasterize(map, RoadNetwork.Compile(map), RoadRasterizer.StandardConfig);
}
