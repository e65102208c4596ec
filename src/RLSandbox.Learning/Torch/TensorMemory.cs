using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Torch;

/// <summary>Tensors over memory that is not torch's, and tensor contents as spans: no copy in either direction.</summary>
public static unsafe partial class TensorMemory
{
    private const int CpuDevice = 0;

    /// <summary>A CPU tensor over native memory. The caller keeps the memory alive as long as the tensor or any view of it is used, and frees both.</summary>
    /// <param name="address">First element, row-major and contiguous.</param>
    /// <param name="type">Byte, Bool, Int32, Int64 or Float32.</param>
    public static Tensor Wrap(nint address, ScalarType type, params ReadOnlySpan<long> shape)
    {
        TorchRuntime.EnsureLoaded();
        nint handle;
        fixed (long* sizes = shape)
        {
            handle = NewTensor(address, &KeepMemory, (nint)sizes, shape.Length, (sbyte)type, (sbyte)type, CpuDevice, -1, 0);
        }

        if (handle == 0) throw new InvalidOperationException($"torch refused to wrap a {type} tensor of shape [{string.Join(", ", shape.ToArray())}].");
        return Tensor.UnsafeCreateTensor(handle);
    }

    /// <summary>The elements of a contiguous CPU tensor; valid while the tensor lives.</summary>
    /// <exception cref="ArgumentException">The tensor is elsewhere, not contiguous or of another type.</exception>
    public static Span<T> Span<T>(Tensor tensor) where T : unmanaged
    {
        if (tensor.device_type != DeviceType.CPU || !tensor.is_contiguous()) throw new ArgumentException("Only a contiguous CPU tensor can be read as a span.", nameof(tensor));
        if (tensor.ElementSize != sizeof(T)) throw new ArgumentException($"A {tensor.dtype} tensor does not hold {typeof(T).Name}.", nameof(tensor));
        return new((void*)Data(tensor.Handle), checked((int)tensor.numel()));
    }

    /// <summary>First element of a contiguous CPU tensor; valid while the tensor lives.</summary>
    /// <exception cref="ArgumentException">The tensor is elsewhere or not contiguous.</exception>
    public static nint Address(Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU || !tensor.is_contiguous()) throw new ArgumentException("Only a contiguous CPU tensor has one address.", nameof(tensor));
        return Data(tensor.Handle);
    }

    /// <summary>Copies a tensor of any device and layout, row-major, into <paramref name="target"/> of the same length.</summary>
    public static void Copy<T>(Tensor tensor, Span<T> target) where T : unmanaged
    {
        using var scope = NewDisposeScope();
        var source = Span<T>(tensor.detach().cpu().contiguous());
        if (source.Length != target.Length) throw new ArgumentException($"The tensor has {source.Length} elements, the span {target.Length}.", nameof(target));
        source.CopyTo(target);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static void KeepMemory(nint address)
    {
        // The memory belongs to whoever wrapped it.
    }

    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_new")]
    private static partial nint NewTensor(
        nint address, delegate* unmanaged[Cdecl]<nint, void> deleter, nint sizes, int dimensions, sbyte sourceType, sbyte type, int deviceType, int deviceIndex, byte requiresGradient);

    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial nint Data(nint tensor);
}
