using System.ComponentModel;
using System.Diagnostics;

namespace RLSandbox.Cli.Doctor;

/// <summary>Programs and folders beside this one that some commands or tests use.</summary>
internal static class ToolProbe
{
    private const string DataVariable = "RLSANDBOX_DATA";
    private const int PatienceMilliseconds = 5000;

    /// <summary>ffmpeg, by asking it for its version.</summary>
    public static Finding Ffmpeg()
    {
        const string advice = "Videos are written as animated WebP or PNG pictures; for mp4 install ffmpeg (Debian: apt-get install ffmpeg; Windows: winget install ffmpeg; macOS: brew install ffmpeg).";
        try
        {
            var start = new ProcessStartInfo("ffmpeg", "-version") { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start);
            var line = process?.StandardOutput.ReadLine();
            if (process is null || string.IsNullOrEmpty(line) || !process.WaitForExit(PatienceMilliseconds)) return new("ffmpeg", FindingState.Missing, "does not answer", advice);
            return Finding.Ok("ffmpeg", line);
        }
        catch (Win32Exception)
        {
            return new("ffmpeg", FindingState.Missing, "not on PATH", advice);
        }
    }

    /// <summary>The folder of public data files that some tests read.</summary>
    public static Finding TestData()
    {
        var folder = Environment.GetEnvironmentVariable(DataVariable);
        if (string.IsNullOrEmpty(folder)) return new("testData", FindingState.Missing, $"{DataVariable} is not set", "Needed by a few tests only; docs/data.md says where the files come from.");
        return Directory.Exists(folder) ? Finding.Ok("testData", folder) : new("testData", FindingState.Missing, $"{DataVariable} names {folder}, which is no folder", "Correct or unset the variable; see docs/data.md.");
    }
}
