namespace RLSandbox.Learning.Torch;

/// <summary>What <c>rlsandbox doctor</c> prints about GPUs.</summary>
/// <param name="Problem">Why there are none; null where there are.</param>
/// <param name="DriverVersion">Of the driver; null where it cannot be asked for.</param>
/// <param name="CudaVersion">Of the interface that the driver offers.</param>
/// <param name="Devices">In the order in which they are counted.</param>
public sealed record CudaMachine(string? Problem, string? DriverVersion, string CudaVersion, IReadOnlyList<CudaDevice> Devices)
{
    /// <summary>Asks the driver; needs no libtorch.</summary>
    /// <exception cref="Core.UserErrorException">The driver fails.</exception>
    public static CudaMachine Examine() =>
        CudaDriver.TryOpen(out var problem) is { } driver ? new(null, CudaDriver.DriverVersion(), driver.CudaVersion, driver.Devices()) : new(problem, null, "", []);
}
