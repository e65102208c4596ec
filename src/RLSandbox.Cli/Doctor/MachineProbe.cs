using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;
using RLSandbox.Learning.Networks;

namespace RLSandbox.Cli.Doctor;

/// <summary>Versions, processor, memory and disk.</summary>
internal static class MachineProbe
{
    private const double Gibibyte = 1L << 30;
    private const double SmallMemory = 3, SmallDisk = 2;

    public static IEnumerable<Finding> Examine()
    {
        yield return Finding.Ok("rlsandbox", typeof(MachineProbe).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");
        yield return Finding.Ok("dotnet", RuntimeInformation.FrameworkDescription);
        yield return Finding.Ok("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        yield return Finding.Ok("processor", ProcessorName());
        yield return Finding.Ok("threads", $"{Environment.ProcessorCount} usable by this process");
        yield return Vectors();
        yield return Memory();
        yield return Disk();
    }

    /// <summary>Vector instructions that the runtime may use, as <c>AVX2, FMA</c>; empty for none.</summary>
    internal static string VectorNames()
    {
        (string Name, bool Has)[] features =
        [
            ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512", Avx512F.IsSupported), ("AVX512_BF16", Precisions.HasProcessorInstructions), ("NEON", AdvSimd.IsSupported),
        ];
        return string.Join(", ", features.Where(feature => feature.Has).Select(feature => feature.Name));
    }

    private static Finding Vectors()
    {
        var present = VectorNames();
        return Avx2.IsSupported || AdvSimd.IsSupported
            ? Finding.Ok("vectors", present)
            : new("vectors", FindingState.Missing, present == "" ? "none" : present, "The simulator and the networks run several times slower without AVX2 or NEON; use a newer processor, or pass AVX2 through to this virtual machine.");
    }

    private static Finding Memory()
    {
        var total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte;      // what this process may have: a container's limit counts
        var value = string.Create(CultureInfo.InvariantCulture, $"{total:0.0} GiB for this process");
        return total >= SmallMemory ? Finding.Ok("memory", value) : new("memory", FindingState.Missing, value, "Use fewer environments (--environments) when training runs out of memory.");
    }

    private static Finding Disk()
    {
        var folder = Environment.CurrentDirectory;
        var free = new DriveInfo(folder).AvailableFreeSpace / Gibibyte;
        var value = string.Create(CultureInfo.InvariantCulture, $"{free:0.0} GiB free in {folder}");
        return free >= SmallDisk ? Finding.Ok("disk", value) : new("disk", FindingState.Missing, value, "Checkpoints may not fit; point --runs at a folder with more space.");
    }

    /// <summary>As the processor calls itself.</summary>
    internal static string ProcessorName()
    {
        if (!X86Base.IsSupported || (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < 0x80000004) return $"{RuntimeInformation.ProcessArchitecture} processor";
        var name = new StringBuilder();
        for (var leaf = 0x80000002; leaf <= 0x80000004; leaf++)                       // the brand string, 16 characters a leaf
        {
            var (eax, ebx, ecx, edx) = X86Base.CpuId(unchecked((int)leaf), 0);
            foreach (var register in new[] { eax, ebx, ecx, edx }) name.Append(Encoding.ASCII.GetString(BitConverter.GetBytes(register)));
        }
        return name.ToString().Trim('\0', ' ');
    }
}
