using SkiaSharp;

namespace RLSandbox.Rendering.Frames;

/// <summary>What the policy asks for: steering as a share of what is useful at the speed, and how far each pedal is down.</summary>
internal static class ControlsPanel
{
    public static void Draw(Drawing drawing, SKRect area, EpisodeFrame frame)
    {
        drawing.Fill(area, Theme.Card, 8);
        var label = new TextStyle(11, Theme.TextDim, SKTextAlign.Center);
        drawing.Text("steering", new(area.MidX, area.Top + 16), label);
        DrawSteering(drawing, new(area.Left + 10, area.Top + 24, area.Right - 10, area.Top + 36), frame.Moment.Steering);
        var (top, bottom) = (area.Top + 50, area.Bottom - 24);
        DrawPedal(drawing, new(area.MidX - 26, top, area.MidX - 8, bottom), -frame.Moment.Pedal, Theme.Bad);
        DrawPedal(drawing, new(area.MidX + 8, top, area.MidX + 26, bottom), frame.Moment.Pedal, Theme.Good);
        drawing.Text("brake", new(area.MidX - 19, area.Bottom - 8), label);
        drawing.Text("drive", new(area.MidX + 18, area.Bottom - 8), label);
    }

    /// <summary>From the middle to the left for a left turn: the bar shows where the wheel is turned.</summary>
    private static void DrawSteering(Drawing drawing, SKRect bar, float steering)
    {
        drawing.Fill(bar, Theme.Groove, 4);
        var end = bar.MidX - Math.Clamp(steering, -1, 1) * bar.Width / 2;
        drawing.Fill(new SKRect(Math.Min(end, bar.MidX), bar.Top, Math.Max(end, bar.MidX), bar.Bottom), Theme.Accent, 2);
        drawing.Fill(new SKRect(bar.MidX - 0.75f, bar.Top - 2, bar.MidX + 0.75f, bar.Bottom + 2), Theme.Text);
    }

    private static void DrawPedal(Drawing drawing, SKRect bar, float share, SKColor colour)
    {
        drawing.Fill(bar, Theme.Groove, 4);
        if (share > 0) drawing.Fill(bar with { Top = bar.Bottom - Math.Min(share, 1) * bar.Height }, colour, 4);
    }
}
