using System.Text;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.OpenStreetMap;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Extracts of OpenStreetMap: a street or a crossroads for each rule. Nodes carry metres, so that expected values can be read off.</summary>
[TestFixture]
[DecimalComma]
public sealed class OpenStreetMapImporterTests
{
    private const double Near = 1e-9;

    /// <summary>One street, 100 m to the east.</summary>
    private static OsmText Street(params string[] tags) => new OsmText().Local(1, 0, 0).Local(2, 100, 0).Way(10, [1, 2], ["highway=residential", .. tags]);

    /// <summary>A main road from west (1) over node 2 to the east (3), and a street from node 2 to the south (4).</summary>
    internal static OsmText TShape(string[]? main = null) => new OsmText().Local(1, -100, 0).Local(2, 0, 0).Local(3, 100, 0).Local(4, 0, -100)
        .Way(10, [1, 2], ["highway=residential", .. main ?? []]).Way(11, [2, 3], ["highway=residential", .. main ?? []]).Way(12, [2, 4], "highway=residential");

    [Test]
    public void AStreet_HasALaneOnEachSideOfItsLine()
    {
        var map = Read(Street());
        var (there, back) = (Lane(map, "10.0.f0"), Lane(map, "10.0.b0"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(there.Sections[0], Is.EqualTo(new CrossSection(0, 0, 0, -3, 0)));             // 3 m by class, to the right
            Assert.That(back.Sections[0], Is.EqualTo(new CrossSection(100, 0, 100, 3, 0)));
            Assert.That((there.Left, back.Left), Is.EqualTo(((NeighbourLane?)new NeighbourLane("10.0.b0", true), (NeighbourLane?)new NeighbourLane("10.0.f0", true))));
            Assert.That(there.Users, Is.EqualTo(RoadUsers.Vehicles | RoadUsers.Bicycle));
        }
    }

    [TestCase("oneway=yes", 1, 0, 3.0)]
    [TestCase("highway=motorway", 2, 0, 3.75)]
    [TestCase("highway=motorway,oneway=no", 1, 1, 3.75)]
    [TestCase("junction=roundabout", 1, 0, 3.0)]
    [TestCase("lanes=4", 2, 2, 3.0)]
    [TestCase("lanes=3", 2, 1, 3.0)]
    [TestCase("lanes=3,lanes:forward=1", 1, 2, 3.0)]
    [TestCase("lanes:forward=1,lanes:backward=3", 1, 3, 3.0)]
    [TestCase("lanes=4,width=14", 2, 2, 3.5)]
    [TestCase("width=40 ft", 1, 1, 6.096)]
    [TestCase("lanes=1", 1, 1, 3.0)]
    [TestCase("highway=service", 1, 1, 3.0)]
    [TestCase("width=3.2", 1, 1, 3.2)]
    public void LanesAndWidths_ComeFromTags_ElseFromTheClass(string tags, int forward, int backward, double width)
    {
        var map = Read(Street(tags.Split(',')));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Lanes.Count(lane => lane.Id.Contains(".f", StringComparison.Ordinal)), Is.EqualTo(forward));
            Assert.That(map.Lanes.Count(lane => lane.Id.Contains(".b", StringComparison.Ordinal)), Is.EqualTo(backward));
            Assert.That(map.Lanes.Select(lane => lane.Sections[0].Width), Has.All.EqualTo(width).Within(Near));
        }
    }

    [Test]
    public void WhoeverImports_SaysTheWidth_WhereTheFileDoesNot()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Import(Street().ToString(), 4).Map.Roads!.Lanes[0].Sections[0].Width, Is.EqualTo(4).Within(Near));
            Assert.That(Import(Street("width=7").ToString(), 4).Map.Roads!.Lanes[0].Sections[0].Width, Is.EqualTo(3.5).Within(Near));
        }
    }

    [Test]
    public void BothDirectionsOfANarrowStreet_ShareItsGround()
    {
        var map = Read(Street("lanes=1"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Lane(map, "10.0.f0").Sections[0], Is.EqualTo(new CrossSection(0, 1.5, 0, -1.5, 0)));
            Assert.That(Lane(map, "10.0.b0").Sections[^1], Is.EqualTo(new CrossSection(0, -1.5, 0, 1.5, 0)));
            Assert.That(Lane(map, "10.0.f0").Left, Is.Null);
        }
    }

    [Test]
    public void AOneWayStreetAgainstItsLine_IsTurnedAround() => Assert.That(Lane(Read(Street("oneway=-1")), "10.0.f0").Sections[0].X, Is.EqualTo(100));

    [TestCase("maxspeed=50", 50 / 3.6, 50 / 3.6)]
    [TestCase("maxspeed=30 mph", 13.4112, 13.4112)]
    [TestCase("maxspeed=50,maxspeed:backward=30", 50 / 3.6, 30 / 3.6)]
    [TestCase("maxspeed=none", double.PositiveInfinity, double.PositiveInfinity)]
    public void Limits_AreKilometresPerHour_UnlessTheyHaveAUnit(string tags, double forward, double backward)
    {
        var map = Read(Street(tags.Split(',')));
        Assert.That(Lane(map, "10.0.f0").SpeedLimits[0].MetresPerSecond, Is.EqualTo(forward).Within(Near));
        Assert.That(Lane(map, "10.0.b0").SpeedLimits[0].MetresPerSecond, Is.EqualTo(backward).Within(Near));
    }

    [Test]
    public void StreetsOfTheSameLanes_GoOnWithoutAGap()
    {
        var map = Read(new OsmText().Local(1, 0, 0).Local(2, 100, 0).Local(3, 150, 50).Way(10, [1, 2], "highway=residential").Way(11, [3, 2], "highway=residential"));      // stored head to head
        var (a, b) = (Lane(map, "10.0.f0"), Lane(map, "11.0.b0"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(a.Next, Is.EqualTo(new[] { "11.0.b0" }));
            Assert.That(Lane(map, "11.0.f0").Next, Is.EqualTo(new[] { "10.0.b0" }));
            Assert.That(Distance(a.Sections[^1], b.Sections[0]), Is.LessThan(Near));
            Assert.That(map.Junctions, Is.Empty);
        }
    }

    [Test]
    public void AtAJunction_CurvesLeadFromLaneToLane()
    {
        var map = Read(TShape());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Junctions.Single().Lanes, Has.Count.EqualTo(6));                          // from each of 3 streets to the 2 others; nobody turns back
            Assert.That(Lane(map, "10.0.f0").Next, Is.EquivalentTo(new[] { "10.0.f0>11.0.f0", "10.0.f0>12.0.f0" }));
            Assert.That(Lane(map, "10.0.f0").Sections[^1].X, Is.EqualTo(-6).Within(Near));            // 3 m to the edge of the street from the south, and 3 m of room
        }
        foreach (var lane in map.Lanes)
            foreach (var next in lane.Next) Assert.That(Distance(lane.Sections[^1], Lane(map, next).Sections[0]), Is.LessThan(Near), $"{lane.Id} to {next}");
    }

    [Test]
    public void ATurn_StaysOnItsSide()
    {
        var curve = Lane(Read(TShape()), "10.0.f0>12.0.f0");                 // from (−6, −1.5) heading east to (−1.5, −6) heading south: a right turn
        using (Assert.EnterMultipleScope())
        {
            Assert.That(curve.Sections[0].X, Is.EqualTo(-6).Within(Near));
            Assert.That(curve.Sections[^1].Y, Is.EqualTo(-6).Within(Near));
            Assert.That(curve.Length, Is.EqualTo(4.5 * Math.PI / 2).Within(0.03));                       // a quarter of a circle of 4.5 m
            Assert.That(curve.Junction, Is.EqualTo("n2"));
        }
    }

    [TestCase("through|through;right", new[] { "f0>11.0.f0", "f1>11.0.f1", "f1>12.0.f0" })]
    [TestCase("through|right", new[] { "f0>11.0.f0", "f0>11.0.f1", "f1>12.0.f0" })]
    [TestCase("", new[] { "f0>11.0.f0", "f1>11.0.f1", "f1>12.0.f0" })]
    public void PaintedDirections_SayWhichLaneLeadsWhere(string turns, string[] expected)
    {
        var main = turns.Length > 0 ? new[] { "lanes=4", $"turn:lanes:forward={turns}" } : ["lanes=4"];
        var curves = Read(TShape(main)).Junctions.Single().Lanes.Where(lane => lane.StartsWith("10.0.f", StringComparison.Ordinal)).Select(lane => lane["10.0.".Length..]);
        Assert.That(curves, Is.EquivalentTo(expected));
    }

    [TestCase("no_right_turn", new[] { "10.0.f0>11.0.f0" })]
    [TestCase("only_right_turn", new[] { "10.0.f0>12.0.f0" })]
    public void ForbiddenTurns_HaveNoCurve(string rule, string[] expected)
    {
        var map = Read(TShape().Relation(90, ["way 10 from", "node 2 via", "way 12 to"], "type=restriction", $"restriction={rule}"));
        Assert.That(Lane(map, "10.0.f0").Next, Is.EqualTo(expected));
    }

    [Test]
    public void AClippedStreet_EndsWhereItsNodesAreMissing()
    {
        var imported = Import(new OsmText().Local(1, 0, 0).Local(2, 50, 0).Local(3, 100, 0).Local(4, 150, 0).Way(10, [1, 2, 77, 3, 4, 78], "highway=residential", "oneway=yes").ToString());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(imported.Map.Roads!.Lanes.Select(lane => (lane.Id, lane.Length, lane.Next.Count)), Is.EqualTo(new[] { ("10.0.f0", 50.0, 0), ("10.1.f0", 50.0, 0) }));
            Assert.That(imported.Warnings.Single().Message, Does.Contain("2 nodes of streets are not in the file"));
        }
    }

    [Test]
    public void ARoundabout_TellsTheSide_AndGoesFirst()
    {
        // Clockwise: traffic keeps to the left.
        var map = Read(new OsmText().Local(1, 0, 20).Local(2, 20, 0).Local(3, 0, -20).Local(4, -20, 0).Local(5, 120, 0)
            .Way(10, [1, 2, 3, 4, 1], "highway=residential", "junction=roundabout").Way(11, [5, 2], "highway=residential"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.DrivesOnLeft, Is.True);
            Assert.That(Lane(map, "11.0.f0").Sections[0], Is.EqualTo(new CrossSection(120, -3, 120, 0, 0)));      // to the west, on the left
            Assert.That(map.Junctions.Single().RightOfWay.Single().Lane, Is.EqualTo("11.0.f0>10.1.f0"));
            Assert.That(map.Junctions.Single().RightOfWay.Single().YieldsTo, Is.EquivalentTo(new[] { "10.0.f0>10.1.f0", "10.0.f0>11.0.b0" }));
            Assert.That(Lane(map, "10.1.f0").Next, Is.EqualTo(new[] { "10.0.f0" }));                            // node 1, where only the circle goes on
        }
    }

    [TestCase("highway=traffic_signals", StopKind.Light, 2)]
    [TestCase("highway=traffic_signals,traffic_signals:direction=forward", StopKind.Light, 1)]
    [TestCase("highway=stop,direction=backward", StopKind.Stop, 1)]
    [TestCase("highway=give_way", StopKind.Yield, 1)]
    public void LightsAndSigns_HaveAStopLine(string tags, StopKind kind, int lines)
    {
        var map = Read(new OsmText().Local(1, 0, 0).Local(3, 90, 0, tags.Split(',')).Local(2, 100, 0).Way(10, [1, 3, 2], "highway=residential"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.StopLines.Select(line => line.Kind), Is.EqualTo(Enumerable.Repeat(kind, lines)));
            Assert.That(map.Lights.Count + map.Signs.Count, Is.EqualTo(1));
            if (kind == StopKind.Yield) Assert.That(map.StopLines[0], Is.EqualTo(new StopLine { Kind = kind, From = new(90, 0), To = new(90, -3), Lanes = map.StopLines[0].Lanes }));      // nearer to the end: for those who go there
            if (kind == StopKind.Stop) Assert.That(map.StopLines[0].Lanes, Is.EqualTo(new[] { "10.0.b0" }));
        }
    }

    [Test]
    public void ALightOnAJunction_HoldsForAllWhoArrive()
    {
        var text = TShape().ToString().Replace("<node id=\"2\" lat=\"0\" lon=\"0\">", "<node id=\"2\" lat=\"0\" lon=\"0\"><tag k=\"highway\" v=\"traffic_signals\"/>", StringComparison.Ordinal);
        Assert.That(Import(text).Map.Roads!.Lights.Single().Lanes, Is.EquivalentTo(new[] { "10.0.f0", "11.0.b0", "12.0.b0" }));
    }

    [Test]
    public void CrossingsBuildingsAndPaths_AreRead()
    {
        var map = Read(new OsmText().Local(1, 0, 0).Local(3, 50, 0, "highway=crossing").Local(2, 100, 0).Local(21, 0, 10).Local(22, 10, 10).Local(23, 10, 20).Local(24, 0, 20)
            .Way(10, [1, 3, 2], "highway=residential").Way(20, [21, 22, 23, 24, 21], "building=yes").Way(30, [21, 22], "highway=footway").Way(31, [22, 23], "highway=cycleway", "width=3"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Areas.Select(area => (area.Kind, Area: Polygon.Area(area.Outline))), Is.EqualTo(new[] { (AreaKind.Crossing, 18.0), (AreaKind.Obstacle, 100.0) }));
            Assert.That((Lane(map, "30.0").Type, Lane(map, "30.0").IsBidirectional), Is.EqualTo((LaneType.Sidewalk, true)));
            Assert.That((Lane(map, "31.0").Type, Lane(map, "31.0").Sections[0].Width), Is.EqualTo((LaneType.Biking, 3.0)));
        }
    }

    [TestCase("maxspeed=DE:urban", "maxspeed=DE:urban was not understood")]
    [TestCase("width=broad", "width=broad was not understood")]
    [TestCase("width=60", "width=60 was not understood")]
    [TestCase("lanes=many", "lanes=many was not understood")]
    [TestCase("lanes=3", "lanes=3 was not understood")]
    [TestCase("turn:lanes:forward=left|right", "turn:lanes:forward=left|right was not understood")]
    public void ATagThatSaysNothing_IsAWarning(string tag, string message) => Assert.That(Import(Street(tag).ToString()).Warnings.Single().Message, Does.Contain(message));

    [Test]
    public void AccessTags_SayWhoMayDrive()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Lane(Read(Street("motor_vehicle=no")), "10.0.f0").Users, Is.EqualTo(RoadUsers.Bicycle));
            Assert.That(Lane(Read(Street("access=no", "bus=yes")), "10.0.f0").Users, Is.EqualTo(RoadUsers.Bus));
            Assert.That(Lane(Read(Street("access=private")), "10.0.f0").IsDrivable(), Is.True);
        }
    }

    [Test]
    public void AMapWrittenAndReadAgain_IsTheSame()
    {
        var text = RoadMapWriter.Write(Read(TShape(["lanes=4"])));
        Assert.That(RoadMapWriter.Write(RoadMapFile.Parse(text, "map.yaml")), Is.EqualTo(text));
    }

    [Test]
    public void WithoutStreets_ThereIsNothingToDriveOn() =>
        Assert.That(() => Import(new OsmText().Local(1, 0, 0).ToString()), Throws.TypeOf<UserErrorException>().With.Message.Contains("expected lanes, found none"));

    private static double Distance(CrossSection a, CrossSection b) => Math.Max(Math.Abs(a.LeftX - b.LeftX) + Math.Abs(a.LeftY - b.LeftY), Math.Abs(a.RightX - b.RightX) + Math.Abs(a.RightY - b.RightY));

    private static Lane Lane(RoadMap map, string id) => map.Lanes[map.IndexOf(id)];

    private static RoadMap Read(OsmText map) => Import(map.ToString()).Map.Roads!;

    private static ImportedMap Import(string text, double? width = null) => new OpenStreetMapImporter().Import(ImportFile.Of("map.osm", Encoding.UTF8.GetBytes(text)), new(width));
}
