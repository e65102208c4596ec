using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace RLSandbox.Learning.Logging;

/// <summary>Writes scalars as a TensorBoard event file: TFRecord frames around <c>Event</c> protocol-buffer messages.</summary>
/// <remarks>
/// Only what scalars need is encoded: <c>wall_time</c> (1, double), <c>step</c> (2, varint), <c>file_version</c> (3, string),
/// <c>summary</c> (5) with values of <c>tag</c> (1) and <c>simple_value</c> (2, float), <c>session_log</c> (7) with status START (1),
/// which makes TensorBoard drop what an interrupted run wrote after the step it goes on from.
/// Source: tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto, tensorflow/core/lib/io/record_writer.h.
/// </remarks>
public sealed class EventFile : IDisposable
{
    // Protocol-buffer wire types.
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    private const uint CrcMaskDelta = 0xa282ead8;      // record_writer.h: keeps the checksum of data that holds checksums well-behaved

    private readonly FileStream _stream;
    private readonly TimeProvider _clock;

    private EventFile(FileStream stream, TimeProvider clock)
    {
        _stream = stream;
        _clock = clock;
    }

    /// <summary>Opens a new event file in <paramref name="folder"/>; its name carries the time, as TensorBoard sorts by it.</summary>
    /// <param name="startStep">Step from which a resumed run goes on; 0 for a new one.</param>
    public static EventFile Create(string folder, TimeProvider clock, long startStep = 0)
    {
        var seconds = clock.GetUtcNow().ToUnixTimeSeconds();
        var part = Directory.GetFiles(folder, "events.out.tfevents.*").Length;
        var name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.rlsandbox.{part}");
        var file = new EventFile(new(Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0), clock);
        file.WriteEvent(0, message => WriteBytes(message, 3, "brain.Event:2"u8));
        if (startStep > 0) file.WriteEvent(startStep, message => WriteBytes(message, 7, [1 << 3 | Varint, 1]));
        return file;
    }

    /// <summary>Writes one event with every finite scalar; others are left out.</summary>
    public void Write(long step, IEnumerable<KeyValuePair<string, double>> scalars) => WriteEvent(step, message =>
    {
        using var summary = new MemoryStream();
        foreach (var (tag, value) in scalars)
        {
            if (double.IsFinite(value)) WriteBytes(summary, 1, ScalarValue(tag, (float)value));
        }
        WriteBytes(message, 5, summary.ToArray());
    });

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>CRC-32C of <paramref name="bytes"/>, masked as TFRecord wants it.</summary>
    internal static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        crc = ~crc;
        return BitOperations.RotateRight(crc, 15) + CrcMaskDelta;
    }

    private void WriteEvent(long step, Action<Stream> writeWhat)
    {
        using var message = new MemoryStream();
        WriteTag(message, 1, Fixed64);
        Span<byte> time = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(time, (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        message.Write(time);
        WriteTag(message, 2, Varint);
        WriteVarint(message, (ulong)step);
        writeWhat(message);
        _stream.Write(Record(message.ToArray()));      // one call: a kill leaves whole records, and no buffer of ours is left to be written when the file is closed
    }

    private static byte[] Record(ReadOnlySpan<byte> data)
    {
        const int Head = sizeof(ulong) + sizeof(uint);
        var record = new byte[Head + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), MaskedCrc(record.AsSpan(0, sizeof(ulong))));
        data.CopyTo(record.AsSpan(Head));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(Head + data.Length), MaskedCrc(data));
        return record;
    }

    private static byte[] ScalarValue(string tag, float value)
    {
        using var message = new MemoryStream();
        WriteBytes(message, 1, Encoding.UTF8.GetBytes(tag));
        WriteTag(message, 2, Fixed32);
        Span<byte> number = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(number, value);
        message.Write(number);
        return message.ToArray();
    }

    private static void WriteBytes(Stream message, int field, ReadOnlySpan<byte> bytes)
    {
        WriteTag(message, field, Delimited);
        WriteVarint(message, (ulong)bytes.Length);
        message.Write(bytes);
    }

    private static void WriteTag(Stream message, int field, int wireType) => WriteVarint(message, (ulong)(field << 3 | wireType));

    private static void WriteVarint(Stream message, ulong value)
    {
        for (; value >= 0x80; value >>= 7) message.WriteByte((byte)(value | 0x80));
        message.WriteByte((byte)value);
    }
}
