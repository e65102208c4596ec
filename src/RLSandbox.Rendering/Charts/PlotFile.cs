using RLSandbox.Core;
using RLSandbox.Rendering.Video;
using ScottPlot;
using SkiaSharp;

namespace RLSandbox.Rendering.Charts;

/// <summary>Plots on disk, as PNG or SVG; needs no display and no fonts of the system.</summary>
public static class PlotFile
{
    private const string Family = "DejaVu Sans";
    private const float LargestTitle = 18, TitleMargin = 12;

    /// <summary>Pixels that the title takes from the top.</summary>
    internal const float TitleHeight = 40;


    /// <summary>Refuses a file that nothing here writes, before anything is computed for it.</summary>
    /// <exception cref="UserErrorException">The ending is neither .png nor .svg.</exception>
    public static void CheckTarget(string path)
    {
        if (Ending(path) is not (".png" or ".svg")) throw new UserErrorException($"--out {path}: expected a file that ends with .png or .svg.");
    }

    /// <summary>Draws and writes.</summary>
    /// <param name="path">Ends with .png or .svg.</param>
    /// <param name="draw">Draws a picture of the size on the canvas.</param>
    /// <exception cref="UserErrorException">It has another ending, or nothing can be written there.</exception>
    internal static void Write(string path, int width, int height, Action<SKCanvas> draw)
    {
        CheckTarget(path);
        using var file = new PendingFile(path);
        if (Ending(path) == ".svg") WriteSvg(file.TemporaryPath, draw, width, height);
        else WritePng(file.TemporaryPath, draw, width, height);
        file.Commit();
    }

    /// <summary>A plot below its title.</summary>
    /// <inheritdoc cref="Write(string, int, int, Action{SKCanvas})"/>
    internal static void Write(string path, string title, Plot plot, (int Width, int Height) size, PlotTheme theme) => Write(path, size.Width, size.Height, canvas =>
    {
        DrawTitle(canvas, title, size, theme);
        plot.RenderManager.ClearCanvasBeforeEachRender = false;                // the canvas is shared with the title
        plot.Render(canvas, new PixelRect(0, size.Width, size.Height, TitleHeight));
    });

    /// <summary>The background, and a title in the middle of the whole picture, as large as fits: ScottPlot's own stands over the axes and is cut where they are narrow.</summary>
    internal static void DrawTitle(SKCanvas canvas, string title, (int Width, int Height) size, PlotTheme theme)
    {
        using var background = new SKPaint { Color = Skia(theme.Background) };
        canvas.DrawRect(SKRect.Create(size.Width, size.Height), background);
        using var ink = new SKPaint { Color = Skia(theme.Ink), IsAntialias = true };
        using var font = new SKFont(Fonts.Bold, LargestTitle) { Subpixel = true, Hinting = SKFontHinting.None };
        font.Size = Math.Min(LargestTitle, LargestTitle * (size.Width - 2 * TitleMargin) / font.MeasureText(title));
        canvas.DrawText(title, size.Width / 2f, TitleHeight - LargestTitle / 2, SKTextAlign.Center, font, ink);
    }

    /// <summary>An empty plot in our fonts. ScottPlot finds them by name; without system libraries it knows none but those it is given.</summary>
    internal static Plot New(PlotTheme theme)
    {
        if (ScottPlot.Fonts.Default != Family)
        {
            ScottPlot.Fonts.AddFontFile(Family, Fonts.Find("DejaVuSans.ttf"), bold: false, italic: false);
            ScottPlot.Fonts.AddFontFile(Family, Fonts.Find("DejaVuSans-Bold.ttf"), bold: true, italic: false);
            ScottPlot.Fonts.Default = Family;
        }
        var plot = new Plot();
        theme.Apply(plot);
        return plot;
    }

    private static SKColor Skia(Color colour) => new(colour.R, colour.G, colour.B, colour.A);

    private static string Ending(string path) => Path.GetExtension(path).ToLowerInvariant();

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
}
