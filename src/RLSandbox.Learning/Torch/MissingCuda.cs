using TorchSharp;

namespace RLSandbox.Learning.Torch;

/// <summary>Says which of the three things that CUDA needs is not there: a libtorch with CUDA, a driver, a device.</summary>
internal static class MissingCuda
{
    private const string Cure = $"What to do: set {NativeLoader.FolderVariable} to the torch/lib folder of a PyTorch install with CUDA (python3 -c \"import torch; print(torch.__path__[0])\" prints the folder that lib is in), "
        + "or build this program with -p:TorchBackend=cuda. Or use --device cpu; docs/cuda.md has more.";

    /// <summary>Why there is no such device, and what to do; null: it is there.</summary>
    /// <param name="name">As it was asked for.</param>
    /// <param name="index">Its number.</param>
    public static string? For(string name, int index, LoadedLibraries libraries)
    {
        if (OperatingSystem.IsMacOS()) return $"Device '{name}' was asked for, but there is no CUDA on macOS. Use --device cpu.";
        var asked = $"Device '{name}' was asked for, but ";
        if (libraries.CudaPath is null)
        {
            var tried = libraries.Problems.Count == 0 ? "" : $" Tried:\n  {string.Join("\n  ", libraries.Problems)}\n";
            return $"{asked}the libtorch that is loaded ({libraries.TorchPath}) is for the CPU only.{tried} {Driver()} {Cure}";
        }

        if (CudaDriver.TryOpen(out var problem) is not { } driver) return $"{asked}{problem}. What to do: install NVIDIA's driver (nvidia-smi must work here), or use --device cpu.";
        var count = driver.Devices().Count;
        if (index >= count) return $"{asked}{(count == 0 ? "the driver offers no device" : $"there is no device {index}: the driver offers {count}, counted from 0")}. CUDA_VISIBLE_DEVICES, where it is set, hides devices. Use another number, or --device cpu.";
        return torch.cuda.is_available() ? null : $"{asked}the libtorch at {libraries.CudaPath} does not get along with this driver (CUDA {driver.CudaVersion}). What to do: use a PyTorch built for an older CUDA, update the driver, or use --device cpu.";
    }

    /// <summary>One sentence about the driver.</summary>
    private static string Driver() => CudaDriver.TryOpen(out var problem) is { } driver
        ? $"The driver is there: {string.Join(", ", driver.Devices().Select(device => device.Name))}."
        : $"Besides, {problem}.";
}
