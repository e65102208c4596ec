using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RLSandbox.Learning.Torch;

/// <summary>Settings of the process that libtorch reads when it starts, made as soon as this assembly is touched.</summary>
/// <remarks>
/// OMP_WAIT_POLICY=passive: otherwise libgomp's spin barriers slow a two-thread run 15 to 60 times as soon as another process takes a core.
/// mallopt: big tensors come from the heap and stay there, instead of being mapped and zeroed by the kernel at each allocation (training at batch 256 +40 %).
/// </remarks>
internal static partial class ProcessSettings
{
    private const int TrimThreshold = -1, TopPad = -2, MapMax = -4;     // M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_MAX of malloc.h
    private const int TopPadBytes = 64 << 20;

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "libtorch reads these once, when it is loaded; nothing later can set them.")]
    internal static void Apply()
    {
        if (OperatingSystem.IsWindows())
        {
            if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null) Environment.SetEnvironmentVariable("OMP_WAIT_POLICY", "passive");
            return;
        }

        try
        {
            _ = SetEnvironment("OMP_WAIT_POLICY", "passive", overwrite: 0);
            if (!OperatingSystem.IsLinux()) return;
            _ = SetAllocator(MapMax, 0);
            _ = SetAllocator(TrimThreshold, int.MaxValue);
            _ = SetAllocator(TopPad, TopPadBytes);
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            Failure = exception.Message;      // another C library, such as musl: slower, not wrong
        }
    }

    /// <summary>Why a setting could not be made; null when all were.</summary>
    internal static string? Failure { get; private set; }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocator(int parameter, int value);
}
