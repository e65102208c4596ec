using RLSandbox.Core.Memory;

namespace RLSandbox.Core.Contract;

/// <summary>Native memory for <see cref="RowCount"/> rows of every part: part p is one contiguous [rows, …shape] block.</summary>
public sealed unsafe class ObservationBuffer : IDisposable
{
    private readonly NativeBuffer<byte>[] _memory;

    /// <summary>Allocates zeroed memory for <paramref name="rowCount"/> rows of <paramref name="parts"/>.</summary>
    public ObservationBuffer(IReadOnlyList<ObservationPart> parts, int rowCount)
    {
        Parts = parts;
        RowCount = rowCount;
        _memory = [.. parts.Select(part => new NativeBuffer<byte>((long)part.ByteCount * rowCount))];
        Target = TargetFrom(0);
    }

    /// <summary>Parts in the order of the spec.</summary>
    public IReadOnlyList<ObservationPart> Parts { get; }

    /// <summary>Rows of each part.</summary>
    public int RowCount { get; }

    /// <summary>This memory as the target of a step that writes <see cref="RowCount"/> rows.</summary>
    public ObservationTarget Target { get; }

    /// <summary>Bytes of all parts together.</summary>
    public long ByteCount => _memory.Sum(block => block.ByteCount);

    /// <summary>Address of row <paramref name="row"/> of a part.</summary>
    public nint Address(int part, long row = 0) => (nint)(_memory[part].Address + row * Parts[part].ByteCount);

    /// <summary>A new target that starts at <paramref name="firstRow"/> of this memory.</summary>
    public ObservationTarget TargetFrom(long firstRow)
    {
        var target = new ObservationTarget(Parts.Count);
        PointTarget(target, firstRow);
        return target;
    }

    /// <summary>Points an existing target at <paramref name="firstRow"/> of this memory; allocates nothing.</summary>
    public void PointTarget(ObservationTarget target, long firstRow)
    {
        for (var part = 0; part < _memory.Length; part++) target.Set(part, Address(part, firstRow), Parts[part].ByteCount);
    }

    /// <summary>One row of one part.</summary>
    /// <exception cref="ArgumentException">The element size does not fit the part.</exception>
    public Span<T> Row<T>(int part, int row) where T : unmanaged
    {
        if (sizeof(T) * Parts[part].ElementCount != Parts[part].ByteCount) throw new ArgumentException($"Part {Parts[part]} does not hold elements of {sizeof(T)} bytes.");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount, nameof(row));
        return new((T*)Address(part, row), Parts[part].ElementCount);
    }

    /// <summary>One row of one part as bytes.</summary>
    public Span<byte> Bytes(int part, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount, nameof(row));
        return new((byte*)Address(part, row), Parts[part].ByteCount);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _memory) block.Dispose();
    }
}
