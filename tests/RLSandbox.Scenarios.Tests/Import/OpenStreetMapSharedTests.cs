using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.OpenStreetMap;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>A piece of a village from OpenStreetMap.</summary>
[TestFixture]
[DecimalComma]
public sealed class OpenStreetMapSharedTests
{
    private const string Village = "osm-odbl/planet_10.068_48.135.osm";

    [Test]
    public void Elements_AreAsMany_AsTheFileHas()
    {
        var file = ImportFile.Open(SharedFiles.Path(Village));
        var draft = new RoadMapDraft(Village);
        var document = new OsmDocument(file.Xml(), draft);
        Assert.That((document.Nodes.Count, document.Ways.Count, document.Relations.Count), Is.EqualTo((281, 56, 3)));
    }

    [Test]
    public void TheVillage_BecomesStreetsAndHouses()
    {
        var imported = MapImporters.Import(SharedFiles.Path(Village), new());
        var map = imported.Map.Roads!;
        foreach (var warning in imported.Warnings) TestContext.Out.WriteLine(warning);
        TestContext.Out.WriteLine(FormattableString.Invariant($"{map.Lanes.Count} lanes, {map.Lanes.Sum(lane => lane.Next.Count)} links, {map.Junctions.Count} junctions, {map.Areas.Count} areas, {map.Lanes.Sum(lane => lane.Length):0} m"));
        var ways = map.Lanes.Where(lane => lane.Junction is null && !lane.Id.Contains('>', StringComparison.Ordinal)).Select(lane => lane.Id.Split('.')[0]).Distinct().ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(imported.Format, Is.EqualTo("OpenStreetMap"));
            Assert.That(ways, Has.Count.EqualTo(14));                     // of 19 streets five were clipped to a single node
            Assert.That(map.Areas.Count(area => area.Kind == AreaKind.Obstacle), Is.EqualTo(31));
            Assert.That(map.Lanes.Where(lane => lane.SpeedLimits.Count > 0).Select(lane => lane.SpeedLimits[0].MetresPerSecond), Has.All.EqualTo(30 / 3.6).Within(1e-9));
            Assert.That(map.Licence, Does.Contain("ODbL"));
        }
    }

    [Test]
    public void LinkedLanes_Meet()
    {
        var map = MapImporters.Import(SharedFiles.Path(Village), new()).Map.Roads!;
        var largest = 0.0;
        for (var i = 0; i < map.Lanes.Count; i++)
            foreach (var next in map.Successors(i))
                largest = Math.Max(largest, Math.Abs(map.Lanes[i].Sections[^1].X - map.Lanes[next].Sections[0].X) + Math.Abs(map.Lanes[i].Sections[^1].Y - map.Lanes[next].Sections[0].Y));
        TestContext.Out.WriteLine(FormattableString.Invariant($"village: {LaneChecks.Folded(map).Count} folded: {string.Join(' ', LaneChecks.Folded(map).Take(6))}; swapped: {map.Lanes.Count(lane => LaneChecks.Swapped(lane) > 0.1)} {string.Join(' ', map.Lanes.Where(lane => LaneChecks.Swapped(lane) > 0.1).Select(lane => lane.Id).Take(6))}"));
        Assert.That(largest, Is.LessThan(1e-6));
    }

    [Test]
    public void AMapWrittenAndReadAgain_IsTheSame()
    {
        var text = RoadMapWriter.Write(MapImporters.Import(SharedFiles.Path(Village), new()).Map.Roads!);
        Assert.That(RoadMapWriter.Write(RoadMapFile.Parse(text, "map.yaml")), Is.EqualTo(text));
    }
}
