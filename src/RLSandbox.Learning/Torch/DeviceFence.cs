using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Torch;

/// <summary>A place in the work that a device was given, to wait for: not for what comes behind it, as a blocking copy does. Does nothing on the CPU, which works as it is asked.</summary>
internal sealed class DeviceFence : IDisposable
{
    private readonly CudaDriver? _driver;
    private readonly nint _context, _event;

    /// <summary>A fence on <paramref name="device"/>.</summary>
    /// <exception cref="Core.UserErrorException">The driver fails.</exception>
    public DeviceFence(Device device)
    {
        if (device.type != DeviceType.CUDA) return;
        _driver = CudaDriver.TryOpen(out var problem) ?? throw new Core.UserErrorException($"Device {device} cannot be waited for: {problem}.");
        _context = _driver.Context(Math.Max(0, device.index));
        _event = _driver.CreateEvent(_context);
    }

    /// <summary>Puts it behind all work that was given so far.</summary>
    public void Set() => _driver?.RecordEvent(_context, _event);

    /// <summary>Returns when the work before it is done.</summary>
    public void Wait() => _driver?.WaitForEvent(_event);

    /// <inheritdoc/>
    public void Dispose() => _driver?.DestroyEvent(_event);
}
