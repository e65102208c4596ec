using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>Where the ground lies in a picture: turned, scaled, and shifted.</summary>
/// <param name="X">World x that is shown at <paramref name="At"/>, m.</param>
/// <param name="Y">World y that is shown at <paramref name="At"/>, m.</param>
/// <param name="Turn">Counter-clockwise turn of the world in the picture, rad; 0 is north-up.</param>
/// <param name="PixelsPerMetre">Scale.</param>
/// <param name="At">Picture point of (<paramref name="X"/>, <paramref name="Y"/>), y down.</param>
public readonly record struct GroundView(float X, float Y, float Turn, float PixelsPerMetre, SKPoint At)
{
    /// <summary>North-up and as large as fits into <paramref name="area"/> with <paramref name="margin"/> metres around.</summary>
    public static GroundView Fit(SKRect bounds, SKRect area, float margin)
    {
        var scale = Math.Min(area.Width / (bounds.Width + 2 * margin), area.Height / (bounds.Height + 2 * margin));
        return new(bounds.MidX, bounds.MidY, 0, scale, new(area.MidX, area.MidY));
    }

    /// <summary>From world metres to picture points.</summary>
    public SKMatrix Matrix
    {
        get
        {
            var (sin, cos) = MathF.SinCos(Turn);
            float a = PixelsPerMetre * cos, b = PixelsPerMetre * sin;
            return new(a, -b, At.X - a * X + b * Y, -b, -a, At.Y + b * X + a * Y, 0, 0, 1);
        }
    }

    /// <summary>Picture point of a place on the ground.</summary>
    public SKPoint ToPicture(float x, float y) => Matrix.MapPoint(x, y);
}
