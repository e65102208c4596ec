using System.Diagnostics;
using RLSandbox.Rendering.Recording;
using SkiaSharp;

namespace RLSandbox.Cli.Tests.Window;

/// <summary>The program with a real window on a virtual display, driven by synthetic keys and mouse.</summary>
[NonParallelizable]
public sealed class RealWindowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string _home = "";

    [SetUp]
    public void RequireDisplay()
    {
        if (VirtualDisplay.Missing() is { } missing) Assert.Ignore($"window: {missing}");
        _home = Directory.CreateTempSubdirectory("rlsandbox-window-").FullName;
        File.WriteAllText(In("task.yaml"), WindowTask.Yaml);
    }

    [TearDown]
    public void RemoveHome()
    {
        if (_home != "") Directory.Delete(_home, recursive: true);
    }

    [Test]
    public void Watch_PausesScrubsTakesOverHandsBackRecordsAndQuits()
    {
        using var display = VirtualDisplay.Start();
        using var program = display.Run(_home, "watch", In("task.yaml"), "--size", "800x500", "--threads", "1");
        var window = display.WaitForTitle(program, "step [1-9][0-9] of");
        display.Press(window, "space");
        display.WaitForTitle(program, "pure-pursuit · paused");

        display.Press(window, "Home");
        display.WaitForTitle(program, "step 0 of");
        display.Press(window, "period");
        display.WaitForTitle(program, "step 1 of");
        display.Click(window, 400, 472);                              // the middle of the timeline
        display.WaitForTitle(program, "step ([5-9]|[1-9][0-9]+) of");

        display.Press(window, "t");
        display.WaitForTitle(program, "you drive · paused");
        display.Hold(window, "Up", isDown: true);
        display.Press(window, "r", "space");
        display.WaitForTitle(program, "you drive · 1 × · step [0-9]+ of [0-9]+ · recording");
        display.WaitForTitle(program, "step [2-9][0-9] of");
        display.Hold(window, "Up", isDown: false);
        display.Press(window, "r", "c", "t");
        display.WaitForTitle(program, "pure-pursuit · 1 × · step [0-9]+ of [0-9]+$");

        display.Press(window, "h", "Escape", "Escape");               // the first one closes the help
        var (output, error) = End(program);
        Assert.That(program.ExitCode, Is.EqualTo(ExitCode.Done), error);
        Assert.That(output, Does.Contain("wrote").And.Contain(".webp").And.Contain(".png").And.Contain("steps that a person drove"));
        RequireFiles();
    }

    [Test]
    public void Drive_StartsWithThePedal_AndKeepsTheDemonstration()
    {
        using var display = VirtualDisplay.Start();
        using var program = display.Run(_home, "drive", In("task.yaml"), "--size", "800x500", "--threads", "1", "--ghost", "pure-pursuit");
        var window = display.WaitForTitle(program, "you drive · paused · step 0 of 0");
        display.Hold(window, "Up", isDown: true);
        display.WaitForTitle(program, "step [1-9][0-9] of");
        display.Press(window, "q");
        var (output, error) = End(program);
        Assert.That(program.ExitCode, Is.EqualTo(ExitCode.Done), output + error);
        var recording = RecordingFile.Read(Directory.GetFiles(In("runs/demonstrations")).Single());
        Assert.That(recording.Header.Origin.Policy, Is.EqualTo("human"));
        Assert.That(recording.Header.Origin.Human.Single(), Is.EqualTo(new HumanStretch(0, 1, recording.Header.Steps)));
    }

    [Test]
    public void NoDisplay_IsExplained()
    {
        using var program = VirtualDisplay.Run("", _home, "watch", In("task.yaml"));
        var (_, error) = End(program);
        Assert.That(program.ExitCode, Is.EqualTo(ExitCode.UserMistake), error);
        Assert.That(error, Does.Contain("there is no display").And.Contain("--picture FILE").And.Not.Contain("   at "));
    }

    [Test]
    public void NoOpenGl_IsExplained()
    {
        using var display = VirtualDisplay.Start("-extension", "GLX");
        using var program = display.Run(_home, "watch", In("task.yaml"));
        var (_, error) = End(program);
        Assert.That(program.ExitCode, Is.EqualTo(ExitCode.UserMistake), error);
        Assert.That(error, Does.Contain("OpenGL 4.1 is missing").And.Contain("libgl1-mesa-dri").And.Not.Contain("   at "));
    }

    /// <summary>A screenshot of the window's size with a world and panels in it, a video of more than one frame, a demonstration with its steps marked, and what the window remembers.</summary>
    private void RequireFiles()
    {
        using var picture = SKBitmap.Decode(Directory.GetFiles(_home, "*.png").Single());
        Assert.That((picture.Width, picture.Height), Is.EqualTo((800, 500)));
        Assert.That(Colours(picture), Is.GreaterThan(200), "a picture, not a single colour");
        using var video = SKCodec.Create(Directory.GetFiles(_home, "*.webp").Single());
        Assert.That(video.FrameCount, Is.GreaterThan(1));
        var recording = RecordingFile.Read(Directory.GetFiles(In("runs/demonstrations")).Single());
        Assert.That(recording.Header.Origin.Human.Single().Count, Is.GreaterThan(5));
        Assert.That(File.ReadAllText(In("config/rlsandbox/window.json")), Does.Contain("\"width\": 800"));
    }

    private static int Colours(SKBitmap picture)
    {
        var colours = new HashSet<SKColor>();
        for (var y = 0; y < picture.Height; y += 3)
            for (var x = 0; x < picture.Width; x += 3) colours.Add(picture.GetPixel(x, y));
        return colours.Count;
    }

    private static (string Output, string Error) End(Process program)
    {
        var (output, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        if (!program.WaitForExit(Patience))
        {
            program.Kill();
            Assert.Fail("the program did not end");
        }
        return (output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    private string In(string name) => Path.Combine(_home, name);
}
