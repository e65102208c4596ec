using RLSandbox.Core;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Frames;

public sealed class FramePainterTests
{
    private static readonly SKRectI Title = new(656, 16, 800, 40), Panel = new(640, 0, 960, 540), View = new(0, 0, 640, 540);

    private readonly Painter _worlds = new();
    private Scene _scene = null!;
    private RecordedEpisode _episode = null!;

    [OneTimeSetUp]
    public void Record()
    {
        _scene = new();
        _episode = _scene.Record(seconds: 3);
    }

    [OneTimeTearDown]
    public void RemoveScene()
    {
        _scene.Dispose();
        _worlds.Dispose();
    }

    [Test]
    public void SameFrame_SamePixels()
    {
        using FramePainter one = Draw(_episode, 2), other = Draw(_episode, 1);
        other.Draw(EpisodeFrame.At(_episode, 2));                                        // what was drawn before leaves no trace
        Assert.That(other.Drawing.Bytes(), Is.EqualTo(one.Drawing.Bytes()));
    }

    [Test]
    public void Frame_HasARoadOnTheLeftAndTextOnTheRight()
    {
        using var painter = Draw(_episode, 2);
        Assert.That(painter.Drawing.Count(Theme.Road, View), Is.GreaterThan(20_000));
        Assert.That(painter.Drawing.Count(Theme.Ego, View), Is.GreaterThan(50));
        Assert.That(painter.Drawing.Count(Theme.Text, Title), Is.GreaterThan(100));
        Assert.That(painter.Drawing.Count(Theme.Panel, Panel), Is.GreaterThan(10_000));
    }

    [Test]
    public void PolicyName_IsWrittenInTheTitle()
    {
        using FramePainter one = Draw(_episode, 2), other = Draw(_episode with { Policy = "someone else" }, 2);
        Assert.That(Cut(one, Title), Is.Not.EqualTo(Cut(other, Title)));
        Assert.That(Cut(one, View), Is.EqualTo(Cut(other, View)));
    }

    [Test]
    public void Observation_IsInThePicture()
    {
        var moment = EpisodeFrame.At(_episode, 2).Moment;
        var changed = _episode with { Moments = [.. _episode.Moments.Select(m => m == moment ? m with { Camera = new byte[m.Camera.Length] } : m)] };
        using FramePainter one = Draw(_episode, 2), other = Draw(changed, 2);
        // 32 × 32 bytes at six pixels each: all of them black.
        Assert.That(other.Drawing.Count(SKColors.Black, Panel) - one.Drawing.Count(SKColors.Black, Panel), Is.EqualTo(192 * 192));
    }

    [Test]
    public void Outcome_IsShownAtTheEndOnly()
    {
        var ended = _episode with { Outcome = new("offRoad", false) };
        using FramePainter before = Draw(ended, 2), end = Draw(ended, 3), unfinished = Draw(_episode, 3);
        Assert.That(end.Drawing.Count(Theme.Bad, View), Is.GreaterThan(200));
        Assert.That(before.Drawing.Count(Theme.Bad, View), Is.Zero);
        Assert.That(unfinished.Drawing.Count(Theme.Bad, View), Is.Zero);
    }

    [TestCase(320, 180)]
    [TestCase(500, 500)]
    [TestCase(300, 900)]
    [TestCase(1921, 1083)]
    public void EverySize_IsFilled(int width, int height)
    {
        using var painter = new FramePainter(new() { Width = width, Height = height }, new(), _worlds);
        painter.Draw(EpisodeFrame.At(_episode, 1));
        Assert.That(painter.Drawing.Size, Is.EqualTo(new SKSizeI(width, height)));
        Assert.That(painter.Drawing.At(0, height - 1), Is.EqualTo(Theme.Grass).Or.EqualTo(Theme.GrassDark));
        Assert.That(painter.Drawing.At(width - 1, height - 1), Is.EqualTo(Theme.Panel));
    }

    [Test]
    public void ManyTermsAndNoCamera_AreDrawnToo()
    {
        var names = Enumerable.Range(0, 14).Select(i => $"term{i}").ToArray();
        var moments = _episode.Moments.Select(m => m with { Camera = [], Terms = new float[14], TermSums = [.. Enumerable.Range(0, 14).Select(i => i - 7.0)] });
        using var painter = Draw(_episode with { Terms = names, Moments = [.. moments], Camera = null }, 2);
        Assert.That(painter.Drawing.Count(Theme.Panel, new(640, 526, 960, 540)), Is.EqualTo(320 * 14), "rows stay on their card");
    }

    [TestCase(80, 540, "80x540")]
    [TestCase(960, 9000, "960x9000")]
    public void ImpossibleSize_IsExplained(int width, int height, string named) =>
        Assert.That(() => new FramePainter(new() { Width = width, Height = height }, new(), _worlds), Throws.InstanceOf<UserErrorException>().With.Message.Contains(named).And.Message.Contains("90 to 8192"));

    private FramePainter Draw(RecordedEpisode episode, double seconds)
    {
        var painter = new FramePainter(new(), new FrameOptions().ViewOf(episode), _worlds);
        painter.Draw(EpisodeFrame.At(episode, seconds));
        return painter;
    }

    private static SKColor[] Cut(FramePainter painter, SKRectI area) =>
        [.. Enumerable.Range(area.Top, area.Height).SelectMany(y => Enumerable.Range(area.Left, area.Width).Select(x => painter.Drawing.At(x, y)))];
}
