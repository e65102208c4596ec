using System.Globalization;
using System.Text;

namespace RLSandbox.Learning.Logging;

/// <summary>A table of numbers that grows by rows; the same numbers give the same bytes on every machine.</summary>
/// <remarks>
/// Numbers are written in the shortest form that reads back to the same bits, NaN as an empty cell, lines end with a line feed.
/// <see cref="ByteLength"/> of a moment is all that is needed to cut the file back to that moment.
/// </remarks>
public sealed class CsvFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly StringBuilder _line = new();
    private readonly int _columnCount;

    private CsvFile(FileStream stream, int columnCount)
    {
        _stream = stream;
        _columnCount = columnCount;
    }

    /// <summary>Bytes written so far, header included.</summary>
    public long ByteLength => _stream.Position;

    /// <summary>Starts a file with a header of <paramref name="columns"/>; an existing one is replaced.</summary>
    public static CsvFile Create(string path, IReadOnlyList<string> columns)
    {
        var file = new CsvFile(new(path, FileMode.Create, FileAccess.Write, FileShare.Read), columns.Count);
        file._stream.Write(Header(columns));
        file.Flush();
        return file;
    }

    /// <summary>Goes on with a file as it was when it had <paramref name="byteLength"/> bytes; later rows are cut off.</summary>
    /// <exception cref="InvalidDataException">The file is shorter than that or has other columns.</exception>
    public static CsvFile Continue(string path, IReadOnlyList<string> columns, long byteLength)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var header = Header(columns);
        var found = new byte[header.Length];
        var complete = stream.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) == header.Length;
        if (!complete || !found.AsSpan().SequenceEqual(header) || stream.Length < byteLength)
        {
            stream.Dispose();
            throw new InvalidDataException($"{path} is not the table that the checkpoint belongs to: expected {columns.Count} columns and at least {byteLength} bytes.");
        }
        stream.SetLength(byteLength);
        stream.Position = byteLength;
        return new(stream, columns.Count);
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
        _stream.Write(Encoding.ASCII.GetBytes(_line.ToString()));
        _stream.Flush();
    }

    /// <summary>Waits until every row is on the disk; called before a checkpoint refers to <see cref="ByteLength"/>.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static byte[] Header(IReadOnlyList<string> columns) => Encoding.UTF8.GetBytes(string.Join(',', columns) + "\n");
}
