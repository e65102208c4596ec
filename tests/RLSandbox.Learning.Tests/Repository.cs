namespace RLSandbox.Learning.Tests;

/// <summary>Where the checkout lies that these tests were built from. Paths that the compiler writes down are no use: CI builds make them neutral.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RLSandbox.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No RLSandbox.sln above the tests.");
        return folder;
    }
}
