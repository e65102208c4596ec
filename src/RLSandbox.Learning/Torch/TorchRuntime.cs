using RLSandbox.Core;
using TorchSharp;

namespace RLSandbox.Learning.Torch;

/// <summary>The one door to libtorch: whoever makes a tensor calls <see cref="EnsureLoaded"/> first.</summary>
public static class TorchRuntime
{
    private static readonly Lazy<LoadedLibraries> Libraries = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Loads libtorch on the first call; later calls cost nothing, and repeat the error if there was one.</summary>
    /// <exception cref="UserErrorException">libtorch cannot be loaded; the message says what was tried and what to do.</exception>
    public static void EnsureLoaded() => _ = Libraries.Value;

    /// <summary>Threads that one torch operation may use. Applies to the calling thread and to threads that touch torch for the first time afterwards.</summary>
    public static void SetThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        EnsureLoaded();
        torch.set_num_threads(threads);
    }

    /// <summary>The device that <paramref name="name"/> asks for. One that is not the CPU is tested first: <see cref="DeviceSelfTest"/>.</summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c> (the first), <c>cuda:1</c>, … or <c>auto</c> (CUDA where there is one).</param>
    /// <exception cref="UserErrorException">No such device here, or it does not calculate as the CPU does.</exception>
    public static torch.Device Device(string name)
    {
        if (!DeviceName.IsKnown(name)) throw new UserErrorException($"Unknown device '{name}'. Expected {DeviceName.Expected}.");
        EnsureLoaded();
        if (name == DeviceName.Cpu || name == DeviceName.Auto && !torch.cuda.is_available()) return torch.CPU;
        var index = DeviceName.Index(name);
        if (MissingCuda.For(name, index, Libraries.Value) is { } missing) throw new UserErrorException(missing);
        var device = torch.device(DeviceType.CUDA, index);
        DeviceSelfTest.Require(device);
        return device;
    }

    /// <summary>The name that <see cref="Device"/> finds a device by.</summary>
    public static string Name(torch.Device device) => device.type == DeviceType.CPU ? DeviceName.Cpu : FormattableString.Invariant($"{DeviceName.Cuda}:{Math.Max(0, device.index)}");

    /// <summary>What is loaded and what it can use.</summary>
    /// <exception cref="UserErrorException">libtorch cannot be loaded.</exception>
    public static TorchDescription Describe()
    {
        var libraries = Libraries.Value;
        string[] devices = ["cpu", .. Enumerable.Range(0, torch.cuda.is_available() ? torch.cuda.device_count() : 0).Select(index => $"cuda:{index}")];
        return new(torch.__version__, libraries.TorchPath, libraries.WrapperPath, libraries.IsPatched, devices, torch.get_num_threads());
    }

    private static LoadedLibraries Load()
    {
        var folder = Environment.GetEnvironmentVariable(NativeLoader.FolderVariable);
        var libraries = NativeLoader.Load(string.IsNullOrWhiteSpace(folder) ? null : Path.GetFullPath(folder));
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception exception) when (exception is NotSupportedException or TypeInitializationException or DllNotFoundException)
        {
            throw new UserErrorException($"libtorch was loaded from {libraries.TorchPath}, but TorchSharp does not find it: {exception.Message}", exception);
        }

        return libraries;
    }
}

/// <summary>What <c>rlsandbox doctor</c> prints about torch.</summary>
/// <param name="Version">Version of libtorch that the wrapper was built for.</param>
/// <param name="TorchPath">File of the CPU part of libtorch.</param>
/// <param name="WrapperPath">File of TorchSharp's native wrapper.</param>
/// <param name="IsPatched">Whether the wrapper is a copy that no longer insists on a newer libstdc++.</param>
/// <param name="Devices"><c>cpu</c>, <c>cuda:0</c>, …</param>
/// <param name="Threads">Threads of one operation on the calling thread.</param>
public sealed record TorchDescription(string Version, string TorchPath, string WrapperPath, bool IsPatched, IReadOnlyList<string> Devices, int Threads);
