using System.Globalization;
using SkiaSharp;

namespace RLSandbox.Rendering.Frames;

/// <summary>Speed as a number, and its recent past as a curve in the colours of the trail.</summary>
internal static class SpeedPanel
{
    private const double WindowSeconds = 20;
    private const float NumberWidth = 92;

    public static void Draw(Drawing drawing, SKRect area, EpisodeFrame frame)
    {
        drawing.Fill(area, Theme.Card, 8);
        var speed = frame.Snapshot.Vehicles[0].Motion.Speed;
        drawing.Text(speed.ToString("0.0", CultureInfo.InvariantCulture), new(area.Left + NumberWidth - 12, area.Top + 38), new(30, Theme.Text, SKTextAlign.Right, Bold: true));
        drawing.Text("m/s", new(area.Left + NumberWidth - 12, area.Top + 56), new(12, Theme.TextDim, SKTextAlign.Right));
        DrawCurve(drawing, new(area.Left + NumberWidth + 8, area.Top + 12, area.Right - 12, area.Bottom - 18), frame);
    }

    private static void DrawCurve(Drawing drawing, SKRect plot, EpisodeFrame frame)
    {
        var episode = frame.Episode;
        var label = new TextStyle(10, Theme.TextDim, SKTextAlign.Right);
        drawing.Line(new(plot.Left, plot.Top), new(plot.Right, plot.Top), Theme.Rule, 1);
        drawing.Line(new(plot.Left, plot.Bottom), new(plot.Right, plot.Bottom), Theme.Rule, 1);
        drawing.Text(episode.TopSpeed.ToString("0", CultureInfo.InvariantCulture), new(plot.Left - 4, plot.Top + 4), label);
        drawing.Text("0", new(plot.Left - 4, plot.Bottom + 4), label);
        drawing.Text(FormattableString.Invariant($"last {WindowSeconds:0} s"), new(plot.Right, plot.Bottom + 13), label);

        var first = Math.Max(0, frame.Index - (int)(WindowSeconds / episode.StepSeconds));
        var before = Point(first);
        for (var i = first + 1; i <= frame.Index + 1; i++)
        {
            var now = i <= frame.Index ? Point(i) : At(frame.Seconds, frame.Snapshot);
            drawing.Line(before.At, now.At, Theme.Speed(now.Share), 2);
            before = now;
        }
        drawing.Disc(before.At, 3, Theme.Text);

        (SKPoint At, float Share) Point(int index) => At(index * episode.StepSeconds, episode.Moments[index].Snapshot);
        (SKPoint At, float Share) At(double seconds, Driving.Snapshot snapshot)
        {
            var share = Math.Clamp(snapshot.Vehicles[0].Motion.Speed / episode.TopSpeed, 0, 1.1f);
            var age = (float)((frame.Seconds - seconds) / WindowSeconds);
            return (new(Math.Max(plot.Left, plot.Right - age * plot.Width), plot.Bottom - share * plot.Height), share);
        }
    }
}
