using ScottPlot;

namespace RLSandbox.Rendering.Charts;

/// <summary>Colours of a plot.</summary>
/// <param name="Name">As in <c>--theme</c>.</param>
/// <param name="Background">Of the whole picture.</param>
/// <param name="Ink">Of text and axes.</param>
/// <param name="Grid">Of the lines behind the data.</param>
/// <param name="Faint">Of outlines that are no data, such as the edges of a road.</param>
/// <param name="Colours">Of lines and areas, in turn: people with any common colour blindness tell them apart (Okabe and Ito 2008; on dark the same hues, lighter).</param>
public sealed record PlotTheme(string Name, Color Background, Color Ink, Color Grid, Color Faint, IReadOnlyList<Color> Colours)
{
    /// <summary>On white.</summary>
    public static PlotTheme Light { get; } = new(
        "light", Colors.White, Colors.Black, Color.FromHex("#E3E6EB"), Color.FromHex("#9AA3B2"),
        [.. new[] { "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000" }.Select(Color.FromHex)]);

    /// <summary>On the background of the videos.</summary>
    public static PlotTheme Dark { get; } = new(
        "dark", Color.FromHex("#11141B"), Color.FromHex("#E8EDF5"), Color.FromHex("#2B3240"), Color.FromHex("#6B7588"),
        [.. new[] { "#56B4E9", "#F0B040", "#3CC79A", "#FF8A60", "#E69AC6", "#A8D8F5", "#FFFFFF" }.Select(Color.FromHex)]);

    /// <summary>Names for help.</summary>
    public static string[] Names { get; } = [Light.Name, Dark.Name];

    /// <summary>The theme of a name; light for null.</summary>
    public static PlotTheme Of(string? name) => name == Dark.Name ? Dark : Light;

    /// <summary>Colour of the <paramref name="index"/>-th thing.</summary>
    public Color this[int index] => Colours[index % Colours.Count];

    /// <summary>Puts these colours on everything of <paramref name="plot"/> that is not data.</summary>
    internal void Apply(Plot plot)
    {
        plot.FigureBackground.Color = Background;
        plot.DataBackground.Color = Background;
        plot.Axes.Color(Ink);
        plot.Axes.Title.Label.ForeColor = Ink;
        plot.Grid.MajorLineColor = Grid;
        plot.Legend.BackgroundColor = Background.WithAlpha(0.85);
        plot.Legend.FontColor = Ink;
        plot.Legend.OutlineColor = Grid;
        plot.Legend.ShadowColor = Colors.Transparent;
    }
}
