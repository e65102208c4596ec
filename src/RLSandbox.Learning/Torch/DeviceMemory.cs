using RLSandbox.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Torch;

/// <summary>Memory of a device.</summary>
internal static class DeviceMemory
{
    /// <summary>Share of the free memory that one thing may take: networks, minibatches and torch's own need the rest.</summary>
    public const double MostShare = 0.9;

    /// <summary>Bytes that are free on a device; on the CPU what the process may use.</summary>
    /// <exception cref="UserErrorException">The driver fails.</exception>
    public static long Free(Device device)
    {
        if (device.type != DeviceType.CUDA) return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var driver = CudaDriver.TryOpen(out var problem) ?? throw new UserErrorException($"Device {device} cannot be asked for its memory: {problem}.");
        return driver.FreeBytes(driver.Context(Math.Max(0, device.index)));
    }

    /// <summary>Refuses a replay that has no room on a device, before it is made.</summary>
    /// <param name="free">As <see cref="Free"/> says.</param>
    /// <exception cref="UserErrorException">Says how much it needs, how much there is, and what to set.</exception>
    public static void RequireRoomForReplay(long bytes, Device device, long free)
    {
        if (bytes <= MostShare * free) return;
        throw new UserErrorException(FormattableString.Invariant(
            $"The replay needs {bytes / 1e9:F1} GB ({bytes} bytes) on {TorchRuntime.Name(device)}, which has {free / 1e9:F1} GB free, a tenth of them for networks and minibatches. Make it smaller (training.dqn.replay.rows), keep its frames on the host (training.dqn.replay.memoryMapped=true, slower), or use --device cpu."));
    }
}
