using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Recording;
using SkiaSharp;

namespace RLSandbox.Rendering.Tests.Frames;

public sealed class CameraPanelTests
{
    private static readonly SKRect Area = SKRect.Create(200, 220);

    // The box inside the card is 192 × 196 units. Scaled by 1: 192 / 32 = 6 pixels each, by 0.5: 3, by 1.7: 326 / 32 = 10.
    [TestCase(1f, 6)]
    [TestCase(0.5f, 3)]
    [TestCase(1.7f, 10)]
    public void Gray_ShowsEveryByteAsASquareOfThatGray(float scale, int expected)
    {
        var bytes = Bytes(32 * 32);
        using var drawing = Draw(new() { Width = 32, Height = 32 }, bytes, scale, out var place);
        Assert.That((place.Width, place.Height), Is.EqualTo((32 * expected, 32 * expected)));
        for (var y = 0; y < place.Height; y++)
            for (var x = 0; x < place.Width; x++)
            {
                var value = bytes[y / expected * 32 + x / expected];
                Assert.That(drawing.At(place.Left + x, place.Top + y), Is.EqualTo(new SKColor(value, value, value)), $"pixel ({x}, {y})");
            }
    }

    [Test]
    public void Rgb_ShowsTheThreePlanes()
    {
        var bytes = Bytes(3 * 8 * 4);
        using var drawing = Draw(new() { Width = 8, Height = 4, Output = CameraOutput.Rgb }, bytes, 1, out var place);
        for (var pixel = 0; pixel < 32; pixel++)
            Assert.That(Middle(drawing, place, 8, pixel), Is.EqualTo(new SKColor(bytes[pixel], bytes[32 + pixel], bytes[64 + pixel])), $"pixel {pixel}");
    }

    [Test]
    public void Classes_AreShownInTheColoursOfThePalette()
    {
        using var drawing = Draw(new() { Width = 8, Height = 1, Output = CameraOutput.Classes }, [0, 1, 2, 3, 4, 5, 6, 7], 1, out var place);
        for (var pixel = 0; pixel < 8; pixel++)
        {
            var shade = Palette.Default[(SurfaceClass)pixel];
            Assert.That(Middle(drawing, place, 8, pixel), Is.EqualTo(new SKColor(shade.Red, shade.Green, shade.Blue)), $"class {pixel}");
        }
    }

    [Test]
    public void PictureLargerThanTheBox_IsShrunkIntoIt()
    {
        var place = CameraPanel.Place(SKRect.Create(10, 10, 192, 196), 400, 200);
        Assert.That((place.Width, place.Height, place.Left), Is.EqualTo((192, 96, 10)));
    }

    /// <summary>Different neighbours, every value up to 255.</summary>
    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 37 + i / 64))];

    private static SKColor Middle(Drawing drawing, SKRectI place, int width, int pixel)
    {
        var scale = place.Width / width;
        return drawing.At(place.Left + pixel % width * scale + scale / 2, place.Top + pixel / width * scale + scale / 2);
    }

    private static Drawing Draw(CameraConfig camera, byte[] bytes, float scale, out SKRectI place)
    {
        using var scene = new Scene();
        var moment = new EpisodeMoment { Snapshot = scene.At(0), Camera = bytes, Terms = [], TermSums = [] };
        var episode = new RecordedEpisode { Policy = "p", Scenario = "s", Map = "m", Terms = [], Camera = camera, TopSpeed = 16, StepSeconds = 0.1, Moments = [moment] };
        var drawing = new Drawing((int)(200 * scale), (int)(220 * scale));
        drawing.Canvas.Scale(scale);
        CameraPanel.Draw(drawing, Area, EpisodeFrame.At(episode, 0));
        place = CameraPanel.Place(new(4 * scale, 4 * scale, 196 * scale, 200 * scale), camera.Width, camera.Height);
        return drawing;
    }
}
