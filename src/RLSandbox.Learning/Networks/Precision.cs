using System.Runtime.Intrinsics.X86;
using RLSandbox.Core;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>Numbers that a network multiplies. Weights, their gradients' sums and the optimizer are float32 whichever it is.</summary>
public enum Precision
{
    /// <summary>24 bits of significand.</summary>
    Float32,

    /// <summary>8 bits of significand and the range of float32; twice the products per second where the processor has instructions for it.</summary>
    BFloat16,

    /// <summary>Float32 whose factors are rounded to 11 bits of significand where matrices are multiplied: a GPU's own, several times as fast there.</summary>
    TensorFloat32,
}

/// <summary>The values of <c>--precision</c>.</summary>
public static class Precisions
{
    private const string Automatic = "auto";
    private const int ManyFilters = 32;                                   // below, bfloat16 gains little: decision record 0051

    /// <summary>What <c>--precision</c> accepts.</summary>
    public static IReadOnlyList<string> Names { get; } = ["float32", "bfloat16", "tf32", Automatic];

    /// <summary>Whether this processor multiplies bfloat16 itself: CPUID leaf 7, subleaf 1, EAX bit 5, where the system saves the wide registers at all.</summary>
    public static bool HasProcessorInstructions { get; } = Avx512F.IsSupported && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;

    /// <summary>The name by which a precision is asked for and stored.</summary>
    public static string Name(Precision precision) => precision switch { Precision.BFloat16 => "bfloat16", Precision.TensorFloat32 => "tf32", _ => "float32" };

    /// <summary>The precision of a name that <see cref="Name"/> gives.</summary>
    /// <exception cref="UserErrorException">No such precision.</exception>
    public static Precision Parse(string name) => name switch
    {
        "float32" => Precision.Float32,
        "bfloat16" => Precision.BFloat16,
        "tf32" => Precision.TensorFloat32,
        _ => throw new UserErrorException($"Unknown precision '{name}'. Expected one of {string.Join(", ", Names)}."),
    };

    /// <summary>What a name means for a network: <c>auto</c> is bfloat16 where that is faster.</summary>
    /// <inheritdoc cref="Parse"/>
    public static Precision Resolve(string name, NetworkConfig network, Device device)
    {
        var precision = name != Automatic ? Parse(name) : IsFaster(network, device) ? Precision.BFloat16 : Precision.Float32;
        if (precision == Precision.TensorFloat32 && device.type != DeviceType.CUDA) throw new UserErrorException($"--precision tf32 is a GPU's; on device {TorchRuntime.Name(device)} use {string.Join(", ", Names.Where(other => other != name))}.");
        return precision;
    }

    /// <summary>Tells torch how to multiply float32 on a GPU: exactly, unless a network asks for less. A setting of the process: networks of different precision do not share one.</summary>
    internal static void Prepare(Precision precision, Device device)
    {
        if (device.type != DeviceType.CUDA) return;
        backends.cuda.matmul.allow_tf32 = precision == Precision.TensorFloat32;
        backends.cudnn.allow_tf32 = precision == Precision.TensorFloat32;
    }

    private static bool IsFaster(NetworkConfig network, Device device) =>
        (device.type == DeviceType.CUDA || RoundedBlock.IsSupported) && network.Convolutions.Count > 0 && network.Convolutions.All(layer => layer.Channels >= ManyFilters);
}
