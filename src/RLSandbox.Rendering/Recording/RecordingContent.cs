using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RLSandbox.Core.Contract;

namespace RLSandbox.Rendering.Recording;

/// <summary>The content of a recording: the header as JSON, actions, world hashes, and poses where they were asked for. Each section says its bytes first.</summary>
/// <remarks>
/// Actions are turned over: all first numbers of a row, byte by byte, then all second ones; neighbours in time are alike, which is what a compressor looks for.
/// Poses are second differences in time, as numbers of variable length: a body that keeps its velocity costs next to nothing.
/// </remarks>
internal static class RecordingContent
{
    private const int MostHeaderBytes = 16 << 20, MostSectionBytes = 512 << 20, BlockBytes = 1 << 16;
    private const int MostEnvironments = 1 << 16, MostAgents = 1 << 10, MostSteps = 100_000_000, MostNumbers = 1 << 18;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(Stream stream, Recording recording)
    {
        WriteSection(stream, JsonDocuments.Write(recording.Header, Json));
        WriteSection(stream, Planes(recording.Actions));
        var hashes = new byte[sizeof(ulong) * recording.WorldHashes.Count];
        for (var i = 0; i < recording.WorldHashes.Count; i++) BinaryPrimitives.WriteUInt64LittleEndian(hashes.AsSpan(sizeof(ulong) * i), recording.WorldHashes[i]);
        WriteSection(stream, hashes);
        WriteSection(stream, recording.Poses is { } poses ? PoseCode.Encode(poses) : []);
    }

    /// <exception cref="InvalidDataException">The content contradicts itself.</exception>
    public static Recording Read(Stream stream)
    {
        var header = JsonDocuments.Read<RecordingHeader>(ReadSection(stream, MostHeaderBytes), Json) ?? throw new InvalidDataException("it has no header");
        Check(header);
        var recording = new Recording
        {
            Header = header,
            Actions = Actions(header, ReadSection(stream, MostSectionBytes)),
            WorldHashes = Hashes(header, ReadSection(stream, MostSectionBytes)),
            Poses = PoseCode.Decode(ReadSection(stream, MostSectionBytes), header),
        };
        if (stream.ReadByte() >= 0) throw new InvalidDataException("something follows its end");
        return recording;
    }

    private static void Check(RecordingHeader header)
    {
        Require(header.Environments is > 0 and <= MostEnvironments && header.Agents is > 0 and <= MostAgents, "its numbers of environments and agents cannot be");
        Require(header.Place.First >= 0 && header.Place.Count > 0 && header.Place.First <= header.Place.Count - header.Environments, "its environments are not part of their batch");
        Require(header.Steps is >= 0 and <= MostSteps && double.IsFinite(header.StepSeconds) && header.StepSeconds > 0, "its number of steps or their length cannot be");
        Require(header.ActionDimensions is > 0 and <= MostNumbers && (long)header.Environments * header.Agents * header.ActionDimensions <= MostNumbers, "its actions have no length that can be");
        Require(
            header.ActionKind switch
            {
                ActionKind.Continuous => header.ActionChoices.Count == 0,
                ActionKind.Discrete => header.ActionDimensions == 1 && header.ActionChoices.Count == 1,
                ActionKind.MultiDiscrete => header.ActionChoices.Count == header.ActionDimensions,
                _ => false,
            } && header.ActionChoices.All(choices => choices > 0),
            "its choices do not fit its kind of actions");
        Require(header.Ends.All(end => end is not null && end.Step > 0 && end.Step <= header.Steps && (uint)end.Environment < (uint)header.Environments && (uint)end.Agent < (uint)header.Agents), "an episode ends outside of it");
        Require(header.Origin.Human.All(stretch => stretch is not null && (uint)stretch.Row < (uint)(header.Environments * header.Agents) && stretch.First > 0 && stretch.Count > 0 && stretch.Count <= header.Steps - stretch.First + 1), "a person drives outside of it");
        Require(header.Maps.All(map => map is { Index: >= 0 }) && header.Origin.MapFiles.All(file => file is not null), "it names maps that cannot be");
    }

    private static byte[] Planes(ActionLog actions)
    {
        var numbers = actions.Numbers;
        var planes = new byte[checked(numbers.Length * sizeof(uint))];
        var at = 0;
        for (var column = 0; column < actions.Width; column++)
            for (var shift = 0; shift < 32; shift += 8)
                for (var step = 0; step < actions.Count; step++) planes[at++] = (byte)(numbers[step * actions.Width + column] >> shift);
        return planes;
    }

    private static ActionLog Actions(RecordingHeader header, byte[] planes)
    {
        var log = new ActionLog(header.ActionSpec(), header.Environments * header.Agents);
        Require(planes.Length == (long)header.Steps * log.Width * sizeof(uint), "it has other actions than its header says");
        var row = new uint[log.Width];
        for (var step = 0; step < header.Steps; step++)
        {
            for (var column = 0; column < row.Length; column++)
            {
                var at = column * sizeof(uint) * header.Steps + step;
                row[column] = (uint)(planes[at] | planes[at + header.Steps] << 8 | planes[at + 2 * header.Steps] << 16 | planes[at + 3 * header.Steps] << 24);
                Require(IsAction(header, column, row[column]), "an action is none that can be taken");
            }
            log.Append(row);
        }
        return log;
    }

    private static bool IsAction(RecordingHeader header, int column, uint number) => header.ActionKind == ActionKind.Continuous
        ? float.IsFinite(BitConverter.UInt32BitsToSingle(number))
        : number < (uint)header.ActionChoices[column % header.ActionDimensions];

    private static ulong[] Hashes(RecordingHeader header, byte[] bytes)
    {
        var hashes = new ulong[bytes.Length / sizeof(ulong)];
        Require(bytes.Length % sizeof(ulong) == 0 && hashes.Length == header.Steps / Playback.HashInterval + 1, "it has other world hashes than its header says");
        for (var i = 0; i < hashes.Length; i++) hashes[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(sizeof(ulong) * i));
        return hashes;
    }

    private static void WriteSection(Stream stream, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
    }

    /// <summary>By blocks: what is allocated is at most twice what is really there.</summary>
    private static byte[] ReadSection(Stream stream, int most)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        stream.ReadExactly(length);
        var left = BinaryPrimitives.ReadInt32LittleEndian(length);
        Require(left >= 0 && left <= most, "a section has no length that can be");
        using var section = new MemoryStream();
        var block = new byte[BlockBytes];
        while (left > 0)
        {
            var count = Math.Min(left, block.Length);
            stream.ReadExactly(block, 0, count);
            section.Write(block, 0, count);
            left -= count;
        }
        return section.ToArray();
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds) throw new InvalidDataException(problem);
    }
}
