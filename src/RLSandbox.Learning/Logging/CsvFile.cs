using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RLSandbox.Core;

namespace RLSandbox.Learning.Logging;

/// <summary>A table of numbers that grows by rows; the same numbers give the same bytes on every machine.</summary>
/// <remarks>
/// Numbers are written in the shortest form that reads back to the same bits, NaN as an empty cell, lines end with a line feed.
/// <see cref="ByteLength"/> of a moment is all that is needed to cut the file back to that moment.
/// </remarks>
public sealed class CsvFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StringBuilder _line = new();
    private readonly int _columnCount;

    private CsvFile(FileStream stream, int columnCount)
    {
        _stream = stream;
        _columnCount = columnCount;
    }

    /// <summary>Bytes written so far, header included.</summary>
    public long ByteLength { get; private set; }

    /// <summary>SHA-256 of these bytes.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Starts a file with a header of <paramref name="columns"/>; an existing one is replaced.</summary>
    public static CsvFile Create(string path, IReadOnlyList<string> columns)
    {
        var file = new CsvFile(Unbuffered(path, FileMode.Create), columns.Count);
        file.Write(Header(columns));
        return file;
    }

    /// <summary>Goes on with a file as it was when it had <paramref name="byteLength"/> bytes; later rows are cut off.</summary>
    /// <param name="sha256">Hash of these bytes; empty: not known.</param>
    /// <exception cref="UserErrorException">The file is missing, shorter than that, changed, or has other columns.</exception>
    public static CsvFile Continue(string path, IReadOnlyList<string> columns, long byteLength, string sha256 = "")
    {
        RequireIntact(path, byteLength, sha256);
        var header = Header(columns);
        var stream = Unbuffered(path, FileMode.Open);
        try
        {
            var kept = new byte[byteLength];
            stream.ReadExactly(kept);
            if (!kept.AsSpan().StartsWith(header)) throw new UserErrorException($"{path} has other columns than this version of the program writes. Use the version that began the run, or begin another one.");
            var file = new CsvFile(stream, columns.Count) { ByteLength = byteLength };
            file._hash.AppendData(kept);
            stream.SetLength(byteLength);
            return file;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Checks that a file still begins with the bytes that it had at a checkpoint.</summary>
    /// <exception cref="UserErrorException">It is missing, shorter or changed.</exception>
    public static void RequireIntact(string path, long byteLength, string sha256)
    {
        if (byteLength == 0) return;
        const string WayOut = "Restore the file, or begin another run under another name.";
        if (!File.Exists(path)) throw new UserErrorException($"{path} is missing: the checkpoint goes on with its first {byteLength} bytes. {WayOut}");
        using var stream = RegularFile.OpenRead(path);
        if (stream.Length < byteLength) throw new UserErrorException($"{path} is cut off: it has {stream.Length} bytes, the checkpoint goes on with its first {byteLength}. {WayOut}");
        var kept = new byte[byteLength];
        stream.ReadExactly(kept);
        if (sha256.Length > 0 && Convert.ToHexStringLower(SHA256.HashData(kept)) != sha256)
            throw new UserErrorException($"{path} was changed: its first {byteLength} bytes are not those that the checkpoint goes on with. {WayOut}");
    }

    /// <summary>Appends one row and hands it to the operating system, so that a killed process loses nothing.</summary>
    public void Append(ReadOnlySpan<double> row)
    {
        if (row.Length != _columnCount) throw new ArgumentException($"Expected {_columnCount} numbers, got {row.Length}.", nameof(row));
        _line.Clear();
        for (var i = 0; i < row.Length; i++)
        {
            if (i > 0) _line.Append(',');
            if (!double.IsNaN(row[i])) _line.Append(CultureInfo.InvariantCulture, $"{row[i]}");
        }
        _line.Append('\n');
        Write(Encoding.ASCII.GetBytes(_line.ToString()));
    }

    /// <summary>Waits until every row is on the disk; called before a checkpoint refers to <see cref="ByteLength"/>.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
    }

    private void Write(byte[] bytes)
    {
        _stream.Write(bytes);
        _hash.AppendData(bytes);
        ByteLength += bytes.Length;
    }

    /// <summary>Without a buffer of ours nothing is left to be written when the file is closed, and so a full disk is heard of once.</summary>
    private static FileStream Unbuffered(string path, FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    private static byte[] Header(IReadOnlyList<string> columns) => Encoding.UTF8.GetBytes(string.Join(',', columns) + "\n");
}
