using RLSandbox.Driving.Maps;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>A whole circuit on one page: from above, with scale, length, tightest bend, driving direction and start line.</summary>
public static class CircuitPicture
{
    private const float HeaderHeight = 64, Margin = 56;
    /// <summary>Narrower roads are drawn as a plain ribbon, page units: their lines would hide the road.</summary>
    private const float NarrowestRoad = 9, Ribbon = 5;

    /// <summary>Draws <paramref name="circuit"/> over the whole of <paramref name="drawing"/>.</summary>
    public static void Draw(Drawing drawing, Circuit circuit)
    {
        using var paths = new CircuitPaths(circuit);
        var unit = Math.Min(drawing.Size.Width / 960f, drawing.Size.Height / 540f);
        var canvas = drawing.Canvas;
        canvas.Save();
        canvas.Scale(unit);
        var page = SKRect.Create(drawing.Size.Width / unit, drawing.Size.Height / unit);
        drawing.Fill(page, Theme.Grass);
        var ground = page with { Top = page.Top + HeaderHeight };
        var view = GroundView.Fit(paths.Bounds, SKRect.Inflate(ground, -Margin, -Margin), margin: 0);
        DrawRoad(drawing, circuit, paths, view);
        DrawTightestBend(drawing, circuit, view, SKRect.Inflate(ground, -48, -16));
        DrawStart(drawing, circuit, view);
        DrawHeader(drawing, circuit, page);
        ScaleBar.Draw(drawing, new(page.Left + 16, page.Bottom - 16), view.PixelsPerMetre);
        canvas.Restore();
    }

    private static void DrawRoad(Drawing drawing, Circuit circuit, CircuitPaths paths, GroundView view)
    {
        var start = circuit.Sample(0);
        drawing.Canvas.Save();
        drawing.Canvas.Concat(view.Matrix);
        drawing.Stroke(paths.Road, Theme.GrassDark, 10 / view.PixelsPerMetre);
        if ((start.LeftWidth + start.RightWidth) * view.PixelsPerMetre >= NarrowestRoad) paths.Draw(drawing, dashes: false);
        else drawing.Stroke(paths.CentreLine, Theme.EdgeLine, Ribbon / view.PixelsPerMetre);
        drawing.Canvas.Restore();
    }

    private static void DrawHeader(Drawing drawing, Circuit circuit, SKRect page)
    {
        drawing.Fill(new SKRect(page.Left, page.Top, page.Right, page.Top + HeaderHeight), Theme.Panel);
        drawing.Text(circuit.Name, new(16, 28), new(20, Theme.Text, Bold: true));
        var (narrowest, widest) = Widths(circuit);
        var width = widest - narrowest < 0.1f ? FormattableString.Invariant($"{widest:0.0}") : FormattableString.Invariant($"{narrowest:0.0} to {widest:0.0}");
        drawing.Text(
            FormattableString.Invariant($"{circuit.Length:0} m, {width} m wide, smallest radius {circuit.SmallestRadius:0.0} m, {(circuit.IsClockwise ? "clockwise" : "counter-clockwise")}"),
            new(16, 50), new(13, Theme.TextDim));
    }

    private static (float Narrowest, float Widest) Widths(Circuit circuit)
    {
        var (narrowest, widest) = (float.MaxValue, 0f);
        for (var arc = 0f; arc < circuit.Length; arc++)
        {
            var sample = circuit.Sample(arc);
            var width = sample.LeftWidth + sample.RightWidth;
            (narrowest, widest) = (Math.Min(narrowest, width), Math.Max(widest, width));
        }
        return (narrowest, widest);
    }

    private static void DrawTightestBend(Drawing drawing, Circuit circuit, GroundView view, SKRect within)
    {
        var tightest = circuit.Sample(0);
        for (var arc = 0f; arc < circuit.Length; arc += 0.5f)
        {
            var sample = circuit.Sample(arc);
            if (MathF.Abs(sample.Curvature) > MathF.Abs(tightest.Curvature)) tightest = sample;
        }
        var (sin, cos) = MathF.SinCos(tightest.Heading);
        float radius = 1 / tightest.Curvature, away = -MathF.Sign(tightest.Curvature) * (tightest.LeftWidth + 46 / view.PixelsPerMetre);
        SKPoint at = view.ToPicture(tightest.X, tightest.Y), centre = view.ToPicture(tightest.X - sin * radius, tightest.Y + cos * radius);
        var label = view.ToPicture(tightest.X - sin * away, tightest.Y + cos * away);
        drawing.Line(centre, at, Theme.Accent, 1.5f);
        drawing.Disc(centre, 2.5f, Theme.Accent);
        drawing.Disc(at, 2.5f, Theme.Accent);
        label = new(Math.Clamp(label.X, within.Left, within.Right), Math.Clamp(label.Y, within.Top, within.Bottom));
        Label(drawing, label, FormattableString.Invariant($"r {circuit.SmallestRadius:0.0} m"), Theme.Accent);
    }

    private static void DrawStart(Drawing drawing, Circuit circuit, GroundView view)
    {
        var start = circuit.Sample(0);
        var (sin, cos) = MathF.SinCos(start.Heading);
        var beside = start.LeftWidth + 14 / view.PixelsPerMetre;
        var tail = view.ToPicture(start.X - sin * beside, start.Y + cos * beside);
        SKPoint ahead = new(cos, -sin), aside = new(sin, cos);                           // unit vectors in the picture, y down
        SKPoint At(float forward, float right) => new(tail.X + forward * ahead.X + right * aside.X, tail.Y + forward * ahead.Y + right * aside.Y);
        drawing.Line(view.ToPicture(start.X - sin * start.LeftWidth, start.Y + cos * start.LeftWidth),
            view.ToPicture(start.X + sin * start.RightWidth, start.Y - cos * start.RightWidth), Theme.StartWhite, 2);
        drawing.Line(tail, At(34, 0), Theme.Text, 3);
        using var builder = new SKPathBuilder();
        builder.AddPoly([At(46, 0), At(32, -7), At(32, 7)], close: true);
        using var head = builder.Detach();
        drawing.Fill(head, Theme.Text);
        Label(drawing, At(-4, -18), "start", Theme.Text);
    }

    private static void Label(Drawing drawing, SKPoint centre, string text, SKColor colour)
    {
        var style = new TextStyle(12, colour, SKTextAlign.Center, Bold: true);
        var half = drawing.Measure(text, style) / 2 + 6;
        drawing.Fill(new SKRect(centre.X - half, centre.Y - 10, centre.X + half, centre.Y + 8), Theme.Overlay, 5);
        drawing.Text(text, new(centre.X, centre.Y + 3.5f), style);
    }
}
