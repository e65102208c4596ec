using SkiaSharp;

namespace RLSandbox.Rendering.Tests;

public sealed class DrawingTests
{
    private static readonly TextStyle Style = new(20, SKColors.White);

    [Test]
    public void Text_IsReallyDrawn_WithoutFontsOfTheSystem()
    {
        using var drawing = new Drawing(200, 40);
        var empty = drawing.Bytes();
        drawing.Text("speed 12.3", new(4, 28), Style);
        Assert.That(drawing.Bytes(), Is.Not.EqualTo(empty));
        // Ten letters of 20 pixels have strokes of about 2 × 10 pixels each: well over a hundred pixels are fully white.
        Assert.That(drawing.Count(SKColors.White), Is.GreaterThan(100));
    }

    [Test]
    public void OtherText_GivesOtherPixels()
    {
        using Drawing one = new(200, 40), other = new(200, 40);
        one.Text("11.1", new(4, 28), Style);
        other.Text("22.2", new(4, 28), Style);
        Assert.That(one.Bytes(), Is.Not.EqualTo(other.Bytes()));
    }

    [TestCase('×')]
    [TestCase('·')]
    [TestCase('…')]
    [TestCase('−')]
    [TestCase('%')]
    public void EveryLetterThatPanelsUse_IsInBothFonts(char letter)
    {
        using SKFont regular = new(Fonts.Regular), bold = new(Fonts.Bold);
        Assert.That(regular.GetGlyph(letter), Is.Not.Zero);
        Assert.That(bold.GetGlyph(letter), Is.Not.Zero);
    }

    [Test]
    public void BoldText_IsWider()
    {
        using var drawing = new Drawing(1, 1);
        Assert.That(drawing.Measure("policy", Style with { Bold = true }), Is.GreaterThan(drawing.Measure("policy", Style)));
    }

    [Test]
    public void LongText_IsCutToItsWidth()
    {
        using var drawing = new Drawing(1, 1);
        var cut = drawing.Fit("a-run-with-a-very-long-name", 100, Style);
        Assert.That(cut, Does.EndWith("…").And.StartWith("a-r"));
        Assert.That(drawing.Measure(cut, Style), Is.LessThanOrEqualTo(100));
        Assert.That(drawing.Fit("short", 100, Style), Is.EqualTo("short"));
    }

    [Test]
    public void WithoutADisplay_PicturesAreDrawn()
    {
        Environment.SetEnvironmentVariable("DISPLAY", null);
        Environment.SetEnvironmentVariable("WAYLAND_DISPLAY", null);
        using var drawing = new Drawing(8, 8);
        drawing.Fill(new SKRect(0, 0, 8, 4), SKColors.Red);
        Assert.That((drawing.At(3, 1), drawing.At(3, 6)), Is.EqualTo((SKColors.Red, SKColors.Black)));
    }

    [Test]
    public void Png_DecodesToTheSamePixels()
    {
        using var drawing = new Drawing(30, 20);
        drawing.Disc(new(15, 10), 8, SKColors.Orange);
        using var decoded = SKBitmap.Decode(drawing.ToPng());
        Assert.That((decoded.Width, decoded.Height), Is.EqualTo((30, 20)));
        for (var x = 0; x < 30; x++) Assert.That(decoded.GetPixel(x, 10), Is.EqualTo(drawing.At(x, 10)), $"column {x}");
    }

    [TestCase(0, 10)]
    [TestCase(10, Drawing.LargestSide + 1)]
    public void ImpossibleSize_IsRefused(int width, int height) => Assert.That(() => new Drawing(width, height), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
