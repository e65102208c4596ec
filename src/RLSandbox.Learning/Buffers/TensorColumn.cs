using RLSandbox.Core.Memory;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Buffers;

/// <summary>Native memory that C# fills through a span and torch reads as a tensor, without a copy between them.</summary>
public sealed unsafe class TensorColumn<T> : IDisposable where T : unmanaged
{
    private readonly NativeBuffer<T> _memory;

    /// <summary>Zeroed elements of the given row-major shape; T is byte, bool, int, long or float.</summary>
    public TensorColumn(params ReadOnlySpan<long> shape)
    {
        var length = 1L;
        foreach (var size in shape) length = checked(length * size);
        _memory = new(length);
        Tensor = TensorMemory.Wrap((nint)_memory.Address, Type(), shape).DetachFromDisposeScope();
    }

    /// <summary>All elements.</summary>
    public Span<T> Span => _memory.Span;

    /// <summary>First element.</summary>
    public T* Address => _memory.Address;

    /// <summary>The same elements on the CPU, in the shape given; owned here.</summary>
    public Tensor Tensor { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tensor.Dispose();
        _memory.Dispose();
    }

    private static ScalarType Type()
    {
        if (typeof(T) == typeof(byte)) return ScalarType.Byte;
        if (typeof(T) == typeof(bool)) return ScalarType.Bool;
        if (typeof(T) == typeof(int)) return ScalarType.Int32;
        if (typeof(T) == typeof(long)) return ScalarType.Int64;
        if (typeof(T) == typeof(float)) return ScalarType.Float32;
        throw new ArgumentException($"torch has no tensors of {typeof(T).Name}.");
    }
}
