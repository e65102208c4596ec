using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RLSandbox.Core.Memory;

/// <summary>Zeroed native memory, aligned to 64 bytes, that can be handed to SIMD loops and tensors. One owner; dispose it.</summary>
/// <remarks>Not tracked by the GC: a span taken from it is valid until <see cref="Dispose"/>. Reading from several threads is fine.</remarks>
public sealed unsafe class NativeBuffer<T> : IDisposable where T : unmanaged
{
    /// <summary>One cache line; wide enough for any vector register.</summary>
    public const int Alignment = 64;

    private readonly HugePages.Stretch? _stretch;
    private T* _address;

    /// <summary>Allocates <paramref name="length"/> zeroed elements.</summary>
    /// <param name="hugePages">Asks for pages of 2 MiB where the system has them: for tables that are read here and there, where finding the page takes longer than reading.</param>
    /// <exception cref="OutOfMemoryException">The memory cannot be had.</exception>
    public NativeBuffer(long length, bool hugePages = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = checked((nuint)Math.Max(1, length) * (nuint)sizeof(T));
        _address = (T*)(hugePages ? HugePages.Allocate(ref bytes, out _stretch) : NativeMemory.AlignedAlloc(bytes, Alignment));
        NativeMemory.Clear(_address, bytes);
    }

    /// <summary>Frees memory that an owner forgot.</summary>
    ~NativeBuffer() => Free();

    /// <summary>Elements.</summary>
    public long Length { get; }

    /// <summary>Bytes.</summary>
    public long ByteCount => Length * sizeof(T);

    /// <summary>First element; null after <see cref="Dispose"/>.</summary>
    public T* Address => _address;

    /// <summary>All elements as a span.</summary>
    /// <exception cref="OverflowException">More than 2³¹ − 1 elements.</exception>
    public Span<T> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_address == null, this);
            return new(_address, checked((int)Length));
        }
    }

    /// <summary>Element <paramref name="index"/>, unchecked except in debug builds.</summary>
    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            System.Diagnostics.Debug.Assert((ulong)index < (ulong)Length, "Index outside the buffer.");
            return ref _address[index];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_address == null) return;
        HugePages.Free(_address, _stretch);
        _address = null;
    }
}
