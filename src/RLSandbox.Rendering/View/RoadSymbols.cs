using System.Globalization;
using RLSandbox.Driving.Roads;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>Lights and signs of a road map, at their places and larger than life.</summary>
internal static class RoadSymbols
{
    private const double KilometresPerHour = 3.6;

    /// <summary>Draws all of them; smaller where there are many.</summary>
    public static void Draw(Drawing drawing, RoadMap map, GroundView view)
    {
        var size = map.Lights.Count + map.Signs.Count > 60 ? 3.5f : 5;
        foreach (var sign in map.Signs) DrawSign(drawing, sign.Kind, sign.Value, view.ToPicture((float)sign.Position.X, (float)sign.Position.Y), size);
        foreach (var light in map.Lights) DrawLight(drawing, view.ToPicture((float)light.Position.X, (float)light.Position.Y), size);
    }

    private static void DrawLight(Drawing drawing, SKPoint at, float size)
    {
        drawing.Fill(new SKRect(at.X - 0.6f * size, at.Y - 1.5f * size, at.X + 0.6f * size, at.Y + 1.5f * size), Theme.StartBlack, 0.3f * size);
        drawing.Disc(new(at.X, at.Y - 0.9f * size), 0.4f * size, Theme.Bad);
        drawing.Disc(at, 0.4f * size, Theme.YellowLine);
        drawing.Disc(new(at.X, at.Y + 0.9f * size), 0.4f * size, Theme.Good);
    }

    /// <summary>One sign with a half side of <paramref name="size"/>.</summary>
    /// <param name="value">m/s of a speed limit.</param>
    public static void DrawSign(Drawing drawing, SignKind kind, double value, SKPoint at, float size)
    {
        switch (kind)
        {
            case SignKind.Stop:
                Polygon(drawing, at, size, 8, MathF.PI / 8, Theme.Bad, Theme.StartWhite);
                break;
            case SignKind.Yield:
                Polygon(drawing, at, size, 3, MathF.PI / 2, Theme.StartWhite, Theme.Bad);
                break;
            case SignKind.Priority:
                Polygon(drawing, at, size, 4, 0, Theme.YellowLine, Theme.StartWhite);
                break;
            case SignKind.SpeedLimit:
                drawing.Disc(at, size, Theme.Bad);
                drawing.Disc(at, 0.75f * size, Theme.StartWhite);
                if (double.IsFinite(value))
                    drawing.Text(Math.Round(value * KilometresPerHour).ToString(CultureInfo.InvariantCulture), new(at.X, at.Y + 0.3f * size), new(0.85f * size, Theme.StartBlack, SKTextAlign.Center, Bold: true));
                break;
            default:
                drawing.Disc(at, 0.45f * size, Theme.Accent);
                break;
        }
    }

    /// <summary>A regular polygon; at turn 90° one corner points down.</summary>
    private static void Polygon(Drawing drawing, SKPoint at, float size, int corners, float turn, SKColor colour, SKColor edge)
    {
        using var builder = new SKPathBuilder();
        builder.AddPoly([.. Enumerable.Range(0, corners).Select(k => turn + MathF.Tau * k / corners).Select(angle => new SKPoint(at.X + size * MathF.Cos(angle), at.Y + size * MathF.Sin(angle)))], close: true);
        using var path = builder.Detach();
        drawing.Fill(path, colour);
        drawing.Stroke(path, edge, size / 4);
    }
}
