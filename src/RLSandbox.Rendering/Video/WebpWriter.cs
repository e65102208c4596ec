using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace RLSandbox.Rendering.Video;

/// <summary>Animated WebP that loops: each frame is a still WebP from SkiaSharp, put into the animation container here.</summary>
/// <remarks>
/// SkiaSharp's own animation encoder wants every frame in memory at once (2 MB each at 960 × 540) and takes twice as long, for files that are no smaller
/// when the whole view moves. The container is WebP's RIFF layout, https://developers.google.com/speed/webp/docs/riff_container: VP8X, ANIM, one ANMF per frame.
/// </remarks>
public sealed class WebpWriter : IVideoWriter
{
    private const byte AnimationFlag = 0x02, ReplaceFlag = 0x02;
    private const int MillisecondsPerSecond = 1000, ChunkHeader = 8, FrameHeader = 16, FileHeader = 12;

    private readonly VideoTarget _target;
    private readonly PendingFile _file;
    private readonly FileStream _stream;
    private readonly SKWebpEncoderOptions _options;
    private long _frames;

    /// <summary>A writer of <paramref name="target"/>.</summary>
    /// <param name="quality">0 … 100 of the lossy encoder; text stays sharp from about 80 on.</param>
    public WebpWriter(VideoTarget target, float quality = 80)
    {
        _target = target;
        _options = new(SKWebpEncoderCompression.Lossy, quality);
        _file = new(target.Path);
        _stream = new(_file.TemporaryPath, FileMode.Create, FileAccess.Write);
        _stream.Write(Header());
    }

    /// <inheritdoc/>
    public byte[] Encode(SKPixmap frame)
    {
        using var encoded = SKWebpEncoder.Encode(frame, _options) ?? throw new InvalidOperationException("SkiaSharp could not encode a WebP frame.");
        return ImageChunks(encoded.AsSpan());
    }

    /// <inheritdoc/>
    public void Append(byte[] encoded, int count = 1)
    {
        var start = Milliseconds(_frames);
        _frames += count;
        Span<byte> header = stackalloc byte[ChunkHeader + FrameHeader];
        WriteChunkHeader(header, "ANMF", FrameHeader + encoded.Length);
        var frame = header[ChunkHeader..];
        frame.Clear();                                                                   // bytes 0 … 5: upper left corner at (0, 0)
        Write24(frame[6..], _target.Width - 1);
        Write24(frame[9..], _target.Height - 1);
        Write24(frame[12..], (int)(Milliseconds(_frames) - start));
        frame[15] = ReplaceFlag;
        _stream.Write(header);
        _stream.Write(encoded);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, checked((uint)(_stream.Length - ChunkHeader)));
        _stream.Position = 4;
        _stream.Write(size);
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        _file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _file.Dispose();
    }

    /// <summary>When a frame begins: rounded from the exact time, so that odd rates do not drift.</summary>
    private long Milliseconds(long frame) => (long)Math.Round(frame * MillisecondsPerSecond / _target.FramesPerSecond);

    /// <summary>RIFF (its size is filled in at the end), VP8X, and ANIM: black background, endless loop.</summary>
    private byte[] Header()
    {
        var header = new byte[FileHeader + (ChunkHeader + 10) + (ChunkHeader + 6)];
        WriteChunkHeader(header, "RIFF", 0);
        Encoding.ASCII.GetBytes("WEBP", header.AsSpan(8));
        var extended = header.AsSpan(FileHeader);
        WriteChunkHeader(extended, "VP8X", 10);
        extended[8] = AnimationFlag;
        Write24(extended[12..], _target.Width - 1);
        Write24(extended[15..], _target.Height - 1);
        var animation = extended[(ChunkHeader + 10)..];
        WriteChunkHeader(animation, "ANIM", 6);
        animation[11] = 255;                                                             // background BGRA: opaque black
        return header;
    }

    /// <summary>The chunks of a still file that a frame may hold, padding included.</summary>
    private static byte[] ImageChunks(ReadOnlySpan<byte> still)
    {
        using var chunks = new MemoryStream(still.Length);
        for (var at = FileHeader; at + ChunkHeader <= still.Length;)
        {
            var size = ChunkHeader + (int)BinaryPrimitives.ReadUInt32LittleEndian(still[(at + 4)..]);
            size += size & 1;
            var name = Encoding.ASCII.GetString(still.Slice(at, 4));
            if (name is "VP8 " or "VP8L" or "ALPH") chunks.Write(still.Slice(at, size));
            at += size;
        }
        return chunks.ToArray();
    }

    private static void WriteChunkHeader(Span<byte> at, string name, int size)
    {
        Encoding.ASCII.GetBytes(name, at);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], (uint)size);
    }

    private static void Write24(Span<byte> at, int value) => (at[0], at[1], at[2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));
}
