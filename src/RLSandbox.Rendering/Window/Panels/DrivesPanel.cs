using System.Globalization;
using SkiaSharp;

namespace RLSandbox.Rendering.Window.Panels;

/// <summary>Speed with its recent past, and what the driver asks for: steering, brake and drive.</summary>
internal static class DrivesPanel
{
    private const double WindowSeconds = 20;
    private const float NumberWidth = 58, ControlsWidth = 96, Gap = 10;

    public static void Draw(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        var inner = Card.Begin(drawing, area, "drives", "speed, steering, brake, drive");
        var speed = frame.Vehicle.Motion.Speed;
        drawing.Text(speed.ToString("0.0", CultureInfo.InvariantCulture), new(inner.Left + NumberWidth - 6, inner.MidY + 6), new(22, Theme.Text, SKTextAlign.Right, Bold: true));
        drawing.Text("m/s", new(inner.Left + NumberWidth - 6, inner.MidY + 20), Card.Dim with { Align = SKTextAlign.Right });
        DrawCurve(drawing, new(inner.Left + NumberWidth + 16, inner.Top + 4, inner.Right - ControlsWidth - Gap, inner.Bottom - 4), frame);
        DrawControls(drawing, inner with { Left = inner.Right - ControlsWidth }, frame);
    }

    private static void DrawCurve(Drawing drawing, SKRect plot, ViewerFrame frame)
    {
        var (facts, history, row) = (frame.Facts, frame.History, frame.Followed.Row);
        var label = Card.Dim with { Align = SKTextAlign.Right, Size = 9.5f };
        drawing.Line(new(plot.Left, plot.Top), new(plot.Right, plot.Top), Theme.Rule, 1);
        drawing.Line(new(plot.Left, plot.Bottom), new(plot.Right, plot.Bottom), Theme.Rule, 1);
        drawing.Text(facts.TopSpeed.ToString("0", CultureInfo.InvariantCulture), new(plot.Left - 4, plot.Top + 4), label);
        drawing.Text("0", new(plot.Left - 4, plot.Bottom + 3), label);
        var count = Math.Max(1, (int)(WindowSeconds / facts.StepSeconds));
        var first = Math.Max(history.EpisodeStart(frame.Steps.At, row), frame.Steps.At - count);
        SKPoint? before = null;
        for (var step = first; step <= frame.Steps.At; step++)
        {
            var share = Math.Clamp((step == frame.Steps.At ? frame.Vehicle.Motion.Speed : history.Point(step, row).Speed) / facts.TopSpeed, 0, 1.1f);
            var now = new SKPoint(plot.Right - (frame.Steps.At - step) * plot.Width / count, plot.Bottom - share * plot.Height);
            if (before is { } last) drawing.Line(last, now, Theme.Speed(share), 2);
            before = now;
        }
        if (before is { } end) drawing.Disc(end, 2.5f, Theme.Text);
    }

    private static void DrawControls(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        var (steering, pedal) = (frame.Moment.Steering, frame.Moment.Pedal);
        Card.MiddleBar(drawing, new(area.Left, area.Top + 4, area.Right, area.Top + 14), -steering, Theme.Accent);
        var height = area.Bottom - area.Top - 22;
        DrawPedal(drawing, SKRect.Create(area.MidX - 26, area.Top + 20, 18, height), -pedal, Theme.Bad);
        DrawPedal(drawing, SKRect.Create(area.MidX + 8, area.Top + 20, 18, height), pedal, Theme.Good);
    }

    private static void DrawPedal(Drawing drawing, SKRect bar, float share, SKColor colour)
    {
        drawing.Fill(bar, Theme.Groove, 4);
        if (share > 0.01f) drawing.Fill(bar with { Top = bar.Bottom - Math.Min(share, 1) * bar.Height }, colour, 4);
    }
}
