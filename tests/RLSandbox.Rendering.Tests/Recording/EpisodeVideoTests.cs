using RLSandbox.Core;
using RLSandbox.Driving.Ends;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;
using RLSandbox.Rendering.View;
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
    public void OnePainterForAllThreads_GivesTheSameFile()
    {
        EpisodeVideo.Write(_episode, _folder.PathOf("own.webp"), Small);
        EpisodeVideo.Write(_episode, _folder.PathOf("shared.webp"), Small with { Threads = 3, Worlds = WorldPainterSource.Plain with { IsForOneThread = true } });
        Assert.That(File.ReadAllBytes(_folder.PathOf("shared.webp")), Is.EqualTo(File.ReadAllBytes(_folder.PathOf("own.webp"))));
    }

    // From 0.5 s to 1.5 s at ten per second: 10 intervals and so 11 pictures; four times as many in slow motion.
    [TestCase(0.5, 1.5, 1, 11)]
    [TestCase(0.5, 1.5, 0.25, 41)]
    [TestCase(1, 100, 2, 6)]
    public void PartInSlowMotion_HasItsPictures(double from, double to, double slow, int expected) =>
        Assert.That(EpisodeVideo.Write(_episode, _folder.PathOf("part.webp"), Small with { From = from, To = to, Slow = slow }), Is.EqualTo(expected));

    [Test]
    public void Part_ShowsWhatTheWholeShowsThen()
    {
        EpisodeVideo.Write(_episode, _folder.PathOf("whole/"), Small);
        EpisodeVideo.Write(_episode, _folder.PathOf("part/"), Small with { From = 0.5, To = 1 });
        Assert.That(File.ReadAllBytes(_folder.PathOf("part/frame-00001.png")), Is.EqualTo(File.ReadAllBytes(_folder.PathOf("whole/frame-00006.png"))));
    }

    [Test]
    public void Views_Differ()
    {
        var pictures = Enum.GetValues<ViewKind>().Where(view => view != ViewKind.Chase).Select(view =>
        {
            EpisodeVideo.Write(_episode, _folder.PathOf("view.png"), Small with { Frame = Small.Frame with { View = view } });
            return Convert.ToBase64String(File.ReadAllBytes(_folder.PathOf("view.png")));
        });
        Assert.That(pictures.Distinct().Count(), Is.EqualTo(3));
    }

    [TestCase(5, 9, 1, "the recording ends after 2.0 s")]
    [TestCase(1, 0.5, 1, "--from 1 --to 0.5")]
    [TestCase(0, 1, 0, "--slow 0")]
    public void ImpossibleTimes_AreExplained(double from, double to, double slow, string expected) =>
        Assert.That(() => EpisodeVideo.Write(_episode, _folder.PathOf("a.webp"), Small with { From = from, To = to, Slow = slow }), Throws.InstanceOf<UserErrorException>().With.Message.Contains(expected));

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
