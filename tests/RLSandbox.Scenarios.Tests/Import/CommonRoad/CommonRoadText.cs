using System.Text;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;

namespace RLSandbox.Scenarios.Tests.Import.CommonRoad;

/// <summary>Small CommonRoad files.</summary>
internal static class CommonRoadText
{
    /// <summary>Ten metres eastwards, two metres wide on each side of the x axis.</summary>
    public const string Road = """<lanelet id="1"><leftBound><point><x>0</x><y>2</y></point><point><x>10</x><y>2</y></point></leftBound><rightBound><point><x>0</x><y>-2</y></point><point><x>10</x><y>-2</y></point></rightBound></lanelet>""";

    /// <summary>A whole file round some elements.</summary>
    public static ImportFile File(string body, string attributes = "commonRoadVersion=\"2020a\" benchmarkID=\"ZAM_Test-1\" timeStepSize=\"0.1\"") =>
        ImportFile.Of("test.xml", Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?>\n<commonRoad {attributes}>{body}</commonRoad>"));

    /// <summary>What the map importer makes of it.</summary>
    public static (RoadMap Map, IReadOnlyList<ImportWarning> Warnings) Map(string body)
    {
        var imported = MapImporters.Import(File(body), new());
        return (imported.Map.Roads!, imported.Warnings);
    }

    /// <summary>What the scene importer makes of it, on a road of one lanelet with the id 1.</summary>
    public static ImportedScene Scene(string body) => SceneImporters.Import(File(Road + body), new());

    /// <summary>A lanelet from one place to another, as wide as it is given, with more elements inside.</summary>
    public static string Lanelet(int id, (double X, double Y) from, (double X, double Y) to, string more = "", double width = 4)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, length = Math.Sqrt(dx * dx + dy * dy), nx = -dy / length * width / 2, ny = dx / length * width / 2;
        return FormattableString.Invariant($"""
            <lanelet id="{id}"><leftBound>{Point(from.X + nx, from.Y + ny)}{Point(to.X + nx, to.Y + ny)}</leftBound>
            <rightBound>{Point(from.X - nx, from.Y - ny)}{Point(to.X - nx, to.Y - ny)}</rightBound>{more}</lanelet>
            """);
    }

    /// <summary>A lanelet with these points.</summary>
    public static string Bounds(int id, (double X, double Y)[] left, (double X, double Y)[] right) =>
        $"<lanelet id=\"{id}\"><leftBound>{string.Concat(left.Select(p => Point(p.X, p.Y)))}</leftBound><rightBound>{string.Concat(right.Select(p => Point(p.X, p.Y)))}</rightBound></lanelet>";

    /// <summary>A point.</summary>
    public static string Point(double x, double y) => FormattableString.Invariant($"<point><x>{x}</x><y>{y}</y></point>");

    /// <summary>A state of an obstacle; parts that are null are left out.</summary>
    public static string State(string name, int step, double x, double y, double? heading = 0, double? speed = 1) => FormattableString.Invariant(
        $"<{name}><position>{Point(x, y)}</position>{Exact("orientation", heading)}{Exact("velocity", speed)}<time><exact>{step}</exact></time></{name}>");

    private static string Exact(string name, double? value) => value is null ? "" : FormattableString.Invariant($"<{name}><exact>{value}</exact></{name}>");
}
