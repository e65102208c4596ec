using SkiaSharp;

namespace RLSandbox.Rendering;

/// <summary>How a line of text looks.</summary>
/// <param name="Size">Height of the em square in units of the drawing.</param>
public readonly record struct TextStyle(float Size, SKColor Colour, SKTextAlign Align = SKTextAlign.Left, bool Bold = false);

/// <summary>A picture with its pens: an offscreen raster, which needs no display and no graphics card and gives the same pixels for the same calls, or a surface of somebody else's.</summary>
/// <remarks>Coordinates are picture units from the upper left corner, y down; one unit is a pixel unless the canvas is transformed. One thread at a time.</remarks>
public sealed class Drawing : IDisposable
{
    /// <summary>Largest width and height, pixels.</summary>
    public const int LargestSide = 8192;

    private readonly SKSurface _surface;
    private readonly SKPaint _fill = new() { IsAntialias = true };
    private readonly SKPaint _stroke = new() { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };
    // No hinting and subpixel positions: letters keep their shape and place when the picture is scaled.
    private readonly SKFont _regular = new(Fonts.Regular) { Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None, Subpixel = true };
    private readonly SKFont _bold = new(Fonts.Bold) { Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None, Subpixel = true };

    /// <summary>A black picture.</summary>
    public Drawing(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, LargestSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, LargestSide);
        _surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque))
            ?? throw new InvalidOperationException(FormattableString.Invariant($"SkiaSharp gave no raster surface of {width} × {height} pixels."));
        Size = new(width, height);
        _surface.Canvas.Clear(SKColors.Black);
    }

    /// <summary>Draws on a surface, such as that of a window; takes it over.</summary>
    public Drawing(SKSurface surface, SKSizeI size) => (_surface, Size) = (surface, size);

    /// <summary>Pixels.</summary>
    public SKSizeI Size { get; }

    /// <summary>For whatever the methods below do not offer.</summary>
    public SKCanvas Canvas => _surface.Canvas;

    /// <summary>The picture's own memory, BGRA rows from the top; valid until this is disposed, changes with every call. Only an offscreen raster has them.</summary>
    public SKPixmap Pixels => _surface.PeekPixels() ?? throw new InvalidOperationException("A raster surface lets its pixels be read.");

    /// <summary>A filled rectangle with rounded corners.</summary>
    public void Fill(SKRect area, SKColor colour, float radius = 0)
    {
        _fill.Color = colour;
        if (radius > 0) Canvas.DrawRoundRect(area, radius, radius, _fill);
        else Canvas.DrawRect(area, _fill);
    }

    /// <summary>A filled path.</summary>
    public void Fill(SKPath path, SKColor colour)
    {
        _fill.Color = colour;
        Canvas.DrawPath(path, _fill);
    }

    /// <summary>A filled disc.</summary>
    public void Disc(SKPoint centre, float radius, SKColor colour)
    {
        _fill.Color = colour;
        Canvas.DrawCircle(centre, radius, _fill);
    }

    /// <summary>The outline of a path, with round joins and caps.</summary>
    public void Stroke(SKPath path, SKColor colour, float width)
    {
        (_stroke.Color, _stroke.StrokeWidth) = (colour, width);
        Canvas.DrawPath(path, _stroke);
    }

    /// <summary>A straight line with round caps.</summary>
    public void Line(SKPoint from, SKPoint to, SKColor colour, float width)
    {
        (_stroke.Color, _stroke.StrokeWidth) = (colour, width);
        Canvas.DrawLine(from, to, _stroke);
    }

    /// <summary>One line of text on the baseline at <paramref name="at"/>.</summary>
    public void Text(string text, SKPoint at, TextStyle style)
    {
        _fill.Color = style.Colour;
        Canvas.DrawText(text, at, style.Align, Font(style), _fill);
    }

    /// <summary>Width of a line of text.</summary>
    public float Measure(string text, TextStyle style) => Font(style).MeasureText(text);

    /// <summary>The text, cut and ended with … where it is wider than <paramref name="width"/>.</summary>
    public string Fit(string text, float width, TextStyle style)
    {
        if (Measure(text, style) <= width) return text;
        var length = text.Length;
        while (length > 0 && Measure(text[..length] + "…", style) > width) length--;
        return text[..length] + "…";
    }

    /// <summary>The picture as a PNG file in memory.</summary>
    public byte[] ToPng()
    {
        using var pixels = Pixels;
        using var encoded = pixels.Encode(SKEncodedImageFormat.Png, 100) ?? throw new InvalidOperationException("SkiaSharp could not encode a PNG.");
        return encoded.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _surface.Dispose();
        _fill.Dispose();
        _stroke.Dispose();
        _regular.Dispose();
        _bold.Dispose();
    }

    private SKFont Font(TextStyle style)
    {
        var font = style.Bold ? _bold : _regular;
        font.Size = style.Size;
        return font;
    }
}
