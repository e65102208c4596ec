using System.Text;
using System.Text.Json;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Cli.Commands;

/// <summary>The JSON documents of <c>map import</c>.</summary>
internal static class MapJson
{
    private const int FormatVersion = 1;

    /// <summary>A circuit.</summary>
    public static string Of(string target, ImportedMap imported, CircuitDrawing drawing, CircuitReport report) => Document(target, imported, drawing.Name, json =>
    {
        json.WriteNumber("points", drawing.Points.Count);
        json.WriteNumber("lengthMetres", report.Length);
        json.WriteBoolean("clockwise", report.IsClockwise);
        json.WriteNumber("smallestRadiusMetres", report.SmallestRadius);
        json.WriteNumber("narrowestWidthMetres", report.NarrowestWidth);
        json.WriteNumber("widestWidthMetres", report.WidestWidth);
        json.WriteBoolean("folded", report.IsFolded);
    });

    /// <summary>A network of roads.</summary>
    public static string Of(string target, ImportedMap imported, RoadMap map, RoadReport report) => Document(target, imported, map.Name, json =>
    {
        json.WriteNumber("lanes", map.Lanes.Count);
        json.WriteNumber("drivingLanes", report.DrivingLanes);
        json.WriteNumber("drivableMetres", Math.Round(report.DrivableMetres, 3));
        json.WriteNumber("deadEnds", report.DeadEnds);
        json.WriteNumber("lanesThatReachEachOther", report.LargestComponent);
        json.WriteNumber("junctions", map.Junctions.Count);
        json.WriteNumber("lights", map.Lights.Count);
        json.WriteNumber("signs", map.Signs.Count);
        json.WriteNumber("stopLines", map.StopLines.Count);
        json.WriteNumber("areas", map.Areas.Count);
        json.WriteNumber("lines", map.Lines.Count);
    });

    private static string Document(string target, ImportedMap imported, string name, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteString("map", name);
            json.WriteString("file", target);
            json.WriteString("format", imported.Format);
            write(json);
            json.WriteStartArray("warnings");
            foreach (var warning in imported.Warnings) Write(json, warning);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ImportWarning warning)
    {
        json.WriteStartObject();
        json.WriteString("element", warning.Element);
        json.WriteString("message", warning.Message);
        if (warning.Line > 0) json.WriteNumber("line", warning.Line);
        if (warning.Size is { } size && double.IsFinite(size)) json.WriteNumber("size", size);
        json.WriteEndObject();
    }
}
