using ScottPlot;

namespace RLSandbox.Rendering.Charts;

/// <summary>One layer of a stack.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Shares">By place, not negative.</param>
/// <param name="IsGood">Whether a reader should be glad of it: glad layers are green and blue, the others warm.</param>
public sealed record StackLayer(string Name, IReadOnlyList<double> Shares, bool IsGood);

/// <summary>Shares that add up, as areas on one another.</summary>
public static class StackPlot
{
    private static readonly int[] Glad = [2, 0, 5], Sorry = [3, 1, 4, 6];

    /// <summary>Draws and writes.</summary>
    /// <param name="path">Ends with .png or .svg.</param>
    /// <param name="x">Places, ascending.</param>
    /// <param name="layers">From the bottom; at each place they add up to about 1.</param>
    public static void Write(string path, string title, (string X, string Y) labels, IReadOnlyList<double> x, IReadOnlyList<StackLayer> layers, (int Width, int Height) size, PlotTheme theme)
    {
        using var plot = PlotFile.New(theme);
        double[] places = [.. x], below = new double[places.Length];
        for (int i = 0, glad = 0, sorry = 0; i < layers.Count; i++)
        {
            var colour = theme[layers[i].IsGood ? Glad[glad++ % Glad.Length] : Sorry[sorry++ % Sorry.Length]];
            double[] above = [.. below.Zip(layers[i].Shares, (sum, share) => sum + 100 * share)];
            var area = plot.Add.FillY(places, below, above);
            (area.FillColor, area.LineColor, area.LineWidth, area.MarkerSize) = (colour.WithAlpha(0.85), theme.Background, 1, 0);
            area.LegendText = layers[i].Name;
            below = above;
        }
        plot.XLabel(labels.X);
        plot.YLabel(labels.Y);
        plot.Axes.SetLimits(places[0], places[^1], 0, 100);
        plot.ShowLegend(Edge.Right);
        PlotFile.Write(path, title, plot, size, theme);
    }
}
