using RLSandbox.Cli.Commands;
using RLSandbox.Rendering.Recording;
using SkiaSharp;

namespace RLSandbox.Cli.Tests.Commands;

/// <summary><c>evaluate --record</c> and <c>--video</c>, and <c>render</c> of what they wrote.</summary>
public sealed class RecordCommandTests
{
    private const string Task = """
        scenario: small-lap-v1
        map: { generated: { count: 2 } }
        evaluation: { episodes: 3, test: { generated: { count: 3 } } }
        vehicle: { topSpeedMps: 16 }
        camera: { width: 16, height: 16, metresPerPixel: 2, noise: 0.1 }
        episode: { timeLimitSecondsPerMetre: 0.02 }
        """;

    private const string Small = "--size 200x100 --no-opengl";

    private string _folder = "";

    [SetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-record-").FullName;
        File.WriteAllText(In("task.yaml"), Task);
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void EveryEpisode_IsRecordedAndRenderedAsThePolicyWouldBe()
    {
        var result = Done("evaluate pure-pursuit --scenario TASK --record all --out-folder FOLDER/r");
        Assert.That(result.Output, Does.Contain("wrote 3 recordings to"));
        var files = Recordings("r");
        Assert.That(files.Select(Path.GetFileName), Is.EqualTo(Enumerable.Range(1, 3).Select(number => $"episode-00{number}-timeLimit.rlrec")));
        Done($"render {files[2]} --seconds 4 --out FOLDER/recorded.png {Small}");
        Done($"render pure-pursuit --scenario TASK --episode 3 --seconds 4 --out FOLDER/played.png {Small}");
        Done($"render {files[1]} --seconds 4 --out FOLDER/other.png {Small}");
        Assert.That(File.ReadAllBytes(In("recorded.png")), Is.EqualTo(File.ReadAllBytes(In("played.png"))));
        Assert.That(File.ReadAllBytes(In("recorded.png")), Is.Not.EqualTo(File.ReadAllBytes(In("other.png"))));
    }

    [Test]
    public void Report_IsTheSameWithAndWithoutRecording()
    {
        var without = Done("evaluate random --scenario TASK --json");
        var with = Done("evaluate random --scenario TASK --json --record all --poses --out-folder FOLDER/r --video FOLDER/v.png --threads 2");
        Assert.That(with.Output, Is.EqualTo(without.Output));
        Assert.That(with.Error, Does.Contain("wrote 3 recordings"), "words go beside the document");
    }

    [Test]
    public void Failures_AreRecordedAndDrawn()
    {
        Done("evaluate wrong-way --scenario TASK --record failures --out-folder FOLDER/r --video FOLDER/v.png");
        var recording = RecordingFile.Read(Recordings("r")[0]);
        Assert.That(recording.Header.Ends.Single().IsSuccess, Is.False);
        Assert.That(recording.Header.Origin.Policy, Is.EqualTo("wrong-way"));
        using var picture = SKBitmap.Decode(In("v.png"));
        Assert.That((picture.Width, picture.Height), Is.EqualTo((960, 540)));
    }

    [Test]
    public void NoFailure_WritesNothingAndSaysSo()
    {
        File.WriteAllText(In("task.yaml"), Task.Replace("episode: { timeLimitSecondsPerMetre: 0.02 }", ""));
        var result = Done("evaluate pure-pursuit --scenario TASK --episodes 1 --record failures --out-folder FOLDER/r --video FOLDER/v.png");
        Assert.That(result.Output, Does.Contain("no episode failed: there is nothing to record").And.Contain("no video was drawn"));
        Assert.That(Directory.Exists(In("r")) || File.Exists(In("v.png")), Is.False);
    }

    /// <summary>The path of the recordings leads through a file: the evaluation itself must not be lost with them.</summary>
    [Test]
    public void RecordingsThatCannotBeWritten_LeaveTheReport()
    {
        var expected = Done("evaluate random --scenario TASK --json").Output;
        var result = Run("evaluate random --scenario TASK --json --record all --out-folder FOLDER/task.yaml/r");
        Assert.That(result.ExitCode, Is.Not.EqualTo(ExitCode.Done));
        Assert.That(result.Output, Is.EqualTo(expected));
    }

    [Test]
    public void FramesOfSeveralSuites_HaveAFolderEach()
    {
        File.WriteAllText(In("task.yaml"), Task.Replace("evaluation: {", "evaluation: { suites: { other: { map: { generated: { seed: 71, count: 1 } } } },"));
        Done("evaluate wrong-way --scenario TASK --suite all --episodes 1 --record all --out-folder FOLDER/r --video FOLDER/frames/");
        foreach (var suite in new[] { "test", "other" })
        {
            Assert.That(Directory.GetFiles(In($"frames/{suite}"), "*.png"), Is.Not.Empty);
            Assert.That(Recordings($"r/{suite}"), Has.Length.EqualTo(1));
        }
    }

    [TestCase(null, "FOLDER/far/oval.yaml", 1ul, "small-lap-v1-oval-random")]
    [TestCase(null, null, 7ul, "small-lap-v1-test-random-seed7")]
    [TestCase("a/checkpoints/000100", null, 1ul, "test-000100", Description = "the run says which scenario it is")]
    public void Folder_IsNamedByWhatGivesTheSameFilesAgain(string? checkpoint, string? map, ulong seed, string expected)
    {
        Directory.CreateDirectory(In("a"));
        File.WriteAllText(In("a/run.json"), "{}");
        using var scenario = ScenarioSource.Load(In("task.yaml"), []);
        var target = new KeepTarget(new() { Policy = "random", Runs = "runs" }, scenario, IsOneOfMany: false);
        var plan = new SuitePlan("test", new(MapPurpose.Test, 1, 1) { MapFiles = map is null ? [] : [map] }, 1, seed);
        Assert.That(Path.GetFileName(target.FolderFor(plan, "random", checkpoint is null ? null : In(checkpoint))), Is.EqualTo(expected));
    }

    [Test]
    public void FolderOfRecordings_IsAWall()
    {
        Done("evaluate random --scenario TASK --record all --out-folder FOLDER/r");
        var result = Done("render FOLDER/r --grid 2x2 --out FOLDER/wall.webp --fps 1 --size 320x180 --no-opengl");
        Assert.That(result.Output, Does.Contain("3 episodes: "));
        using var codec = SKCodec.Create(In("wall.webp"));
        Assert.That((codec.Info.Width, codec.Info.Height), Is.EqualTo((320, 180)));
    }

    [Test]
    public void PolicyOnAWall_BeginsWithTheEpisodeAskedFor()
    {
        Done("render pure-pursuit --scenario TASK --grid 2x1 --seconds 1 --out FOLDER/first.png --size 320x180 --no-opengl");
        Done("render pure-pursuit --scenario TASK --grid 2x1 --seconds 1 --episode 2 --out FOLDER/second.png --size 320x180 --no-opengl");
        Assert.That(File.ReadAllBytes(In("second.png")), Is.Not.EqualTo(File.ReadAllBytes(In("first.png"))));
    }

    [Test]
    public void MapThatIsMissing_IsNamedAndFoundBesideTheRecording()
    {
        File.Copy(Scenarios.MapFiles.CircuitFile("oval"), In("mine.yaml"));
        Done("evaluate random --scenario TASK --map FOLDER/mine.yaml --record all --out-folder FOLDER/r");
        File.Move(In("mine.yaml"), In("moved.yaml"));
        var file = Recordings("r").Single();
        Assert.That(Mistake($"render {file} --out FOLDER/a.png"), Does.Contain("mine.yaml, which is missing"));
        File.Copy(In("moved.yaml"), Path.Combine(In("r"), "mine.yaml"));
        Done($"render {file} --out FOLDER/a.png {Small}");
        File.Copy(Scenarios.MapFiles.CircuitFile("technical"), Path.Combine(In("r"), "mine.yaml"), overwrite: true);
        Assert.That(Mistake($"render {file} --out FOLDER/b.png"), Does.Contain("the map mine is not the recorded one"));
    }

    [Test]
    public void DamagedRecording_IsExplained()
    {
        Done("evaluate random --scenario TASK --episodes 1 --record all --out-folder FOLDER/r");
        var file = Recordings("r").Single();
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(In("cut.rlrec"), bytes[..^5]);
        File.WriteAllText(In("text.rlrec"), "scenario: first-lap-v1");
        Assert.That(Mistake("render FOLDER/cut.rlrec --out FOLDER/a.webp"), Does.Contain("damaged or cut short"));
        Assert.That(Mistake("render FOLDER/text.rlrec --out FOLDER/a.webp"), Does.Contain("this is no recording"));
        Assert.That(Mistake("render FOLDER/none.rlrec --out FOLDER/a.webp"), Does.Contain("no such recording"));
        Assert.That(File.Exists(In("a.webp")), Is.False);
    }

    /// <summary>As if the simulation had changed: the same file says another top speed.</summary>
    [Test]
    public void ChangedSimulation_NamesTheStepOrShowsPoses()
    {
        Done("evaluate pure-pursuit --scenario TASK --episodes 1 --record all --out-folder FOLDER/bare");
        Done("evaluate pure-pursuit --scenario TASK --episodes 1 --record all --poses --out-folder FOLDER/posed");
        Change(Recordings("bare").Single());
        Change(Recordings("posed").Single());
        Assert.That(Mistake($"render {Recordings("bare").Single()} --out FOLDER/a.png"), Does.Contain("after step 1").And.Contain("is not the recorded one"));
        Assert.That(Done($"render {Recordings("posed").Single()} --out FOLDER/a.png {Small}").Output, Does.Contain("What is shown are the poses"));
    }

    [Test]
    public void ChangedSimulation_IsShownInTheWindow_AsStoredPoses()
    {
        Done("evaluate pure-pursuit --scenario TASK --episodes 1 --record all --poses --out-folder FOLDER/posed");
        Change(Recordings("posed").Single());
        var result = Done($"replay {Recordings("posed").Single()} --picture FOLDER/a.png --at 1 --size 640x400");
        Assert.That(result.Output + result.Error, Does.Contain("What is shown are the poses").And.Contain("640 × 400"));
    }

    [TestCase("evaluate random --scenario TASK --out-folder x", "--out-folder x: nothing is recorded")]
    [TestCase("evaluate random --scenario TASK --poses", "--poses: nothing is recorded")]
    [TestCase("evaluate random --scenario TASK --record some", "--record: expected one of all, failures, got 'some'")]
    [TestCase("evaluate random --scenario TASK --video a.avi", "--video a.avi: nothing writes .avi")]
    [TestCase("render random --scenario TASK --out a.png --grid 4", "--grid: expected COLUMNSxROWS such as 4x4")]
    [TestCase("render random --scenario TASK --out a.png --grid 30x30", "at most 100 in all")]
    [TestCase("render random --scenario TASK --out a.png --episode 200 --grid 10x10", "--episode 200 --grid 10x10: expected --episode 157 at most")]
    [TestCase("render random --scenario TASK --out a.png --episode 257", "--episode 257: expected at most 256.")]
    [TestCase("render random --scenario TASK --out a.png --grid 8x8 --size 320x180", "--grid 8x8: a picture of 320x180")]
    [TestCase("render random --scenario TASK --out a.png --view fallow", "did you mean 'follow'?")]
    [TestCase("render random --scenario TASK --out a.png --layers route,trial", "did you mean 'trail'?")]
    [TestCase("render random --scenario TASK --out a.png --view chase --heading-up", "two views")]
    [TestCase("render random --scenario TASK --out a.png --slow 1000", "--slow 1000")]
    [TestCase("render random --scenario TASK --out a.png --from 5 --to 4", "--from 5 --to 4")]
    [TestCase("render random --scenario TASK --out a.png --from 5 --to 9 --seconds 2", "the recording ends after")]
    [TestCase("render random --scenario TASK --out a.gif --fps 60 --seconds 1", "gif holds at most 50")]
    [TestCase("render a.rlrec --scenario TASK --out a.png", "a recording knows its own")]
    public void Mistake_IsExplained(string line, string expected) => Assert.That(Mistake(line), Does.Contain(expected));

    private static void Change(string file)
    {
        var recording = RecordingFile.Read(file);
        var yaml = recording.Header.Origin.ScenarioYaml;
        Assert.That(yaml, Does.Contain("topSpeedMps: 16"));
        RecordingFile.Write(file, recording with { Header = recording.Header with { Origin = recording.Header.Origin with { ScenarioYaml = yaml.Replace("topSpeedMps: 16", "topSpeedMps: 11") } } });
    }

    private string[] Recordings(string folder) => [.. Directory.GetFiles(In(folder), "*.rlrec").Order(StringComparer.Ordinal)];

    private CommandResult Done(string line)
    {
        var result = Run(line);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        return result;
    }

    private string Mistake(string line)
    {
        var result = Run(line);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake), result.Output);
        return result.Error;
    }

    private CommandResult Run(string line) => CommandLine.Run([.. line.Replace("TASK", In("task.yaml")).Replace("FOLDER", _folder).Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    private string In(string name) => Path.Combine(_folder, name);
}
