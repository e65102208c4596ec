using SkiaSharp;

namespace RLSandbox.Cli.Tests.Commands;

public sealed class RenderCommandTests
{
    private const string Task = """
        scenario: small-lap-v1
        map: { generated: { count: 2 } }
        evaluation: { test: { generated: { count: 2 } } }
        camera: { width: 16, height: 16, metresPerPixel: 2 }
        """;

    private string _folder = "";

    [SetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-render-").FullName;
        File.WriteAllText(In("task.yaml"), Task);
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Webp_HasTheFramesAndTheSizeAskedFor()
    {
        var result = Render($"pure-pursuit --scenario {In("task.yaml")} --seconds 1 --fps 5 --size 200x100 --out {In("a.webp")}");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(result.Output, Does.Contain("6 frames of 200 × 100").And.Contain("pure-pursuit on generated").And.Contain("1.0 s, not ended yet"));
        using var codec = SKCodec.Create(In("a.webp"));
        Assert.That((codec.FrameCount, codec.Info.Width, codec.Info.Height), Is.EqualTo((6, 200, 100)));
    }

    [Test]
    public void SameCommand_SameBytes_AndAnotherEpisodeDiffers()
    {
        byte[] Picture(string options)
        {
            var result = Render($"random --scenario {In("task.yaml")} --seconds 2 --size 200x100 --out {In("a.png")} {options}");
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
            return File.ReadAllBytes(In("a.png"));
        }
        var first = Picture("");
        Assert.That(Picture("--seed 1 --episode 1 --threads 1"), Is.EqualTo(first), "these are the defaults");
        Assert.That(Picture("--episode 2"), Is.Not.EqualTo(first));
        Assert.That(Picture("--seed 2"), Is.Not.EqualTo(first));
        Assert.That(Picture("--heading-up"), Is.Not.EqualTo(first));
    }

    [Test]
    public void Map_IsDrivenInsteadOfTheTestCircuits()
    {
        var result = Render($"pure-pursuit --scenario {In("task.yaml")} --map {MapOf("oval")} --seconds 0.5 --size 200x100 --out {In("a.png")}");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(result.Output, Does.Contain("pure-pursuit on oval"));
    }

    [TestCase("pure-pursuit --out a.avi --scenario TASK", ".webp (animated WebP")]
    [TestCase("pure-pursuit --out a.webp", "--scenario FILE")]
    [TestCase("ghost --out a.webp --scenario TASK", "Policies without a run: random, pure-pursuit")]
    [TestCase("random --out a.webp --scenario TASK --size 960", "WIDTHxHEIGHT in pixels such as 960x540, got '960'")]
    [TestCase("random --out a.webp --scenario TASK --size 20x20", "90 to 8192 pixels")]
    [TestCase("random --out a.webp --scenario TASK --fps 0", "--fps: expected a number above 0, got '0'")]
    [TestCase("random --out a.webp --scenario TASK --fps 1000", "at most 240")]
    [TestCase("random --out a.webp --scenario TASK --seconds -1", "--seconds: expected a number above 0")]
    [TestCase("random --out a.webp --scenario TASK --episode 0", "at least 1")]
    [TestCase("random --out a.webp --scenario TASK --episode 1000", "--episode 1000: expected at most 256")]
    [TestCase("random --scenario TASK", "--out")]
    public void Mistake_IsExplained(string line, string expected)
    {
        var result = Render(line.Replace("TASK", In("task.yaml")).Replace(" a.", $" {_folder}/a."));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake), result.Output);
        Assert.That(result.Error, Does.Contain(expected));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1), "the task and nothing else");
    }

    [Test]
    public void Interrupted_LeavesNoFile()
    {
        var result = CommandLine.Run(new CancellationToken(true), null, "render", "pure-pursuit", "--scenario", In("task.yaml"), "--out", In("a.webp"));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Interrupted), result.Error);
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    [Test]
    public void TaskThatIsNotDriving_SaysSo()
    {
        var services = ToyServices.Create();
        var result = CommandLine.Run(default, [RLSandbox.Cli.Commands.RenderCommand.Create(services)], "render", "random", "--scenario", In("task.yaml"), "--out", In("a.webp"));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain("corridor-v1 is not a driving task"));
    }

    [Test]
    public void Preview_DrawsTheCircuit()
    {
        var result = CommandLine.Run("map", "preview", MapOf("figure-eight"), "--out", In("map.png"), "--size", "480x270");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        using var picture = SKBitmap.Decode(In("map.png"));
        Assert.That((picture.Width, picture.Height), Is.EqualTo((480, 270)));
        Assert.That(result.Output, Does.Contain("figure-eight"));
    }

    [Test]
    public void PreviewIntoAnotherFormat_IsExplained()
    {
        var result = CommandLine.Run("map", "preview", MapOf("oval"), "--out", In("map.jpg"));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain("ends with .png"));
    }

    private static string MapOf(string name) => Scenarios.MapFiles.CircuitFile(name);

    private static CommandResult Render(string line) => CommandLine.Run(["render", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    private string In(string name) => Path.Combine(_folder, name);
}
