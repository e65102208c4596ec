using RLSandbox.Core.Memory;

namespace RLSandbox.Ecs;

/// <summary>One component of every row of a table, over all environments of the batch: untyped bytes with their type beside them.</summary>
internal sealed unsafe class Column(Type type, int elementBytes, bool isHashed, bool isSaved, int rowCount) : IDisposable
{
    private readonly NativeBuffer<byte> _memory = new((long)elementBytes * rowCount);

    public Type Type => type;

    public int ElementBytes => elementBytes;

    public bool IsHashed => isHashed;

    public bool IsSaved => isSaved;

    /// <summary>Row 0, aligned to a cache line.</summary>
    /// <exception cref="ObjectDisposedException">The world was disposed.</exception>
    public byte* Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(_memory.Address == null, typeof(World));
            return _memory.Address;
        }
    }

    /// <summary>The bytes of <paramref name="count"/> rows.</summary>
    public Span<byte> Bytes(int firstRow, int count) => new(Address + (long)firstRow * elementBytes, checked(count * elementBytes));

    public void Dispose() => _memory.Dispose();
}
