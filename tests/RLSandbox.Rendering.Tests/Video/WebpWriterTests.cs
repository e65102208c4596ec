using RLSandbox.Rendering.Video;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Video;

public sealed class WebpWriterTests
{
    /// <summary>What lossy encoding may change in a large area of one colour.</summary>
    private const int Loss = 6;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Frames_DecodeInOrderWithTheirColours()
    {
        SKColor[] colours = [new(200, 40, 40), new(40, 160, 60), new(60, 60, 200), new(230, 230, 230)];
        Write("a.webp", 20, colours);
        using var codec = SKCodec.Create(_folder.PathOf("a.webp"));
        Assert.That(codec.FrameCount, Is.EqualTo(4));
        Assert.That((codec.Info.Width, codec.Info.Height), Is.EqualTo((51, 34)));
        for (var i = 0; i < colours.Length; i++)
        {
            using var bitmap = new SKBitmap(new SKImageInfo(51, 34));
            Assert.That(codec.GetPixels(bitmap.Info, bitmap.GetPixels(), new SKCodecOptions(i)), Is.EqualTo(SKCodecResult.Success));
            var pixel = bitmap.GetPixel(25, 17);
            Assert.That(Math.Max(Math.Abs(pixel.Red - colours[i].Red), Math.Max(Math.Abs(pixel.Green - colours[i].Green), Math.Abs(pixel.Blue - colours[i].Blue))), Is.LessThanOrEqualTo(Loss), $"frame {i}: {pixel}");
        }
    }

    [Test]
    public void OddRate_DoesNotDrift()
    {
        // Thirty per second: 33, 34, 33 ms and so on; three frames are 100 ms.
        Write("a.webp", 30, [.. Enumerable.Range(0, 30).Select(i => new SKColor((byte)(8 * i), 0, 0))]);
        using var codec = SKCodec.Create(_folder.PathOf("a.webp"));
        Assert.That(codec.FrameInfo.Select(frame => frame.Duration), Has.All.InRange(33, 34));
        Assert.That(codec.FrameInfo.Sum(frame => frame.Duration), Is.EqualTo(1000));
    }

    [Test]
    public void Animation_Loops()
    {
        Write("a.webp", 10, [SKColors.Red, SKColors.Blue]);
        using var codec = SKCodec.Create(_folder.PathOf("a.webp"));
        Assert.That(codec.RepetitionCount, Is.EqualTo(-1));                              // for ever
    }

    [Test]
    public void Container_SaysItsOwnSize()
    {
        Write("a.webp", 10, [SKColors.Red, SKColors.Blue]);
        var bytes = File.ReadAllBytes(_folder.PathOf("a.webp"));
        Assert.That(BitConverter.ToUInt32(bytes, 4), Is.EqualTo(bytes.Length - 8));
    }

    [Test]
    public void NotCompleted_LeavesAnOlderFileAlone()
    {
        File.WriteAllText(_folder.PathOf("a.webp"), "older");
        using (var writer = new WebpWriter(new(_folder.PathOf("a.webp"), 51, 34, 10)))
        {
            writer.Append(Encode(writer, SKColors.Red));
            Assert.That(_folder.Names, Is.EqualTo(new[] { "a.webp", "a.webp.tmp" }));
        }
        Assert.That(_folder.Names, Is.EqualTo(new[] { "a.webp" }));
        Assert.That(File.ReadAllText(_folder.PathOf("a.webp")), Is.EqualTo("older"));
    }

    private void Write(string name, double rate, SKColor[] colours)
    {
        using var writer = new WebpWriter(new(_folder.PathOf(name), 51, 34, rate));
        foreach (var colour in colours) writer.Append(Encode(writer, colour));
        writer.Complete();
    }

    private static byte[] Encode(IVideoWriter writer, SKColor colour)
    {
        using var drawing = new Drawing(51, 34);
        drawing.Fill(SKRect.Create(51, 34), colour);
        using var pixels = drawing.Pixels;
        return writer.Encode(pixels);
    }
}
