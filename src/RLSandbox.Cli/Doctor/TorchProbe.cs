using RLSandbox.Core;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Cli.Doctor;

/// <summary>Whether the networks can run, from which files and on which devices.</summary>
internal static class TorchProbe
{
    /// <param name="describe">Loads libtorch, or throws a <see cref="UserErrorException"/> that says why it cannot.</param>
    public static Finding[] Examine(Func<TorchDescription> describe)
    {
        try
        {
            return Rows(describe());
        }
        catch (UserErrorException exception)
        {
            return [new("torch", FindingState.Broken, "libtorch does not load", exception.Message)];
        }
    }

    private static Finding[] Rows(TorchDescription torch)
    {
        var patched = torch.IsPatched ? " (a copy for this system's older libstdc++)" : "";
        var devices = string.Join(", ", torch.Devices);
        return
        [
            Finding.Ok("torch", $"libtorch {torch.Version} from {torch.TorchPath}"),
            Finding.Ok("torchSharp", $"{typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString(3)} from {torch.WrapperPath}{patched}"),
            Finding.Ok("torchThreads", $"{torch.Threads}"),
            torch.Devices.Count > 1
                ? Finding.Ok("devices", devices)
                : new("devices", FindingState.Missing, $"{devices}; no CUDA device", "The CPU is enough for the shipped scenarios. For a GPU set RLSANDBOX_LIBTORCH to the torch/lib folder of a PyTorch install with CUDA."),
        ];
    }
}
