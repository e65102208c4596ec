using System.Globalization;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>A picture of grey values, row 0 at the top.</summary>
internal sealed record GrayImage(int Width, int Height, byte[] Pixels)
{
    private const int LongestSide = 16_384;
    private const long MostPixels = 64L << 20;

    /// <summary>The picture in the bytes of a PNG or PGM file.</summary>
    /// <exception cref="InvalidDataException">It is neither, broken, too large or of a kind that is not read; the message says which.</exception>
    public static GrayImage Read(byte[] bytes)
    {
        if (PngImage.Recognises(bytes)) return PngImage.Read(bytes);
        if (PgmImage.Recognises(bytes)) return PgmImage.Read(bytes);
        throw new InvalidDataException("expected a PNG or PGM picture, found other bytes");
    }

    /// <summary>Refuses sizes that are none, or larger than any map.</summary>
    public static void Check(long width, long height)
    {
        if (width < 1 || height < 1 || width > LongestSide || height > LongestSide || width * height > MostPixels)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"expected at most {LongestSide} pixels a side and {MostPixels >> 20} million in all, found {width} × {height}"));
    }
}
