using System.Text.Json;
using SkiaSharp;

namespace RLSandbox.Cli.Tests.Commands;

/// <summary><c>saliency</c>, <c>triage</c> and <c>plot</c> on a run that has learned next to nothing: it fails, and it has a network.</summary>
public sealed class InsightCommandTests
{
    private const string Task = """
        scenario: small-lap-v1
        map: { generated: { count: 2 } }
        evaluation: { episodes: 2, validation: { generated: { count: 2 } }, test: { generated: { count: 2 } } }
        camera: { width: 36, height: 36, metresPerPixel: 1 }
        training: { steps: 2000, environments: 16, evaluateEverySteps: 1000, checkpointEverySteps: 1000 }
        """;

    private string _folder = "";

    [OneTimeSetUp]
    public void Train()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-insight-").FullName;
        File.WriteAllText(In("task.yaml"), Task);
        var result = CommandLine.Run("train", In("task.yaml"), "--run", "small", "--runs", In("runs"), "--threads", "1");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
    }

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Saliency_DrawsTheCameraAndThreeMaps_OrTheOneAskedFor()
    {
        Assert.That(Done("saliency RUN --out OUT/all.png --at 0.5"), Does.Contain("1 picture of"));
        Done("saliency RUN --out OUT/one.png --at 0.5 --kind occlusion --of value");
        using var all = SKBitmap.Decode(In("all.png"));
        using var one = SKBitmap.Decode(In("one.png"));
        Assert.That((double)all.Width / one.Width, Is.EqualTo(2).Within(0.1), "four tiles and two");
        var before = File.ReadAllBytes(In("all.png"));
        Done("saliency RUN --out OUT/all.png --at 0.5");
        Assert.That(File.ReadAllBytes(In("all.png")), Is.EqualTo(before));
    }

    [Test]
    public void Saliency_OfSomeSeconds_IsAVideo()
    {
        Done("saliency RUN --out OUT/video.webp --seconds 0.6 --kind gradient");
        using var codec = SKCodec.Create(In("video.webp"));
        Assert.That(codec.FrameCount, Is.GreaterThan(2));
    }

    [TestCase("gradient")]
    [TestCase("grad-cam")]
    [TestCase("occlusion")]
    public void Render_LaysTheMapOverTheCameraAndChangesNothingElse(string kind)
    {
        Done("render RUN --out OUT/plain.png --seconds 0.6 --no-opengl");
        Done($"render RUN --out OUT/seen.png --seconds 0.6 --no-opengl --saliency {kind}");
        using var plain = SKBitmap.Decode(In("plain.png"));
        using var seen = SKBitmap.Decode(In("seen.png"));
        var changed = SKRectI.Empty;
        for (var y = 0; y < plain.Height; y++)
            for (var x = 0; x < plain.Width; x++)
                if (plain.GetPixel(x, y) != seen.GetPixel(x, y)) changed = changed.IsEmpty ? SKRectI.Create(x, y, 1, 1) : SKRectI.Union(changed, SKRectI.Create(x, y, 1, 1));
        // The card of the camera in a picture of 960 × 540: 200 × 220 units at (656, 94).
        Assert.That(changed.Width * changed.Height, Is.GreaterThan(100 * 100));
        Assert.That(SKRectI.Create(656, 94, 200, 220).Contains(changed), $"{changed}");
    }

    [Test]
    public void Triage_WritesThePage_AndTheNumbersThatItShows()
    {
        using var json = JsonDocument.Parse(Done("triage RUN --episodes 6 --clips 1 --seconds 1 --out OUT/triage --json"));
        var causes = json.RootElement.GetProperty("causes").EnumerateArray().ToList();
        Assert.That(json.RootElement.GetProperty("episodes").GetInt32(), Is.EqualTo(2), "two maps, so the others would only repeat them");
        Assert.That(causes, Is.Not.Empty);
        var page = File.ReadAllText(In("triage/index.html"));
        foreach (var cause in causes) Assert.That(page, Does.Contain(cause.GetProperty("cause").GetString()!));
        Assert.That(page.Split("<details").Length - 1, Is.EqualTo(causes.Count));
        Assert.That(page, Does.Contain("what its action rested on"), "a learned policy shows that, too");
    }

    [Test]
    public void Triage_WithoutClips_CountsAllFailures()
    {
        Done("triage RUN --clips 0 --out OUT/bare");
        Assert.That(File.ReadAllText(In("bare/index.html")), Does.Not.Contain("<details").And.Contain("Without a clip: "));
    }

    [Test]
    public void Triage_WithFiles_PutsThePicturesBesideThePage()
    {
        Done("triage RUN --clips 1 --seconds 1 --files --out OUT/files");
        var page = File.ReadAllText(In("files/index.html"));
        Assert.That(page, Does.Not.Contain("base64"));
        var pictures = Directory.GetFiles(In("files/pictures")).Select(Path.GetFileName).ToList();
        Assert.That(pictures, Has.Some.EndsWith("-clip.webp").And.Some.EndsWith("-camera.png"));
        foreach (var picture in pictures) Assert.That(page, Does.Contain($"src=\"pictures/{picture}\""));
    }

    /// <summary>A scripted driver does the task; without --out the page goes to the folder triage.</summary>
    [Test]
    public void Triage_OfADriverWhoDoesTheTask_SaysThatNothingFailed()
    {
        Assert.That(Done($"triage pure-pursuit --scenario {In("task.yaml")} --episodes 2 --out OUT/fine"), Does.Contain("0 failed"));
        Assert.That(File.ReadAllText(In("fine/index.html")), Does.Contain("Nothing failed: all 2 episodes"));
    }

    [TestCase("curves RUN --source training --metric return", "lines")]
    [TestCase("rewards RUN", "shares")]
    [TestCase("causes RUN", "shares")]
    [TestCase("speed RUN", "lines")]
    [TestCase("actions RUN --episodes 2", "actions")]
    [TestCase("track RUN --colour value", "values")]
    public void Plot_WritesPictureAndNumbers(string line, string numbers)
    {
        using var json = JsonDocument.Parse(Done($"plot {line} --out OUT/plot.png --size 500x300 --theme dark --json"));
        Assert.That(json.RootElement.GetProperty("plot").GetString(), Is.EqualTo(line.Split(' ')[0]));
        Assert.That(json.RootElement.TryGetProperty(numbers, out _));
        using var picture = SKBitmap.Decode(In("plot.png"));
        Assert.That((picture.Width, picture.Height, picture.GetPixel(1, 1)), Is.EqualTo((500, 300, SKColor.Parse("#11141B"))));
        Done($"plot {line} --out OUT/plot.svg");
        Assert.That(File.ReadAllText(In("plot.svg")), Does.Contain("<svg").And.Contain("</svg>"));
    }

    [TestCase("saliency RUN --out OUT/a.bmp", ".webp (animated WebP")]
    [TestCase("saliency RUN --out OUT/a.webp --at 3", "--at: ")]
    [TestCase("saliency RUN --out OUT/a.png --seconds 3", "--seconds: ")]
    [TestCase("saliency RUN --out OUT/a.png --at 5000", "the episode ended after")]
    [TestCase("saliency RUN --out OUT/a.png --episode 1000", "expected at most 256")]
    [TestCase("saliency RUN --out OUT/a.png --suite rain", "has no such suite")]
    [TestCase("saliency random --scenario TASK --out OUT/a.png", "has no network to look into")]
    [TestCase("saliency ghost --out OUT/a.png", "There is no run or checkpoint 'ghost'")]
    [TestCase("triage RUN --suite rain", "has no such suite")]
    [TestCase("triage RUN --suite test --map OUT/a.yaml", "a suite has maps of its own")]
    [TestCase("triage RUN --episodes 0", "at least 1")]
    [TestCase("plot speed RUN", "Nothing to write")]
    [TestCase("plot speed RUN --out OUT/a.jpg", "ends with .png or .svg")]
    [TestCase("plot speed RUN --out OUT/a.png --size 10x10", "200 to 8192 pixels")]
    [TestCase("plot track random --scenario TASK --colour value --out OUT/a.png", "has no notion of value")]
    [TestCase("plot curves RUN --metric beauty --out OUT/a.png", "There is no curve of beauty")]
    [TestCase("plot causes ghost --out OUT/a.png", "ghost")]
    public void Mistake_IsExplained(string line, string expected)
    {
        var result = Run(line);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake), result.Output + result.Error);
        Assert.That(result.Error, Does.Contain(expected));
        Assert.That(Directory.GetFiles(_folder, "a.*"), Is.Empty);
    }

    private string Done(string line)
    {
        var result = Run(line);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        return result.Output;
    }

    private CommandResult Run(string line)
    {
        var arguments = line.Replace("OUT", _folder).Replace("TASK", In("task.yaml")).Replace("RUN", "small").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (arguments.Contains("small") || arguments.Contains("ghost")) arguments.AddRange(["--runs", In("runs")]);
        return CommandLine.Run([.. arguments]);
    }

    private string In(string name) => Path.Combine(_folder, name);
}
