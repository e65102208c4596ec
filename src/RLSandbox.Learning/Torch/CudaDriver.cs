using System.Runtime.InteropServices;
using System.Text;
using RLSandbox.Core;

namespace RLSandbox.Learning.Torch;

/// <summary>The part of NVIDIA's driver interface that this program calls itself: what devices there are, and events to wait for. Works without any libtorch.</summary>
/// <remarks>TorchSharp has neither. Functions as in cuda.h of the driver API, 11.0 and later, and nvml.h.</remarks>
internal sealed unsafe class CudaDriver
{
    private const int Success = 0, DisableTiming = 2, NameLength = 256;
    private readonly nint _library;

    private CudaDriver(nint library) => _library = library;

    /// <summary>File of the driver's library on this system.</summary>
    public static string FileName => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>The driver, started.</summary>
    /// <param name="problem">Why there is none; empty where there is.</param>
    public static CudaDriver? TryOpen(out string problem)
    {
        problem = "";
        if (!NativeLibrary.TryLoad(FileName, out var library))
        {
            problem = $"{FileName} does not load: there is no NVIDIA driver, or this container was started without access to it";
            return null;
        }

        var driver = new CudaDriver(library);
        var result = ((delegate* unmanaged<uint, int>)driver.Export("cuInit"))(0);
        if (result == Success) return driver;
        problem = $"the NVIDIA driver does not start (cuInit says {result}; 100 means that it sees no device, 803 and 804 that its parts have different versions)";
        return null;
    }

    /// <summary>Version of the CUDA interface that the driver offers, as <c>12.4</c>.</summary>
    public string CudaVersion
    {
        get
        {
            int version;
            Require(((delegate* unmanaged<int*, int>)Export("cuDriverGetVersion"))(&version), "cuDriverGetVersion");
            return FormattableString.Invariant($"{version / 1000}.{version % 1000 / 10}");
        }
    }

    /// <summary>Devices that this process may use.</summary>
    public IReadOnlyList<CudaDevice> Devices()
    {
        int count;
        Require(((delegate* unmanaged<int*, int>)Export("cuDeviceGetCount"))(&count), "cuDeviceGetCount");
        return [.. Enumerable.Range(0, count).Select(Device)];
    }

    /// <summary>Version of the driver itself, as <c>550.54.15</c>; null where the management library is missing.</summary>
    public static string? DriverVersion()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1", out var library)) return null;
        if (((delegate* unmanaged<int>)NativeLibrary.GetExport(library, "nvmlInit_v2"))() != Success) return null;
        var text = stackalloc byte[NameLength];
        var result = ((delegate* unmanaged<byte*, uint, int>)NativeLibrary.GetExport(library, "nvmlSystemGetDriverVersion"))(text, NameLength);
        _ = ((delegate* unmanaged<int>)NativeLibrary.GetExport(library, "nvmlShutdown"))();
        return result == Success ? Marshal.PtrToStringUTF8((nint)text) : null;
    }

    /// <summary>The context in which torch uses a device, whichever one is current on the calling thread.</summary>
    /// <param name="index">Number of the device.</param>
    public nint Context(int index)
    {
        int device;
        nint context;
        Require(((delegate* unmanaged<int*, int, int>)Export("cuDeviceGet"))(&device, index), "cuDeviceGet");
        Require(((delegate* unmanaged<nint*, int, int>)Export("cuDevicePrimaryCtxRetain"))(&context, device), "cuDevicePrimaryCtxRetain");
        return context;
    }

    /// <summary>A new event of a context; <see cref="DestroyEvent"/> frees it.</summary>
    public nint CreateEvent(nint context)
    {
        nint handle;
        Enter(context);
        var result = ((delegate* unmanaged<nint*, uint, int>)Export("cuEventCreate"))(&handle, DisableTiming);
        Leave();
        Require(result, "cuEventCreate");
        return handle;
    }

    /// <summary>The event happens when the default stream of its context, torch's own, has done all that it was given so far.</summary>
    public void RecordEvent(nint context, nint handle)
    {
        Enter(context);
        var result = ((delegate* unmanaged<nint, nint, int>)Export("cuEventRecord"))(handle, 0);
        Leave();
        Require(result, "cuEventRecord");
    }

    /// <summary>Waits for the event.</summary>
    public void WaitForEvent(nint handle) => Require(((delegate* unmanaged<nint, int>)Export("cuEventSynchronize"))(handle), "cuEventSynchronize");

    /// <summary>Frees an event.</summary>
    public void DestroyEvent(nint handle) => Require(((delegate* unmanaged<nint, int>)Export("cuEventDestroy_v2"))(handle), "cuEventDestroy");

    /// <summary>Bytes that nobody uses on the device of a context.</summary>
    public long FreeBytes(nint context)
    {
        nuint free, total;
        Enter(context);
        var result = ((delegate* unmanaged<nuint*, nuint*, int>)Export("cuMemGetInfo_v2"))(&free, &total);
        Leave();
        Require(result, "cuMemGetInfo");
        return (long)free;
    }

    private void Enter(nint context) => Require(((delegate* unmanaged<nint, int>)Export("cuCtxPushCurrent_v2"))(context), "cuCtxPushCurrent");

    private void Leave()
    {
        nint context;
        Require(((delegate* unmanaged<nint*, int>)Export("cuCtxPopCurrent_v2"))(&context), "cuCtxPopCurrent");
    }

    private CudaDevice Device(int index)
    {
        int device;
        nuint bytes;
        var name = stackalloc byte[NameLength];
        Require(((delegate* unmanaged<int*, int, int>)Export("cuDeviceGet"))(&device, index), "cuDeviceGet");
        Require(((delegate* unmanaged<byte*, int, int, int>)Export("cuDeviceGetName"))(name, NameLength, device), "cuDeviceGetName");
        Require(((delegate* unmanaged<nuint*, int, int>)Export("cuDeviceTotalMem_v2"))(&bytes, device), "cuDeviceTotalMem");
        return new(Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)), (long)bytes);
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    private static void Require(int result, string function)
    {
        if (result != Success) throw new UserErrorException($"The NVIDIA driver failed: {function} says {result}. Look at the system's log, restart the program, or use --device cpu.");
    }
}

/// <summary>A CUDA device.</summary>
/// <param name="Name">As its maker calls it.</param>
/// <param name="Bytes">Its memory.</param>
public sealed record CudaDevice(string Name, long Bytes);
