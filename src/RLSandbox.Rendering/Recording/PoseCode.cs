namespace RLSandbox.Rendering.Recording;

/// <summary>Poses as bytes: four sizes, then each number's course through time as second differences, seven bits to a byte, small ones of either sign short.</summary>
internal static class PoseCode
{
    private const int MostBodies = 1 << 16;

    public static byte[] Encode(PoseTrack poses)
    {
        using var stream = new MemoryStream();
        foreach (var size in (int[])[poses.Environments, poses.Vehicles, poses.Actors, poses.Obstacles]) Write(stream, (uint)size);
        var (numbers, width) = (poses.Numbers, poses.Width);
        for (var column = 0; column < width; column++)
        {
            var (last, change) = (0, 0);
            for (var at = column; at < numbers.Count; at += width)
            {
                var now = unchecked(numbers[at] - last);
                Write(stream, ZigZag(unchecked(now - change)));
                (last, change) = (numbers[at], now);
            }
        }
        return stream.ToArray();
    }

    /// <summary>Null where there are none.</summary>
    /// <exception cref="InvalidDataException">They do not fit the header.</exception>
    public static PoseTrack? Decode(ReadOnlySpan<byte> bytes, RecordingHeader header)
    {
        if (bytes.IsEmpty) return null;
        Span<int> sizes = stackalloc int[4];
        foreach (ref var size in sizes) size = (int)Math.Min(Read(ref bytes), int.MaxValue);
        if (sizes[0] != header.Environments || sizes[1] != header.Agents || sizes[2] > MostBodies || sizes[3] > MostBodies) throw new InvalidDataException("it has poses of other bodies than its header says");
        var width = PoseTrack.WidthOf(sizes[0], sizes[1] + sizes[2] + sizes[3]);
        // A number takes a byte at least: what is allocated is bounded by what is there.
        if (width > bytes.Length || (header.Steps + 1L) * width > bytes.Length) throw new InvalidDataException("it has poses of fewer moments than its header says");
        var numbers = new int[(header.Steps + 1) * (int)width];
        for (var column = 0; column < width; column++)
        {
            var (last, change) = (0, 0);
            for (var at = column; at < numbers.Length; at += (int)width)
            {
                change = unchecked(change + UnZigZag(Read(ref bytes)));
                numbers[at] = last = unchecked(last + change);
            }
        }
        return bytes.IsEmpty ? new(sizes[0], sizes[1], sizes[2], sizes[3], [.. numbers]) : throw new InvalidDataException("something follows its poses");
    }

    private static uint ZigZag(int value) => (uint)(value << 1 ^ value >> 31);

    private static int UnZigZag(uint value) => (int)(value >> 1) ^ -(int)(value & 1);

    private static void Write(MemoryStream stream, uint value)
    {
        for (; value >= 0x80; value >>= 7) stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }

    private static uint Read(ref ReadOnlySpan<byte> bytes)
    {
        uint value = 0;
        for (var (at, shift) = (0, 0); at < bytes.Length && shift < 35; at++, shift += 7)
        {
            value |= (uint)(bytes[at] & 0x7F) << shift;
            if (bytes[at] >= 0x80) continue;
            bytes = bytes[(at + 1)..];
            return value;
        }
        throw new InvalidDataException("its poses are cut short");
    }
}
