using System.Security.Cryptography;

namespace RLSandbox.Cli.Tests.Window;

/// <summary>Following a run: what it shows, and that it leaves the run alone.</summary>
public sealed class LiveTests
{
    private string _folder = "";

    [OneTimeSetUp]
    public void Train()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-live-").FullName;
        File.WriteAllText(In("task.yaml"), WindowTask.Yaml);
        var result = Run("train", In("task.yaml"), "--run", "small", "--steps", "2000", "--environments", "16", "--set", "evaluation.episodes=2", "--set", "training.checkpointEverySteps=1000");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Run_IsShown_AndLeftAsItIs()
    {
        var before = Contents();
        var live = Picture("--live", "small");
        Assert.That(Contents(), Is.EqualTo(before));
        Assert.That(live, Is.Not.EqualTo(Picture("small")), "the panel of the training is there, too");
    }

    [Test]
    public void RunWithoutACheckpoint_IsDrivenAtRandom_UntilThereIsOne()
    {
        var with = Picture("--live", "small");
        File.Move(In("runs/small/latest"), In("runs/small/elsewhere"));
        try
        {
            Assert.That(Picture("--live", "small"), Is.Not.EqualTo(with));
        }
        finally
        {
            File.Move(In("runs/small/elsewhere"), In("runs/small/latest"));
        }
    }

    [Test]
    public void DamagedCheckpoint_IsExplained()
    {
        var models = Directory.GetFiles(In("runs/small/checkpoints"), "model.safetensors", SearchOption.AllDirectories).Select(file => (File: file, Bytes: File.ReadAllBytes(file))).ToList();
        foreach (var (file, _) in models) File.WriteAllBytes(file, [1, 2, 3]);
        var result = Run("watch", "--live", "small", "--picture", In("a.png"), "--at", "1");
        foreach (var (file, bytes) in models) File.WriteAllBytes(file, bytes);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake), "at the start somebody has to drive");
        Assert.That(result.Error, Does.Contain("model.safetensors"));
    }

    private byte[] Picture(params string[] arguments)
    {
        var result = Run(["watch", .. arguments, "--picture", In("a.png"), "--at", "1", "--size", "800x500"]);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        return File.ReadAllBytes(In("a.png"));
    }

    /// <summary>Names, times and hashes of every file of the run.</summary>
    private List<string> Contents() =>
        [.. Directory.GetFiles(In("runs/small"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];

    private CommandResult Run(params string[] arguments) => CommandLine.Run([.. arguments, "--runs", In("runs")]);

    private string In(string name) => Path.Combine(_folder, name);
}
