using SkiaSharp;

namespace RLSandbox.Rendering.Window.Panels;

/// <summary>All known steps, where one stands among them, and where episodes ended.</summary>
internal static class TimelineBar
{
    public static void Draw(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        drawing.Fill(area, Theme.Panel);
        var groove = frame.Layout.Groove;
        var bar = new SKRect(groove.Left, groove.MidY - 3, groove.Right, groove.MidY + 3);
        var (at, length) = frame.Steps;
        float X(int step) => bar.Left + (length == 0 ? 1 : step / (float)length) * bar.Width;
        drawing.Fill(bar, Theme.Groove, 3);
        drawing.Fill(bar with { Right = Math.Max(bar.Left + 3, X(at)) }, Theme.Accent, 3);
        foreach (var end in frame.Events)
            if (end.Environment == frame.Followed.Environment || frame.Wall.Count > 0) DrawEvent(drawing, X(end.Step), groove, end.IsSuccess);
        drawing.Disc(new(X(at), bar.MidY), 6, Theme.Text);
        DrawWords(drawing, area, frame);
    }

    /// <summary>Success is a small green mark, an infraction a tall red one: shape tells what colour may not.</summary>
    private static void DrawEvent(Drawing drawing, float x, SKRect groove, bool isSuccess)
    {
        if (isSuccess) drawing.Disc(new(x, groove.MidY), 3.5f, Theme.Good);
        else drawing.Fill(new SKRect(x - 1.5f, groove.Top - 2, x + 1.5f, groove.Bottom + 2), Theme.Bad, 1);
    }

    private static void DrawWords(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        var baseline = area.Bottom - 9;
        var style = new TextStyle(11, Theme.TextDim);
        var (at, length) = frame.Steps;
        var step = FormattableString.Invariant($"step {at} of {length}");
        drawing.Text(step, new(area.Left + 12, baseline), style);
        var left = area.Left + 12 + drawing.Measure(step, style) + 20;
        var pages = frame.Layout.Pages.Count > 1 ? FormattableString.Invariant($"panels {frame.Layout.Pages.Page + 1}/{frame.Layout.Pages.Count} Tab · ") : "";
        var wheel = frame.IsHuman ? "T hand back" : "T take the wheel";
        var hint = Card.FirstThatFits(drawing, area.Right - 12 - left, style,
            $"{pages}Space play · , . step · N infraction · [ ] speed · {wheel} · H all keys", $"{pages}Space play · , . step · {wheel} · H all keys", $"{pages}{wheel} · H all keys", $"{pages}H keys", "H keys");
        drawing.Text(hint, new(area.Right - 12, baseline), style with { Align = SKTextAlign.Right });
    }
}
