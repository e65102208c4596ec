using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Sumo;

/// <summary>A network while it is read: what holds for the whole file, and which lanes it has.</summary>
internal sealed class SumoNet
{
    private const double UsualWidth = 3.2;                                // m, SUMO's own where a lane has none

    public SumoNet(XElement root, RoadMapDraft draft, ImportOptions options)
    {
        (Root, Draft, Width) = (root, draft, options.WidthMetres ?? UsualWidth);
        DrivesOnLeft = root.Text("lefthand") is "true" or "1" or "yes";
        foreach (var junction in root.Children("junction"))
            if (junction.Text("type") != "internal" && junction.Text("id") is { } id) Junctions.TryAdd(id, []);
        if (root.Children("location").FirstOrDefault() is not { } location) return;
        if (location.Text("projParameter") is { } projection && projection.Trim() is not ("!" or "-" or ".")) Projection = projection.Trim();
        if (location.Text("netOffset") is not { } text) return;
        if (SumoText.TryPoint(text, out var offset)) Offset = offset;
        else draft.Warn("location", $"expected two numbers in netOffset, found \"{text}\"; the coordinates stay as they are", ImportFile.LineOf(location));
    }

    public XElement Root { get; }

    public RoadMapDraft Draft { get; }

    /// <summary>Of a lane that has none, m.</summary>
    public double Width { get; }

    public bool DrivesOnLeft { get; }

    public string Projection { get; } = "";

    /// <summary>What SUMO added to the coordinates of its source.</summary>
    public MapPoint Offset { get; }

    /// <summary>Lanes inside each junction, by its id.</summary>
    public Dictionary<string, List<string>> Junctions { get; } = new(StringComparer.Ordinal);

    /// <summary>Id of a lane by its edge and index, whether or not it has a length.</summary>
    public Dictionary<(string Edge, int Index), string> Lanes { get; } = [];

    /// <summary>Edges by their first and last junction, with the lane next to the opposite direction.</summary>
    public Dictionary<(string From, string To), List<string>> Innermost { get; } = [];

    /// <summary>Lanes whose shape has no length: they lead from one lane straight into the next.</summary>
    public HashSet<string> Short { get; } = new(StringComparer.Ordinal);

    /// <summary>Edges that are ground to walk on, not lanes.</summary>
    public HashSet<string> Walked { get; } = new(StringComparer.Ordinal);

    /// <summary>Points of a shape in the coordinates of the source; what is no point is left out with a warning.</summary>
    public List<MapPoint> Shape(string text, string element, int line)
    {
        var points = new List<MapPoint>();
        var wrong = 0;
        foreach (var range in text.AsSpan().SplitAny(" \t\r\n"))
        {
            var part = text.AsSpan()[range];
            if (part.IsEmpty) continue;
            if (SumoText.TryPoint(part, out var point)) points.Add(new(point.X - Offset.X, point.Y - Offset.Y, point.Z));
            else wrong++;
        }
        if (wrong > 0) Draft.Warn(element, $"{wrong} of {wrong + points.Count} points of its shape are no numbers and were left out", line, wrong);
        return points;
    }
}
