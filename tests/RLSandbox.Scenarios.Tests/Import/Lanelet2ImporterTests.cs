using System.Text;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.Lanelet2;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Lanelet2 maps: a road from west to east of two pieces with a lane beside it, written by hand.</summary>
[TestFixture]
[DecimalComma]
public sealed class Lanelet2ImporterTests
{
    // Nodes: row y = 0 is 1 2 3, y = 3 is 11 12 13, y = 6 is 21 22, each 10 m apart. Ways run east, but 112 runs west.
    internal static OsmText Map() => new OsmText()
        .Local(1, 0, 0).Local(2, 10, 0).Local(3, 20, 0).Local(11, 0, 3).Local(12, 10, 3).Local(13, 20, 3).Local(21, 0, 6).Local(22, 10, 6)
        .Local(31, 9, 0).Local(32, 9, 3).Local(41, 9, 8).Local(42, 9, 9)
        .Way(101, [1, 2], "type=road_border").Way(102, [2, 3], "type=curbstone").Way(111, [11, 12], "type=line_thick", "subtype=solid_dashed").Way(112, [13, 12], "type=line_thin", "subtype=dashed", "color=yellow")
        .Way(121, [21, 22], "type=virtual").Way(131, [32, 31], "type=stop_line").Way(141, [41, 42], "type=traffic_light").Way(142, [41, 42], "type=traffic_sign", "subtype=de274-30")
        .Way(143, [41, 42], "type=fence")
        .Relation(1001, ["way 111 left", "way 101 right", "relation 2001 regulatory_element"], "type=lanelet", "subtype=road", "one_way=yes", "speed_limit=50 km/h")
        .Relation(1002, ["way 112 left", "way 102 right"], "type=lanelet", "subtype=road", "speed_limit=30 mph")
        .Relation(2001, ["way 141 refers", "way 131 ref_line"], "type=regulatory_element", "subtype=traffic_light");

    [Test]
    public void Ways_MayBeStoredInEitherOrder()
    {
        var lane = Lane(Map(), "1002");                                   // its left edge, way 112, runs west; its right one east
        Assert.That(lane.Sections[0], Is.EqualTo(new CrossSection(10, 3, 10, 0, 0)));
        Assert.That(lane.Sections[^1], Is.EqualTo(new CrossSection(20, 3, 20, 0, 0)));
    }

    [Test]
    public void LanesOfEqualEnds_FollowEachOther() => Assert.That(Lane(Map(), "1001").Next, Is.EqualTo(new[] { "1002" }));

    [TestCase("left", "right", false, "1003 has 111 on its right")]
    [TestCase("right", "left", true, "1003 is driven west and has 111 on its left")]
    public void LanesOfOneWay_AreNeighbours(string of121, string of111, bool isOpposite, string why)
    {
        var lane = Lane(Map().Relation(1003, [$"way 121 {of121}", $"way 111 {of111}"], "type=lanelet", "subtype=road"), "1001");
        Assert.That(lane.Left, Is.EqualTo(new NeighbourLane("1003", isOpposite)), why);
    }

    [Test]
    public void AWayStoredAgainstTheLane_SwapsItsDoubleLine()
    {
        var map = Map().Relation(1003, ["way 121 right", "way 111 left"], "type=lanelet", "subtype=road");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Lane(map, "1001").LeftMarkings, Is.EqualTo(new Marking[] { new(0, MarkingKind.SolidBroken, MarkingColour.White, 0.25) }));
            Assert.That(Lane(map, "1003").LeftMarkings[0].Kind, Is.EqualTo(MarkingKind.BrokenSolid));
            Assert.That(Lane(map, "1003").RightMarkings, Is.Empty);       // virtual
            Assert.That(Lane(map, "1001").RightMarkings[0].Kind, Is.EqualTo(MarkingKind.Edge));
            Assert.That(Lane(map, "1002").LeftMarkings, Is.EqualTo(new Marking[] { new(0, MarkingKind.Broken, MarkingColour.Yellow) }));
            Assert.That(Lane(map, "1002").RightMarkings[0].Kind, Is.EqualTo(MarkingKind.Kerb));
        }
    }

    [Test]
    public void Limits_HaveUnits()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Lane(Map(), "1001").SpeedLimits[0].MetresPerSecond, Is.EqualTo(50 / 3.6).Within(1e-9));
            Assert.That(Lane(Map(), "1002").SpeedLimits[0].MetresPerSecond, Is.EqualTo(13.4112).Within(1e-9));
        }
    }

    [Test]
    public void ALimitByASign_HoldsForTheLanesThatNameIt()
    {
        var map = Map().Relation(1003, ["way 121 left", "way 111 right", "relation 2002 regulatory_element"], "type=lanelet", "subtype=road", "speed_limit=50")
            .Relation(2002, ["way 142 refers"], "type=regulatory_element", "subtype=speed_limit");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Lane(map, "1003").SpeedLimits[0].MetresPerSecond, Is.EqualTo(30 / 3.6).Within(1e-9));
            Assert.That(Read(map).Signs.Single().Lanes, Is.EqualTo(new[] { "1003" }));
            Assert.That(Read(map).Signs.Single().Kind, Is.EqualTo(SignKind.SpeedLimit));
        }
    }

    [Test]
    public void ALight_HasItsPlace_ItsLanes_AndItsStopLine()
    {
        var map = Read(Map());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Lights.Single().Position, Is.EqualTo(new MapPoint(9, 8.5)));
            Assert.That(map.Lights.Single().Lanes, Is.EqualTo(new[] { "1001" }));
            Assert.That(map.StopLines.Single(), Is.EqualTo(new StopLine { Kind = StopKind.Light, From = new(9, 3), To = new(9, 0), Lanes = map.StopLines[0].Lanes }));
            Assert.That(map.StopLines.Single().Lanes, Is.EqualTo(new[] { "1001" }));
        }
    }

    [Test]
    public void RightsOfWay_MakeAJunction()
    {
        var map = Read(Map().Relation(1003, ["way 121 left", "way 111 right"], "type=lanelet", "subtype=road")
            .Relation(2003, ["relation 1002 right_of_way", "relation 1003 yield", "way 131 ref_line"], "type=regulatory_element", "subtype=right_of_way"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Junctions.Single().RightOfWay.Single().Lane, Is.EqualTo("1003"));
            Assert.That(map.Junctions.Single().RightOfWay.Single().YieldsTo, Is.EqualTo(new[] { "1002" }));
            Assert.That(map.Lanes[map.IndexOf("1002")].Junction, Is.EqualTo("2003"));
            Assert.That(map.StopLines.Single().Kind, Is.EqualTo(StopKind.Light));                  // the line has both: the light comes first
            Assert.That(map.StopLines.Single().Lanes, Is.EqualTo(new[] { "1001", "1003" }));
        }
    }

    [TestCase("subtype=bicycle_lane", LaneType.Biking, RoadUsers.Bicycle)]
    [TestCase("subtype=walkway", LaneType.Sidewalk, RoadUsers.Pedestrian)]
    [TestCase("subtype=bus_lane", LaneType.Bus, RoadUsers.Bus | RoadUsers.Taxi | RoadUsers.Emergency)]
    [TestCase("subtype=highway", LaneType.Driving, RoadUsers.Vehicles)]
    [TestCase("subtype=road,participant:bicycle=yes,participant:pedestrian=yes", LaneType.Biking, RoadUsers.Bicycle | RoadUsers.Pedestrian)]
    [TestCase("subtype=road,participant:vehicle=yes,participant:vehicle:bus=no", LaneType.Driving, (RoadUsers.Vehicles | RoadUsers.Bicycle) & ~RoadUsers.Bus)]
    public void Subtypes_AndParticipants_SayWhoMayUseALane(string tags, LaneType type, RoadUsers users)
    {
        var lane = Lane(Map().Relation(1003, ["way 121 left", "way 111 right"], ["type=lanelet", .. tags.Split(',')]), "1003");
        Assert.That((lane.Type, lane.Users), Is.EqualTo((type, users)));
    }

    [TestCase("subtype=road,one_way=no", true)]
    [TestCase("subtype=road", false)]
    [TestCase("subtype=walkway", true)]
    [TestCase("subtype=road,one_way=yes,one_way:vehicle=no", true)]
    public void OneWay_MeansOneDirection(string tags, bool isBidirectional) =>
        Assert.That(Lane(Map().Relation(1003, ["way 121 left", "way 111 right"], ["type=lanelet", .. tags.Split(',')]), "1003").IsBidirectional, Is.EqualTo(isBidirectional));

    [Test]
    public void CrosswalksAndMultipolygons_BecomeGround()
    {
        var map = Read(Map().Relation(1003, ["way 121 left", "way 111 right"], "type=lanelet", "subtype=crosswalk")
            .Way(151, [22, 12], "type=virtual").Way(152, [11, 21], "type=virtual")
            .Relation(3001, ["way 121 outer", "way 111 outer", "way 151 outer", "way 152 outer"], "type=multipolygon", "subtype=parking")
            .Way(153, [1, 2], "type=parking_space", "width=2"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Areas.Select(area => (area.Kind, area.Outline.Count)), Is.EqualTo(new[] { (AreaKind.Crossing, 4), (AreaKind.Parking, 4), (AreaKind.Parking, 4) }));
            Assert.That(map.Lines.Single().Kind, Is.EqualTo(MarkingKind.Barrier));                 // the fence is the edge of no lane
        }
    }

    [Test]
    public void LatitudeAndLongitude_AreProjectedAroundTheMap()
    {
        // 0.0001° of latitude at 49° are 11.12 m; of longitude 7.31 m.
        var map = new OsmText().Node(1, 49, 8).Node(2, 49, 8.0001).Node(3, 49.0001, 8).Node(4, 49.0001, 8.0001).Way(1, [1, 2]).Way(2, [3, 4])
            .Relation(7, ["way 2 left", "way 1 right"], "type=lanelet", "subtype=road");
        var lane = Lane(map, "7");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lane.Length, Is.EqualTo(7.315).Within(0.005));
            Assert.That(lane.Sections[0].Width, Is.EqualTo(11.12).Within(0.005));
            Assert.That(Read(map).Projection, Does.StartWith("+proj=tmerc +lat_0=49"));
        }
    }

    [Test]
    public void DeletedElements_AreLeftOut()
    {
        var text = Map().ToString().Replace("<relation id=\"1002\"", "<relation id=\"1002\" action=\"delete\"", StringComparison.Ordinal).Replace("<way id=\"143\"", "<way id=\"143\" visible=\"false\"", StringComparison.Ordinal);
        var imported = Import(text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(imported.Map.Roads!.Lanes, Has.Count.EqualTo(1));
            Assert.That(imported.Map.Roads.Lines.Select(line => line.Kind), Has.None.EqualTo(MarkingKind.Barrier));
            Assert.That(imported.Warnings.Select(warning => warning.Message), Has.Some.Contains("2 elements are marked as deleted"));
        }
    }

    [TestCase("<member type=\"way\" ref=\"112\" role=\"left\"/>", "", "lanelet 1002: it has no left edge")]
    [TestCase("ref=\"112\" role=\"left\"", "ref=\"999\" role=\"left\"", "way 999, is not in the file")]
    [TestCase("v=\"30 mph\"", "v=\"fast\"", "lanelet 1002: expected a speed such as 50 km/h in speed_limit, found \"fast\"")]
    [TestCase("<node id=\"1\"", "<node id=\"one\"", "node: expected a whole number in id, found \"one\"")]
    [TestCase("v=\"road\"", "v=\"moon\"", "expected a subtype such as road, found \"moon\"")]
    [TestCase("ref=\"141\" role=\"refers\"", "ref=\"941\" role=\"refers\"", "none of the lights that it refers to is in the file")]
    [TestCase("<tag k=\"local_x\" v=\"9\"/>", "", "4 of 12 nodes lack local_x and local_y")]
    [TestCase("v=\"20\"", "v=\"2e7\"", "2 nodes lie more than 15 km away")]
    public void ADefect_IsAWarning(string right, string wrong, string message)
    {
        var text = Map().ToString().Replace(right, wrong, StringComparison.Ordinal);
        Assert.That(Import(text).Warnings.Select(warning => warning.ToString()), Has.Some.Contains(message));
    }

    [Test]
    public void AMapWrittenAndReadAgain_IsTheSame()
    {
        var text = RoadMapWriter.Write(Read(Map()));
        Assert.That(RoadMapWriter.Write(RoadMapFile.Parse(text, "map.yaml")), Is.EqualTo(text));
    }

    [Test]
    public void WithoutLanelets_ThereIsNothingToDriveOn() =>
        Assert.That(() => Import(new OsmText().Relation(1, [], "type=lanelet").ToString()), Throws.TypeOf<UserErrorException>().With.Message.Contains("expected lanes, found none"));

    private static Lane Lane(OsmText map, string id) => Read(map).Lanes.Single(lane => lane.Id == id);

    private static RoadMap Read(OsmText map) => Import(map.ToString()).Map.Roads!;

    private static ImportedMap Import(string text) => MapImporters.Import(ImportFile.Of("map.osm", Encoding.UTF8.GetBytes(text)), new());
}
