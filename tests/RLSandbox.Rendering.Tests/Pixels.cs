using System.Security.Cryptography;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests;

/// <summary>Looks into drawings.</summary>
internal static class Pixels
{
    public static byte[] Bytes(this Drawing drawing)
    {
        using var pixels = drawing.Pixels;
        return pixels.GetPixelSpan().ToArray();
    }

    /// <summary>Equal for equal pixels; short enough for a message.</summary>
    public static string Look(this Drawing drawing) => Convert.ToHexString(SHA256.HashData(drawing.Bytes()));

    public static SKColor At(this Drawing drawing, int x, int y)
    {
        using var pixels = drawing.Pixels;
        return pixels.GetPixelColor(x, y);
    }

    public static SKColor At(this Drawing drawing, SKPoint point) => drawing.At((int)MathF.Floor(point.X), (int)MathF.Floor(point.Y));

    /// <summary>Pixels of exactly this colour inside an area.</summary>
    public static int Count(this Drawing drawing, SKColor colour, SKRectI? area = null)
    {
        using var pixels = drawing.Pixels;
        var within = area ?? SKRectI.Create(drawing.Size.Width, drawing.Size.Height);
        var count = 0;
        for (var y = within.Top; y < within.Bottom; y++)
            for (var x = within.Left; x < within.Right; x++)
                if (pixels.GetPixelColor(x, y) == colour) count++;
        return count;
    }
}
