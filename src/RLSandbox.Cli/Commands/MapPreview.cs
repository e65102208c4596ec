using System.CommandLine;
using RLSandbox.Core;
using RLSandbox.Rendering;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Video;
using RLSandbox.Rendering.View;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Cli.Commands;

/// <summary><c>map preview</c>: a circuit on one picture.</summary>
internal static class MapPreview
{
    /// <summary>The subcommand with its options.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Map file, or race track as CSV." };
        var target = new Option<string>("--out") { Description = "Picture to write, .png.", HelpName = "FILE", Required = true };
        var size = CommonOptions.Size();
        var command = new Command("preview", "Draw a circuit from above: scale, length, smallest radius, driving direction, start line.") { file, target, size };
        command.SetAction(parse => Draw(parse.GetValue(file)!, parse.GetValue(target)!, parse.GetValue(size), Terminal.Of(parse)));
        return command;
    }

    private static int Draw(string file, string target, (int Width, int Height)? size, Terminal terminal)
    {
        if (!Path.GetExtension(target).Equals(".png", StringComparison.OrdinalIgnoreCase)) throw new UserErrorException($"--out {target}: expected a file that ends with .png.");
        var standard = new FrameOptions();
        var frame = standard with { Width = size?.Width ?? standard.Width, Height = size?.Height ?? standard.Height };
        frame.Check();
        var circuit = MapLoader.Load(file);
        using var drawing = new Drawing(frame.Width, frame.Height);
        CircuitPicture.Draw(drawing, circuit);
        using var writer = new PngWriter(target);
        using var pixels = drawing.Pixels;
        writer.Append(writer.Encode(pixels));
        writer.Complete();
        terminal.Say($"wrote {target}: {circuit.Name}, {circuit.Length:0} m");
        return ExitCode.Done;
    }
}
