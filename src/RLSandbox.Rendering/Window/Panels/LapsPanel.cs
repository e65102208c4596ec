using SkiaSharp;

namespace RLSandbox.Rendering.Window.Panels;

/// <summary>The best laps of this scenario and map.</summary>
internal static class LapsPanel
{
    /// <summary>Three laps, or all ten.</summary>
    public const float Least = Card.TitleHeight + 3 * Card.Row + 10, Best = Card.TitleHeight + LapBoard.Length * Card.Row + 10;

    public static void Draw(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        var laps = frame.Laps ?? [];
        var ghost = frame.Ghost is null ? "" : frame.Ghost.Pose is null ? $"ghost {frame.Ghost.Name}: done" : $"ghost: {frame.Ghost.Name}";
        var inner = Card.Begin(drawing, area, "best laps", ghost);
        if (laps.Count == 0) drawing.Text("no lap yet: drive one whole lap", new(inner.Left, inner.Top + 11), Card.Dim);
        var rows = Math.Min(laps.Count, (int)((inner.Height + 2) / Card.Row));
        for (var i = 0; i < rows; i++)
        {
            var baseline = inner.Top + i * Card.Row + 11;
            drawing.Text(FormattableString.Invariant($"{i + 1}"), new(inner.Left + 14, baseline), Card.Dim with { Align = SKTextAlign.Right });
            drawing.Text(FormattableString.Invariant($"{laps[i].Seconds:0.00} s"), new(inner.Left + 84, baseline), Card.Bold with { Align = SKTextAlign.Right });
            drawing.Text(laps[i].Day, new(inner.Right, baseline), Card.Dim with { Align = SKTextAlign.Right });
            drawing.Text(drawing.Fit(laps[i].Driver, inner.Width - 84 - 92, Card.Text), new(inner.Left + 96, baseline), Card.Text);
        }
    }
}
