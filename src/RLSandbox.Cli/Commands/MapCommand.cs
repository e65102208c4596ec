using System.CommandLine;
using System.Text;
using System.Text.Json;
using RLSandbox.Driving.Maps;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Cli.Commands;

/// <summary><c>map</c>: works on map files.</summary>
internal static class MapCommand
{
    private const int ReportFormatVersion = 1;

    /// <summary>The command with its subcommands, one line each.</summary>
    public static Command Create() => new("map", "Import and look at maps.")
    {
        CreateImport(),
        MapPreview.Create(),
    };

    private static Command CreateImport()
    {
        var file = new Argument<string>("FILE") { Description = "Race track as CSV (x_m,y_m,w_tr_right_m,w_tr_left_m) or a map of our own." };
        var target = new Option<string>("--out") { Description = "Map file to write, .yaml.", HelpName = "FILE", Required = true };
        var json = CommonOptions.Json();
        var command = new Command("import", "Turn a track file into a map file that scenarios can name.") { file, target, json };
        command.SetAction(parse => Import(parse.GetValue(file)!, parse.GetValue(target)!, Terminal.Of(parse, parse.GetValue(json)), parse.GetValue(json)));
        return command;
    }

    private static int Import(string file, string target, Terminal terminal, bool json)
    {
        var drawing = MapLoader.Read(file);
        CircuitFile.Write(target, drawing);
        // From the written file: what is reported is what a scenario will load.
        var circuit = MapLoader.Load(target);
        var report = CircuitReport.Of(circuit);
        if (json) terminal.Results.WriteLine(Json(target, drawing, report));
        terminal.Say($"{circuit.Name}: {report.Length:0.0} m, {(report.IsClockwise ? "clockwise" : "counter-clockwise")}, {drawing.Points.Count} points");
        terminal.Say($"width {report.NarrowestWidth:0.00} to {report.WidestWidth:0.00} m, smallest radius {report.SmallestRadius:0.0} m");
        if (report.IsFolded) terminal.Say($"warning: at {report.FoldArc:0} m the inner edge folds: the bend is tighter than the road is wide on that side");
        terminal.Say($"wrote {target}");
        return ExitCode.Done;
    }

    private static string Json(string target, CircuitDrawing drawing, CircuitReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", ReportFormatVersion);
            json.WriteString("map", drawing.Name);
            json.WriteString("file", target);
            json.WriteNumber("points", drawing.Points.Count);
            json.WriteNumber("lengthMetres", report.Length);
            json.WriteBoolean("clockwise", report.IsClockwise);
            json.WriteNumber("smallestRadiusMetres", report.SmallestRadius);
            json.WriteNumber("narrowestWidthMetres", report.NarrowestWidth);
            json.WriteNumber("widestWidthMetres", report.WidestWidth);
            json.WriteBoolean("folded", report.IsFolded);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>What a person wants to know about an imported circuit.</summary>
    private sealed record CircuitReport(float Length, bool IsClockwise, float SmallestRadius, float NarrowestWidth, float WidestWidth, float? FoldArc)
    {
        private const float Step = 0.5f;

        public bool IsFolded => FoldArc is not null;

        public static CircuitReport Of(Circuit circuit)
        {
            var (narrowest, widest) = (float.PositiveInfinity, 0f);
            float? fold = null;
            for (var arc = 0f; arc < circuit.Length; arc += Step)
            {
                var s = circuit.Sample(arc);
                (narrowest, widest) = (Math.Min(narrowest, s.LeftWidth + s.RightWidth), Math.Max(widest, s.LeftWidth + s.RightWidth));
                if (Math.Abs(s.Curvature) * (s.Curvature > 0 ? s.LeftWidth : s.RightWidth) >= 1) fold ??= arc;
            }
            return new(circuit.Length, circuit.IsClockwise, circuit.SmallestRadius, narrowest, widest, fold);
        }
    }
}
