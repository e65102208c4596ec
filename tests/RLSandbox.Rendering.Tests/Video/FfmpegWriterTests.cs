using RLSandbox.Core;
using RLSandbox.Rendering.Video;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Video;

public sealed class FfmpegWriterTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void MissingProgram_SaysWhatToDo()
    {
        Assert.That(() => new FfmpegWriter(Target, FfmpegCodec.Mp4, "ffmpeg-that-is-not-there"),
            Throws.InstanceOf<UserErrorException>().With.Message.Contains("apt-get install ffmpeg").And.Message.Contains(".webp"));
        Assert.That(_folder.Names, Is.Empty);
    }

    [Test]
    public void MissingProgram_IsFoundOutBeforeThereIsAFrame()
    {
        Assert.That(() => FfmpegWriter.RequireProgram("a.mp4", FfmpegCodec.Mp4, "--video", "ffmpeg-that-is-not-there"),
            Throws.InstanceOf<UserErrorException>().With.Message.StartsWith("--video a.mp4: mp4 needs the program").And.Message.Contains(".webp"));
        Assert.That(() => FfmpegWriter.RequireProgram("a.mp4", FfmpegCodec.Mp4, "--video", Script("echo version")), Throws.Nothing);
    }

    [Test]
    public void Frames_GoDownThePipeAsRawPixels()
    {
        // Stands in for ffmpeg: writes what it reads to its last argument.
        using var writer = new FfmpegWriter(Target, FfmpegCodec.Mp4, Script("for last; do :; done; cat > \"$last\"; echo done >&2"));
        var red = Encode(writer, SKColors.Red);
        writer.Append(red);
        writer.Append(Encode(writer, SKColors.Blue), count: 2);
        writer.Complete();
        Assert.That(new FileInfo(Target.Path).Length, Is.EqualTo(3 * 6 * 4 * 4));        // three frames of 6 × 4 pixels of 4 bytes
        Assert.That(File.ReadAllBytes(Target.Path).AsSpan(0, 4).ToArray(), Is.EqualTo(new byte[] { 0, 0, 255, 255 }), "BGRA");
    }

    [Test]
    public void FailingProgram_IsQuotedAndLeavesNothing()
    {
        using (var writer = new FfmpegWriter(Target, FfmpegCodec.Mp4, Script("cat > /dev/null; echo 'Unknown encoder libx264' >&2; exit 8")))
        {
            writer.Append(Encode(writer, SKColors.Red));
            Assert.That(writer.Complete, Throws.InstanceOf<UserErrorException>().With.Message.Contains("exit code 8").And.Message.Contains("Unknown encoder libx264"));
        }
        Assert.That(_folder.Names.Where(name => name!.Contains("mp4")), Is.Empty);
    }

    [Test]
    public void ManyMessages_DoNotBlockIt()
    {
        // 200,000 bytes are more than a pipe holds: unread, they would stop the program for ever.
        using var writer = new FfmpegWriter(Target, FfmpegCodec.Mp4, Script("yes message | head -c 200000 >&2; for last; do :; done; cat > \"$last\""));
        writer.Append(Encode(writer, SKColors.Red));
        writer.Complete();
        Assert.That(File.Exists(Target.Path));
    }

    [Test]
    public void NotCompleted_LeavesNothing()
    {
        using (var writer = new FfmpegWriter(Target, FfmpegCodec.Mp4, Script("cat > /dev/null"))) writer.Append(Encode(writer, SKColors.Red));
        Assert.That(_folder.Names.Where(name => name!.Contains("mp4")), Is.Empty);
    }

    [TestCase("a.mp4", "ftyp")]
    [TestCase("a.webm", "webm")]
    [TestCase("a.gif", "GIF89a")]
    public void RealProgram_WritesTheFormat(string name, string known)
    {
        if (!HasFfmpeg()) Assert.Ignore("There is no ffmpeg on the path.");
        var path = _folder.PathOf(name);
        using (var writer = VideoFormats.Of(path).Create(new(path, 6, 4, 10)))
        {
            foreach (var colour in (SKColor[])[SKColors.Red, SKColors.Blue, SKColors.Lime])
            {
                using var drawing = new Drawing(6, 4);
                drawing.Fill(SKRect.Create(6, 4), colour);
                using var pixels = drawing.Pixels;
                writer.Append(writer.Encode(pixels));
            }
            writer.Complete();
        }
        Assert.That(System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path)[..60]), Does.Contain(known));
        if (name != "a.gif") return;
        using var codec = SKCodec.Create(path);
        Assert.That((codec.FrameCount, codec.Info.Width, codec.Info.Height), Is.EqualTo((3, 6, 4)));
    }

    [Test]
    public void RateThatGifCannotHold_IsExplained() =>
        Assert.That(() => new FfmpegWriter(Target with { FramesPerSecond = 60 }, FfmpegCodec.Gif), Throws.InstanceOf<UserErrorException>().With.Message.Contains("gif holds at most 50"));

    private static bool HasFfmpeg() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Join(folder, "ffmpeg")) || File.Exists(Path.Join(folder, "ffmpeg.exe")));

    private VideoTarget Target => new(_folder.PathOf("a.mp4"), 6, 4, 10);

    private string Script(string body)
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("The stand-in for ffmpeg is a shell script.");
        var path = _folder.PathOf("stand-in");
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    private static byte[] Encode(FfmpegWriter writer, SKColor colour)
    {
        using var drawing = new Drawing(6, 4);
        drawing.Fill(SKRect.Create(6, 4), colour);
        using var pixels = drawing.Pixels;
        return writer.Encode(pixels);
    }
}
