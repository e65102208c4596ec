namespace RLSandbox.Core.Tests.Repository;

/// <summary>The files of the repository that the tests run in.</summary>
internal static class RepositoryFiles
{
    /// <summary>Folder of RLSandbox.sln, found from the test assembly upwards.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files below <paramref name="folder"/> as paths relative to the root with forward slashes; build output is left out.</summary>
    public static IEnumerable<string> Below(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/") && !path.Contains("/bin/"))
            .Order(StringComparer.Ordinal);

    /// <summary>Text of a file named relative to the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RLSandbox.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No folder above {TestContext.CurrentContext.TestDirectory} holds RLSandbox.sln.");
    }
}
