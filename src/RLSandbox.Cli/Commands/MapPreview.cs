using System.CommandLine;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Rendering;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Video;
using RLSandbox.Rendering.View;
using RLSandbox.Scenarios.Import;

namespace RLSandbox.Cli.Commands;

/// <summary><c>map preview</c>: a circuit or a network of roads on one picture.</summary>
internal static class MapPreview
{
    /// <summary>The subcommand with its options.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Map file, race track as CSV, or a road map of a format that can be imported." };
        var target = new Option<string>("--out") { Description = "Picture to write, .png.", HelpName = "FILE", Required = true };
        var size = CommonOptions.Size();
        var width = MapCommand.Width();
        var command = new Command("preview", "Draw a map from above: circuits with length and smallest radius, roads with lanes, markings, directions, lights and signs.") { file, target, size, width };
        command.SetAction(parse => Draw(parse.GetValue(file)!, parse.GetValue(target)!, parse.GetValue(size), new(parse.GetValue(width)), Terminal.Of(parse)));
        return command;
    }

    private static int Draw(string file, string target, (int Width, int Height)? size, ImportOptions options, Terminal terminal)
    {
        if (!Path.GetExtension(target).Equals(".png", StringComparison.OrdinalIgnoreCase)) throw new UserErrorException($"--out {target}: expected a file that ends with .png.");
        var standard = new FrameOptions();
        var frame = standard with { Width = size?.Width ?? standard.Width, Height = size?.Height ?? standard.Height };
        frame.Check();
        var imported = MapImporters.Import(file, options);
        using var drawing = new Drawing(frame.Width, frame.Height);
        var summary = Draw(drawing, imported.Map, Path.GetFileNameWithoutExtension(file));
        using var writer = new PngWriter(target);
        using var pixels = drawing.Pixels;
        writer.Append(writer.Encode(pixels));
        writer.Complete();
        terminal.Say($"wrote {target}: {summary}");
        if (imported.Warnings.Count > 0) terminal.Say($"{imported.Warnings.Count} warnings; map import lists them");
        return ExitCode.Done;
    }

    private static string Draw(Drawing drawing, MapDocument map, string name)
    {
        if (map.Roads is { } roads)
        {
            RoadPicture.Draw(drawing, roads);
            return FormattableString.Invariant($"{roads.Name}, {roads.Lanes.Count} lanes, {roads.Lanes.Where(lane => lane.IsDrivable()).Sum(lane => lane.Length) / 1000:0.00} km to drive");
        }
        var circuit = map.Circuit!.ToCircuit(name);
        CircuitPicture.Draw(drawing, circuit);
        return FormattableString.Invariant($"{circuit.Name}, {circuit.Length:0} m");
    }
}
