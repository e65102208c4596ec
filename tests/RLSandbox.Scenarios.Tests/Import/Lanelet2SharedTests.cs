using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Lanelet2 maps of other people: counts that another program found in them.</summary>
[TestFixture]
[DecimalComma]
public sealed class Lanelet2SharedTests
{
    private const double Rounding = 1e-6;                                 // m; lanes share their nodes

    [TestCase("lanelet2-fzi/mapping_example.osm", 363, 337 + 8, 8, 6)]
    [TestCase("lanelet2-tier4/kashiwanoha.osm", 77, 77, 4, 1)]
    [TestCase("lanelet2-tier4/simple_cross.osm", 8, 8, 0, 0)]
    public void Counts_AreThoseOfTheFile(string file, int lanes, int roads, int crossings, int lights)
    {
        var map = MapImporters.Import(SharedFiles.Path(file), new()).Map.Roads!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(map.Lanes, Has.Count.EqualTo(lanes));
            Assert.That(map.Areas.Count(area => area.Kind == AreaKind.Crossing), Is.EqualTo(crossings));
            Assert.That(map.Lanes.Count(lane => lane.Type is LaneType.Driving || (lane.Users & (RoadUsers.Pedestrian | RoadUsers.Bicycle)) == (RoadUsers.Pedestrian | RoadUsers.Bicycle)), Is.EqualTo(roads));
            Assert.That(map.Lights, Has.Count.EqualTo(lights));
        }
    }

    [TestCase("lanelet2-fzi/mapping_example.osm", 321)]
    [TestCase("lanelet2-tier4/kashiwanoha.osm", 93)]
    [TestCase("lanelet2-tier4/simple_cross.osm", 4)]
    public void LinkedLanes_ShareTheirEnds(string file, int expected)
    {
        var imported = MapImporters.Import(SharedFiles.Path(file), new());
        var map = imported.Map.Roads!;
        var (links, largest) = (0, 0.0);
        for (var i = 0; i < map.Lanes.Count; i++)
            foreach (var next in map.Successors(i))
            {
                CrossSection end = map.Lanes[i].Sections[^1], start = map.Lanes[next].Sections[0];
                largest = Math.Max(largest, Math.Max(Math.Abs(end.LeftX - start.LeftX) + Math.Abs(end.LeftY - start.LeftY), Math.Abs(end.RightX - start.RightX) + Math.Abs(end.RightY - start.RightY)));
                links++;
            }
        TestContext.Out.WriteLine(FormattableString.Invariant($"{file}: {links} links, largest gap {largest:0.0000000} m, {map.Lanes.Count(lane => lane.Left is not null)} left and {map.Lanes.Count(lane => lane.Right is not null)} right neighbours, widths {map.Lanes.Min(lane => lane.Sections.Min(s => s.Width)):0.00}..{map.Lanes.Max(lane => lane.Sections.Max(s => s.Width)):0.00}, {map.Areas.Count} areas, {map.StopLines.Count} stop lines, {map.Signs.Count} signs, {map.Junctions.Count} junctions, {map.Lanes.Sum(lane => lane.Length):0.0} m"));
        foreach (var group in imported.Warnings.GroupBy(warning => warning.Message)) TestContext.Out.WriteLine($"    {group.Count()} × {group.First()}");
        TestContext.Out.WriteLine(FormattableString.Invariant($"{file}: {LaneChecks.Folded(map).Count} folded: {string.Join(' ', LaneChecks.Folded(map).Take(6))}; swapped: {map.Lanes.Count(lane => LaneChecks.Swapped(lane) > 0.1)} {string.Join(' ', map.Lanes.Where(lane => LaneChecks.Swapped(lane) > 0.1).Select(lane => lane.Id).Take(6))}"));
        Assert.That((links, largest < Rounding), Is.EqualTo((expected, true)));
    }

    [Test]
    public void LocalCoordinates_Win()
    {
        // Node 1 of simple_cross lies at 3700.4902, 73712.8535 by its tags, and 0.67° north of the equator by lat and lon.
        var map = MapImporters.Import(SharedFiles.Path("lanelet2-tier4/simple_cross.osm"), new()).Map.Roads!;
        var nearest = map.Lanes.SelectMany(lane => lane.Sections).Min(s => Math.Min(
            Math.Abs(s.LeftX + map.Origin.X - 3700.4902) + Math.Abs(s.LeftY + map.Origin.Y - 73712.8535), Math.Abs(s.RightX + map.Origin.X - 3700.4902) + Math.Abs(s.RightY + map.Origin.Y - 73712.8535)));
        Assert.That(nearest, Is.LessThan(Rounding));
    }

    [TestCase("lanelet2-fzi/mapping_example.osm")]
    [TestCase("lanelet2-tier4/kashiwanoha.osm")]
    public void AMapWrittenAndReadAgain_IsTheSame(string file)
    {
        var text = RoadMapWriter.Write(MapImporters.Import(SharedFiles.Path(file), new()).Map.Roads!);
        Assert.That(RoadMapWriter.Write(RoadMapFile.Parse(text, "map.yaml")), Is.EqualTo(text));
    }
}
