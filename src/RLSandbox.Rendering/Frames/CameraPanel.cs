using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Sensors;
using SkiaSharp;

namespace RLSandbox.Rendering.Frames;

/// <summary>The observation's camera part, enlarged without smoothing: each of its pixels is a square of equal colour.</summary>
/// <remarks>Gray bytes are shown as grays and RGB bytes as they are; class ids, which would all be nearly black, in the colours of the camera's palette.</remarks>
internal static class CameraPanel
{
    private const float CaptionHeight = 20, Inset = 4;

    public static void Draw(Drawing drawing, SKRect area, EpisodeFrame frame)
    {
        drawing.Fill(area, Theme.Card, 8);
        var caption = new TextStyle(11, Theme.TextDim, SKTextAlign.Center);
        if (frame.Episode.Camera is not { } camera)
        {
            drawing.Text("no camera", new(area.MidX, area.MidY), caption);
            return;
        }
        var lens = camera.Projection == CameraProjection.Forward ? FormattableString.Invariant($"{camera.FieldOfViewDegrees:0.#}° ahead") : FormattableString.Invariant($"{camera.MetresPerPixel:0.##} m/pixel");
        var text = FormattableString.Invariant($"camera {camera.Width} × {camera.Height}, {lens}");
        drawing.Text(drawing.Fit(text, area.Width - 2 * Inset, caption), new(area.MidX, area.Bottom - 7), caption);
        DrawPixels(drawing, new(area.Left + Inset, area.Top + Inset, area.Right - Inset, area.Bottom - CaptionHeight), camera, frame.Moment.Camera);
    }

    /// <summary>Where a picture of the camera lies inside <paramref name="box"/>, both in pixels: the largest whole multiple that fits, or shrunk when even one does not.</summary>
    public static SKRectI Place(SKRect box, int width, int height)
    {
        var scale = Math.Min(box.Width / width, box.Height / height);
        if (scale >= 1) scale = MathF.Floor(scale);
        int across = Math.Max(1, (int)(width * scale)), down = Math.Max(1, (int)(height * scale));
        return SKRectI.Create((int)MathF.Round(box.MidX - across / 2f), (int)MathF.Round(box.MidY - down / 2f), across, down);
    }

    /// <summary>A picture of the camera inside <paramref name="box"/>, pixel by pixel.</summary>
    internal static void DrawImage(Drawing drawing, SKRect box, SKImage image)
    {
        var canvas = drawing.Canvas;
        var place = Place(canvas.TotalMatrix.MapRect(box), image.Width, image.Height);
        canvas.Save();
        canvas.ResetMatrix();
        canvas.DrawImage(image, SKRect.Create(place.Left, place.Top, place.Width, place.Height), new SKSamplingOptions(SKFilterMode.Nearest));
        canvas.Restore();
    }

    private static void DrawPixels(Drawing drawing, SKRect box, CameraConfig camera, byte[] observation)
    {
        using var image = ToImage(camera, observation);
        DrawImage(drawing, box, image);
    }

    /// <summary>One frame as people see it: colours as they are, gray, or classes in the colours of the palette.</summary>
    internal static SKImage ToImage(CameraConfig camera, byte[] observation)
    {
        var count = camera.Width * camera.Height;
        var pixels = new byte[4 * count];
        for (var i = 0; i < count; i++)
        {
            var (red, green, blue) = camera.Output switch
            {
                CameraOutput.Rgb => (observation[i], observation[count + i], observation[2 * count + i]),
                CameraOutput.Gray => (observation[i], observation[i], observation[i]),
                _ => Colour(camera.Palette[(SurfaceClass)observation[i]]),
            };
            (pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2], pixels[4 * i + 3]) = (blue, green, red, 255);
        }
        return SKImage.FromPixelCopy(new SKImageInfo(camera.Width, camera.Height, SKColorType.Bgra8888, SKAlphaType.Opaque), pixels);
    }

    private static (byte Red, byte Green, byte Blue) Colour(Shade shade) => (shade.Red, shade.Green, shade.Blue);
}
