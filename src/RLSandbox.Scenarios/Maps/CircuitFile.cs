using System.Globalization;
using System.Text;
using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Scenarios.Yaml;

namespace RLSandbox.Scenarios.Maps;

/// <summary>Map files of our own: YAML with a name, a licence and the control points of one circuit.</summary>
/// <remarks>
/// <code>
/// formatVersion: 1
/// name: Oval
/// licence: MIT
/// source: drawn for RLSandbox
/// points:                      # x, y, left width, right width in metres; the last point joins the first
/// - [0, -30, 5, 5]
/// </code>
/// </remarks>
public static class CircuitFile
{
    private const int FormatVersion = 1;
    private const int Numbers = 4;

    /// <summary>Single precision resolves 2 mm there.</summary>
    private const double FarthestMetres = 20_000;

    private const string Example = "write - [x, y, left width, right width] in metres, such as - [0, -30, 5, 5]";

    /// <summary>What a file says.</summary>
    /// <exception cref="UserErrorException">The file cannot be read or is no circuit; each problem with file, line, column and what to do.</exception>
    public static CircuitDrawing Read(string path) => Parse(YamlText.Read(path), path);

    internal static CircuitDrawing Parse(string text, string path)
    {
        var problems = new ConfigProblems();
        return Bind(YamlTree.Parse(text, path, problems), problems);
    }

    /// <summary>Reads the tree of a file.</summary>
    internal static CircuitDrawing Bind(ConfigNode root, ConfigProblems problems)
    {
        var reader = new SectionReader(root, problems, "");
        MapVersion.Check(reader, FormatVersion);
        var drawing = new CircuitDrawing
        {
            Name = reader.RequiredText("name", "My circuit", "Name for people."),
            Licence = reader.Text("licence", "", "Terms under which the file may be passed on."),
            Source = reader.Text("source", "", "Who drew or surveyed the circuit."),
            Points = ReadPoints(reader.Free("points", "Control points: [x, y, left width, right width] in metres."), root, problems),
        };
        reader.Finish();
        problems.ThrowIfAny();
        return drawing;
    }

    /// <summary>Writes or replaces a file; numbers are rounded to 0.1 mm.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static void Write(string path, CircuitDrawing drawing)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"formatVersion: {FormatVersion}\nname: {YamlQuote.Of(drawing.Name)}\n");
        if (drawing.Licence.Length > 0) text.Append(CultureInfo.InvariantCulture, $"licence: {YamlQuote.Of(drawing.Licence)}\n");
        if (drawing.Source.Length > 0) text.Append(CultureInfo.InvariantCulture, $"source: {YamlQuote.Of(drawing.Source)}\n");
        text.Append("points:                  # x, y, left width, right width in metres, in driving direction; the last point joins the first\n");
        foreach (var point in drawing.Points)
            text.Append(CultureInfo.InvariantCulture, $"- [{point.X:0.####}, {point.Y:0.####}, {point.LeftWidth:0.####}, {point.RightWidth:0.####}]\n");
        TextFile.Replace(path, text.ToString());
    }

    private static List<CircuitPoint> ReadPoints(ConfigNode? list, ConfigNode root, ConfigProblems problems)
    {
        if (list is null || list.Kind != ConfigNodeKind.List)
        {
            problems.Add(list?.Position ?? root.Position, "points", list is null ? "the key \"points\" is missing" : $"expected a list of points, found {list}", Example);
            return [];
        }
        var points = new List<PlacedPoint>(list.Items.Count);
        var before = problems.Count;
        foreach (var item in list.Items)
        {
            if (TryPoint(item, out var point)) points.Add(new(point, item.Position));
            else problems.Add(item.Position, "points", $"expected {Numbers} numbers in brackets, at most {FarthestMetres:0} m from the origin, found {Describe(item)}", Example);
        }
        if (problems.Count == before) PlacedPoint.Check(points, list.Position, problems);
        return [.. points.Select(p => p.Point)];
    }

    private static bool TryPoint(ConfigNode item, out CircuitPoint point)
    {
        point = default;
        if (item.Items.Count != Numbers) return false;
        Span<double> values = stackalloc double[Numbers];
        for (var i = 0; i < Numbers; i++)
            if (!double.TryParse(item.Items[i].Text, NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !(Math.Abs(values[i]) <= FarthestMetres)) return false;
        point = new(values[0], values[1], values[2], values[3]);
        return true;
    }

    private static string Describe(ConfigNode item) => item.Kind == ConfigNodeKind.List ? $"[{string.Join(", ", item.Items.Select(i => i.Text))}]" : item.ToString();
}
