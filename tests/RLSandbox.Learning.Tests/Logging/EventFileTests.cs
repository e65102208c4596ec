using System.Buffers.Binary;
using System.Text;
using RLSandbox.Learning.Logging;

namespace RLSandbox.Learning.Tests.Logging;

public sealed class EventFileTests
{
    [Test]
    public void MaskedCrc_MatchesTheStandard()
    {
        // RFC 3720 B.4: CRC-32C of 32 zero bytes is 8a9136aa. Masked: rotated right by 15 bits it is 6d55_1522, plus a282ead8.
        const uint rotated = 0x8a9136aau >> 15 | 0x8a9136aau << 17;
        Assert.That(EventFile.MaskedCrc(new byte[32]), Is.EqualTo(unchecked(rotated + 0xa282ead8u)));
    }

    [Test]
    public void Scalars_ReadBack()
    {
        using var folder = new TemporaryFolder();
        using (var file = EventFile.Create(folder.FullPath, new FixedClock()))
        {
            file.Write(300, [new("loss", 0.5), new("kl", double.NaN), new("return", -2)]);
        }
        var events = Read(Directory.GetFiles(folder.FullPath).Single());
        Assert.That(events, Has.Count.EqualTo(2));
        Assert.That(events[0].Version, Is.EqualTo("brain.Event:2"));
        Assert.That(events[1].Step, Is.EqualTo(300));
        Assert.That(events[1].Time, Is.EqualTo(FixedClock.Seconds));
        Assert.That(events[1].Scalars, Is.EqualTo(new[] { ("loss", 0.5f), ("return", -2f) }));
    }

    [Test]
    public void ResumedRun_StartsAnotherFileAtItsStep()
    {
        using var folder = new TemporaryFolder();
        EventFile.Create(folder.FullPath, new FixedClock()).Dispose();
        EventFile.Create(folder.FullPath, new FixedClock(), startStep: 128).Dispose();
        var second = Read(Directory.GetFiles(folder.FullPath).Order().Last());
        Assert.That((second[1].IsStart, second[1].Step), Is.EqualTo((true, 128)));
    }

    private sealed class FixedClock : TimeProvider
    {
        public const double Seconds = 1_700_000_000.25;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(Seconds);
    }

    private sealed record Event(double Time, long Step, string Version, bool IsStart, List<(string, float)> Scalars);

    /// <summary>An independent reader of TFRecord and of the fields that the writer uses; checks both checksums.</summary>
    private static List<Event> Read(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        var events = new List<Event>();
        while (!bytes.IsEmpty)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), Is.EqualTo(EventFile.MaskedCrc(bytes[..8])));
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + length)..]), Is.EqualTo(EventFile.MaskedCrc(bytes.Slice(12, length))));
            events.Add(Decode(bytes.Slice(12, length)));
            bytes = bytes[(16 + length)..];
        }
        return events;
    }

    private static Event Decode(ReadOnlySpan<byte> message)
    {
        var decoded = new Event(0, 0, "", false, []);
        while (!message.IsEmpty)
        {
            var (field, value, payload) = Next(ref message);
            if (field == 1) decoded = decoded with { Time = BitConverter.UInt64BitsToDouble(value) };
            if (field == 2) decoded = decoded with { Step = (long)value };
            if (field == 3) decoded = decoded with { Version = Encoding.UTF8.GetString(payload) };
            if (field == 5) DecodeSummary(payload, decoded.Scalars);
            if (field == 7) decoded = decoded with { IsStart = Next(ref payload) is { Field: 1, Value: 1 } };
        }
        return decoded;
    }

    private static void DecodeSummary(ReadOnlySpan<byte> summary, List<(string, float)> scalars)
    {
        while (!summary.IsEmpty)
        {
            var value = Next(ref summary).Payload;
            var tag = Encoding.UTF8.GetString(Next(ref value).Payload);
            scalars.Add((tag, BitConverter.UInt32BitsToSingle((uint)Next(ref value).Value)));
        }
    }

    private readonly ref struct Entry(int field, ulong value, ReadOnlySpan<byte> payload)
    {
        public int Field { get; } = field;
        public ulong Value { get; } = value;
        public ReadOnlySpan<byte> Payload { get; } = payload;

        public void Deconstruct(out int field, out ulong value, out ReadOnlySpan<byte> payload)
        {
            field = Field;
            value = Value;
            payload = Payload;
        }
    }

    private static Entry Next(ref ReadOnlySpan<byte> message)
    {
        var tag = (int)Varint(ref message);
        var payload = ReadOnlySpan<byte>.Empty;
        ulong value = 0;
        switch (tag & 7)
        {
            case 0:
                value = Varint(ref message);
                break;
            case 1:
                value = BinaryPrimitives.ReadUInt64LittleEndian(message);
                message = message[8..];
                break;
            case 2:
                var length = (int)Varint(ref message);
                payload = message[..length];
                message = message[length..];
                break;
            case 5:
                value = BinaryPrimitives.ReadUInt32LittleEndian(message);
                message = message[4..];
                break;
            default:
                Assert.Fail($"Unexpected wire type {tag & 7}.");
                break;
        }
        return new(tag >> 3, value, payload);
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var b = message[0];
            message = message[1..];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return value;
        }
    }
}
