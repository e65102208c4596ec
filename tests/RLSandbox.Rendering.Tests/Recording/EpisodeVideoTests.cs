using RLSandbox.Core;
using RLSandbox.Driving.Ends;
using RLSandbox.Rendering.Recording;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Recording;

public sealed class EpisodeVideoTests
{
    private static readonly VideoOptions Small = new() { Frame = new() { Width = 160, Height = 90 }, FramesPerSecond = 10 };

    private Scene _scene = null!;
    private RecordedEpisode _episode = null!;
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Record()
    {
        _scene = new();
        _episode = _scene.Record(seconds: 2);
        _folder = new();
    }

    [TearDown]
    public void Remove()
    {
        _scene.Dispose();
        _folder.Dispose();
    }

    // Two seconds: at ten per second 20 intervals and so 21 pictures; at 7, 14 + 1; at 25, 50 + 1; at 0.4, the two ends.
    [TestCase(10, 21)]
    [TestCase(7, 15)]
    [TestCase(25, 51)]
    [TestCase(0.4, 2)]
    public void Webp_HasAPicturePerFrameTime(double rate, int expected)
    {
        var path = _folder.PathOf("drive.webp");
        Assert.That(EpisodeVideo.Write(_episode, path, Small with { FramesPerSecond = rate }), Is.EqualTo(expected));
        using var codec = SKCodec.Create(path);
        Assert.That(codec.FrameCount, Is.EqualTo(expected));
        Assert.That((codec.Info.Width, codec.Info.Height), Is.EqualTo((160, 90)));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "drive.webp" }));
    }

    [Test]
    public void Threads_DoNotChangeTheFile()
    {
        EpisodeVideo.Write(_episode, _folder.PathOf("1.webp"), Small);
        EpisodeVideo.Write(_episode, _folder.PathOf("3.webp"), Small with { Threads = 3 });
        Assert.That(File.ReadAllBytes(_folder.PathOf("3.webp")), Is.EqualTo(File.ReadAllBytes(_folder.PathOf("1.webp"))));
    }

    [Test]
    public void Outcome_StandsForAWhile()
    {
        EpisodeVideo.Write(_episode with { Outcome = Outcomes.All[0] }, _folder.PathOf("drive.webp"), Small);
        using var codec = SKCodec.Create(_folder.PathOf("drive.webp"));
        Assert.That(codec.FrameInfo[^1].Duration, Is.EqualTo(1500));                     // ms
    }

    [Test]
    public void Png_IsTheMiddleOfTheEpisode()
    {
        EpisodeVideo.Write(_episode, _folder.PathOf("middle.png"), Small);
        EpisodeVideo.Write(_episode, _folder.PathOf("frames/"), Small);
        Assert.That(File.ReadAllBytes(_folder.PathOf("middle.png")), Is.EqualTo(File.ReadAllBytes(_folder.PathOf("frames/frame-00011.png"))));
        Assert.That(Directory.GetFiles(_folder.PathOf("frames")), Has.Length.EqualTo(21));
    }

    [Test]
    public void Interrupted_LeavesNothing()
    {
        using var source = new CancellationTokenSource();
        var progress = new Reports(_ => source.Cancel());
        Assert.That(() => EpisodeVideo.Write(_episode, _folder.PathOf("drive.webp"), Small, progress, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(progress.Seen, Is.EqualTo(new[] { new VideoProgress(4, 21) }));
        Assert.That(_folder.Names, Is.Empty);
    }

    [Test]
    public void Progress_EndsWithEveryFrame()
    {
        var progress = new Reports(_ => { });
        EpisodeVideo.Write(_episode, _folder.PathOf("drive.webp"), Small, progress);
        Assert.That(progress.Seen[^1], Is.EqualTo(new VideoProgress(21, 21)));
    }

    [TestCase(0)]
    [TestCase(1000)]
    [TestCase(double.NaN)]
    public void ImpossibleRate_IsExplained(double rate) =>
        Assert.That(() => EpisodeVideo.Write(_episode, _folder.PathOf("drive.webp"), Small with { FramesPerSecond = rate }), Throws.InstanceOf<UserErrorException>().With.Message.Contains("--fps"));

    private sealed class Reports(Action<VideoProgress> then) : IProgress<VideoProgress>
    {
        public List<VideoProgress> Seen { get; } = [];

        public void Report(VideoProgress value)
        {
            Seen.Add(value);
            then(value);
        }
    }
}
