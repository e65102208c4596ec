using System.Globalization;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>A bar of a round number of metres.</summary>
internal static class ScaleBar
{
    private const float LongestBar = 120;

    /// <summary>The largest of 1, 2, 5 · 10ᵏ metres that is at most <see cref="LongestBar"/> wide, at least 1 m.</summary>
    public static int MetresFor(float pixelsPerMetre)
    {
        var best = 1;
        for (var decade = 1; decade <= 1_000_000; decade *= 10)
            foreach (var step in (ReadOnlySpan<int>)[1, 2, 5])
                if (step * decade * pixelsPerMetre <= LongestBar) best = step * decade;
        return best;
    }

    /// <summary>Draws it with its lower left corner at <paramref name="at"/>.</summary>
    public static void Draw(Drawing drawing, SKPoint at, float pixelsPerMetre)
    {
        var metres = MetresFor(pixelsPerMetre);
        var width = metres * pixelsPerMetre;
        drawing.Fill(new SKRect(at.X - 8, at.Y - 26, at.X + width + 8, at.Y + 6), Theme.Overlay, 6);
        using var path = new SKPathBuilder();
        path.AddPoly([new(at.X, at.Y - 6), new(at.X, at.Y), new(at.X + width, at.Y), new(at.X + width, at.Y - 6)], close: false);
        using var bar = path.Detach();
        drawing.Stroke(bar, Theme.Text, 1.5f);
        drawing.Text(metres.ToString(CultureInfo.InvariantCulture) + " m", new(at.X + width / 2, at.Y - 10), new(12, Theme.Text, SKTextAlign.Center));
    }
}
