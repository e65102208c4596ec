using RLSandbox.Driving.Maps;
using ScottPlot;

namespace RLSandbox.Rendering.Charts;

/// <summary>Where a car was, and a number there.</summary>
/// <param name="X">East, m.</param>
/// <param name="Y">North, m.</param>
public readonly record struct TrackPoint(double X, double Y, double Value);

/// <summary>The edges of a road and the line that was driven on it, in the colours of a number.</summary>
public static class TrackPlot
{
    private const float LineWidth = 4, EdgeWidth = 1.5f, EdgeStep = 1;
    private static readonly IColormap Map = new ScottPlot.Colormaps.Viridis();

    /// <summary>Draws and writes.</summary>
    /// <param name="path">Ends with .png or .svg.</param>
    /// <param name="unit">Beside the scale of colours.</param>
    /// <param name="points">In the order of driving, at least two.</param>
    public static void Write(string path, string title, string unit, Circuit circuit, IReadOnlyList<TrackPoint> points, (int Width, int Height) size, PlotTheme theme)
    {
        using var plot = PlotFile.New(theme);
        AddEdges(plot, circuit, theme);
        var range = new ValueRange(points.Min(point => point.Value), points.Max(point => point.Value));
        for (var i = 1; i < points.Count; i++)
        {
            var line = plot.Add.Line(points[i - 1].X, points[i - 1].Y, points[i].X, points[i].Y);
            (line.LineWidth, line.LineColor, line.MarkerSize) = (LineWidth, Map.GetColor(range.Share((points[i - 1].Value + points[i].Value) / 2)), 0);
        }
        var bar = plot.Add.ColorBar(range);
        bar.Label = unit;
        bar.LabelStyle.ForeColor = theme.Ink;
        bar.Axis.TickLabelStyle.ForeColor = theme.Ink;
        (bar.Axis.FrameLineStyle.Color, bar.Axis.MajorTickStyle.Color, bar.Axis.MinorTickStyle.Color) = (theme.Ink, theme.Ink, theme.Ink);
        plot.XLabel("east (m)");
        plot.YLabel("north (m)");
        plot.Axes.SquareUnits();
        plot.HideLegend();
        PlotFile.Write(path, title, plot, size, theme);
    }

    private static void AddEdges(Plot plot, Circuit circuit, PlotTheme theme)
    {
        var length = circuit.IsRoute ? circuit.RouteLength : circuit.Length;
        var count = (int)(length / EdgeStep) + 1;
        double[] leftX = new double[count], leftY = new double[count], rightX = new double[count], rightY = new double[count];
        for (var i = 0; i < count; i++)
        {
            var centre = circuit.Sample((circuit.IsRoute ? circuit.StartArc : 0) + Math.Min(i * EdgeStep, length));
            var (sin, cos) = Math.SinCos(centre.Heading);
            (leftX[i], leftY[i]) = (centre.X - sin * centre.LeftWidth, centre.Y + cos * centre.LeftWidth);
            (rightX[i], rightY[i]) = (centre.X + sin * centre.RightWidth, centre.Y - cos * centre.RightWidth);
        }
        foreach (var (x, y) in new[] { (leftX, leftY), (rightX, rightY) })
        {
            var edge = plot.Add.ScatterLine(circuit.IsRoute ? x : [.. x, x[0]], circuit.IsRoute ? y : [.. y, y[0]], theme.Faint);
            edge.LineWidth = EdgeWidth;
        }
    }

    /// <summary>What the colours stand for.</summary>
    private sealed class ValueRange(double low, double high) : IHasColorAxis
    {
        public IColormap Colormap => Map;

        public ScottPlot.Range GetRange() => new(low, high > low ? high : low + 1e-6);

        public double Share(double value) => high > low ? (value - low) / (high - low) : 0.5;
    }
}
