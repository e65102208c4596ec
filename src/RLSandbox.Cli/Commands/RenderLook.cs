using System.CommandLine;
using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.View;

namespace RLSandbox.Cli.Commands;

/// <summary>The options of <c>render</c> that choose how it looks: which seconds, how fast, from where, with what, and how many at once.</summary>
internal sealed class RenderLook
{
    private const int MostTiles = 100;

    private readonly Option<WallSize?> _grid = Grid();
    private readonly Option<double?> _slow = CommonOptions.Positive("--slow", "Simulated seconds per second of the video: 0.25 is slow motion [1].");
    private readonly Option<double?> _from = CommonOptions.Positive("--from", "Simulated seconds at which the video begins [0].");
    private readonly Option<double?> _to = CommonOptions.Positive("--to", "Simulated seconds at which it ends, at the latest [its end].");
    private readonly Option<string?> _view = new("--view") { Description = $"From where: {string.Join(", ", ViewNames.Views)} [follow]. Free stands still and shows all of the way; chase needs OpenGL.", HelpName = "NAME" };
    private readonly Option<string?> _layers = new("--layers") { Description = $"What is drawn over the world, with commas: {string.Join(", ", ViewNames.LayerNames)} [standard].", HelpName = "NAME,NAME,…" };
    private readonly Option<double?> _metres = CommonOptions.Positive("--metres", "Ground along the shorter side of the view, m [by top speed].");
    private readonly Option<bool> _plain = new("--no-opengl") { Description = "Draw without OpenGL even where there is some: the same bytes on every machine." };
    private readonly Option<bool> _headingUp = new("--heading-up") { Description = "Turn the view with the car; otherwise north is up." };

    /// <summary>Adds them in the order in which help shows them.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_grid, _slow, _from, _to, _view, _headingUp, _layers, _metres, _plain]) command.Options.Add(option);
    }

    /// <summary>What a command line says about them.</summary>
    /// <exception cref="UserErrorException">There is no view or layer of a name, or two views are asked for.</exception>
    public RenderRequest Apply(ParseResult parse, RenderRequest request)
    {
        var view = parse.GetValue(_view) is { } name ? ViewNames.ViewOf(name) : (ViewKind?)null;
        var headingUp = parse.GetValue(_headingUp);
        if (headingUp && view is not (null or ViewKind.HeadingUp)) throw new UserErrorException($"--heading-up and --view {parse.GetValue(_view)} are two views. Leave one of the options out.");
        return request with
        {
            Grid = parse.GetValue(_grid),
            Slow = parse.GetValue(_slow),
            From = parse.GetValue(_from),
            To = parse.GetValue(_to),
            View = headingUp ? ViewKind.HeadingUp : view,
            Layers = parse.GetValue(_layers) is { } layers ? ViewNames.LayersOf(layers) : null,
            Metres = parse.GetValue(_metres),
            NoOpenGl = parse.GetValue(_plain),
        };
    }

    private static Option<WallSize?> Grid() => new("--grid")
    {
        Description = "A wall of episodes that begin together, columns times rows, such as 4x4 [one episode with all its panels].",
        HelpName = "CxR",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            var sides = text.Split('x', 'X');
            if (sides.Length == 2 && Side(sides[0]) is { } columns && Side(sides[1]) is { } rows && columns * rows <= MostTiles) return new WallSize(columns, rows);
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"--grid: expected COLUMNSxROWS such as 4x4, at most {MostTiles} in all, got '{text}'."));
            return null;
        },
    };

    private static int? Side(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is > 0 and <= MostTiles ? side : null;
}
