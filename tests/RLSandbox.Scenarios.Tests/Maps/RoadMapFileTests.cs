using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Tests.Maps;

/// <summary>The map files of our own that hold roads.</summary>
[TestFixture]
[DecimalComma]                                                    // numbers have points wherever the reader lives
public sealed class RoadMapFileTests
{
    private const string Town = """
        formatVersion: 1
        name: "T"
        licence: "MIT"
        source: "by hand"
        origin: [1000.5, -20, 3]
        projection: "+proj=utm"
        drivesOnLeft: true
        lanes:
        - id: "a"
          type: bus
          users: [bus, bicycle]
          bidirectional: true
          speedLimits: [13.9, from 5.5 8.3, from 8 none]
          next: ["b"]
          leftOpposite: "c"
          leftMarkings: [broken yellow, from 4 solidSolid 0.2]
          rightMarkings: [solid]
          path: "0 1750 0 -1750 0; 10000 0 10000 0 250"
        - id: "b"
          users: []
          junction: "J"
          path: "10000 1750 10000 -1750 250; 10000 0 10000 0 0"
        - id: "c"
          path: "10000 1750 10000 5250 0; -10000 0 -10000 0 0"
        junctions:
        - id: "J"
          lanes: ["b"]
          rightOfWay: [{lane: "b", yieldsTo: ["c"]}]
          path: "0 0 0; 1000 0 0; 0 1000 0"
        lights:
        - id: "L"
          at: [1, 2, 5.25]
          lanes: ["a"]
          group: "north"
          cycle: [green 20, amber 3, red 17.5]
          offsetSeconds: 4
        signs:
        - id: "S"
          kind: speedLimit
          at: [1, 2, 0]
          code: "274"
          value: 8.333
          lanes: ["a"]
        stopLines:
        - kind: light
          lanes: ["a"]
          path: "10000 1750 0; 0 -3500 0"
        areas:
        - kind: crossing
          path: "0 0 0; 1000 0 0; 0 1000 0"
        lines:
        - marking: edge
          path: "0 0 0; 1000 0 0"

        """;

    [Test]
    public void AFileReadAndWritten_IsTheSameText()
    {
        var map = RoadMapFile.Parse(Town, "town.yaml");
        Assert.That(RoadMapWriter.Write(map).ReplaceLineEndings("\n"), Is.EqualTo(Town.ReplaceLineEndings("\n")));
    }

    [Test]
    public void Lanes_SayWhatTheFileSays()
    {
        var map = RoadMapFile.Parse(Town, "town.yaml");
        var a = map.Lanes[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(a.Length, Is.EqualTo(10).Within(1e-12));
            Assert.That(a.Sections[1], Is.EqualTo(new CrossSection(10, 1.75, 10, -1.75, 0.25)));
            Assert.That(a.Sections[1].Width, Is.EqualTo(3.5));
            Assert.That(a.Users, Is.EqualTo(RoadUsers.Bus | RoadUsers.Bicycle));
            Assert.That(a.SpeedLimits, Is.EqualTo(new SpeedLimit[] { new(0, 13.9), new(5.5, 8.3), new(8, double.PositiveInfinity) }));
            Assert.That(a.LeftMarkings, Is.EqualTo(new Marking[] { new(0, MarkingKind.Broken, MarkingColour.Yellow), new(4, MarkingKind.SolidSolid, MarkingColour.White, 0.2) }));
            Assert.That(a.Left, Is.EqualTo(new NeighbourLane("c", true)));
            Assert.That(map.Successors(0), Is.EqualTo(new[] { 1 }));
            Assert.That(map.Predecessors(1), Is.EqualTo(new[] { 0 }));
            Assert.That(map.Lanes[1].Users, Is.EqualTo(RoadUsers.None));
            Assert.That(map.Origin, Is.EqualTo(new MapPoint(1000.5, -20, 3)));
        }
    }

    [Test]
    public void RowsOfPoints_MeanTheSameAsAPath()
    {
        var rows = Town.Replace("  path: \"10000 1750 10000 5250 0; -10000 0 -10000 0 0\"", "  points:\n  - [10, 1.75, 10, 5.25]\n  - [0, 1.75, 0, 5.25, 0]", StringComparison.Ordinal);
        Assert.That(RoadMapFile.Parse(rows, "town.yaml").Lanes[2].Sections, Is.EqualTo(RoadMapFile.Parse(Town, "town.yaml").Lanes[2].Sections));
    }

    [TestCase("next: [\"b\"]", "next: [\"bb\"]", "town.yaml:14:", "there is no lane \"bb\"; did you mean \"b\"?")]
    [TestCase("type: bus", "type: buss", "town.yaml:10:9", "did you mean \"bus\"?")]
    [TestCase("id: \"c\"", "id: \"a\"", "town.yaml:23:7", "the lane \"a\" stands in line 9 already")]
    [TestCase("0 1750 0 -1750 0; 10000", "0 1750 0 -1750; 10000", "town.yaml:18:", "expected 5 whole numbers in row 1, found 4")]
    [TestCase("leftMarkings: [broken yellow,", "leftMarkings: [brokn yellow,", "town.yaml:16:", "did you mean \"broken\"?")]
    [TestCase("cycle: [green 20,", "cycle: [green soon,", "town.yaml:35:", "expected a colour and seconds, such as green 20, found \"green soon\"")]
    [TestCase("speedLimits: [13.9,", "speedLimits: [fast,", "town.yaml:13:", "expected a number of m/s or none, found \"fast\"")]
    [TestCase("formatVersion: 1", "formatVersion: 2", "town.yaml:1:", "the file comes from a newer version of the program")]
    [TestCase("  junction: \"J\"", "  junktion: \"J\"", "town.yaml:21:", "did you mean \"junction\"?")]
    public void AMistake_IsNamedWithItsPlace(string right, string wrong, string place, string message)
    {
        var text = Town.Replace(right, wrong, StringComparison.Ordinal);
        Assert.That(text, Is.Not.EqualTo(Town));
        Assert.That(() => RoadMapFile.Parse(text, "town.yaml"), Throws.TypeOf<ConfigException>().With.Message.Contains(place).And.Message.Contains(message));
    }
}
