using RLSandbox.Rendering.Frames;
using SkiaSharp;

namespace RLSandbox.Rendering.Window.Panels;

/// <summary>How far the training that is followed has come: its curve and its latest numbers.</summary>
internal static class LearnsPanel
{
    /// <summary>A curve and two rows.</summary>
    public const float Least = Card.TitleHeight + 46 + 2 * Card.Row + 12, Best = Least + 3 * Card.Row;

    public static void Draw(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        if (frame.Learning is not { } learning) return;
        var inner = Card.Begin(drawing, area, $"learns: {learning.Run}", FormattableString.Invariant($"drives with checkpoint {learning.Checkpoint:#,0}"));
        var rows = Math.Min((learning.Latest.Count + 1) / 2, Math.Max(1, (int)((inner.Height - 46) / Card.Row)));
        var table = inner with { Top = inner.Bottom - rows * Card.Row };
        DrawCurve(drawing, inner with { Bottom = table.Top - 6 }, learning);
        var columnWidth = (inner.Width - 16) / 2;
        for (var i = 0; i < Math.Min(learning.Latest.Count, 2 * rows); i++)
        {
            var left = table.Left + i % 2 * (columnWidth + 16);
            var baseline = table.Top + i / 2 * Card.Row + 11;
            var text = Card.Short(learning.Latest[i].Value);
            drawing.Text(text, new(left + columnWidth, baseline), Card.Text with { Align = SKTextAlign.Right });
            drawing.Text(drawing.Fit(CamelCase.Words(learning.Latest[i].Name), columnWidth - drawing.Measure(text, Card.Text) - 4, Card.Dim), new(left, baseline), Card.Dim);
        }
    }

    private static void DrawCurve(Drawing drawing, SKRect plot, LearningNumbers learning)
    {
        var points = learning.Curve.Where(point => double.IsFinite(point.Value)).ToList();
        drawing.Text(learning.CurveName, new(plot.Left, plot.Top + 9), Card.Dim with { Size = 9.5f });
        plot.Top += 12;
        drawing.Line(new(plot.Left, plot.Bottom), new(plot.Right, plot.Bottom), Theme.Rule, 1);
        if (points.Count < 2) return;
        double low = points.Min(point => point.Value), high = Math.Max(points.Max(point => point.Value), low + 1e-9), most = points[^1].Steps;
        drawing.Text($"{Card.Short(low)} … {Card.Short(high)}", new(plot.Right, plot.Top - 3), Card.Dim with { Align = SKTextAlign.Right, Size = 9.5f });
        SKPoint? before = null;
        foreach (var (steps, value) in points)
        {
            var now = new SKPoint(plot.Left + (float)(steps / most) * plot.Width, plot.Bottom - (float)((value - low) / (high - low)) * plot.Height);
            if (before is { } last) drawing.Line(last, now, Theme.Accent, 1.5f);
            before = now;
        }
    }
}
