using System.Diagnostics;

namespace RLSandbox.Core.Tests;

[Platform(Exclude = "Win", Reason = "Windows has no named pipes among its files")]
public sealed class RegularFileTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);          // a reader that waits for a writer would wait for ever

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rlsandbox-test-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Pipe_IsRefusedAtOnce()
    {
        var path = Path.Combine(_folder, "pipe");
        using (var make = Process.Start("mkfifo", [path])) make.WaitForExit();
        foreach (var read in (Action[])[() => RegularFile.OpenRead(path).Dispose(), () => RegularFile.ReadAllBytes(path), () => RegularFile.ReadAllText(path)])
        {
            var error = (await Assert.ThrowsAsync<UserErrorException>(() => Task.Run(read).WaitAsync(Patience)))!;
            Assert.That(error.Message, Does.StartWith($"{path}: expected a regular file, found a pipe"));
        }
    }

    [Test]
    public void RegularFile_IsReadWithAllItsBytes()
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "true\n");
        using var stream = RegularFile.OpenRead(path);
        Assert.That((stream.Length, RegularFile.ReadAllText(path), RegularFile.ReadAllBytes(path)), Is.EqualTo((5L, "true\n", "true\n"u8.ToArray())));
    }

    [Test]
    public void MissingFile_IsLeftToWhoeverOpensIt() => Assert.That(() => RegularFile.OpenRead(Path.Combine(_folder, "none")), Throws.TypeOf<FileNotFoundException>());
}
