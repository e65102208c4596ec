using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Torch;

/// <summary>Host memory that a device copies from or to while the host goes on: page-locked for CUDA, ordinary for the CPU. C# reads and writes it as a span.</summary>
/// <remarks>Nobody but the owner knows when a copy has ended: what is written before a <see cref="DeviceFence"/> behind the copy was passed may still be read by it.</remarks>
internal sealed class StagingColumn<T> : IDisposable where T : unmanaged
{
    /// <summary>Zeroed elements for <paramref name="device"/>.</summary>
    public StagingColumn(Device device, ScalarType type, params ReadOnlySpan<long> shape)
    {
        using var scope = NewDisposeScope();
        var memory = zeros(shape, type);
        Tensor = (device.type == DeviceType.CUDA ? memory.pin_memory() : memory).DetachFromDisposeScope();
        Address = TensorMemory.Address(Tensor);
    }

    /// <summary>All elements in their shape; owned here.</summary>
    public Tensor Tensor { get; }

    /// <summary>First element.</summary>
    public nint Address { get; }

    /// <summary>All elements, where they are of this type; at most 2³¹.</summary>
    public Span<T> Span => TensorMemory.Span<T>(Tensor);

    /// <inheritdoc/>
    public void Dispose() => Tensor.Dispose();
}
