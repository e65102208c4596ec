using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RLSandbox.Driving.Tests.Environment;

/// <summary>World, state and pictures have the same bits with any width of vectors, and without any.</summary>
[Category("Property")]
public sealed class VectorWidthTests
{
    private static readonly string[] Seen = Bits.Text().Split(' ');

    [TestCase("DOTNET_EnableAVX512", 256)]
    [TestCase("DOTNET_EnableAVX2", 128)]
    [TestCase("DOTNET_EnableAVX", 128)]
    [TestCase("DOTNET_EnableHWIntrinsic", 0)]
    public void InstructionsSwitchedOff_GiveTheSameBits(string name, int widest)
    {
        var there = Run(name);
        Assert.That(int.Parse(there[0], CultureInfo.InvariantCulture), Is.LessThanOrEqualTo(widest), "The switch had no effect.");
        Assert.That(there[1..], Is.EqualTo(Seen[1..]));
    }

    private static string[] Run(string switchedOff)
    {
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(Path.GetFullPath(dotnet), [typeof(Bits).Assembly.Location]) { RedirectStandardOutput = true };
        start.Environment[switchedOff] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, output);
        return output.Trim().Split(' ');
    }
}
