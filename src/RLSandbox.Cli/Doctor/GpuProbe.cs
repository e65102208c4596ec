using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Cli.Doctor;

/// <summary>NVIDIA's driver and its devices, whether or not the libtorch that is loaded can use them.</summary>
internal static class GpuProbe
{
    private const double Gibibyte = 1L << 30;

    public static IEnumerable<Finding> Examine()
    {
        if (OperatingSystem.IsMacOS()) return [];
        try
        {
            var machine = CudaMachine.Examine();
            if (machine.Problem is { } problem) return [new("gpuDriver", FindingState.Missing, problem, "Only --device cuda needs it; everything runs on the CPU.")];
            return [Finding.Ok("gpuDriver", $"NVIDIA {machine.DriverVersion ?? "driver of unknown version"}, CUDA {machine.CudaVersion}"), .. machine.Devices.Select(Device)];
        }
        catch (UserErrorException failure)
        {
            return [new("gpuDriver", FindingState.Missing, failure.Message)];
        }
    }

    private static Finding Device(CudaDevice device, int index) => Finding.Ok($"cuda:{index}", string.Create(CultureInfo.InvariantCulture, $"{device.Name}, {device.Bytes / Gibibyte:0.0} GiB"));
}
