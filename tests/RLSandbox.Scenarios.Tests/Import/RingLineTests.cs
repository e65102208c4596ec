using RLSandbox.Core;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.Tracks;
using RLSandbox.Scenarios.Tests.Maps;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>The line that is made from the free space of an occupancy map where nobody drove one.</summary>
[TestFixture]
[DecimalComma]
public sealed class RingLineTests
{
    /// <summary>m; a pixel, and half of one for the smoothing of steps.</summary>
    private const double Tolerance = 0.15;

    /// <summary>Free between 4 m and 8 m around (0, 0): the middle is a circle of 6 m. An island half a metre in radius shifts it to the wider side.</summary>
    [TestCase(99, 0, 6, TestName = "ARing_IsDrivenInItsMiddle")]
    [TestCase(5, 0, 6.75, TestName = "AnIslandNearTheInfield_IsPassedOutside")]      // between 5.5 m and 8 m
    [TestCase(7, 0, 5.25, TestName = "AnIslandNearTheOuterWall_IsPassedInside")]     // between 4 m and 6.5 m
    public void Ring(double islandX, double islandY, double expected)
    {
        using var folder = new TemporaryFolder();
        var grid = Grid(folder, (x, y) => Ring(x, y, 4, 8) && !Disc(x - islandX, y - islandY, 0.5));
        var line = RingLine.Around(grid, "map.yaml", "");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Radius(line, 0), Is.EqualTo(expected).Within(Tolerance));
            Assert.That(Radius(line, Math.PI), Is.EqualTo(6).Within(Tolerance), "the island is far away");
            Assert.That(Turns(line), Is.EqualTo(1).Within(1e-9), "once, counter-clockwise");
            Assert.That(line, Has.All.Matches<MapPoint>(point => grid.IsFree(point.X, point.Y)));
        }
    }

    [Test]
    public void ARingWithAnIsland_IsImportedWithAllOfItsRoadFree()
    {
        using var folder = new TemporaryFolder();
        var grid = Grid(folder, (x, y) => Ring(x, y, 4, 8) && !Disc(x - 5, y, 0.5));
        var result = MapImporters.Import(folder.PathOf("map.yaml"), new());
        var circuit = result.Map.Circuit!.ToCircuit("ring");
        var right = RingLine.Around(grid, "map.yaml", "").Max(point => point.X);
        Assert.That(new CircuitWalk(circuit, 0.1f).NarrowestWidth, Is.EqualTo(2.5).Within(2 * Tolerance), "beside the island, from 5.5 m to 8 m");
        Assert.That(right, Is.EqualTo(6.75).Within(Tolerance));
    }

    [Test]
    public void AnInfieldThatIsFree_IsNoRoad()
    {
        // As people draw tracks: two lines on white. Inside of 4 m and outside of 8 m is free as well, and in the infield stands a post.
        using var folder = new TemporaryFolder();
        var grid = Grid(folder, (x, y) => !Ring(x, y, 3.8, 4) && !Ring(x, y, 8, 8.2) && !Disc(x, y, 0.3));
        Assert.That(Radius(RingLine.Around(grid, "map.yaml", ""), 1), Is.EqualTo(6).Within(Tolerance));
    }

    [Test]
    public void ATurnedMap_HasItsLineTurned()
    {
        // The ring's middle is 10 m right and 10 m above the corner; a quarter turn brings it 10 m left and 10 m above.
        using var folder = new TemporaryFolder();
        var grid = Grid(folder, (x, y) => Ring(x, y, 4, 8), "[0, 0, 1.5707963267948966]");
        var line = RingLine.Around(grid, "map.yaml", "");
        Assert.That(line.Average(p => p.X), Is.EqualTo(-10).Within(Tolerance));
        Assert.That(line.Average(p => p.Y), Is.EqualTo(10).Within(Tolerance));
        Assert.That(Turns(line), Is.EqualTo(1).Within(1e-9));
    }

    [Test]
    public void AThinWallBetweenTwoLanes_IsDrivenAroundAndNotThrough()
    {
        // 12 m × 6 m with a wall of 2 pixels from x = −4 m to 4 m: at its ends the road turns on 3 m of width around nothing, and rays across miss it.
        using var folder = new TemporaryFolder();
        var grid = Grid(folder, (x, y) => Math.Abs(x) < 7 && Math.Abs(y) < 3 && !(Math.Abs(x) < 4 && Math.Abs(y) < 0.1));
        var result = MapImporters.Import(folder.PathOf("map.yaml"), new());
        var (line, left, right) = WalledTrack.Between(grid, RingLine.Around(grid, "map.yaml", ""), "map.yaml", []);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Map.Circuit!.ToCircuit("lanes").Length, Is.EqualTo(2 * 8 + Math.Tau * 1.5).Within(1.5));
            Assert.That(left.Concat(right).Min(), Is.GreaterThan(1));
            Assert.That(left.Concat(right).Max(), Is.LessThan(2.4), "1.25 times 1.9 m, on the way into a corner; a ray that passes the end of the wall goes on for 4 m and more");
            Assert.That(Turns(line, 4), Is.EqualTo(1).Within(1e-9));
            Assert.That(Turns(line, -4), Is.EqualTo(1).Within(1e-9), "around both ends of the wall");
        }
    }

    [Test]
    public void ATableBesideTheMap_SaysOtherwise()
    {
        // What the warning advises: the same line driven the other way, clockwise.
        using var folder = new TemporaryFolder();
        Grid(folder, (x, y) => Ring(x, y, 4, 8));
        File.WriteAllLines(folder.PathOf("map.csv"), Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{6 * Math.Cos(i / 60.0 * Math.Tau):0.00},{-6 * Math.Sin(i / 60.0 * Math.Tau):0.00}")));
        var result = MapImporters.Import(folder.PathOf("map.yaml"), new());
        Assert.That(result.Warnings, Is.Empty);
        Assert.That(result.Map.Circuit!.ToCircuit("ring").IsClockwise, Is.True);
    }

    private static readonly TestCaseData[] _noRings =
    [
        new TestCaseData((double x, double y) => Disc(x, y, 6)).SetArgDisplayNames("a room"),
        new TestCaseData((double x, double y) => false).SetArgDisplayNames("all wall"),
        new TestCaseData((double x, double y) => true).SetArgDisplayNames("all free"),
        new TestCaseData((double x, double y) => !Disc(x, y, 4)).SetArgDisplayNames("a block in the open"),
        new TestCaseData((double x, double y) => Ring(x, y, 4, 6) && (x < 0 || Math.Abs(y) > 0.5)).SetArgDisplayNames("a ring that is blocked"),
    ];

    [TestCaseSource(nameof(_noRings))]
    public void FreeSpaceThatLeadsAroundNothing_IsRefused(Func<double, double, bool> isFree)
    {
        using var folder = new TemporaryFolder();
        Grid(folder, isFree);
        Assert.That(() => MapImporters.Import(folder.PathOf("map.yaml"), new()), Throws.InstanceOf<UserErrorException>().With.Message.StartsWith($"{folder.PathOf("map.yaml")}: expected free space that leads around a wall")
            .And.Message.Contains("looked for map_centerline.csv, map_raceline.csv, map_waypoints.csv, map.csv"));
    }

    [Test]
    public void TheSamePicture_HasTheSameRoad()
    {
        using var folder = new TemporaryFolder();
        Grid(folder, (x, y) => Ring(x, y, 4, 8 + Math.Sin(3 * Math.Atan2(y, x))));
        var points = MapImporters.Import(folder.PathOf("map.yaml"), new()).Map.Circuit!.Points;
        Assert.That(MapImporters.Import(folder.PathOf("map.yaml"), new()).Map.Circuit!.Points, Is.EqualTo(points));
    }

    [Test]
    public void AnyPicture_IsAMapOrAMessage([Range(0, 19)] int seed)
    {
        // From noise to a ring with a few specks, and roads of single pixels.
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        var share = random.NextDouble() * (seed % 2 == 0 ? 0.5 : 0.01);
        Grid(folder, (x, y) => Ring(x, y, 6, 6 + 0.1 * seed) != random.NextDouble() < share);
        try
        {
            Assert.That(MapImporters.Import(folder.PathOf("map.yaml"), new()).Map.Circuit!.Points, Is.Not.Empty);
        }
        catch (UserErrorException error)
        {
            Assert.That(error.Message, Does.StartWith(folder.PathOf("map.yaml")));
        }
    }

    [Test]
    [Category("Oracle")]
    public void ExampleMapWithoutItsRaceLine_IsTheSameRoadWithinAPixel()
    {
        // Copied to where no line stands beside it. The race line then tells us nothing, and must lie between the edges all the same.
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "example_map.yaml", "example_map.png" }) File.Copy(SharedFiles.Path($"f1tenth-gym/{name}"), folder.PathOf(name));
        var with = MapImporters.Import(SharedFiles.Path("f1tenth-gym/example_map.yaml"), new()).Map.Circuit!.ToCircuit("with");
        var without = MapImporters.Import(folder.PathOf("example_map.yaml"), new()).Map.Circuit!.ToCircuit("without");
        var raw = RaceLine.Read(ImportFile.Open(SharedFiles.Path("f1tenth-gym/example_waypoints.csv")), []);
        var grid = OccupancyGrid.Read(ImportFile.Open(folder.PathOf("example_map.yaml")), []);
        var (line, _, _) = WalledTrack.Between(grid, RingLine.Around(grid, "", ""), "", []);
        var (x0, y0) = ((line.Min(p => p.X) + line.Max(p => p.X)) / 2, (line.Min(p => p.Y) + line.Max(p => p.Y)) / 2);
        var closest = raw.Min(point => -without.Locate((float)(point.X - x0), (float)(point.Y - y0)).BeyondEdge);
        TestContext.Out.WriteLine(FormattableString.Invariant($"{without.Length:0.0} m without, {with.Length:0.0} m with; race line {closest:0.00} m inside"));
        Assert.That(without.Length, Is.EqualTo(with.Length).Within(0.002 * with.Length));
        Assert.That(closest, Is.GreaterThan(0.3), "0.37 m inside the edges that were found with it");
    }

    [Test]
    [Category("Oracle")]
    public void Berlin_IsARoadWithinItsWalls()
    {
        var path = SharedFiles.Path("f1tenth-gym/berlin.yaml");
        var result = MapImporters.Import(path, new());
        var circuit = result.Map.Circuit!.ToCircuit("berlin");
        var walk = new CircuitWalk(circuit, 0.1f);
        var grid = OccupancyGrid.Read(ImportFile.Open(path), []);
        var (line, _, _) = WalledTrack.Between(grid, RingLine.Around(grid, path, ""), path, []);
        double x0 = line[0].X - result.Map.Circuit!.Points[0].X, y0 = line[0].Y - result.Map.Circuit!.Points[0].Y;
        var (deepest, places, inWalls) = (0.0, 0, 0);
        for (var arc = 0f; arc < circuit.Length; arc += 0.1f)
        {
            var s = circuit.Sample(arc);
            foreach (double edge in new[] { s.LeftWidth, -s.RightWidth })
            {
                var depth = 0.0;
                while (depth < 5 && !IsFree(s, edge - Math.Sign(edge) * depth)) depth += 0.01;
                (deepest, places, inWalls) = (Math.Max(deepest, depth), places + 1, inWalls + (depth > grid.Resolution ? 1 : 0));
            }
        }
        TestContext.Out.WriteLine(FormattableString.Invariant($"{circuit.Length:0.0} m, radius {circuit.SmallestRadius:0.0}, width {walk.NarrowestWidth:0.00} to {walk.WidestWidth:0.00}, inner share {walk.SmallestInnerRadiusShare:0.00}, edges in walls by {deepest:0.00} m at most, by more than a pixel at {inWalls} of {places} places; {string.Join(" | ", result.Warnings)}"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Warnings[0].Message, Does.Contain("berlin_raceline.csv").And.Contain("counter-clockwise is a guess"));
            Assert.That(circuit.IsClockwise, Is.False);
            Assert.That(circuit.Length, Is.InRange(65, 75));
            Assert.That(walk.SmallestInnerRadiusShare, Is.GreaterThan(1), "no edge folds back");
            Assert.That(deepest, Is.LessThan(0.2), "between points half a metre apart an edge goes straight over a corner of a wall");
            Assert.That(inWalls, Is.LessThan(0.02 * places), "else the edges follow the walls");
        }

        bool IsFree(CentreLineSample s, double offset) => grid.IsFree(s.X + x0 - offset * Math.Sin(s.Heading), s.Y + y0 + offset * Math.Cos(s.Heading));
    }

    private static bool Disc(double x, double y, double radius) => x * x + y * y < radius * radius;

    private static bool Ring(double x, double y, double inner, double outer) => Disc(x, y, outer) && !Disc(x, y, inner);

    /// <summary>How far from (0, 0) the line crosses a direction.</summary>
    private static double Radius(MapPoint[] line, double angle)
    {
        var nearest = line.MinBy(point => Math.Abs(Math.IEEERemainder(Math.Atan2(point.Y, point.X) - angle, Math.Tau)));
        return Math.Sqrt(nearest.X * nearest.X + nearest.Y * nearest.Y);
    }

    /// <summary>Times that the line goes counter-clockwise around (x, 0), or, on a turned map, around its own middle.</summary>
    private static double Turns(MapPoint[] line, double? x = null)
    {
        double middleX = x ?? line.Average(p => p.X), middleY = x is null ? line.Average(p => p.Y) : 0, turned = 0;
        for (var i = 0; i < line.Length; i++)
        {
            MapPoint a = line[i], b = line[(i + 1) % line.Length];
            turned += Math.IEEERemainder(Math.Atan2(b.Y - middleY, b.X - middleX) - Math.Atan2(a.Y - middleY, a.X - middleX), Math.Tau);
        }
        return turned / Math.Tau;
    }

    /// <summary>200 × 200 pixels of 0.1 m from (−10, −10) on.</summary>
    private static OccupancyGrid Grid(TemporaryFolder folder, Func<double, double, bool> isFree, string origin = "[-10, -10, 0]")
    {
        var pixels = new byte[200 * 200];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(isFree(-10 + 0.1 * (i % 200 + 0.5), 10 - 0.1 * (i / 200 + 0.5)) ? 254 : 0);
        File.WriteAllBytes(folder.PathOf("map.pgm"), [.. "P5\n200 200\n255\n"u8, .. pixels]);
        File.WriteAllText(folder.PathOf("map.yaml"), $"image: map.pgm\nresolution: 0.1\norigin: {origin}\nnegate: 0\noccupied_thresh: 0.65\nfree_thresh: 0.196\n");
        return OccupancyGrid.Read(ImportFile.Open(folder.PathOf("map.yaml")), []);
    }
}
