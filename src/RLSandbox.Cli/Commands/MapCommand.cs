using System.CommandLine;
using System.Globalization;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Cli.Commands;

/// <summary><c>map</c>: works on map files.</summary>
internal static class MapCommand
{
    /// <summary>Warnings that a person reads; the others are counted.</summary>
    private const int ShownWarnings = 20;

    /// <summary>The command with its subcommands, one line each.</summary>
    public static Command Create() => new("map", "Import and look at maps.")
    {
        CreateImport(),
        MapPreview.Create(),
    };

    /// <summary><c>--width</c>.</summary>
    public static Option<double?> Width() => new("--width")
    {
        Description = "Width of lanes, m, where the file has none [the format's usual one].",
        HelpName = "METRES",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0.5 and <= 20) return value;
            result.AddError($"--width: expected a number of metres from 0.5 to 20, found \"{text}\".");
            return null;
        },
    };

    private static Command CreateImport()
    {
        var formats = string.Join(", ", MapImporters.All.Select(importer => importer.Format));
        var file = new Argument<string>("FILE") { Description = $"Race track as CSV (x_m,y_m,w_tr_right_m,w_tr_left_m), a map of our own{(formats.Length > 0 ? $", or {formats}" : "")}." };
        var target = new Option<string>("--out") { Description = "Map file to write, .yaml.", HelpName = "FILE", Required = true };
        var (width, json) = (Width(), CommonOptions.Json());
        var command = new Command("import", "Turn a track or a road map into a map file that scenarios can name.") { file, target, width, json };
        command.SetAction(parse => Import(parse.GetValue(file)!, parse.GetValue(target)!, new(parse.GetValue(width)), Terminal.Of(parse, parse.GetValue(json)), parse.GetValue(json)));
        return command;
    }

    private static int Import(string file, string target, ImportOptions options, Terminal terminal, bool json)
    {
        var imported = MapImporters.Import(file, options);
        if (imported.Map.Roads is { } roads) Write(target, imported, roads, terminal, json);
        else Write(target, imported, imported.Map.Circuit!, terminal, json);
        foreach (var warning in imported.Warnings.Take(ShownWarnings)) terminal.Say($"warning: {warning}");
        if (imported.Warnings.Count > ShownWarnings) terminal.Say($"and {imported.Warnings.Count - ShownWarnings} warnings more; --json lists all {imported.Warnings.Count}");
        terminal.Say($"wrote {target}");
        return ExitCode.Done;
    }

    private static void Write(string target, ImportedMap imported, CircuitDrawing drawing, Terminal terminal, bool json)
    {
        CircuitFile.Write(target, drawing);
        // From the written file: what is reported is what a scenario will load.
        var circuit = MapLoader.Load(target);
        var report = CircuitReport.Of(circuit);
        if (json) terminal.Results.WriteLine(MapJson.Of(target, imported, drawing, report));
        terminal.Say($"{circuit.Name}: {report.Length:0.0} m, {(report.IsClockwise ? "clockwise" : "counter-clockwise")}, {drawing.Points.Count} points");
        terminal.Say($"width {report.NarrowestWidth:0.00} to {report.WidestWidth:0.00} m, smallest radius {report.SmallestRadius:0.0} m");
        if (report.IsFolded) terminal.Say($"warning: at {report.FoldArc:0} m the inner edge folds: the bend is tighter than the road is wide on that side");
    }

    private static void Write(string target, ImportedMap imported, RoadMap map, Terminal terminal, bool json)
    {
        RoadMapFile.Write(target, map);
        var written = RoadMapFile.Read(target);
        var report = RoadReport.Of(written);
        if (json) terminal.Results.WriteLine(MapJson.Of(target, imported, written, report));
        terminal.Say($"{written.Name}: {imported.Format}, {Counted.Of(written.Lanes.Count, "lane")}, {report.DrivingLanes} for cars, {report.DrivableMetres / 1000:0.00} km, {Counted.Of(written.Junctions.Count, "junction")}");
        terminal.Say($"{Counted.Of(written.Lights.Count, "light")}, {Counted.Of(written.Signs.Count, "sign")}, {Counted.Of(written.StopLines.Count, "stop line")}, {Counted.Of(written.Areas.Count, "area")}; dead ends: {report.DeadEnds}, lanes that reach each other: {report.LargestComponent}");
    }
}

/// <summary>What a person wants to know about an imported circuit.</summary>
internal sealed record CircuitReport(float Length, bool IsClockwise, float SmallestRadius, float NarrowestWidth, float WidestWidth, float? FoldArc)
{
    private const float Step = 0.5f;

    /// <summary>Whether an inner edge runs backwards somewhere.</summary>
    public bool IsFolded => FoldArc is not null;

    /// <summary>Measures a circuit.</summary>
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
