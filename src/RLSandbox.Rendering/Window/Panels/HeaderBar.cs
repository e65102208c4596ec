using SkiaSharp;

namespace RLSandbox.Rendering.Window.Panels;

/// <summary>Who drives where, how fast time goes, and whether the window is being recorded.</summary>
internal static class HeaderBar
{
    public static void Draw(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        drawing.Fill(area, Theme.Panel);
        var baseline = area.MidY + 5.5f;
        var right = area.Right - 12;
        var clock = new TextStyle(15, Theme.Text, SKTextAlign.Right, Bold: true);
        var time = FormattableString.Invariant($"{frame.Seconds:0.0} s");
        drawing.Text(time, new(right, baseline), clock);
        right -= Math.Max(drawing.Measure(time, clock), drawing.Measure("000.0 s", clock)) + 14;
        right = DrawState(drawing, right, area, frame);
        var title = new TextStyle(15, frame.IsHuman ? Theme.Accent : Theme.Text, Bold: true);
        var driver = frame.IsHuman ? "you drive" : frame.Driver;
        drawing.Text(drawing.Fit(driver, (right - area.Left) * 0.6f, title), new(area.Left + 12, baseline), title);
        var left = area.Left + 12 + Math.Min(drawing.Measure(driver, title), (right - area.Left) * 0.6f) + 14;
        var dim = new TextStyle(12, Theme.TextDim);
        drawing.Text(Card.FirstThatFits(drawing, right - left, dim, Places(frame)), new(left, baseline), dim);
    }

    /// <summary>A red dot while recording, then the state of time; returns where they begin.</summary>
    private static float DrawState(Drawing drawing, float right, SKRect area, ViewerFrame frame)
    {
        var style = new TextStyle(12, frame.IsPlaying ? Theme.Text : Theme.TextDim, SKTextAlign.Right);
        var state = frame.IsPlaying ? FormattableString.Invariant($"{frame.Speed:0.##} ×") : "paused";
        drawing.Text(state, new(right, area.MidY + 4.5f), style);
        right -= drawing.Measure(state, style) + 10;
        if (!frame.IsRecording) return right;
        drawing.Disc(new(right - 5, area.MidY), 5, Theme.Bad);
        return right - 20;
    }

    private static string[] Places(ViewerFrame frame)
    {
        var (environment, agent, _) = frame.Followed;
        var place = $"{frame.Facts.Scenario} · {frame.World.Map.Name}";
        var which = "";
        if (frame.Facts.EnvironmentCount > 1) which += FormattableString.Invariant($" · environment {environment + 1} of {frame.Facts.EnvironmentCount}");
        if (frame.Facts.AgentCount > 1) which += FormattableString.Invariant($" · agent {agent + 1} of {frame.Facts.AgentCount}");
        var brief = FormattableString.Invariant($"{frame.World.Map.Name} · {environment + 1}/{frame.Facts.EnvironmentCount}");
        return [place + which, place, frame.Facts.EnvironmentCount > 1 ? brief : frame.World.Map.Name, frame.World.Map.Name];
    }
}
