namespace RLSandbox.Rendering.Tests;

/// <summary>An empty folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("rlsandbox-").FullName;

    public IEnumerable<string?> Names => Directory.EnumerateFileSystemEntries(_path).Select(Path.GetFileName).Order();

    public string PathOf(string name) => Path.Join(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
