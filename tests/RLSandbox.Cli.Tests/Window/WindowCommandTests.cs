using SkiaSharp;

namespace RLSandbox.Cli.Tests.Window;

/// <summary>The commands that open windows, as pictures, and their mistakes.</summary>
public sealed class WindowCommandTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-window-").FullName;
        File.WriteAllText(In("task.yaml"), WindowTask.Yaml);
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("watch TASK")]
    [TestCase("watch random --scenario TASK")]
    [TestCase("watch TASK --environments 4 --press G")]
    [TestCase("drive TASK --ghost pure-pursuit")]
    public void Picture_HasItsSize_AndIsTheSameAgain(string line)
    {
        byte[] Picture()
        {
            var result = Run($"{line} --picture {In("a.png")} --at 1 --size 640x400");
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
            return File.ReadAllBytes(In("a.png"));
        }
        var first = Picture();
        using var picture = SKBitmap.Decode(first);
        Assert.That((picture.Width, picture.Height), Is.EqualTo((640, 400)));
        Assert.That(Picture(), Is.EqualTo(first));
    }

    [Test]
    public void Recording_IsShown()
    {
        Assert.That(Run($"evaluate pure-pursuit --scenario TASK --episodes 1 --record all --out-folder {In("recordings")}").ExitCode, Is.EqualTo(ExitCode.Done));
        var recording = Directory.GetFiles(In("recordings")).Single();
        var result = Run($"replay {recording} --picture {In("a.png")} --at 3 --size 640x400");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(result.Output, Does.Contain("640 × 400"));
    }

    [TestCase("watch nobody", "There is no run or checkpoint 'nobody'")]
    [TestCase("watch pure-pursuit", "--scenario FILE")]
    [TestCase("watch missing.yaml", "missing.yaml")]
    [TestCase("watch TASK --scenario TASK", "is a scenario already")]
    [TestCase("watch TASK --size 100x100", "240 to 8192 pixels")]
    [TestCase("watch TASK --fps 1000", "at most 240")]
    [TestCase("watch TASK --text 300", "--text: expected a whole number from 100 to 200")]
    [TestCase("watch TASK --press Y --picture a.png", "no key has this name")]
    [TestCase("watch TASK --picture a.jpg", "ends with .png")]
    [TestCase("watch --live nobody", "There is no run 'nobody'")]
    [TestCase("watch --live nobody --checkpoint best", "There is no run 'nobody'")]
    [TestCase("watch cartpole.yaml --scenario acrobot", "is a scenario already")]
    [TestCase("watch random --scenario cartpole --picture a.png", "is not a driving task")]
    [TestCase("drive TASK --ghost nobody", "There is no run or checkpoint 'nobody'")]
    [TestCase("replay missing.rlrec", "there is no such recording")]
    [TestCase("replay TASK", "task.yaml")]
    public void Mistake_IsExplained(string line, string expected)
    {
        var result = Run(line.Replace("a.", $"{_folder}/a."));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake), result.Output + result.Error);
        Assert.That(result.Error, Does.Contain(expected));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1), "the task and nothing else");
    }

    [Test]
    public void DamagedRecording_IsExplained()
    {
        Run($"evaluate pure-pursuit --scenario TASK --episodes 1 --record all --out-folder {In("recordings")}");
        var recording = Directory.GetFiles(In("recordings")).Single();
        var bytes = File.ReadAllBytes(recording);
        bytes[^5] ^= 0x40;
        File.WriteAllBytes(recording, bytes);
        var result = Run($"replay {recording}");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain(recording));
    }

    private CommandResult Run(string line) => CommandLine.Run(line.Replace("TASK", In("task.yaml")).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private string In(string name) => Path.Combine(_folder, name);
}
