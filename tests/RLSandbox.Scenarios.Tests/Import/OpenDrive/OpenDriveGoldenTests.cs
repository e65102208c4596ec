using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Import.OpenDrive;

namespace RLSandbox.Scenarios.Tests.Import.OpenDrive;

/// <summary>Published files: what the importer sees in them against counts that another program made.</summary>
[TestFixture]
[DecimalComma]
public sealed class OpenDriveGoldenTests
{
    private const double LinkedLanesMeet = 0.005;                        // m

    private const double ExactLinks = 2e-7;                              // m; reading its cubics by arc length would tear them apart by 10 km

    private static readonly string[] Files =
    [
        // file, roads, junctions, connections, lane links, sections, lanes called driving, length, signals, references, controllers, objects, box
        "carla-scenic/Town01.xodr 122 12 96 144 122 124 4216.062 36 72 36 22 -0.06 394.38 -328.61 0.05",
        "opendrive-bark/4way_intersection.xodr 16 1 12 16 16 20 355.233 0 0 0 0 -49.97 49.92 -50.05 50.12",
        "opendrive-carla/Town02.xodr 68 8 48 48 280 300 1757.628 0 0 0 0 -5.46 191.74 -304.56 -107.39",
        "opendrive-carla/Town03.xodr 279 34 185 229 617 855 9141.991 0 0 0 0 -286.23 306.22 -264.80 310.27",
        "opendrive-maliput/ArcElevatedRoad.xodr 1 0 0 0 1 2 140.059 0 0 0 0 0.00 100.00 0.00 40.99",
        "opendrive-maliput/ComplexLaneSection.xodr 1 0 0 0 3 3 17.582 0 0 0 0 -173.68 -163.17 48.40 61.88",
        "opendrive-maliput/GapInLaneWidthDrivableLane.xodr 1 0 0 0 1 2 100.000 0 0 0 0 0.00 100.00 0.00 0.00",
        "opendrive-maliput/Highway.xodr 37 6 40 104 69 191 2453.550 0 0 0 0 -297.40 77.49 -146.22 301.65",
        "opendrive-maliput/LShapeRoad.xodr 3 0 0 0 3 6 262.832 0 0 0 0 0.00 140.00 0.00 140.00",
        "opendrive-maliput/LineVariableWidth.xodr 1 0 0 0 1 7 100.000 0 0 0 0 0.00 100.00 0.00 0.00",
        "opendrive-maliput/ParametricCubicCurveRoad.xodr 1 0 0 0 1 3 130.000 0 0 0 0 0.00 130.00 0.00 101.00",
        "opendrive-maliput/RoadWithAllDeviceTypes.xodr 1 0 0 0 1 3 200.000 2 0 0 3 0.00 200.00 0.00 0.00",
        "opendrive-maliput/Roundabout.xodr 1 0 0 0 1 2 314.157 0 0 0 0 0.00 100.00 0.00 99.99",
        "opendrive-maliput/SingleRoadNanValues.xodr 1 0 0 0 1 1 22.422 0 0 0 0 352.06 357.21 1916.08 1935.45",
        "opendrive-maliput/SpiralRoad.xodr 1 0 0 0 1 3 100.000 0 0 0 0 0.00 46.28 0.00 74.44",
        "opendrive-maliput/TShapeRoad.xodr 9 1 6 6 9 12 179.250 0 0 0 0 0.00 100.00 -50.00 0.00",
        "opendrive-maliput/TwoRoadsWithTrafficLights.xodr 2 0 0 0 2 4 180.000 2 2 0 0 0.00 190.00 0.00 0.00",
        "opendrive-maliput/TwoWayRoadWithDoubleYellowCurve.xodr 1 0 0 0 5 10 314.159 0 0 0 0 -0.19 136.26 0.00 72.55",
        "opendrive-maliput/curved_intersection.xodr 28 1 36 44 108 119 798.111 12 24 0 15 -117.21 148.75 -113.48 81.04",
        "smarts/od_4lane.xodr 20 1 12 16 20 36 866.837 0 0 0 0 20.00 220.00 -130.00 10.00",
    ];

    [TestCaseSource(nameof(Files))]
    public void File_HoldsWhatAnotherProgramCounted(string row)
    {
        var cells = row.Split(' ');
        var file = ImportFile.Open(SharedFiles.Path(cells[0]));
        var network = OpenDriveFile.Network(file);
        var lanes = network.Roads.SelectMany(road => road.Sections).SelectMany(section => section.Left.Concat(section.Right)).ToList();
        object[] found =
        [
            network.Roads.Count, network.Junctions.Count, network.Junctions.Sum(junction => junction.Connections.Count),
            network.Junctions.Sum(junction => junction.Connections.Sum(connection => connection.Lanes.Count)), network.Roads.Sum(road => road.SectionCount),
            lanes.Count(IsVehicle) + network.Roads.Sum(CentreLanes),
        ];
        Assert.That(string.Join(' ', found), Is.EqualTo(string.Join(' ', cells[1..7])));
        Assert.That(network.Roads.Sum(road => road.Line.Length), Is.EqualTo(Number(cells[7])).Within(0.001));
        foreach (var (name, cell) in new[] { ("signal", 8), ("signalReference", 9), ("object", 11) })
            Assert.That(file.Xml().Descendants().Count(element => element.Name.LocalName == name), Is.EqualTo((int)Number(cells[cell])), name);
        var box = Box(network);
        for (var i = 0; i < 4; i++) Assert.That(box[i], Is.EqualTo(Number(cells[12 + i])).Within(0.02));
    }

    [TestCaseSource(nameof(Files))]
    public void LinkedLanesMeet_AndSignalsBecomeLightsOrSigns(string row)
    {
        var imported = MapImporters.Import(SharedFiles.Path(row.Split(' ')[0]), new());
        var map = imported.Map.Roads!;
        var (largest, links) = (0.0, 0);
        foreach (var lane in map.Lanes.Where(lane => lane.IsDrivable()))
            foreach (var next in map.Successors(map.IndexOf(lane.Id)).Select(index => map.Lanes[index]).Where(next => next.IsDrivable()))
            {
                double dx = next.Sections[0].X - lane.Sections[^1].X, dy = next.Sections[0].Y - lane.Sections[^1].Y;
                (largest, links) = (Math.Max(largest, Math.Sqrt(dx * dx + dy * dy)), links + 1);
            }
        TestContext.Out.WriteLine($"{row.Split(' ')[0]}: {imported.Format}, {map.Lanes.Count} lanes, {map.Lanes.Count(lane => lane.IsDrivable())} drivable, {links} links, largest gap {largest:0.000000} m, {map.Lanes.Sum(lane => lane.Sections.Count)} places, {map.Junctions.Count} junctions, {map.Lights.Count} lights, {map.Signs.Count} signs, {map.StopLines.Count} stop lines, {map.Areas.Count} areas, {imported.Warnings.Count} warnings");
        foreach (var warning in imported.Warnings.Take(40)) TestContext.Out.WriteLine("    " + warning);
        Assert.That(largest, Is.LessThan(row.StartsWith("smarts/od_4lane") ? ExactLinks : LinkedLanesMeet));
        Assert.That(map.Lights.Count + map.Signs.Count, Is.EqualTo((int)Number(row.Split(' ')[8])), "each signal is a light or a sign");
        Assert.That(map.Lights.Select(light => light.Group).Where(group => group.Length > 0).Distinct().Count(), Is.EqualTo((int)Number(row.Split(' ')[10])), "controllers");
        Assert.That(links, row.Split(' ')[5] == "1" ? Is.Zero : Is.Not.Negative);
    }

    /// <summary>The count includes centre lanes that some files call driving, though they have no width.</summary>
    private static int CentreLanes(SourceRoad road) => road.Element.Descendants().Count(element => element.Name.LocalName == "lane" && element.Attribute("id")?.Value == "0" && element.Attribute("type")?.Value == "driving");

    private static bool IsVehicle(SourceLane lane) => lane.Element.Attribute("type")?.Value == "driving";

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static double[] Box(Network network)
    {
        double[] box = [double.MaxValue, double.MinValue, double.MaxValue, double.MinValue];
        foreach (var line in network.Roads.Select(road => road.Line))
            for (var step = 0; step <= 1000; step++)
            {
                var pose = line.At(line.Length * step / 1000);
                box = [Math.Min(box[0], pose.X), Math.Max(box[1], pose.X), Math.Min(box[2], pose.Y), Math.Max(box[3], pose.Y)];
            }
        return box;
    }
}
