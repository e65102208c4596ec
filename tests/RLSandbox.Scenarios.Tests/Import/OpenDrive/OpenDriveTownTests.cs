using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;

namespace RLSandbox.Scenarios.Tests.Import.OpenDrive;

/// <summary>One town as three programs saw it: lanes of the same OpenDRIVE file from other people's readers.</summary>
[TestFixture]
[DecimalComma]
public sealed class OpenDriveTownTests
{
    private const double Agreement = 0.05;                               // m
    private const double Seconds = 2;

    /// <summary>Centre lines of a converter that has its own parser: 300 lanes, of which ours leaves out those shorter than 1.5 mm.</summary>
    [Test]
    public void Town02_HasTheLanesOfTheSceneFile()
    {
        var centres = Centres(SharedFiles.Path("opendrive-carla/Town02.xodr"));
        using var scene = JsonDocument.Parse(File.ReadAllText(SharedFiles.Path("waymo-like-json/Town02.json")));
        var points = scene.RootElement.GetProperty("roads").EnumerateArray().Where(road => road.GetProperty("type").GetString() == "lane")
            .SelectMany(road => road.GetProperty("geometry").EnumerateArray()).Select(point => (point.GetProperty("x").GetDouble(), point.GetProperty("y").GetDouble())).ToList();
        Expect(points, centres);
    }

    /// <summary>SUMO's edges outside of junctions, from which it keeps the centre lines; inside it draws its own.</summary>
    [Test]
    public void Town02_HasTheEdgesOfTheSumoNetwork()
    {
        var centres = Centres(SharedFiles.Path("opendrive-carla/Town02.xodr"));
        var net = XElement.Parse(File.ReadAllText(SharedFiles.Path("carla-scenic/Town02.net.xml")));
        var offset = Pair(net.Element("location")!.Attribute("netOffset")!.Value);
        var points = net.Elements("edge").Where(edge => edge.Attribute("function") is null).Elements("lane").SelectMany(lane => lane.Attribute("shape")!.Value.Split(' ')).Select(Pair).Select(point => (point.X - offset.X, point.Y - offset.Y)).ToList();
        Expect(points, centres);
    }

    /// <summary>These towns have no edge: whoever drives can go on for ever, and every lane can be reached from another one.</summary>
    [TestCase("carla-scenic/Town01.xodr")]
    [TestCase("opendrive-carla/Town02.xodr")]
    public void Town_HasNoDeadEnd(string file)
    {
        var map = MapImporters.Import(SharedFiles.Path(file), new()).Map.Roads!;
        var dead = map.Lanes.Where(lane => lane.IsDrivable() && (map.Successors(map.IndexOf(lane.Id)).Count == 0 || map.Predecessors(map.IndexOf(lane.Id)).Count == 0)).Select(lane => lane.Id).ToList();
        Assert.That(dead, Is.Empty);
    }

    /// <summary>Every light of Town01 stops the lanes of exactly one way into a junction, and has one stop line.</summary>
    [Test]
    public void Town01_HasALightForEachWayIn()
    {
        var map = MapImporters.Import(SharedFiles.Path("carla-scenic/Town01.xodr"), new()).Map.Roads!;
        Assert.That(map.Lights, Has.Count.EqualTo(36));
        Assert.That(map.Lights.Select(light => light.Group).Distinct().ToList(), Has.Count.EqualTo(36), "one controller each");
        foreach (var light in map.Lights)
        {
            var waiting = light.Lanes.SelectMany(lane => map.Predecessors(map.IndexOf(lane))).Distinct().ToList();
            Assert.That(light.Lanes, Has.Count.EqualTo(2), "two ways on from each of three arms");
            Assert.That(waiting, Has.Count.EqualTo(1), light.Id);
            Assert.That(map.Lanes[waiting[0]].Junction, Is.Null);
        }
    }

    /// <summary>Measures: prints processor seconds for the largest town, with the compiler's work the first time.</summary>
    [Test]
    [Explicit("a measurement; processor time hardly depends on what else runs")]
    public void Town03_IsImportedQuickly()
    {
        var bytes = File.ReadAllBytes(SharedFiles.Path("opendrive-carla/Town03.xodr"));
        var times = new List<double>();
        for (var round = 0; round < 6; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            MapImporters.Import(ImportFile.Of("Town03.xodr", bytes), new());
            times.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first {times[0]:0.00} s, then {times.Skip(1).Min():0.00} to {times.Skip(1).Max():0.00} s"));
        Assert.That(times.Max(), Is.LessThan(Seconds));
    }

    private static List<Lane> Centres(string path) => [.. MapImporters.Import(path, new()).Map.Roads!.Lanes.Where(lane => lane.IsDrivable())];

    private static void Expect(List<(double X, double Y)> points, List<Lane> lanes)
    {
        var distances = points.Select(point => lanes.Min(lane => Distance(lane, point.X, point.Y))).Order().ToList();
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{points.Count} points: median {distances[distances.Count / 2]:0.0000} m, largest {distances[^1]:0.0000} m"));
        Assert.That(points, Has.Count.GreaterThan(50));
        Assert.That(distances[^1], Is.LessThan(Agreement));
    }

    private static double Distance(Lane lane, double x, double y)
    {
        var nearest = double.PositiveInfinity;
        for (var i = 1; i < lane.Sections.Count; i++)
        {
            double ax = lane.Sections[i - 1].X, ay = lane.Sections[i - 1].Y, dx = lane.Sections[i].X - ax, dy = lane.Sections[i].Y - ay;
            var t = Math.Clamp(((x - ax) * dx + (y - ay) * dy) / Math.Max(dx * dx + dy * dy, 1e-18), 0, 1);
            double ex = ax + t * dx - x, ey = ay + t * dy - y;
            nearest = Math.Min(nearest, ex * ex + ey * ey);
        }
        return Math.Sqrt(nearest);
    }

    private static (double X, double Y) Pair(string text)
    {
        var cells = text.Split(',');
        return (double.Parse(cells[0], CultureInfo.InvariantCulture), double.Parse(cells[1], CultureInfo.InvariantCulture));
    }
}
