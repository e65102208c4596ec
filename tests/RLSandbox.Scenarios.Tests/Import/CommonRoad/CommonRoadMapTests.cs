using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using static RLSandbox.Scenarios.Tests.Import.CommonRoad.CommonRoadText;

namespace RLSandbox.Scenarios.Tests.Import.CommonRoad;

/// <summary>Lanelets, links, signs, lights and intersections of CommonRoad files, one rule each.</summary>
[TestFixture]
[DecimalComma]
public sealed class CommonRoadMapTests
{
    private const double Exact = 1e-9;

    [Test]
    public void ALanelet_BecomesALaneWithBothBounds()
    {
        var (map, warnings) = Map(Road);
        Assert.That(map.Lanes[0].Sections, Is.EqualTo(new CrossSection[] { new(0, 2, 0, -2, 0), new(10, 2, 10, -2, 0) }));
        Assert.That((map.Lanes[0].Id, map.Name, warnings.Count), Is.EqualTo(("1", "ZAM_Test-1", 0)));
    }

    [TestCase("solid", MarkingKind.Solid, 0)]
    [TestCase("dashed", MarkingKind.Broken, 0)]
    [TestCase("broad_dashed", MarkingKind.Broken, 0.25)]
    [TestCase("solid_dashed", MarkingKind.SolidBroken, 0)]
    [TestCase("curb", MarkingKind.Kerb, 0)]
    public void ALineMarking_IsPaintedOnItsBound(string word, MarkingKind kind, double width)
    {
        var (map, _) = Map(Road.Replace("</leftBound>", $"<lineMarking>{word}</lineMarking></leftBound>", StringComparison.Ordinal));
        Assert.That(map.Lanes[0].LeftMarkings, Is.EqualTo(new Marking[] { new(0, kind, MarkingColour.White, width) }));
        Assert.That(map.Lanes[0].RightMarkings, Is.Empty);
    }

    [TestCase("<laneletType>urban</laneletType><laneletType>busLane</laneletType>", LaneType.Bus, RoadUsers.Bus | RoadUsers.Taxi | RoadUsers.Emergency)]
    [TestCase("<laneletType>highway</laneletType><laneletType>exitRamp</laneletType>", LaneType.Ramp, RoadUsers.Vehicles)]
    [TestCase("<laneletType>sidewalk</laneletType>", LaneType.Sidewalk, RoadUsers.Pedestrian)]
    [TestCase("<laneletType>bicycleLane</laneletType>", LaneType.Biking, RoadUsers.Bicycle)]
    [TestCase("<laneletType>shoulder</laneletType><userOneWay>priorityVehicle</userOneWay>", LaneType.Shoulder, RoadUsers.Emergency)]
    public void ATypeAndUsers_AreKept(string words, LaneType type, RoadUsers users)
    {
        var (map, warnings) = Map(Lanelet(1, (0, 0), (10, 0), words));
        Assert.That((map.Lanes[0].Type, map.Lanes[0].Users, warnings.Count), Is.EqualTo((type, users, 0)));
    }

    [Test]
    public void ACrosswalk_IsALaneForPeopleOnFootAndACrossingOnTheGround()
    {
        var (map, _) = Map(Lanelet(1, (0, 0), (10, 0), "<laneletType>crosswalk</laneletType><userBidirectional>pedestrian</userBidirectional>"));
        Assert.That((map.Lanes[0].Type, map.Lanes[0].Users, map.Lanes[0].IsBidirectional), Is.EqualTo((LaneType.None, RoadUsers.Pedestrian, true)));
        Assert.That(map.Areas[0].Kind, Is.EqualTo(AreaKind.Crossing));
        Assert.That(map.Areas[0].Outline, Is.EqualTo(new MapPoint[] { new(0, 2), new(10, 2), new(10, -2), new(0, -2) }));
    }

    [Test]
    public void AWordThatIsNotKnown_IsNamedOnce()
    {
        var (map, warnings) = Map(Lanelet(1, (0, 0), (10, 0), "<laneletType>waterway</laneletType>") + Lanelet(2, (20, 0), (30, 0), "<laneletType>waterway</laneletType>"));
        Assert.That(warnings.Select(w => w.Message), Is.EqualTo(new[] { "the laneletType \"waterway\" is not known and was left out; others like it are not named" }));
        Assert.That(map.Lanes.Select(lane => lane.Type), Is.All.EqualTo(LaneType.Driving));
    }

    [Test]
    public void ALinkFromOneEndOnly_IsKeptWithAWarning()
    {
        var (map, warnings) = Map(Lanelet(1, (0, 0), (10, 0), "<successor ref=\"2\"/>") + Lanelet(2, (10, 0), (20, 0), "<successor ref=\"3\"/>") + Lanelet(3, (20, 0), (30, 0), "<predecessor ref=\"2\"/><predecessor ref=\"1\"/>"));
        Assert.That(map.Lanes.Select(lane => string.Join(',', lane.Next)), Is.EqualTo(new[] { "2", "3", "" }));         // 1 ends 10 m before 3 begins
        Assert.That(warnings.Select(w => w.Message), Is.EqualTo(new[]
        {
            "names the successor 2, which does not name it as a predecessor; the link was kept",
            "names the predecessor 1, which does not name it as a successor; the link was kept",
            "ends 10.00 m from where lane 3 begins; the link was dropped",
        }));
        Assert.That(warnings[2].Size, Is.EqualTo(10).Within(Exact));
    }

    [Test]
    public void Neighbours_KeepTheirDirection()
    {
        var (map, warnings) = Map(Lanelet(1, (0, 0), (10, 0), "<adjacentLeft ref=\"2\" drivingDir=\"opposite\"/><adjacentRight ref=\"3\" drivingDir=\"same\"/>")
            + Lanelet(2, (10, 4), (0, 4), "<adjacentLeft ref=\"1\" drivingDir=\"opposite\"/>") + Lanelet(3, (0, -4), (10, -4)));
        Assert.That((map.Lanes[0].Left, map.Lanes[0].Right), Is.EqualTo(((NeighbourLane?)new("2", true), (NeighbourLane?)new("3", false))));
        Assert.That(map.DrivesOnLeft, Is.False);
        Assert.That(warnings.Single().ToString(), Does.Contain("names the right neighbour 3, which does not name it back; it was kept"));
    }

    [Test]
    public void OppositeLanesOnTheRight_MeanThatTrafficKeepsToTheLeft()
    {
        var (map, _) = Map(Lanelet(1, (0, 0), (10, 0), "<adjacentRight ref=\"2\" drivingDir=\"opposite\"/>") + Lanelet(2, (10, -4), (0, -4), "<adjacentRight ref=\"1\" drivingDir=\"opposite\"/>"));
        Assert.That(map.DrivesOnLeft, Is.True);
    }

    [Test]
    public void BoundsThatAreSwapped_AreSwappedBack()
    {
        var (map, warnings) = Map(Bounds(1, [(0, -2), (10, -2)], [(0, 2), (10, 2)]));
        Assert.That(map.Lanes[0].Sections, Is.EqualTo(new CrossSection[] { new(0, 2, 0, -2, 0), new(10, 2, 10, -2, 0) }));
        Assert.That(warnings.Single().Message, Does.Contain("they were swapped"));
    }

    [Test]
    public void AFirstVertexThatIsSwapped_IsSwappedBack()
    {
        var (map, warnings) = Map(Bounds(1, [(0, -2), (5, 2), (10, 2)], [(0, 2), (5, -2), (10, -2)]));
        Assert.That(map.Lanes[0].Sections[0], Is.EqualTo(new CrossSection(0, 2, 0, -2, 0)));
        Assert.That(warnings.Single().Message, Is.EqualTo("left and right are swapped at vertex 1 of 3; they were swapped back"));
    }

    /// <summary>0.25 m back at the beginning, as published files have it: both ends stay where they are.</summary>
    [Test]
    public void AFirstVertexThatGoesBack_IsLeftOut()
    {
        var (map, warnings) = Map(Bounds(1, [(0, 2), (-0.25, 2), (10, 2)], [(0, -2), (-0.25, -2), (10, -2)]));
        Assert.That(map.Lanes[0].Sections.Select(s => s.X), Is.EqualTo(new[] { 0.0, 10 }));
        Assert.That((warnings.Single().Line, warnings.Single().Size), Is.EqualTo((2, (double?)0.25)));
    }

    [Test]
    public void BoundsWithUnequalPoints_ArePairedByLength()
    {
        var (map, warnings) = Map(Bounds(1, [(0, 2), (10, 2)], [(0, -2), (5, -2), (10, -2)]));
        Assert.That(map.Lanes[0].Sections, Does.Contain(new CrossSection(5, 2, 5, -2, 0)));
        Assert.That(warnings.Single().Message, Does.StartWith("the left bound has 2 points and the right one 3"));
    }

    [Test]
    public void PointsThatAreNoNumbers_AreLeftOut()
    {
        var (map, warnings) = Map(Road + Road.Replace("id=\"1\"", "id=\"2\"", StringComparison.Ordinal).Replace("<x>10</x>", "<x>NaN</x>", StringComparison.Ordinal));
        Assert.That(map.Lanes, Has.Count.EqualTo(1));
        Assert.That(warnings.Select(w => w.Message), Does.Contain("1 points of leftBound are no places, or farther from most lanelets than a map reaches; they were left out").And.Contain("expected at least 2 places; the lane was left out"));
    }

    [Test]
    public void CoordinatesFarFromTheOrigin_AreShifted()
    {
        var (map, _) = Map(Lanelet(1, (691_000, 5_330_000), (691_010, 5_330_000)));
        Assert.That(map.Origin, Is.EqualTo(new MapPoint(691_005, 5_330_000)));
        Assert.That(map.Lanes[0].Sections[0].X, Is.EqualTo(-5).Within(Exact));
    }

    [Test]
    public void ALaneletFarFromAllOthers_IsLeftOut()
    {
        var (map, warnings) = Map(Lanelet(1, (0, 0), (10, 0)) + Lanelet(2, (10, 0), (20, 0)) + Lanelet(3, (20_010, 0), (20_020, 0)));
        Assert.That(map.Lanes.Select(lane => lane.Id), Is.EqualTo(new[] { "1", "2" }));
        Assert.That(warnings.Select(w => w.Message), Has.Some.Contains("farther from most lanelets than a map reaches"));
    }

    [TestCase("274", SignKind.SpeedLimit)]
    [TestCase("R2-1", SignKind.SpeedLimit)]
    [TestCase("206", SignKind.Stop)]
    [TestCase("R1-2", SignKind.Yield)]
    [TestCase("306", SignKind.Priority)]
    [TestCase("R3-4", SignKind.Other)]
    public void ASign_MeansWhatItsCodeSays(string code, SignKind kind)
    {
        var (map, _) = Map(Lanelet(1, (0, 0), (10, 0), "<trafficSignRef ref=\"9\"/>") + $"<trafficSign id=\"9\"><trafficSignElement><trafficSignID>{code}</trafficSignID><additionalValue>13.4112</additionalValue></trafficSignElement><virtual>true</virtual></trafficSign>");
        Assert.That((map.Signs[0].Kind, map.Signs[0].Code, map.Signs[0].Lanes[0]), Is.EqualTo((kind, code, "1")));
        Assert.That(map.Signs[0].Position, Is.EqualTo(new MapPoint(0, -2)));                        // it has none of its own: where the lane begins, on the right
        Assert.That(map.Lanes[0].SpeedLimits, Is.EqualTo(kind == SignKind.SpeedLimit ? new SpeedLimit[] { new(0, 13.4112) } : []));
    }

    [Test]
    public void ASpeedLimitOf2018b_IsInMetresPerSecond()
    {
        var (map, warnings) = Map(Lanelet(1, (0, 0), (10, 0), "<speedLimit>50.0</speedLimit>") + Lanelet(2, (20, 0), (30, 0), "<speedLimit>fast</speedLimit>"));
        Assert.That(map.Lanes[0].SpeedLimits, Is.EqualTo(new SpeedLimit[] { new(0, 50) }));
        Assert.That(map.Lanes[1].SpeedLimits, Is.Empty);
        Assert.That(warnings.Select(w => w.Message[..20]), Is.EqualTo(new[] { "a limit of 50 m/s is", "expected a speedLimi" }));
    }

    [Test]
    public void ACycle_IsInSeconds()
    {
        const string Light = "<trafficLight id=\"7\"><cycle><cycleElement><duration>107</duration><color>red</color></cycleElement><cycleElement><duration>3</duration><color>redYellow</color></cycleElement>"
            + "<cycleElement><duration>0</duration><color>green</color></cycleElement><timeOffset>50</timeOffset></cycle><position><point><x>1</x><y>3</y></point></position><active>true</active></trafficLight>";
        var (map, warnings) = Map(Lanelet(1, (0, 0), (10, 0), "<stopLine><lineMarking>solid</lineMarking></stopLine><trafficLightRef ref=\"7\"/><trafficLightRef ref=\"8\"/>") + Light);
        var light = map.Lights[0];
        Assert.That(light.Cycle.Select(phase => (phase.Colour, Math.Round(phase.Seconds, 6))), Is.EqualTo(new[] { (LightColour.Red, 10.7), (LightColour.RedAmber, 0.3) }));
        Assert.That((light.OffsetSeconds, light.Lanes.Single(), light.Position), Is.EqualTo((5.0, "1", new MapPoint(1, 3))));
        Assert.That((map.StopLines[0].Kind, map.StopLines[0].From, map.StopLines[0].To), Is.EqualTo((StopKind.Light, new MapPoint(10, 2), new MapPoint(10, -2))));
        Assert.That(warnings.Select(w => w.Message), Has.Some.Contains("the phase was left out").And.Some.EqualTo("names the light 8, which does not exist; it was dropped"));
    }

    [Test]
    public void ALightThatIsNotActive_IsOff()
    {
        var (map, _) = Map(Road + "<trafficLight id=\"7\"><cycle><cycleElement><duration>30</duration><color>red</color></cycleElement></cycle><position><point><x>1</x><y>3</y></point></position><active>false</active></trafficLight>");
        Assert.That(map.Lights[0].Cycle.Single().Colour, Is.EqualTo(LightColour.Off));
    }

    [Test]
    public void AnotherFormat_IsRefusedByWhatItLooksLike()
        => Assert.That(() => MapImporters.Import(ImportFile.Of("a.xml", "<svg/>"u8.ToArray()), new()), Throws.TypeOf<UserErrorException>().With.Message.Contains("found XML with the root <svg>"));

    [Test]
    public void AFileWithoutLanelets_IsAnError()
        => Assert.That(() => Map(""), Throws.TypeOf<UserErrorException>().With.Message.Contains("expected lanes, found none"));
}
