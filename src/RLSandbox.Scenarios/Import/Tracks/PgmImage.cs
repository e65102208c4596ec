namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Reads PGM pictures, text (P2) and binary (P5), of up to 16 bits.</summary>
internal static class PgmImage
{
    /// <summary>Whether the bytes begin like one.</summary>
    public static bool Recognises(byte[] bytes) => bytes is [(byte)'P', (byte)'2' or (byte)'5', ..];

    /// <summary>The picture.</summary>
    /// <exception cref="InvalidDataException">It is cut off, or a number in it is none.</exception>
    public static GrayImage Read(byte[] bytes)
    {
        var at = 2;
        int width = Number(bytes, ref at), height = Number(bytes, ref at), most = Number(bytes, ref at);
        GrayImage.Check(width, height);
        if (most is < 1 or > 65535) throw new InvalidDataException($"expected a PGM picture with a largest value of 1 to 65535, found {most}");
        var isText = bytes[1] == (byte)'2';
        var pixelBytes = isText || most < 256 ? 1 : 2;                      // of text, a digit at least
        if (!isText) at++;                                                 // one white space behind the header
        if (bytes.Length - at < (long)width * height * pixelBytes) throw new InvalidDataException($"expected {width} × {height} grey values, found fewer; is the download complete?");
        var pixels = new byte[width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var value = isText ? Number(bytes, ref at) : pixelBytes == 1 ? bytes[at + i] : 256 * bytes[at + 2 * i] + bytes[at + 2 * i + 1];
            pixels[i] = (byte)(Math.Min(value, most) * 255L / most);
        }
        return new(width, height, pixels);
    }

    /// <summary>The next number; comments run from # to the end of their line.</summary>
    private static int Number(byte[] bytes, ref int at)
    {
        while (at < bytes.Length && (bytes[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'#'))
            if (bytes[at++] == (byte)'#')
                while (at < bytes.Length && bytes[at] != (byte)'\n') at++;
        var value = 0;
        var start = at;
        for (; at < bytes.Length && bytes[at] is >= (byte)'0' and <= (byte)'9' && at - start < 9; at++) value = 10 * value + bytes[at] - '0';
        return at > start ? value : throw new InvalidDataException("expected a number in the PGM picture, found something else or its end; is the download complete?");
    }
}
