using RLSandbox.Core;
using ScottPlot;
using SkiaSharp;

namespace RLSandbox.Rendering.Charts;

/// <summary>Charts side by side, as PNG or SVG; needs no display. The same lines have the same colours in every panel.</summary>
public static class ChartPicture
{
    private const double BandOpacity = 0.18;

    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted];

    /// <summary>Draws and writes.</summary>
    /// <param name="path">Ends with .png or .svg.</param>
    /// <exception cref="UserErrorException">It has another ending, or nothing can be written there.</exception>
    public static void Write(string path, string title, IReadOnlyList<ChartPanel> panels, int width, int height) => Write(path, title, panels, width, height, PlotTheme.Light);

    /// <inheritdoc cref="Write(string, string, IReadOnlyList{ChartPanel}, int, int)"/>
    public static void Write(string path, string title, IReadOnlyList<ChartPanel> panels, int width, int height, PlotTheme theme) =>
        PlotFile.Write(path, width, height, canvas => Draw(canvas, title, panels, (width, height), theme));

    private static void Draw(SKCanvas canvas, string title, IReadOnlyList<ChartPanel> panels, (int Width, int Height) size, PlotTheme theme)
    {
        PlotFile.DrawTitle(canvas, title, size, theme);
        var share = (float)size.Width / panels.Count;
        for (var i = 0; i < panels.Count; i++)
        {
            using var plot = Plot(panels[i], theme, hasLegend: i == 0);
            plot.Render(canvas, new PixelRect(i * share, (i + 1) * share, size.Height, PlotFile.TitleHeight));
        }
    }

    private static Plot Plot(ChartPanel panel, PlotTheme theme, bool hasLegend)
    {
        var plot = PlotFile.New(theme);
        plot.RenderManager.ClearCanvasBeforeEachRender = false;                // the canvas is shared with the title and the other panels
        for (var i = 0; i < panel.Lines.Count; i++) Add(plot, panel.Lines[i], theme[i], Patterns[i / theme.Colours.Count % Patterns.Length]);
        plot.XLabel(panel.XLabel);
        plot.YLabel(panel.YLabel);
        if (panel.Floor is { } floor)
        {
            plot.Axes.AutoScale();
            plot.Axes.SetLimitsY(floor, plot.Axes.GetLimits().Top);
        }
        if (hasLegend) plot.ShowLegend(Alignment.LowerRight);
        else plot.HideLegend();
        return plot;
    }

    private static void Add(Plot plot, ChartLine line, Color colour, LinePattern pattern)
    {
        double[] x = [.. line.X], low = [.. line.Low], high = [.. line.High];
        if (!low.Any(double.IsNaN) && x.Length > 1)
        {
            var band = plot.Add.FillY(x, low, high);
            band.FillColor = colour.WithAlpha(BandOpacity);
            band.LineWidth = 0;
            band.MarkerSize = 0;
        }
        var curve = plot.Add.Scatter(x, (double[])[.. line.Y], colour);
        curve.LegendText = line.Name;
        curve.LineWidth = 2;
        curve.LinePattern = pattern;
        curve.MarkerSize = x.Length > 30 ? 0 : 5;
    }
}
