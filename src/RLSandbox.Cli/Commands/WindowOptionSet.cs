using System.CommandLine;
using RLSandbox.Core;
using RLSandbox.Rendering.Window;

namespace RLSandbox.Cli.Commands;

/// <summary>What was asked for about the window itself; null: not said.</summary>
internal sealed record WindowRequest
{
    public string? Picture { get; init; }
    public double? At { get; init; }
    public (int Width, int Height)? Size { get; init; }
    public int? TextPercent { get; init; }
    public string? Press { get; init; }
    public double? FramesPerSecond { get; init; }
    public required string Files { get; init; }
    public string? Demonstrations { get; init; }
}

/// <summary>Options that <c>watch</c>, <c>replay</c> and <c>drive</c> share.</summary>
internal sealed class WindowOptionSet
{
    private readonly Option<string?> _picture = new("--picture") { Description = "Write the window as a picture (PNG) and open none; needs no display.", HelpName = "FILE" };
    private readonly Option<double?> _at = CommonOptions.Positive("--at", "With --picture: after so many seconds [5].");
    private readonly Option<(int Width, int Height)?> _size = CommonOptions.Size();
    private readonly Option<int?> _text = CommonOptions.Number<int>("--text", "Size of text in percent, 100 to 200 [as the last time, 100 in pictures].", 100, 200);
    private readonly Option<string?> _press = new("--press") { Description = "Press these keys at the start, or before the picture: names as in the help of the window (F1), spaces between them, such as \"V V G\" or \"Shift+N\".", HelpName = "KEYS" };
    private readonly Option<double?> _rate = CommonOptions.Positive("--fps", "Pictures per second at most [60; 10 with --live].");
    private readonly Option<string> _files = new("--files") { Description = "Folder for screenshots and videos.", HelpName = "FOLDER", DefaultValueFactory = _ => "." };
    private readonly Option<string?> _demonstrations = new("--demonstrations") { Description = "Folder for what a person drove [demonstrations below the folder of runs].", HelpName = "FOLDER" };

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_picture, _at, _size, _text, _press, _rate, _files, _demonstrations]) command.Options.Add(option);
    }

    /// <summary>Reads them.</summary>
    public WindowRequest Read(ParseResult parse) => new()
    {
        Picture = parse.GetValue(_picture),
        At = parse.GetValue(_at),
        Size = parse.GetValue(_size),
        TextPercent = parse.GetValue(_text),
        Press = parse.GetValue(_press),
        FramesPerSecond = parse.GetValue(_rate),
        Files = parse.GetValue(_files)!,
        Demonstrations = parse.GetValue(_demonstrations),
    };
}
