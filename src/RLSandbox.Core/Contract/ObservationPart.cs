namespace RLSandbox.Core.Contract;

/// <summary>Type of one element of an observation part.</summary>
public enum ElementType
{
    /// <summary>One byte, 0 … 255: pixels and class ids.</summary>
    UInt8,

    /// <summary>IEEE single precision: state vectors.</summary>
    Float32,
}

/// <summary>One named tensor of an observation, such as <c>camera</c> uint8 [C, H, W] or <c>state</c> float32 [D].</summary>
/// <remarks>Parts are never flattened into one another; a row of a part is contiguous, rows lie <see cref="PartTarget.RowStride"/> bytes apart.</remarks>
public sealed class ObservationPart
{
    /// <summary>Describes a part of <paramref name="shape"/> (without the row dimension).</summary>
    /// <exception cref="ArgumentException">The name is empty or a dimension is below 1.</exception>
    public ObservationPart(string name, ElementType type, params int[] shape)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (shape.Length == 0 || shape.Any(size => size < 1)) throw new ArgumentException($"Part '{name}' needs dimensions of at least 1, got [{string.Join(", ", shape)}].", nameof(shape));
        Name = name;
        Type = type;
        Shape = [.. shape];
        ElementCount = shape.Aggregate(1, (product, size) => checked(product * size));
    }

    /// <summary>Name that a network and a plot refer to.</summary>
    public string Name { get; }

    /// <summary>Element type.</summary>
    public ElementType Type { get; }

    /// <summary>Dimensions of one row, outermost first: [C, H, W] or [D].</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Elements in one row.</summary>
    public int ElementCount { get; }

    /// <summary>Bytes in one row.</summary>
    public int ByteCount => ElementCount * (Type == ElementType.UInt8 ? sizeof(byte) : sizeof(float));

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {(Type == ElementType.UInt8 ? "uint8" : "float32")} [{string.Join(", ", Shape)}]";
}
