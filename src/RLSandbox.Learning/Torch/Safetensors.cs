using System.Buffers.Binary;
using System.Text.Json;

namespace RLSandbox.Learning.Torch;

/// <summary>A named block of numbers in a safetensors file.</summary>
/// <param name="Name">Unique in its file; not <c>__metadata__</c>.</param>
/// <param name="Type">As the format writes it: F32, F64, I64, I32, U8 or BOOL.</param>
/// <param name="Shape">Sizes, outermost first; empty for a single number.</param>
/// <param name="Bytes">Row-major, little-endian.</param>
public sealed record NamedArray(string Name, string Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>A float32 array.</summary>
    public static NamedArray Of(string name, ReadOnlySpan<float> values, params IReadOnlyList<long> shape) =>
        new(name, "F32", shape, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A uint8 array.</summary>
    public static NamedArray Of(string name, ReadOnlySpan<byte> values, params IReadOnlyList<long> shape) => new(name, "U8", shape, values.ToArray());

    /// <summary>Copies the numbers out.</summary>
    /// <exception cref="InvalidDataException">Another type or count than <paramref name="target"/>.</exception>
    public void CopyTo<T>(Span<T> target) where T : unmanaged
    {
        var expected = typeof(T) == typeof(float) ? "F32" : typeof(T) == typeof(byte) ? "U8" : throw new ArgumentException($"No arrays of {typeof(T).Name}.");
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(target);
        if (Type != expected || Bytes.Length != bytes.Length) throw new InvalidDataException($"'{Name}' is {Type} [{string.Join(", ", Shape)}], expected {expected} with {target.Length} elements.");
        Bytes.Span.CopyTo(bytes);
    }
}

/// <summary>Reads and writes the safetensors format: a JSON header with names, types, shapes and offsets, then the bytes.</summary>
/// <remarks>
/// Nothing in a file is executed, and nothing it claims is believed: header size, offsets, shapes and overlaps are checked before a byte is used.
/// Source: the format's specification, github.com/huggingface/safetensors, README section "Format".
/// </remarks>
public static class Safetensors
{
    private const int LengthSize = sizeof(ulong);
    private const long LargestHeader = 100_000_000;                  // the specification's own limit
    private const int Alignment = 8;

    /// <summary>Writes <paramref name="arrays"/> in the order given.</summary>
    /// <exception cref="ArgumentException">A name occurs twice, or the bytes do not fit the shape.</exception>
    public static void Write(Stream stream, IReadOnlyList<NamedArray> arrays)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            var names = new HashSet<string>();
            long offset = 0;
            foreach (var array in arrays)
            {
                if (!names.Add(array.Name)) throw new ArgumentException($"Two arrays are named '{array.Name}'.", nameof(arrays));
                if (ByteCount(array.Type, array.Shape) != array.Bytes.Length) throw new ArgumentException($"'{array.Name}' has {array.Bytes.Length} bytes, which is not {array.Type} [{string.Join(", ", array.Shape)}].", nameof(arrays));
                WriteEntry(json, array, offset);
                offset += array.Bytes.Length;
            }

            json.WriteEndObject();
        }

        while (header.Length % Alignment != 0) header.WriteByte((byte)' ');
        Span<byte> length = stackalloc byte[LengthSize];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        header.WriteTo(stream);
        foreach (var array in arrays) stream.Write(array.Bytes.Span);
    }

    /// <summary>The arrays of a file by name.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a whole, consistent safetensors file.</exception>
    public static IReadOnlyDictionary<string, NamedArray> Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length < LengthSize) throw new InvalidDataException($"A safetensors file has at least {LengthSize} bytes, this one {file.Length}.");
        var claimed = BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
        if (claimed > LargestHeader || claimed > (ulong)(file.Length - LengthSize)) throw new InvalidDataException($"The header claims {claimed} bytes; the file has {file.Length}.");
        var body = file[(LengthSize + (int)claimed)..];
        try
        {
            using var document = JsonDocument.Parse(file.Slice(LengthSize, (int)claimed));
            return ReadArrays(document.RootElement, body);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"The header is not one of a safetensors file: {exception.Message}", exception);
        }
    }

    private static Dictionary<string, NamedArray> ReadArrays(JsonElement header, ReadOnlyMemory<byte> body)
    {
        var arrays = new Dictionary<string, NamedArray>();
        var ranges = new List<(long Begin, long End)>();
        foreach (var entry in header.EnumerateObject())
        {
            if (entry.Name == "__metadata__") continue;
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            var type = entry.Value.GetProperty("dtype").GetString() ?? "";
            var offsets = entry.Value.GetProperty("data_offsets");
            var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
            if (begin < 0 || end < begin || end > body.Length) throw new InvalidDataException($"'{entry.Name}' claims bytes {begin} to {end} of {body.Length}.");
            if (ByteCount(type, shape) != end - begin) throw new InvalidDataException($"'{entry.Name}' is {type} [{string.Join(", ", shape)}] in {end - begin} bytes.");
            if (!arrays.TryAdd(entry.Name, new(entry.Name, type, shape, body.Slice((int)begin, (int)(end - begin))))) throw new InvalidDataException($"'{entry.Name}' occurs twice.");
            ranges.Add((begin, end));
        }

        long next = 0;
        foreach (var (begin, end) in ranges.Order())
        {
            if (begin != next) throw new InvalidDataException($"Bytes {Math.Min(begin, next)} to {Math.Max(begin, next)} belong to no array, or to two.");
            next = end;
        }

        if (next != body.Length) throw new InvalidDataException($"{body.Length - next} bytes at the end belong to no array.");
        return arrays;
    }

    private static void WriteEntry(Utf8JsonWriter json, NamedArray array, long offset)
    {
        json.WriteStartObject(array.Name);
        json.WriteString("dtype", array.Type);
        json.WriteStartArray("shape");
        foreach (var size in array.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + array.Bytes.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static long ByteCount(string type, IReadOnlyList<long> shape)
    {
        long bytes = type switch
        {
            "F64" or "I64" => 8,
            "F32" or "I32" => 4,
            "U8" or "BOOL" => 1,
            _ => throw new InvalidDataException($"Unknown element type '{type}'."),
        };
        foreach (var size in shape)
        {
            if (size < 0) throw new InvalidDataException($"A dimension of {size}.");
            bytes = checked(bytes * size);
        }

        return bytes;
    }
}
