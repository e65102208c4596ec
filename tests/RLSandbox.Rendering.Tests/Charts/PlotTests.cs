using RLSandbox.Rendering.Charts;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Charts;

/// <summary>Plots with made-up numbers, looked at pixel by pixel.</summary>
public sealed class PlotTests
{
    private static readonly (int Width, int Height) Size = (600, 400);
    private static readonly SKColor Orange = SKColor.Parse("#D55E00"), Green = SKColor.Parse("#009E73"), Blue = SKColor.Parse("#0072B2"), White = SKColors.White, Night = SKColor.Parse("#11141B");

    /// <summary>A quarter good, three quarters bad, all along: the areas are as 1 to 3.</summary>
    [Test]
    public void Stack_GivesEachLayerItsShareOfTheArea()
    {
        using var picture = Draw("a.png", path => StackPlot.Write(path, "t", ("x", "y"), [0, 50, 100], [new("lap", [0.25, 0.25, 0.25], true), new("off road", [0.75, 0.75, 0.75], false)], Size, PlotTheme.Light));
        var (good, bad) = (Count(picture, Mixed(Green)), Count(picture, Mixed(Orange)));
        Assert.That(good, Is.GreaterThan(10_000));
        Assert.That((double)bad / good, Is.EqualTo(3).Within(0.15), "lines between them, and the squares of the legend");
    }

    [Test]
    public void Bars_AreAsHighAsTheirValues()
    {
        using var picture = Draw("a.png", path => BarPlot.Write(path, "t", ("x", "y"), [new("a", 10), new("b", 30, Group: 2)], Size, PlotTheme.Light));
        var (first, second) = (Count(picture, Blue), Count(picture, Green));
        Assert.That(first, Is.GreaterThan(5_000));
        Assert.That((double)second / first, Is.EqualTo(3).Within(0.1));
    }

    [Test]
    public void Track_HasTheColoursOfTheLowestAndTheHighestValue()
    {
        using var scene = new Scene();
        var points = Enumerable.Range(0, 50).Select(i => scene.Map.Circuit.Sample(i * 4)).Select((at, i) => new TrackPoint(at.X, at.Y, i < 25 ? 0 : 16)).ToList();
        using var picture = Draw("a.png", path => TrackPlot.Write(path, "t", "speed (m/s)", scene.Map.Circuit, points, Size, PlotTheme.Light));
        Assert.That(Count(picture, SKColor.Parse("#440154")), Is.GreaterThan(100), "viridis begins dark violet");
        Assert.That(Count(picture, SKColor.Parse("#FDE725"), tolerance: 4), Is.GreaterThan(100), "and ends yellow");
    }

    [Test]
    public void Theme_IsThatOfTheBackground([Values("light", "dark")] string name)
    {
        using var picture = Draw("a.png", path => BarPlot.Write(path, "t", ("x", "y"), [new("a", 1)], Size, PlotTheme.Of(name)));
        Assert.That(picture.GetPixel(1, 1), Is.EqualTo(name == "dark" ? Night : White));
        Assert.That(Count(picture, name == "dark" ? Night : White), Is.GreaterThan(Size.Width * Size.Height / 4));
    }

    [Test]
    public void Svg_HasItsWordsAsText()
    {
        using var folder = new TemporaryFolder();
        BarPlot.Write(folder.PathOf("a.svg"), "how often", ("choice", "share"), [new("a", 1)], Size, PlotTheme.Dark);
        Assert.That(File.ReadAllText(folder.PathOf("a.svg")), Does.Contain("how often").And.Contain("choice").And.Contain("</svg>"));
    }

    /// <summary>Speeds are drawn from 0, whatever the slowest was.</summary>
    [Test]
    public void Floor_IsWhereTheAxisBegins()
    {
        int Lowest(double? floor)
        {
            ChartLine line = new("lap 1", [0, 1], [10, 11], [double.NaN, double.NaN], [double.NaN, double.NaN]);
            using var picture = Draw("a.png", path => ChartPicture.Write(path, "t", [new("x", "y", [line]) { Floor = floor }], Size.Width, Size.Height, PlotTheme.Light));
            return Enumerable.Range(0, Size.Height).Last(y => Enumerable.Range(60, 400).Any(x => picture.GetPixel(x, y) == Blue));
        }
        Assert.That(Lowest(0), Is.LessThan(120), "10 of 11 is near the top");
        Assert.That(Lowest(null), Is.GreaterThan(250));
    }

    /// <summary>A title of any length keeps clear of both edges.</summary>
    [Test]
    public void LongTitle_IsNotCut()
    {
        var title = string.Join(' ', Enumerable.Repeat("generated-20261126-0", 4));
        using var bars = Draw("a.png", path => BarPlot.Write(path, title, ("x", "y"), [new("a", 1)], Size, PlotTheme.Light));
        using var lines = Draw("a.png", path => ChartPicture.Write(path, title, [new("x", "y", [new("a", [0, 1], [0, 1], [0, 1], [0, 1])])], Size.Width, Size.Height, PlotTheme.Light));
        foreach (var picture in new[] { bars, lines })
        {
            const int titleHeight = 38;                           // below begins the frame of the axes, which reaches the edge
            bool Dark(int x) => Enumerable.Range(0, titleHeight).Any(y => picture.GetPixel(x, y).Red < 128);
            Assert.That(Enumerable.Range(0, 6).Concat(Enumerable.Range(Size.Width - 6, 6)).Any(Dark), Is.False);
            Assert.That(Enumerable.Range(100, 400).Count(Dark), Is.GreaterThan(100));
        }
    }

    private static SKColor Mixed(SKColor colour) => Theme.Mix(White, colour, 217 / 255f);

    private static SKBitmap Draw(string name, Action<string> write)
    {
        using var folder = new TemporaryFolder();
        write(folder.PathOf(name));
        return SKBitmap.Decode(folder.PathOf(name));
    }

    private static int Count(SKBitmap picture, SKColor colour, int tolerance = 2) => picture.Pixels.Count(pixel =>
        Math.Abs(pixel.Red - colour.Red) <= tolerance && Math.Abs(pixel.Green - colour.Green) <= tolerance && Math.Abs(pixel.Blue - colour.Blue) <= tolerance);
}
