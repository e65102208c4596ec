using System.Xml.Linq;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Networks that other people made with SUMO: counts that another program found in them.</summary>
[TestFixture]
[DecimalComma]
public sealed class SumoSharedTests
{
    private const double Rounded = 0.05;                                  // m; SUMO writes centimetres

    // Lanes of edges, lanes inside junctions with and without length, junctions without dead ends, lights' letters, programs.
    [TestCase("carla-scenic/Town01.net.xml", 52, 90, 10, 20, 80, 16)]
    [TestCase("carla-scenic/Town02.net.xml", 40, 66, 6, 16, 60, 14)]
    [TestCase("smarts/NGSIM_us101.net.xml", 18, 12, 0, 2, 0, 0)]
    [TestCase("smarts/figure_eight.net.xml", 48, 48, 0, 15, 0, 0)]
    [TestCase("smarts/intersections_4lane.net.xml", 16, 20, 0, 1, 16, 1)]
    [TestCase("smarts/merge_3lane_agents_1.net.xml", 7, 6, 0, 1, 0, 0)]
    public void Counts_AreThoseOfTheFile(string file, int lanes, int inside, int without, int junctions, int letters, int programs)
    {
        var imported = MapImporters.Import(SharedFiles.Path(file), new());
        var map = imported.Map.Roads!;
        foreach (var group in imported.Warnings.GroupBy(warning => warning.Message.Split(' ')[0] + warning.Message.Split(' ')[1])) TestContext.Out.WriteLine($"{file}: {group.Count()} × {group.First()}; largest {group.Max(warning => warning.Size)}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Lanes.Count(lane => lane.Junction is null), Is.EqualTo(lanes));
            Assert.That(map.Lanes.Count(lane => lane.Junction is not null), Is.EqualTo(inside));
            Assert.That(imported.Warnings.Count(warning => warning.Message.Contains("has no length", StringComparison.Ordinal)), Is.EqualTo(without));
            Assert.That(map.Junctions, Has.Count.EqualTo(junctions));
            Assert.That(map.Lights, Has.Count.EqualTo(letters));
            Assert.That(map.Lights.Select(light => light.Id[..light.Id.LastIndexOf('.')]).Distinct().Count(), Is.EqualTo(programs));
            Assert.That(map.Lights.Select(light => light.Cycle.Count), Has.All.GreaterThan(0));
        }
    }

    [TestCase("carla-scenic/Town01.net.xml")]
    [TestCase("carla-scenic/Town02.net.xml")]
    [TestCase("smarts/NGSIM_us101.net.xml")]
    [TestCase("smarts/figure_eight.net.xml")]
    [TestCase("smarts/intersections_4lane.net.xml")]
    [TestCase("smarts/merge_3lane_agents_1.net.xml")]
    public void LinkedLanes_Meet_AndAllConnectionsAreLinks(string file)
    {
        var path = SharedFiles.Path(file);
        var map = MapImporters.Import(path, new()).Map.Roads!;
        var (links, largest) = (0, 0.0);
        for (var i = 0; i < map.Lanes.Count; i++)
            foreach (var next in map.Successors(i))
            {
                CrossSection end = map.Lanes[i].Sections[^1], start = map.Lanes[next].Sections[0];
                largest = Math.Max(largest, Math.Sqrt((end.X - start.X) * (end.X - start.X) + (end.Y - start.Y) * (end.Y - start.Y)));
                links++;
            }
        // A path without length takes both of its connections into one link.
        var expected = XDocument.Load(path).Root!.Elements("connection").Count() - WithoutLength(path);
        TestContext.Out.WriteLine(FormattableString.Invariant($"{file}: {links} links, largest gap {largest:0.0000} m"));
        TestContext.Out.WriteLine(FormattableString.Invariant($"{file}: {LaneChecks.Folded(map).Count} folded: {string.Join(' ', LaneChecks.Folded(map).Take(6))}; swapped: {map.Lanes.Count(lane => LaneChecks.Swapped(lane) > 0.1)} {string.Join(' ', map.Lanes.Where(lane => LaneChecks.Swapped(lane) > 0.1).Select(lane => lane.Id).Take(6))}"));
        Assert.That((links, largest < Rounded), Is.EqualTo((expected, true)));
    }

    [TestCase("carla-scenic/Town01.net.xml", "-0.06, -328.61")]
    [TestCase("carla-scenic/Town02.net.xml", "-5.46, -304.56")]
    public void TheOffset_IsTakenOff(string file, string corner)
    {
        // convBoundary begins at 0, 0: in the source's coordinates that is minus the offset.
        var map = MapImporters.Import(SharedFiles.Path(file), new()).Map.Roads!;
        var left = map.Lanes.SelectMany(lane => lane.Sections).Min(section => section.X) + map.Origin.X;
        var bottom = map.Lanes.SelectMany(lane => lane.Sections).Min(section => section.Y) + map.Origin.Y;
        var expected = corner.Split(", ").Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.That((left, bottom), Is.EqualTo((expected[0], expected[1])).Using<(double, double)>((a, b) => Math.Abs(a.Item1 - b.Item1) < 5 && Math.Abs(a.Item2 - b.Item2) < 5));
    }

    [TestCase("smarts/figure_eight.net.xml")]
    [TestCase("carla-scenic/Town01.net.xml")]
    public void AMapWrittenAndReadAgain_IsTheSame(string file)
    {
        var text = RoadMapWriter.Write(MapImporters.Import(SharedFiles.Path(file), new()).Map.Roads!);
        Assert.That(RoadMapWriter.Write(RoadMapFile.Parse(text, "net.yaml")), Is.EqualTo(text));
    }

    private static int WithoutLength(string path) => XDocument.Load(path).Descendants("lane").Count(lane => ((string)lane.Attribute("shape")!).Split(' ').Distinct().Count() < 2);
}
