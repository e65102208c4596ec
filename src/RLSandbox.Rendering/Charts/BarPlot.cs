using ScottPlot;
using ScottPlot.TickGenerators;

namespace RLSandbox.Rendering.Charts;

/// <summary>One bar.</summary>
/// <param name="Name">Below it.</param>
/// <param name="Value">Its height.</param>
/// <param name="Group">Bars of one group share a colour.</param>
public sealed record PlotBar(string Name, double Value, int Group = 0);

/// <summary>Bars side by side.</summary>
public static class BarPlot
{
    private const float LabelWidth = 30;

    /// <summary>Draws and writes.</summary>
    /// <param name="path">Ends with .png or .svg.</param>
    public static void Write(string path, string title, (string X, string Y) labels, IReadOnlyList<PlotBar> bars, (int Width, int Height) size, PlotTheme theme)
    {
        using var plot = PlotFile.New(theme);
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = plot.Add.Bar(i, bars[i].Value);
            bar.Color = theme[bars[i].Group];
            foreach (var one in bar.Bars) (one.LineWidth, one.Size) = (0, 0.85);
        }
        // Labels that would cover each other are left out evenly.
        var every = Math.Max(1, (int)Math.Ceiling(bars.Count * LabelWidth / size.Width));
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. Enumerable.Range(0, bars.Count).Where(i => i % every == 0).Select(i => new Tick(i, bars[i].Name))]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.XLabel(labels.X);
        plot.YLabel(labels.Y);
        plot.HideLegend();
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Margins(bottom: 0);
        PlotFile.Write(path, title, plot, size, theme);
    }
}
