using RLSandbox.Driving.Sensors;
using RLSandbox.Rendering.Frames;
using SkiaSharp;

namespace RLSandbox.Rendering.Insight;

/// <summary>A map of what matters over the picture it is about: the picture in dim gray, what matters from purple over orange to yellow.</summary>
public static class HeatMap
{
    private const float Dim = 0.55f, Lift = 26;

    /// <summary>Ascending in brightness for every kind of colour vision; from the middle of the scale that Smith and van der Walt call inferno, by eye.</summary>
    private static readonly SKColor[] Stops = [new(66, 10, 104), new(147, 38, 103), new(221, 81, 58), new(252, 165, 10), new(252, 255, 164)];

    /// <summary>Colour of an importance, clamped to 0 … 1.</summary>
    public static SKColor Colour(float importance)
    {
        var position = Math.Clamp(float.IsNaN(importance) ? 0 : importance, 0, 1) * (Stops.Length - 1);
        var index = Math.Min((int)position, Stops.Length - 2);
        return Theme.Mix(Stops[index], Stops[index + 1], position - index);
    }

    /// <summary>Draws both into <paramref name="box"/>, at the same place as <see cref="CameraPanel"/> would draw the picture alone.</summary>
    /// <param name="observation">[C, H, W] as the policy reads it; of a stack the newest frame.</param>
    /// <param name="map">[H · W] in 0 … 1; empty: only the dim picture.</param>
    public static void Draw(Drawing drawing, SKRect box, CameraConfig camera, byte[] observation, ReadOnlySpan<float> map)
    {
        using var picture = CameraPanel.ToImage(camera, observation);
        using var mixed = new SKBitmap(new SKImageInfo(camera.Width, camera.Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        picture.ReadPixels(mixed.Info, mixed.GetPixels());
        for (var i = 0; i < camera.Width * camera.Height; i++)
        {
            var colour = mixed.GetPixel(i % camera.Width, i / camera.Width);
            var gray = (byte)(Lift + Dim * (0.299f * colour.Red + 0.587f * colour.Green + 0.114f * colour.Blue));
            var importance = map.IsEmpty ? 0 : map[i];
            mixed.SetPixel(i % camera.Width, i / camera.Width, Theme.Mix(new(gray, gray, gray), Colour(importance), Opacity(importance)));
        }
        using var image = SKImage.FromBitmap(mixed);
        CameraPanel.DrawImage(drawing, box, image);
    }

    /// <summary>Little importance leaves the picture to be seen; the root keeps maps of few large peaks from looking empty.</summary>
    private static float Opacity(float importance) => 0.92f * MathF.Sqrt(Math.Clamp(importance, 0, 1));
}
