using RLSandbox.Core;
using RLSandbox.Rendering.Video;
using ScottPlot;
using SkiaSharp;

namespace RLSandbox.Rendering.Charts;

/// <summary>Charts side by side on white, as PNG or SVG; needs no display. The same lines have the same colours in every panel.</summary>
public static class ChartPicture
{
    private const string Family = "DejaVu Sans";
    private const float TitleHeight = 40;
    private const float TitleSize = 18;
    private const double BandOpacity = 0.18;

    // Colours that people with any common colour blindness tell apart: Okabe and Ito 2008, those that show best on white first.
    private static readonly Color[] Colours = [.. new[] { "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000" }.Select(Color.FromHex)];
    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted];

    /// <summary>Refuses a file that nothing here writes, before anything is computed for it.</summary>
    /// <exception cref="UserErrorException">The ending is neither .png nor .svg.</exception>
    public static void CheckTarget(string path)
    {
        if (Ending(path) is not (".png" or ".svg")) throw new UserErrorException($"--out {path}: expected a file that ends with .png or .svg.");
    }

    /// <summary>Draws and writes.</summary>
    /// <param name="path">Ends with .png or .svg.</param>
    /// <exception cref="UserErrorException">It has another ending, or nothing can be written there.</exception>
    public static void Write(string path, string title, IReadOnlyList<ChartPanel> panels, int width, int height)
    {
        CheckTarget(path);
        UseOwnFonts();
        using var file = new PendingFile(path);
        if (Ending(path) == ".svg") WriteSvg(file.TemporaryPath, canvas => Draw(canvas, title, panels, width, height), width, height);
        else WritePng(file.TemporaryPath, canvas => Draw(canvas, title, panels, width, height), width, height);
        file.Commit();
    }

    private static string Ending(string path) => Path.GetExtension(path).ToLowerInvariant();

    /// <summary>ScottPlot finds fonts by name; without system libraries it knows none but those it is given.</summary>
    private static void UseOwnFonts()
    {
        if (ScottPlot.Fonts.Default == Family) return;
        ScottPlot.Fonts.AddFontFile(Family, Fonts.Find("DejaVuSans.ttf"), bold: false, italic: false);
        ScottPlot.Fonts.AddFontFile(Family, Fonts.Find("DejaVuSans-Bold.ttf"), bold: true, italic: false);
        ScottPlot.Fonts.Default = Family;
    }

    private static void WritePng(string path, Action<SKCanvas> draw, int width, int height)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        draw(surface.Canvas);
        using var pixels = surface.PeekPixels();
        File.WriteAllBytes(path, PngWriter.Png(pixels));
    }

    private static void WriteSvg(string path, Action<SKCanvas> draw, int width, int height)
    {
        using var stream = File.Create(path);
        using var canvas = SKSvgCanvas.Create(SKRect.Create(width, height), stream);
        draw(canvas);
    }

    private static void Draw(SKCanvas canvas, string title, IReadOnlyList<ChartPanel> panels, int width, int height)
    {
        using var background = new SKPaint { Color = SKColors.White };
        canvas.DrawRect(SKRect.Create(width, height), background);
        using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        using var font = new SKFont(Fonts.Bold, TitleSize);
        canvas.DrawText(title, width / 2f, TitleHeight - TitleSize / 2, SKTextAlign.Center, font, ink);
        var share = (float)width / panels.Count;
        for (var i = 0; i < panels.Count; i++)
        {
            using var plot = Plot(panels[i], hasLegend: i == 0);
            plot.Render(canvas, new PixelRect(i * share, (i + 1) * share, height, TitleHeight));
        }
    }

    private static Plot Plot(ChartPanel panel, bool hasLegend)
    {
        var plot = new Plot();
        plot.RenderManager.ClearCanvasBeforeEachRender = false;                // the canvas is shared with the title and the other panels
        for (var i = 0; i < panel.Lines.Count; i++) Add(plot, panel.Lines[i], Colours[i % Colours.Length], Patterns[i / Colours.Length % Patterns.Length]);
        plot.XLabel(panel.XLabel);
        plot.YLabel(panel.YLabel);
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
