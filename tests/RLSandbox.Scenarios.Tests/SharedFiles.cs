namespace RLSandbox.Scenarios.Tests;

/// <summary>Files that other people made, outside of the repository; docs/data.md says where to get them.</summary>
internal static class SharedFiles
{
    /// <summary>Path of a file below the folder that RLSANDBOX_DATA names; ignores the test where there is none.</summary>
    public static string Path(string file)
    {
        var folder = Environment.GetEnvironmentVariable("RLSANDBOX_DATA");
        if (string.IsNullOrEmpty(folder)) Assert.Ignore("RLSANDBOX_DATA is not set; see docs/data.md");
        return System.IO.Path.Combine(folder!, file.Replace('/', System.IO.Path.DirectorySeparatorChar));
    }
}
