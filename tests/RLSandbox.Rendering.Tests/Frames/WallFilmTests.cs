using RLSandbox.Core;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Frames;

public sealed class WallFilmTests
{
    private static readonly FrameOptions Options = new() { Width = 640, Height = 360, Layers = Layers.Trail };
    private static readonly SKRectI UpperLeft = new(0, 0, 318, 178), LowerRight = new(322, 182, 640, 360);

    private readonly Painter _worlds = new();
    private Scene _scene = null!;
    private RecordedEpisode _short = null!, _long = null!;

    [OneTimeSetUp]
    public void Record()
    {
        _scene = new();
        _short = _scene.Record(seconds: 1) with { Outcome = new("offRoad", false) };
        _long = _scene.Record(seconds: 3) with { Outcome = new("lap", true) };
    }

    [OneTimeTearDown]
    public void Remove()
    {
        _scene.Dispose();
        _worlds.Dispose();
    }

    [Test]
    public void Tiles_AreFilledAndThoseWithoutAnEpisodeAreEmpty()
    {
        using Drawing drawing = Draw(2, [new("one", _long), new("two", _short)]), nameless = Draw(2, [new("", _long), new("two", _short)]);
        Assert.That(drawing.Count(Theme.Ego, UpperLeft), Is.GreaterThan(8), "a car of 12 by 5 pixels, some of them glass or edges");
        Assert.That(nameless.Count(Theme.Card, UpperLeft) - drawing.Count(Theme.Card, UpperLeft), Is.GreaterThan(40), "letters on the card");
        Assert.That(drawing.Count(Theme.Panel, LowerRight), Is.EqualTo(LowerRight.Width * LowerRight.Height));
    }

    [Test]
    public void EndedEpisode_StandsStillAndSaysHow()
    {
        using Drawing before = Draw(0.5, [new("one", _short)]), ended = Draw(1.5, [new("one", _short)]), later = Draw(3, [new("one", _short), new("two", _long)]);
        Assert.That(before.Count(Theme.Bad, UpperLeft), Is.Zero);
        Assert.That(ended.Count(Theme.Bad, UpperLeft), Is.GreaterThan(1000), "a frame and a word");
        Assert.That(later.Count(Theme.Bad, UpperLeft), Is.EqualTo(ended.Count(Theme.Bad, UpperLeft)), "another episode goes on");
        Assert.That(later.Count(Theme.Good), Is.GreaterThan(1000));
    }

    [Test]
    public void Seconds_AreThoseOfTheLongestEpisode() => Assert.That(new WallFilm([new("one", _short), new("two", _long)], new(2, 2), Options).Seconds, Is.EqualTo(_long.Seconds));

    [Test]
    public void LongName_IsCutAndTheOutcomeIsNot()
    {
        using Drawing plain = Draw(2, [new("", _short)]), named = Draw(2, [new(new string('m', 80), _short)]);
        var right = new SKRectI(200, 158, 318, 178);                                     // where "off road 1.0 s" stands
        Assert.That(named.Count(Theme.Bad, right), Is.EqualTo(plain.Count(Theme.Bad, right)));
    }

    [Test]
    public void TilesThatAreTooSmall_AreExplained() =>
        Assert.That(() => new WallSize(8, 2).Check(Options), Throws.InstanceOf<UserErrorException>().With.Message.Contains("--grid 8x2").And.Message.Contains("80x180"));

    private Drawing Draw(double seconds, NamedEpisode[] episodes)
    {
        using var painter = new WallFilm(episodes, new(2, 2), Options).CreatePainter(_worlds);
        painter.Draw(seconds);
        var copy = new Drawing(640, 360);
        using var pixels = painter.Drawing.Pixels;
        using var image = SKImage.FromPixelCopy(pixels);
        copy.Canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default);
        return copy;
    }
}
