using System.Runtime.InteropServices;
using System.Text;
using K4os.Compression.LZ4.Streams;
using RLSandbox.Core;

namespace RLSandbox.Learning.Buffers;

/// <summary>The columns of a replay: [M, R] each, the mask [M, R, A] or empty.</summary>
internal readonly ref struct ReplayColumns
{
    public required int Rows { get; init; }
    public required Span<int> Choices { get; init; }
    public required Span<float> Rewards { get; init; }
    public required Span<byte> Flags { get; init; }
    public required Span<bool> Mask { get; init; }
    public required SumTree? Priorities { get; init; }
}

/// <summary>replay.bin: a header with every size, the moments that are held from the oldest on, then the final observations. Written and read in one stream.</summary>
/// <remarks>
/// In a checkpoint it is an LZ4 frame, <c>replay.bin.lz4</c>: pictures of few classes shrink to a tenth, which is written faster than the whole. Checkpoints from before that hold the plain file and are read, too.
/// A reader knows every size from its own configuration and compares; nothing is allocated because a file says so.
/// </remarks>
internal static class ReplayFile
{
    internal const string Name = "replay.bin";
    internal const string CompressedName = Name + ".lz4";
    private const int FormatVersion = 1;
    private const int BlockBytes = 1 << 18;
    private const long MostTransitions = 1L << 62;                       // keys are moments times rows
    private const double LargestPriority = 1e39;                         // an error is a float; sums of these stay finite
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("RLREPLAY");

    private static ReadOnlySpan<byte> FrameMagic => [0x04, 0x22, 0x4D, 0x18];

    /// <summary>A new file in the folder of a checkpoint.</summary>
    internal static Stream Create(string folder) => LZ4Stream.Encode(File.Create(Path.Combine(folder, CompressedName)), new LZ4EncoderSettings { BlockSize = BlockBytes });

    /// <summary>The file in the folder of a checkpoint.</summary>
    internal static Stream Open(string folder)
    {
        var compressed = Path.Combine(folder, CompressedName);
        if (!File.Exists(compressed)) return RegularFile.OpenRead(Path.Combine(folder, Name));
        var file = RegularFile.OpenRead(compressed);
        Span<byte> magic = stackalloc byte[4];
        if (file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.SequenceEqual(FrameMagic))
        {
            file.Dispose();
            throw new InvalidDataException($"{CompressedName} is not an LZ4 frame.");
        }
        file.Position = 0;
        return LZ4Stream.Decode(file);
    }

    internal static void Save(Stream stream, IReplayFrames frames, in ReplayColumns columns, double largestPriority)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        foreach (var size in Sizes(frames, columns)) writer.Write(size);
        writer.Write(frames.Moments);
        writer.Write(largestPriority);
        for (var moment = frames.Oldest; moment < frames.Moments; moment++)
        {
            for (var part = 0; part < frames.PartCount; part++) writer.Write(frames.Bytes(part, moment));
            writer.Write(MemoryMarshal.AsBytes(frames.Started(moment)));
            var at = Slot(frames, columns, moment);
            writer.Write(MemoryMarshal.AsBytes(columns.Choices.Slice(at, columns.Rows)));
            writer.Write(MemoryMarshal.AsBytes(columns.Rewards.Slice(at, columns.Rows)));
            writer.Write(columns.Flags.Slice(at, columns.Rows));
            writer.Write(MemoryMarshal.AsBytes(MaskOf(columns, at)));
            for (var slot = at; columns.Priorities is not null && slot < at + columns.Rows; slot++) writer.Write(columns.Priorities[slot]);
        }

        writer.Write(frames.Finals.Count);
        for (var i = 0; i < frames.Finals.Count; i++)
        {
            writer.Write(frames.Finals.Key(i));
            for (var part = 0; part < frames.PartCount; part++) writer.Write(frames.Finals.Read(part, i));
        }
    }

    /// <returns>The largest priority.</returns>
    /// <exception cref="InvalidDataException">The file was not written by a replay of this shape, or is cut short.</exception>
    internal static double Load(Stream stream, IReplayFrames frames, in ReplayColumns columns)
    {
        try
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic)) throw new InvalidDataException($"{Name} is not a saved replay.");
            foreach (var size in Sizes(frames, columns))
            {
                var saved = reader.ReadInt64();
                if (saved != size) throw new InvalidDataException($"{Name} was written by another version, or for a replay of another shape ({saved} instead of {size} among version, sizes and kinds).");
            }

            var moments = reader.ReadInt64();
            if (moments < 1 || moments > MostTransitions / columns.Rows) throw new InvalidDataException($"{Name} claims {moments} moments.");
            var largest = reader.ReadDouble();
            if (!(largest is >= 1 and <= LargestPriority)) throw new InvalidDataException($"{Name} claims a largest priority of {largest}.");
            frames.Finals.DropBefore(long.MaxValue);
            frames.Moments = moments;
            for (var moment = frames.Oldest; moment < moments; moment++) LoadMoment(reader, frames, columns, moment);
            LoadFinals(reader, frames, columns);
            if (stream.ReadByte() >= 0) throw new InvalidDataException($"{Name} goes on after its end.");
            return largest;
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentException)
        {
            throw new InvalidDataException($"{Name} is cut short or damaged.", exception);
        }
    }

    private static void LoadMoment(BinaryReader reader, IReplayFrames frames, in ReplayColumns columns, long moment)
    {
        var stream = reader.BaseStream;
        for (var part = 0; part < frames.PartCount; part++) stream.ReadExactly(frames.WritableBytes(part, moment));
        stream.ReadExactly(MemoryMarshal.AsBytes(frames.Started(moment)));
        var at = Slot(frames, columns, moment);
        stream.ReadExactly(MemoryMarshal.AsBytes(columns.Choices.Slice(at, columns.Rows)));
        stream.ReadExactly(MemoryMarshal.AsBytes(columns.Rewards.Slice(at, columns.Rows)));
        stream.ReadExactly(columns.Flags.Slice(at, columns.Rows));
        stream.ReadExactly(MemoryMarshal.AsBytes(MaskOf(columns, at)));
        RequireFlags(MemoryMarshal.AsBytes(frames.Started(moment)));
        RequireFlags(MemoryMarshal.AsBytes(MaskOf(columns, at)));
        for (var slot = at; columns.Priorities is not null && slot < at + columns.Rows; slot++) columns.Priorities[slot] = reader.ReadDouble();
        frames.Keep(moment);
    }

    /// <summary>Torch and we must not take the same byte for different things.</summary>
    private static void RequireFlags(ReadOnlySpan<byte> bytes)
    {
        if (bytes.ContainsAnyExceptInRange((byte)0, (byte)1)) throw new InvalidDataException($"{Name} holds a flag that is neither true nor false.");
    }

    private static void LoadFinals(BinaryReader reader, IReplayFrames frames, in ReplayColumns columns)
    {
        var (count, last) = (reader.ReadInt32(), frames.Oldest * columns.Rows - 1);
        for (var i = 0; i < count; i++)
        {
            var key = reader.ReadInt64();
            if (key <= last || key >= (frames.Moments - 1) * columns.Rows) throw new InvalidDataException($"{Name} holds the final observation {key} after {last}.");
            last = key;
            var number = frames.Finals.Add(key);
            for (var part = 0; part < frames.PartCount; part++)
            {
                var bytes = new byte[frames.MomentBytes(part) / columns.Rows];
                reader.BaseStream.ReadExactly(bytes);
                frames.Finals.Write(part, number, bytes);
            }
        }
    }

    private static long[] Sizes(IReplayFrames frames, in ReplayColumns columns) =>
        [FormatVersion, frames.Capacity, columns.Rows, columns.Mask.Length, columns.Priorities is null ? 0 : 1, frames.PartCount, .. Enumerable.Range(0, frames.PartCount).Select(part => (long)frames.MomentBytes(part))];

    private static int Slot(IReplayFrames frames, in ReplayColumns columns, long moment) => (int)(moment % frames.Capacity) * columns.Rows;

    private static Span<bool> MaskOf(in ReplayColumns columns, int at)
    {
        var choices = columns.Mask.Length / columns.Choices.Length;
        return columns.Mask.Slice(at * choices, columns.Rows * choices);
    }
}
