using RLSandbox.Core.Memory;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>A zeroed float32 vector of all parameters: on the CPU in pages of 2 MiB where the system has them, as every gradient step reads all of it.</summary>
internal sealed class FlatVector : IDisposable
{
    private readonly NativeBuffer<float>? _memory;              // null elsewhere

    /// <summary>Allocates <paramref name="length"/> numbers.</summary>
    public FlatVector(long length, Device device)
    {
        if (device.type == DeviceType.CPU) _memory = new(length, hugePages: true);
        Tensor = Wrap() ?? zeros(length, float32, device);
        Tensor.DetachFromDisposeScope();

        unsafe Tensor? Wrap() => _memory is null ? null : TensorMemory.Wrap((nint)_memory.Address, float32, length);
    }

    /// <summary>[length]; owned here.</summary>
    public Tensor Tensor { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tensor.Dispose();
        _memory?.Dispose();
    }
}
