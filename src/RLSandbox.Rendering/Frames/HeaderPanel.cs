using SkiaSharp;

namespace RLSandbox.Rendering.Frames;

/// <summary>Who drives where, for how long, and how far it came.</summary>
internal static class HeaderPanel
{
    public static void Draw(Drawing drawing, SKRect area, EpisodeFrame frame)
    {
        var time = new TextStyle(20, Theme.Text, SKTextAlign.Right, Bold: true);
        var clock = FormattableString.Invariant($"{frame.Clock:0.0} s");
        var title = new TextStyle(20, Theme.Text, Bold: true);
        drawing.Text(clock, new(area.Right, area.Top + 18), time);
        drawing.Text(drawing.Fit(frame.Episode.Policy, area.Width - drawing.Measure(clock, time) - 12, title), new(area.Left, area.Top + 18), title);
        var place = new TextStyle(12.5f, Theme.TextDim);
        drawing.Text(drawing.Fit($"{frame.Episode.Scenario} · {frame.Episode.Map}", area.Width, place), new(area.Left, area.Top + 38), place);
        DrawProgress(drawing, area with { Top = area.Bottom - 22 }, frame.Snapshot.Progress);
    }

    private static void DrawProgress(Drawing drawing, SKRect area, float progress)
    {
        var bar = new SKRect(area.Left, area.Top + 8, area.Right - 48, area.Top + 16);
        drawing.Fill(bar, Theme.Groove, 4);
        if (progress > 0) drawing.Fill(bar with { Right = bar.Left + Math.Max(bar.Height, progress * bar.Width) }, Theme.Accent, 4);
        drawing.Text(FormattableString.Invariant($"{100 * progress:0} %"), new(area.Right, area.Top + 17), new(13, Theme.Text, SKTextAlign.Right));
    }
}
