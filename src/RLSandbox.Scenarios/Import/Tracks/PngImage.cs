using System.Buffers.Binary;
using System.IO.Compression;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Reads PNG pictures as grey values: every colour type and depth of the format, not interlaced. Colours count as their mean, transparency does not.</summary>
/// <remarks>Source: PNG Specification, third edition, W3C 2025. Check sums are not looked at; the decompressor has its own.</remarks>
internal static class PngImage
{
    private const int SignatureBytes = 8, ChunkFrame = 12, HeaderBytes = 13;

    /// <summary>Deflate makes at most 1032 bytes of one.</summary>
    private const long MostExpansion = 1032;

    /// <summary>Whether the bytes begin like one.</summary>
    public static bool Recognises(byte[] bytes) => bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..];

    /// <summary>The picture.</summary>
    /// <exception cref="InvalidDataException">It is cut off, broken or interlaced.</exception>
    public static GrayImage Read(byte[] bytes)
    {
        if (bytes.Length < SignatureBytes + ChunkFrame + HeaderBytes) throw CutOff();
        var header = bytes.AsSpan(SignatureBytes + 8, HeaderBytes);
        long width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        GrayImage.Check(width, height);
        var format = new PixelFormat(header[8], header[9]);
        if (!format.IsKnown) throw new InvalidDataException($"expected a PNG of 1 to 16 bits a channel, found colour type {header[9]} with {header[8]} bits");
        if (header[12] != 0) throw new InvalidDataException("expected a PNG that is not interlaced; save it without interlacing");
        var rowBytes = (int)((width * format.BitsPerPixel + 7) / 8);
        if ((rowBytes + 1) * height > bytes.Length * MostExpansion) throw CutOff();
        var (packed, palette) = Chunks(bytes);
        if (header[9] == PixelFormat.Palette && palette.Length < 3) throw new InvalidDataException("expected a PNG with a palette, found none");
        using var rows = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        return new((int)width, (int)height, Unpack(rows, (int)width, (int)height, rowBytes, format, palette));
    }

    /// <summary>The compressed rows, joined, and the palette.</summary>
    private static (byte[] Packed, byte[] Palette) Chunks(byte[] bytes)
    {
        var packed = new MemoryStream();
        byte[] palette = [];
        for (long at = SignatureBytes; at + ChunkFrame <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan((int)at));
            if (at + ChunkFrame + length > bytes.Length) throw CutOff();
            var type = bytes.AsSpan((int)at + 4, 4);
            var content = bytes.AsSpan((int)at + 8, (int)length);
            if (type.SequenceEqual("IDAT"u8)) packed.Write(content);
            else if (type.SequenceEqual("PLTE"u8)) palette = content.ToArray();
            at += ChunkFrame + length;
        }
        return (packed.ToArray(), palette);
    }

    private static byte[] Unpack(Stream packed, int width, int height, int rowBytes, PixelFormat format, byte[] palette)
    {
        var pixels = new byte[width * height];
        byte[] row = new byte[rowBytes], above = new byte[rowBytes];
        try
        {
            for (var y = 0; y < height; y++)
            {
                var filter = packed.ReadByte();
                packed.ReadExactly(row);
                Unfilter(filter, row, above, Math.Max(1, format.BitsPerPixel / 8));
                for (var x = 0; x < width; x++) pixels[y * width + x] = format.Gray(row, x, palette);
                (row, above) = (above, row);
            }
        }
        catch (EndOfStreamException)
        {
            throw CutOff();
        }
        return pixels;
    }

    /// <summary>Adds the prediction of one of the five filters; <paramref name="step"/> bytes back is the same channel of the pixel to the left.</summary>
    private static void Unfilter(int filter, byte[] row, byte[] above, int step)
    {
        if (filter is < 0 or > 4) throw new InvalidDataException($"expected a PNG with filters 0 to 4, found {filter}; is the file damaged?");
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < step ? 0 : row[i - step], up = above[i], corner = i < step ? 0 : above[i - step];
            row[i] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int estimate = left + up - corner, toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toCorner = Math.Abs(estimate - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static InvalidDataException CutOff() => new("the PNG picture is cut off; is the download complete?");

    /// <summary>How a row holds its pixels.</summary>
    private readonly record struct PixelFormat(int Bits, int ColourType)
    {
        private const int Gray0 = 0, Colour = 2, GrayAlpha = 4, ColourAlpha = 6;

        public const int Palette = 3;

        public bool IsKnown => ColourType switch
        {
            Gray0 => Bits is 1 or 2 or 4 or 8 or 16,
            Palette => Bits is 1 or 2 or 4 or 8,
            Colour or GrayAlpha or ColourAlpha => Bits is 8 or 16,
            _ => false,
        };

        public int BitsPerPixel => Bits * Channels;

        private int Channels => ColourType switch { Colour => 3, GrayAlpha => 2, ColourAlpha => 4, _ => 1 };

        /// <summary>Grey value of a pixel of a row.</summary>
        public byte Gray(byte[] row, int x, byte[] palette)
        {
            if (Bits >= 8)
            {
                var bytes = Bits / 8;                                      // of two, the first one counts most
                var at = x * Channels * bytes;
                if (ColourType == Palette) return OfPalette(row[at], palette);
                return ColourType is Colour or ColourAlpha ? (byte)((row[at] + row[at + bytes] + row[at + 2 * bytes]) / 3) : row[at];
            }
            var most = (1 << Bits) - 1;
            var value = row[x * Bits / 8] >> (8 - Bits - x * Bits % 8) & most;
            return ColourType == Palette ? OfPalette(value, palette) : (byte)(value * 255 / most);
        }

        private static byte OfPalette(int index, byte[] palette) => 3 * index + 2 < palette.Length ? (byte)((palette[3 * index] + palette[3 * index + 1] + palette[3 * index + 2]) / 3) : (byte)0;
    }
}
