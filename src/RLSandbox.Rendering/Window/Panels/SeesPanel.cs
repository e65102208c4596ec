using RLSandbox.Driving.Sensors;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Insight;
using SkiaSharp;

namespace RLSandbox.Rendering.Window.Panels;

/// <summary>What the network sees: the newest camera picture large, the older ones of its stack small, and every number of the state.</summary>
internal static class SeesPanel
{
    private const float Gap = 8, SmallestThumb = 18, LargestThumb = 46, NarrowestNumbers = 112, LowestRow = 12, OneLineBelow = 18;
    private static readonly SKColor Heat = new(255, 150, 30);

    /// <summary>Height below which a number would be cut.</summary>
    public static float Least(StageFacts facts)
    {
        var rows = facts.State?.Features.Count ?? 0;
        return Math.Max(150, Card.TitleHeight + rows * LowestRow + (facts.FrameStack > 1 ? 50 : 0) + (facts.State?.Features.Contains(StateFeature.LookAhead) == true ? 24 : 0) + 8);
    }

    public static void Draw(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        var facts = frame.Facts;
        var inner = Card.Begin(drawing, area, "sees", facts.Camera is { } camera ? Lens(camera, facts.FrameStack, frame.Saliency) : "");
        if (frame.Cameras.Count == 0 && frame.State.Length == 0)
        {
            drawing.Text(facts.Camera is null ? "no numbers: stored poses" : "no camera pictures: stored poses", new(inner.Left, inner.Top + 12), Card.Dim);
            return;
        }
        if (facts.Camera is null)
        {
            DrawNumbers(drawing, inner, frame);
            return;
        }
        var isAlone = facts.State is null && facts.FrameStack == 1;
        var picture = isAlone ? inner : inner with { Right = inner.Left + Math.Min(inner.Height * facts.Camera.Width / facts.Camera.Height, Math.Min(inner.Width * 0.62f, inner.Width - Gap - NarrowestNumbers)) };
        DrawPicture(drawing, picture, facts.Camera, frame.Cameras[^1], frame.Saliency);
        if (isAlone) return;
        var rest = inner with { Left = picture.Right + Gap };
        if (facts.FrameStack > 1) rest.Top = DrawStack(drawing, rest, frame) + Gap;
        DrawNumbers(drawing, rest, frame);
    }

    private static string Lens(CameraConfig camera, int stack, SaliencyMap? saliency)
    {
        var lens = camera.Projection == CameraProjection.Forward ? FormattableString.Invariant($"{camera.FieldOfViewDegrees:0.#}°") : FormattableString.Invariant($"{camera.MetresPerPixel:0.##} m/pixel");
        var text = FormattableString.Invariant($"{camera.Width} × {camera.Height}, {lens}");
        if (stack > 1) text += FormattableString.Invariant($", {stack} frames");
        return saliency is null ? text : $"{SaliencyNames.Of(saliency.Kind)} over {FormattableString.Invariant($"{camera.Width} × {camera.Height}")}";
    }

    /// <summary>Each pixel of the observation is an even square, where there is room for whole ones.</summary>
    private static void DrawPicture(Drawing drawing, SKRect box, CameraConfig camera, byte[] bytes, SaliencyMap? saliency)
    {
        using var image = CameraPanel.ToImage(camera, bytes);
        var canvas = drawing.Canvas;
        var at = Place(canvas.TotalMatrix.MapRect(box), camera.Width, camera.Height);
        canvas.Save();
        canvas.ResetMatrix();
        canvas.DrawImage(image, at, new SKSamplingOptions(SKFilterMode.Nearest));
        if (saliency is not null)
        {
            using var heat = ToHeat(saliency.Map, camera.Width, camera.Height);
            canvas.DrawImage(heat, at, new SKSamplingOptions(SKFilterMode.Linear));
        }
        canvas.Restore();
    }

    /// <summary>A whole multiple, unless it would leave more than a fifth of the side empty.</summary>
    private static SKRect Place(SKRect box, int width, int height)
    {
        var even = CameraPanel.Place(box, width, height);
        var scale = Math.Min(box.Width / width, box.Height / height);
        if (even.Width >= 0.8f * scale * width) return SKRect.Create(even.Left, even.Top, even.Width, even.Height);
        return SKRect.Create(MathF.Round(box.MidX - scale * width / 2), MathF.Round(box.MidY - scale * height / 2), MathF.Floor(scale * width), MathF.Floor(scale * height));
    }

    private static SKImage ToHeat(float[] map, int width, int height)
    {
        var pixels = new byte[4 * map.Length];
        for (var i = 0; i < map.Length; i++)
        {
            var share = 0.85f * Math.Clamp(map[i], 0, 1);
            (pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2], pixels[4 * i + 3]) = ((byte)(share * Heat.Blue), (byte)(share * Heat.Green), (byte)(share * Heat.Red), (byte)(share * 255));
        }
        return SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Premul), pixels);
    }

    /// <summary>Older pictures in a row, the oldest on the left; a frame that the episode is too young for is an empty place.</summary>
    private static float DrawStack(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        var older = frame.Facts.FrameStack - 1;
        var columns = Math.Max(1, Math.Min(older, (int)(area.Width / (SmallestThumb + 3))));
        var side = Math.Clamp(Math.Min((area.Width - 3 * (columns - 1)) / columns, area.Height * 0.24f), SmallestThumb, LargestThumb);
        drawing.Text("frames before", new(area.Left, area.Top + 9), Card.Dim);
        var top = area.Top + 14;
        for (var i = 0; i < older; i++)
        {
            var box = SKRect.Create(area.Left + i % columns * (side + 3), top + i / columns * (side + 3), side, side);
            drawing.Fill(box, Theme.Groove, 2);
            var index = frame.Cameras.Count - 1 - (older - i);
            if (index < 0) continue;
            using var image = CameraPanel.ToImage(frame.Facts.Camera!, frame.Cameras[index]);
            drawing.Canvas.DrawImage(image, box, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }
        return top + (older + columns - 1) / columns * (side + 3);
    }

    private static void DrawNumbers(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        if (frame.Facts.State is not { } state) return;
        var bars = state.Features.Where(feature => feature != StateFeature.LookAhead).ToList();
        var hasPoints = bars.Count < state.Features.Count;
        var height = Math.Min(22, area.Height * (hasPoints ? 0.72f : 1) / Math.Max(1, bars.Count));
        var offset = 0;
        var row = 0;
        foreach (var feature in state.Features)
        {
            if (feature == StateFeature.LookAhead)
            {
                DrawPoints(drawing, area with { Top = area.Top + bars.Count * height + 4 }, frame.State.AsSpan(offset, 2 * state.LookAheadPoints));
                offset += 2 * state.LookAheadPoints;
                continue;
            }
            DrawNumber(drawing, SKRect.Create(area.Left, area.Top + row++ * height, area.Width, height), CamelCase.Words(char.ToLowerInvariant(feature.ToString()[0]) + feature.ToString()[1..]), frame.State[offset++]);
        }
    }

    /// <summary>Name and number over a bar where there is room for both, else name, bar and number in one line.</summary>
    private static void DrawNumber(Drawing drawing, SKRect row, string name, float value)
    {
        var isOneLine = row.Height < OneLineBelow;
        var style = Card.Dim with { Size = Math.Min(10.5f, row.Height * 0.85f) };
        var number = Card.Signed(value, 2);
        if (isOneLine) Card.MiddleBar(drawing, new(row.Left, row.Top + 0.5f, row.Right, row.Bottom - 1), value, Theme.Accent.WithAlpha(110));
        drawing.Text(drawing.Fit(name, row.Width - drawing.Measure(number, style) - 4, style), new(row.Left + (isOneLine ? 3 : 0), row.Top + style.Size), style);
        drawing.Text(number, new(row.Right - (isOneLine ? 3 : 0), row.Top + style.Size), style with { Align = SKTextAlign.Right, Colour = Theme.Text });
        if (!isOneLine) Card.MiddleBar(drawing, new(row.Left, row.Top + style.Size + 2.5f, row.Right, row.Bottom - 2.5f), value, Theme.Accent);
    }

    /// <summary>Points of the centre line ahead, the car at the bottom and driving up.</summary>
    private static void DrawPoints(Drawing drawing, SKRect area, ReadOnlySpan<float> points)
    {
        if (area.Height < 16) return;
        drawing.Fill(area, Theme.Groove, 4);
        var box = SKRect.Inflate(area, -4, -5);
        drawing.Disc(new(box.MidX, box.Bottom), 3, Theme.Ego);
        for (var i = 0; i + 1 < points.Length; i += 2)
            drawing.Disc(new(Math.Clamp(box.MidX - points[i + 1] * box.Height, box.Left, box.Right), Math.Clamp(box.Bottom - points[i] * box.Height, box.Top, box.Bottom)), 2, Theme.Text);
    }
}
