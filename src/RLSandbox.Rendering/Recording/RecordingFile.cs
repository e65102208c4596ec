using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using RLSandbox.Core;
using RLSandbox.Core.Mathematics;
using RLSandbox.Rendering.Video;

namespace RLSandbox.Rendering.Recording;

/// <summary>Files <c>*.rlrec</c>: eight bytes by which they are known, the version of the format, a checksum, and the compressed content (<see cref="RecordingContent"/>).</summary>
/// <remarks>A file may come from anybody: nothing is allocated because it says so, and whatever is wrong with it is a message.</remarks>
public static class RecordingFile
{
    /// <summary>Goes up whenever old files can no longer be read as they are.</summary>
    public const int FormatVersion = 1;

    private const int HeaderBytes = 20;                                  // magic, version, checksum
    private const int LargestFile = 256 << 20;

    /// <summary>The line break is damaged by whoever copies the file as text.</summary>
    private static ReadOnlySpan<byte> Magic => "RLSREC\r\n"u8;

    /// <summary>Writes a file; it appears under its name when it is whole.</summary>
    /// <exception cref="UserErrorException">Nothing can be written there.</exception>
    public static void Write(string path, Recording recording)
    {
        try
        {
            using var file = new PendingFile(path, "recording");
            File.WriteAllBytes(file.TemporaryPath, ToBytes(recording));
            file.Commit();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"recording {path}: cannot be written ({problem.Message.TrimEnd('.')}). Make room there, or choose another folder that you may write to.", problem);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">There is no such file, it is no recording, of another version, cut short or damaged.</exception>
    public static Recording Read(string path)
    {
        try
        {
            if (!File.Exists(path)) throw new UserErrorException($"{path}: there is no such recording. Record some with evaluate --record all.");
            using var file = RegularFile.OpenRead(path);
            if (file.Length > LargestFile) throw new UserErrorException(string.Create(CultureInfo.InvariantCulture, $"{path}: expected a recording of at most {LargestFile >> 20} MB, found {file.Length >> 20} MB."));
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return FromBytes(bytes, path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path}: cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>The file in memory.</summary>
    internal static byte[] ToBytes(Recording recording)
    {
        using var content = new MemoryStream();
        RecordingContent.Write(content, recording);
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) brotli.Write(content.GetBuffer(), 0, (int)content.Length);
        return Wrap(compressed.ToArray());
    }

    /// <summary>Reads a file in memory.</summary>
    /// <param name="source">Its name, for messages.</param>
    /// <exception cref="UserErrorException">As <see cref="Read"/>.</exception>
    internal static Recording FromBytes(ReadOnlySpan<byte> bytes, string source)
    {
        var known = Math.Min(bytes.Length, Magic.Length);
        if (bytes.Length == 0 || !bytes[..known].SequenceEqual(Magic[..known]))
            throw new UserErrorException($"{source}: this is no recording. Expected a file that evaluate --record or the window wrote, which ends with {Recording.Ending}.");
        if (bytes.Length < HeaderBytes) throw new UserErrorException($"{source}: the recording is cut short after {bytes.Length} bytes. Copy it again, or record it again.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[Magic.Length..]);
        if (version != FormatVersion) throw new UserErrorException($"{source}: expected a recording of formatVersion {FormatVersion}, found {version}. Use the version of the program that wrote it.");
        var compressed = bytes[HeaderBytes..];
        if (StableHash.Of(compressed) != BinaryPrimitives.ReadUInt64LittleEndian(bytes[(Magic.Length + sizeof(int))..]))
            throw new UserErrorException($"{source}: the recording is damaged or cut short: its checksum is not that of its content. Copy it again, or record it again.");
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(compressed.ToArray(), writable: false), CompressionMode.Decompress);
            return RecordingContent.Read(brotli);
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new UserErrorException($"{source}: the recording contradicts itself: {problem.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Record it again.", problem);
        }
    }

    /// <summary>Puts magic, version and checksum before compressed content.</summary>
    internal static byte[] Wrap(ReadOnlySpan<byte> compressed)
    {
        var bytes = new byte[HeaderBytes + compressed.Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Magic.Length), FormatVersion);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(Magic.Length + sizeof(int)), StableHash.Of(compressed));
        compressed.CopyTo(bytes.AsSpan(HeaderBytes));
        return bytes;
    }
}
