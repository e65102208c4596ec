using RLSandbox.Core;
using RLSandbox.Rendering.Charts;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Charts;

public sealed class ChartPictureTests
{
    private const int Width = 600, Height = 300;

    private static readonly SKColor Blue = SKColor.Parse("#0072B2"), Orange = SKColor.Parse("#E69F00");

    [Test]
    public void Png_HasALineOfEachColourInEachPanel()
    {
        using var folder = new TemporaryFolder();
        using var picture = Draw(folder.PathOf("curves.png"), Rising("ppo", band: true), Rising("dqn", band: false));
        Assert.That((picture.Width, picture.Height), Is.EqualTo((Width, Height)));
        foreach (var (left, right) in new[] { (0, Width / 2), (Width / 2, Width) })
        {
            Assert.That(Count(picture, Blue, left, right), Is.GreaterThan(100), $"pixels from {left} to {right}");
            Assert.That(Count(picture, Orange, left, right), Is.GreaterThan(100), $"pixels from {left} to {right}");
        }
        Assert.That(folder.Names, Is.EqualTo(new[] { "curves.png" }), "no temporary file stays");
    }

    [Test]
    public void Band_IsDrawnOnlyWhereThereIsOne()
    {
        using var folder = new TemporaryFolder();
        using var with = Draw(folder.PathOf("with.png"), Rising("ppo", band: true));
        using var without = Draw(folder.PathOf("without.png"), Rising("ppo", band: false));
        // A tint of the line's colour over white; grid lines below it are a little darker.
        int Tinted(SKBitmap picture) => Enumerable.Range(0, Width * Height).Count(i => picture.GetPixel(i % Width, i / Width) is { Red: > 180 and < 230, Blue: > 225 });
        Assert.That(Tinted(with), Is.GreaterThan(Tinted(without) + 2000));
    }

    [Test]
    public void Title_IsReallyWritten_WithoutFontsOfTheSystem()
    {
        using var folder = new TemporaryFolder();
        using var picture = Draw(folder.PathOf("curves.png"), Rising("ppo", band: false));
        var dark = Enumerable.Range(0, Width).Sum(x => Enumerable.Range(0, 38).Count(y => picture.GetPixel(x, y).Red < 100));
        Assert.That(dark, Is.GreaterThan(200));
    }

    [Test]
    public void Svg_IsTextThatNamesTheAxes()
    {
        using var folder = new TemporaryFolder();
        ChartPicture.Write(folder.PathOf("curves.svg"), "curves", [Panel(Rising("ppo", band: true))], Width, Height);
        var text = File.ReadAllText(folder.PathOf("curves.svg"));
        Assert.That(text, Does.Contain("<svg").And.Contain("</svg>").And.Contain("agent steps").And.Contain("ppo"));
    }

    [TestCase("curves.jpg", "ends with .png or .svg")]
    [TestCase("curves", "ends with .png or .svg")]
    public void OtherEnding_IsAUserMistake(string name, string expected)
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => ChartPicture.Write(folder.PathOf(name), "", [], Width, Height), Throws.TypeOf<UserErrorException>().With.Message.Contains(expected));
    }

    private static SKBitmap Draw(string path, params ChartLine[] lines)
    {
        ChartPicture.Write(path, "success on validation circuits", [Panel(lines), Panel(lines)], Width, Height);
        return SKBitmap.Decode(path);
    }

    private static ChartPanel Panel(params ChartLine[] lines) => new("agent steps", "success", lines);

    private static ChartLine Rising(string name, bool band)
    {
        double[] x = [0, 100, 200], y = name == "ppo" ? [0, 0.5, 1] : [0, 0.2, 0.9];
        return new(name, x, y, [.. y.Select(value => band ? value - 0.2 : double.NaN)], [.. y.Select(value => band ? value + 0.2 : double.NaN)]);
    }

    private static int Count(SKBitmap picture, SKColor colour, int left, int right) =>
        Enumerable.Range(left, right - left).Sum(x => Enumerable.Range(40, Height - 40).Count(y => picture.GetPixel(x, y) == colour));
}
