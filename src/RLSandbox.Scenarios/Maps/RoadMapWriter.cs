using System.Globalization;
using System.Text;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Maps;

/// <summary>The text of a network of roads in the format of our map files; see docs/maps.md.</summary>
internal static class RoadMapWriter
{
    /// <summary>Lanes, then everything beside them, in the order of the map.</summary>
    public static string Write(RoadMap map)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"formatVersion: {RoadMapFile.FormatVersion}\nname: {Quote(map.Name)}\n");
        if (map.Licence.Length > 0) text.Append(CultureInfo.InvariantCulture, $"licence: {Quote(map.Licence)}\n");
        if (map.Source.Length > 0) text.Append(CultureInfo.InvariantCulture, $"source: {Quote(map.Source)}\n");
        if (map.Origin != default) text.Append(CultureInfo.InvariantCulture, $"origin: [{map.Origin.X:0.####}, {map.Origin.Y:0.####}, {map.Origin.Z:0.####}]\n");
        if (map.Projection.Length > 0) text.Append(CultureInfo.InvariantCulture, $"projection: {Quote(map.Projection)}\n");
        if (map.DrivesOnLeft) text.Append("drivesOnLeft: true\n");
        if (map.Lanes.Count == 0) text.Append("lanes: []\n");                       // what tells a road map from a circuit
        List(text, "lanes", map.Lanes, Lane);
        List(text, "junctions", map.Junctions, Junction);
        List(text, "lights", map.Lights, Light);
        List(text, "signs", map.Signs, Sign);
        List(text, "stopLines", map.StopLines, Line);
        List(text, "areas", map.Areas, Area);
        List(text, "lines", map.Lines, Line);
        return text.ToString();
    }

    private static void List<T>(StringBuilder text, string key, IReadOnlyList<T> items, Func<T, IEnumerable<(string Key, string Value)>> fields)
    {
        if (items.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"{key}:\n");
        foreach (var item in items)
        {
            var indent = "- ";
            foreach (var (name, value) in fields(item))
            {
                text.Append(CultureInfo.InvariantCulture, $"{indent}{name}: {value}\n");
                indent = "  ";
            }
        }
    }

    private static IEnumerable<(string, string)> Lane(Lane lane)
    {
        yield return ("id", Quote(lane.Id));
        if (lane.Type != LaneType.Driving) yield return ("type", RoadWords.Write(lane.Type));
        if (lane.Users != RoadUsers.Vehicles) yield return ("users", RoadWords.Write(lane.Users));
        if (lane.IsBidirectional) yield return ("bidirectional", "true");
        if (lane.Junction is { } junction) yield return ("junction", Quote(junction));
        if (lane.SpeedLimits.Count > 0) yield return ("speedLimits", Spans(lane.SpeedLimits.Select(limit => (limit.Arc, double.IsPositiveInfinity(limit.MetresPerSecond) ? "none" : Number(limit.MetresPerSecond)))));
        if (lane.Next.Count > 0) yield return ("next", Names(lane.Next));
        if (lane.Left is { } left) yield return (left.IsOpposite ? "leftOpposite" : "left", Quote(left.Lane));
        if (lane.Right is { } right) yield return (right.IsOpposite ? "rightOpposite" : "right", Quote(right.Lane));
        if (lane.LeftMarkings.Count > 0) yield return ("leftMarkings", Spans(lane.LeftMarkings.Select(Span)));
        if (lane.RightMarkings.Count > 0) yield return ("rightMarkings", Spans(lane.RightMarkings.Select(Span)));
        yield return ("path", Text([.. lane.Sections.SelectMany(s => new[] { s.LeftX, s.LeftY, s.RightX, s.RightY, s.Z })], RoadMapFile.SectionColumns));
    }

    private static IEnumerable<(string, string)> Junction(Junction junction)
    {
        yield return ("id", Quote(junction.Id));
        if (junction.Lanes.Count > 0) yield return ("lanes", Names(junction.Lanes));
        if (junction.RightOfWay.Count > 0) yield return ("rightOfWay", $"[{string.Join(", ", junction.RightOfWay.Select(rule => $"{{lane: {Quote(rule.Lane)}, yieldsTo: {Names(rule.YieldsTo)}}}"))}]");
        if (junction.Outline.Count > 0) yield return ("path", Text(junction.Outline));
    }

    private static IEnumerable<(string, string)> Light(TrafficLight light)
    {
        yield return ("id", Quote(light.Id));
        yield return ("at", At(light.Position));
        if (light.Lanes.Count > 0) yield return ("lanes", Names(light.Lanes));
        if (light.Group.Length > 0) yield return ("group", Quote(light.Group));
        if (light.Cycle.Count > 0) yield return ("cycle", $"[{string.Join(", ", light.Cycle.Select(phase => $"{RoadWords.Write(phase.Colour)} {Number(phase.Seconds)}"))}]");
        if (light.OffsetSeconds != 0) yield return ("offsetSeconds", Number(light.OffsetSeconds));
    }

    private static IEnumerable<(string, string)> Sign(RoadSign sign)
    {
        yield return ("id", Quote(sign.Id));
        yield return ("kind", RoadWords.Write(sign.Kind));
        yield return ("at", At(sign.Position));
        if (sign.Code.Length > 0) yield return ("code", Quote(sign.Code));
        if (double.IsFinite(sign.Value)) yield return ("value", Number(sign.Value));
        if (sign.Lanes.Count > 0) yield return ("lanes", Names(sign.Lanes));
    }

    private static IEnumerable<(string, string)> Line(StopLine line)
    {
        yield return ("kind", RoadWords.Write(line.Kind));
        if (line.Lanes.Count > 0) yield return ("lanes", Names(line.Lanes));
        yield return ("path", Text([line.From, line.To]));
    }

    private static IEnumerable<(string, string)> Area(RoadArea area)
    {
        yield return ("kind", RoadWords.Write(area.Kind));
        yield return ("path", Text(area.Outline));
    }

    private static IEnumerable<(string, string)> Line(RoadLine line)
    {
        yield return ("marking", RoadWords.Write(line.Kind, line.Colour));
        yield return ("path", Text(line.Points));
    }

    private static (double, string) Span(Marking marking) => (marking.Arc, RoadWords.Write(marking.Kind, marking.Colour) + (marking.Width > 0 ? $" {Number(marking.Width)}" : ""));

    /// <summary>One entry for each stretch; the arc where it begins stands first, unless it is 0.</summary>
    private static string Spans(IEnumerable<(double Arc, string Value)> spans) => $"[{string.Join(", ", spans.Select(span => span.Arc == 0 ? span.Value : $"from {Number(span.Arc)} {span.Value}"))}]";

    private static string Text(IReadOnlyList<MapPoint> points) => Text([.. points.SelectMany(p => new[] { p.X, p.Y, p.Z })], RoadMapFile.PointColumns);

    private static string Text(double[] values, int columns) => $"\"{PathText.Write(values, columns)}\"";

    private static string At(MapPoint p) => string.Create(CultureInfo.InvariantCulture, $"[{p.X:0.###}, {p.Y:0.###}, {p.Z:0.###}]");

    private static string Names(IReadOnlyList<string> ids) => $"[{string.Join(", ", ids.Select(Quote))}]";

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Quote(string text) => YamlQuote.Of(text);
}
