using System.Text;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Maps;
using RLSandbox.Scenarios.Import.Waymo;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Maps of scene files in the JSON of Nocturne, GPUDrive and PufferDrive.</summary>
[TestFixture]
[DecimalComma]
public sealed class WaymoMapTests
{
    [Test]
    public void Elements_BecomeLanesLinesSignsAndAreas()
    {
        var map = Roads("""
            {"id": 7, "type": "lane", "map_element_id": 2, "geometry": [{"x": 0, "y": 0, "z": 1.5}, {"x": 1.0e1, "y": -0.0}]},
            {"id": "b", "type": "lane", "map_element_id": 3, "geometry": [{"x": 0, "y": 9}, {"x": 10, "y": 9}]},
            {"type": "road_line", "map_element_id": 9, "geometry": [{"x": 0, "y": 2}, {"x": 10, "y": 2}]},
            {"type": "road_line", "map_element_id": 12, "geometry": [{"x": 0, "y": 2}, {"x": 10, "y": 2}]},
            {"type": "road_edge", "map_element_id": 16, "geometry": [{"x": 0, "y": -2}, {"x": 10, "y": -2}]},
            {"type": "stop_sign", "geometry": {"x": 3, "y": 4}},
            {"type": "crosswalk", "geometry": [{"x": 0, "y": 0}, {"x": 1, "y": 0}, {"x": 1, "y": 1}, {"x": 0, "y": 0}]},
            {"type": "speed_bump", "geometry": [{"x": 0, "y": 0}, {"x": 1, "y": 0}, {"x": 1, "y": 1}]},
            {"type": "driveway", "geometry": [{"x": 0, "y": 0}, {"x": 1, "y": 0}, {"x": 1, "y": 1}]}
            """, out var warnings);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Lanes.Select(lane => (lane.Id, lane.Type, lane.Users)), Is.EqualTo(new[] { ("7", LaneType.Driving, RoadUsers.Vehicles), ("b", LaneType.Biking, RoadUsers.Bicycle) }));
            Assert.That(map.Lanes[0].Sections[0], Is.EqualTo(new CrossSection(0, 1.75, 0, -1.75, 1.5)), "3.5 m wide");
            Assert.That(map.Lines.Select(line => (line.Kind, line.Colour)), Is.EqualTo(new[] { (MarkingKind.Broken, MarkingColour.Yellow), (MarkingKind.SolidSolid, MarkingColour.Yellow), (MarkingKind.Edge, MarkingColour.White) }));
            Assert.That(map.Signs.Select(sign => (sign.Kind, sign.Position)), Is.EqualTo(new[] { (SignKind.Stop, new MapPoint(3, 4)) }));
            Assert.That(map.Areas.Select(area => (area.Kind, area.Outline.Count)), Is.EqualTo(new[] { (AreaKind.Crossing, 3), (AreaKind.SpeedBump, 3), (AreaKind.Driveway, 3) }), "the repeated corner is dropped");
            Assert.That(warnings, Is.EqualTo(new[] { "lanes: the format has no widths of lanes; 3.5 m were taken, --width takes another" }));
        }
    }

    [Test]
    public void AWidthThatSomebodyGives_IsTakenWithoutAWarning()
    {
        var result = Import(Scene(Lane("a", "0 0", "10 0")), new(2.5));
        Assert.That(result.Map.Roads!.Lanes[0].Sections[0].Width, Is.EqualTo(2.5).Within(1e-12));
        Assert.That(result.Warnings, Is.Empty);
    }

    [TestCase("10.4 0", "20 0", true, TestName = "Links_StartWithinHalfAMetre_Follows")]
    [TestCase("10.6 0", "20 0", false, TestName = "Links_StartFartherThanHalfAMetre_DoesNotFollow")]
    [TestCase("10 0", "18.8 5", true, TestName = "Links_Within30Degrees_Follows")]          // atan(5 / 8.8) = 29.6°
    [TestCase("10 0", "18.4 5", false, TestName = "Links_Beyond30Degrees_DoesNotFollow")]   // atan(5 / 8.4) = 30.8°
    [TestCase("10 0", "0 0", false, TestName = "Links_TheOtherWay_DoesNotFollow")]
    public void ASecondLane_FollowsByPlaceAndHeadingAlone(string from, string to, bool follows)
        => Assert.That(Roads(Lane("a", "0 0", "10 0") + "," + Lane("b", from, to), out _).Lanes[0].Next, Is.EqualTo(follows ? new[] { "b" } : []));

    [Test]
    public void LanesShorterThanTheReach_FollowEachOtherInOrderAndNotThemselves()
    {
        // b and c are 0.2 m long: c's start lies 0.2 m and d's 0.4 m behind a's end, and b's start 0.4 m before d's.
        var map = Roads(string.Join(",", Lane("a", "0 0", "10 0"), Lane("b", "10 0", "10.2 0"), Lane("c", "10.2 0", "10.4 0"), Lane("d", "10.4 0", "20 0")), out _);
        Assert.That(map.Lanes.Select(lane => string.Join(" ", lane.Next)), Is.EqualTo(new[] { "b", "c", "d", "" }));
    }

    [Test]
    public void AForkAndALoop_Link()
    {
        var map = Roads(string.Join(",", Lane("a", "0 0", "10 0"), Lane("left", "10 0", "20 2"), Lane("right", "10 0.01", "20 -2"), Lane("loop", "0 50", "10 50", "10 60", "-5 60", "-5 50", "0 50")), out _);
        Assert.That(map.Lanes.Select(lane => string.Join(" ", lane.Next)), Is.EqualTo(new[] { "left right", "", "", "loop" }));
    }

    [Test]
    public void TinyLanes_AreLeftOutAndWhatTheyJoinedIsLinked()
    {
        var map = Roads(string.Join(",", Lane("a", "0 0", "10 0"), Lane("b", "10 0", "10.02 0"), Lane("c", "10.02 0", "20 0")), out var warnings);
        Assert.That(map.Lanes.Select(lane => $"{lane.Id} {string.Join(" ", lane.Next)}"), Is.EqualTo(new[] { "a c", "c " }));
        Assert.That(warnings, Has.Some.EqualTo("lanes: 1 lanes are shorter than 0.05 m and were left out"));
    }

    [Test]
    public void MapElementIdsThatAreIds_AreNotBelieved()
    {
        // 3 would be a bicycle lane and 6 a broken white line, but the edge's 3 shows that the numbers are ids.
        var map = Roads("""
            {"id": 3, "type": "lane", "map_element_id": 3, "geometry": [{"x": 0, "y": 0}, {"x": 10, "y": 0}]},
            {"id": 4, "type": "road_edge", "map_element_id": 4, "geometry": [{"x": 0, "y": 0}, {"x": 10, "y": 0}]},
            {"id": 6, "type": "road_line", "map_element_id": 6, "geometry": [{"x": 0, "y": 0}, {"x": 10, "y": 0}]}
            """, out var warnings);
        Assert.That(map.Lanes[0].Type, Is.EqualTo(LaneType.Driving));
        Assert.That(map.Lines[1].Kind, Is.EqualTo(MarkingKind.Solid));
        Assert.That(warnings, Has.Some.Contains("road 4: map_element_id 4 is no type of a road_edge").And.Some.Contains("nothing says how 1 lines are painted"));
    }

    [Test]
    public void WhatIsMissingOrBroken_IsAWarningAndTheRestAMap()
    {
        var map = Roads("""
            {"geometry": [{"x": 0, "y": 0}, {"x": -10000, "y": -10000}, {"x": 1e999, "y": 0}, {"y": 4}, null, {"x": 10, "y": 0}], "type": "lane"},
            {"type": "lane", "geometry": [{"x": 1, "y": 1}], "id": 1},
            {"type": "motorway", "geometry": [{"x": 0, "y": 0}]},
            {"type": "crosswalk", "geometry": [{"x": 0, "y": 0}, {"x": 1, "y": 0}]},
            {"type": "road_edge", "geometry": 5},
            {"type": "lane", "id": "0", "geometry": [{"x": 0, "y": 9}, {"x": 9, "y": 9}]},
            17, [1, [2]], {}
            """, out var warnings);
        Assert.That(map.Lanes.Select(lane => (lane.Id, lane.Sections.Count)), Is.EqualTo(new[] { ("0", 2), ("0#2", 2) }));
        foreach (var expected in new[] { "4 points are no finite places", "1 lanes repeat an id", "line 4: lane 1: expected at least 2 points, found 1", "line 5: road number 3: the type \"motorway\" is not known",
                     "line 6: road number 4: expected at least 3 corners, found 2", "line 7: road number 5: expected at least 2 points, found 0", "line 9: road number 7: it has no type that is known" })
            Assert.That(warnings, Has.Some.Contains(expected));
    }

    [Test]
    public void FarCoordinates_AreCentredInDouble()
    {
        var map = Roads(Lane("a", "9000000.125 0", "9000010.125 0"), out _);
        Assert.That(map.Origin, Is.EqualTo(new MapPoint(9000005, 0)));
        Assert.That(map.Lanes[0].Sections[0].X, Is.EqualTo(-4.875).Within(1e-9));
    }

    [TestCase("{\"objects\": [], \"roads\": [{\"type\": \"lane\"", "scene.json:2:")]
    [TestCase("{\"roads\": [NaN], \"objects\": []}", "NaN and Infinity are no JSON; write null")]
    [TestCase("{\"roads\": [], \"objects\": []}", "expected lanes, found none")]
    public void AFileThatIsBrokenAsAWhole_IsTheUsersMistake(string text, string message)
    {
        var file = ImportFile.Of("scene.json", Encoding.UTF8.GetBytes("\n" + text));
        Assert.That(new WaymoMapImporter().Recognises(file), Is.True);
        Assert.That(() => MapImporters.Import(file, new()), Throws.InstanceOf<UserErrorException>().With.Message.Contains(message));
    }

    [TestCase("{\"type\": \"FeatureCollection\", \"features\": []}")]
    [TestCase("{\"roads\": 1}")]
    [TestCase("[]")]
    [TestCase("roads: objects")]
    public void OtherText_IsNotRecognised(string text) => Assert.That(new WaymoMapImporter().Recognises(ImportFile.Of("x", Encoding.UTF8.GetBytes(text))), Is.False);

    [Test]
    public void HundredThousandLanesAtOnePlace_TakeBoundedTime()
    {
        var lanes = string.Join(",", Enumerable.Range(0, 100_000).Select(i => Lane($"{i}", "0 0", "9 0")));
        Roads(lanes, out var warnings);
        Assert.That(warnings, Has.Some.Contains("99936 lanes start where very many others do"));
    }

    [Test]
    public void Town02_HoldsWhatAnIndependentSamplerMeasured()
    {
        var file = ImportFile.Open(SharedFiles.Path("waymo-like-json/Town02.json"));
        var read = WaymoJsonReader.Read(file);
        var result = MapImporters.Import(file, new());
        var map = result.Map.Roads!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Roads.CountBy(road => road.Kind).OrderBy(pair => pair.Key).Select(pair => pair.Value), Is.EqualTo(new[] { 300, 80, 90 }));
            Assert.That(read.Roads.Sum(road => road.Points.Count), Is.EqualTo(10_327));
            Assert.That(map.Lanes, Has.Count.EqualTo(272), "28 of 300 are shorter than 5 cm, as many as Town02.xodr has such lane sections");
            Assert.That(map.Lanes.Sum(lane => lane.Next.Count), Is.EqualTo(406), "counted by a script of 30 lines that compares every pair");
            Assert.That(map.Lanes.Count(lane => lane.Next.Count == 0), Is.Zero);
            Assert.That(Enumerable.Range(0, map.Lanes.Count).Count(lane => map.Predecessors(lane).Count == 0), Is.Zero);
            Assert.That(map.Lines.CountBy(line => line.Kind), Is.EquivalentTo(new Dictionary<MarkingKind, int> { [MarkingKind.Broken] = 40, [MarkingKind.Solid] = 40, [MarkingKind.Edge] = 90 }));
            Assert.That(result.Warnings.Where(warning => !warning.Element.StartsWith("lane ", StringComparison.Ordinal)).Select(warning => warning.Message), Has.Exactly(2).Items, "lanes too short, and their width");
        }
    }

    [Test]
    public void NocturnesTestFile_HasAnEdgeAndASignAndNoLane()
    {
        var map = MapImporters.Import(SharedFiles.Path("waymo-like-json/nocturne_scenario_test.json"), new()).Map.Roads!;
        Assert.That((map.Lanes.Count, map.Lines.Count, map.Signs.Count), Is.EqualTo((0, 1, 1)));
        Assert.That(RoadMapFile.Parse(RoadMapWriter.Write(map), "written.yaml").Lines, Has.Count.EqualTo(1));
    }

    internal static ImportFile Scene(string roads, string objects = "") => ImportFile.Of("scene.json", Encoding.UTF8.GetBytes($"{{\"name\": \"s\", \"objects\": [{objects}],\n\"roads\": [\n{roads}\n]}}"));

    internal static string Lane(string id, params string[] points)
        => $"{{\"id\": \"{id}\", \"type\": \"lane\", \"geometry\": [{string.Join(",", points.Select(p => $"{{\"x\": {p.Split(' ')[0]}, \"y\": {p.Split(' ')[1]}}}"))}]}}";

    private static ImportedMap Import(ImportFile file, ImportOptions options) => MapImporters.Import(file, options);

    private static RoadMap Roads(string roads, out string[] warnings)
    {
        var result = Import(Scene(roads), new());
        warnings = [.. result.Warnings.Select(warning => warning.ToString())];
        return result.Map.Roads!;
    }
}
