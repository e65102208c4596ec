using RLSandbox.Rendering.Frames;
using SkiaSharp;

namespace RLSandbox.Rendering.Window.Panels;

/// <summary>What each step paid, term upon term, above the line what was paid and below it what it cost; their sum as a line; and the numbers.</summary>
internal static class PaysPanel
{
    private const double WindowSeconds = 20;
    private const float LeastPlot = 40, BestPlot = 90, Chip = 9, NumberColumn = 62;

    /// <summary>Height below which rows or plot would be cut.</summary>
    public static float Least(int terms) => Card.TitleHeight + LeastPlot + 8 + (terms + 1) * Card.Row + 6;

    /// <summary>Comfortable height.</summary>
    public static float Best(int terms) => Least(terms) + BestPlot - LeastPlot;

    public static void Draw(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        var inner = Card.Begin(drawing, area, "pays", FormattableString.Invariant($"last {WindowSeconds:0} s"));
        var terms = frame.Facts.Terms;
        var table = inner with { Top = inner.Bottom - (terms.Count + 1) * Card.Row };
        DrawPlot(drawing, inner with { Bottom = table.Top - 8 }, frame);
        var moment = frame.Moment;
        var head = Card.Dim with { Align = SKTextAlign.Right };
        for (var term = 0; term < terms.Count; term++)
        {
            var y = table.Top + term * Card.Row;
            drawing.Fill(SKRect.Create(table.Left, y + 3, Chip, Chip), Theme.Term(term), 2);
            DrawRow(drawing, table, y, CamelCase.Words(terms[term]), moment.Terms[term], moment.TermSums[term], Chip + 6, Card.Text);
        }
        var last = table.Top + terms.Count * Card.Row;
        drawing.Line(new(table.Left, last), new(table.Right, last), Theme.Rule, 1);
        DrawRow(drawing, table, last, "return", moment.Terms.Sum(), moment.TermSums.Sum(), 0, Card.Bold);
    }

    private static void DrawRow(Drawing drawing, SKRect table, float y, string name, double step, double sum, float indent, TextStyle style)
    {
        var baseline = y + 11.5f;
        drawing.Text(drawing.Fit(name, table.Width - 2 * NumberColumn - indent - 4, style), new(table.Left + indent, baseline), style);
        drawing.Text(Card.Signed(step, 3), new(table.Right - NumberColumn, baseline), style with { Align = SKTextAlign.Right, Colour = step == 0 ? Theme.TextDim : Theme.Text });
        drawing.Text(Card.Signed(sum, 2), new(table.Right, baseline), style with { Align = SKTextAlign.Right });
    }

    private static void DrawPlot(Drawing drawing, SKRect plot, ViewerFrame frame)
    {
        var (history, row) = (frame.History, frame.Followed.Row);
        var count = Math.Max(1, (int)(WindowSeconds / frame.Facts.StepSeconds));
        var first = Math.Max(Math.Max(1, history.EpisodeStart(frame.Steps.At, row) + 1), frame.Steps.At - count + 1);
        var (low, high) = Range(history, first, frame.Steps.At, row);
        var axis = plot with { Left = plot.Left + 34 };
        float Y(float value) => axis.Bottom - (value - low) / (high - low) * axis.Height;
        var label = Card.Dim with { Align = SKTextAlign.Right, Size = 9.5f };
        drawing.Text(Card.Short(high), new(axis.Left - 4, axis.Top + 7), label);
        if (low < 0) drawing.Text(Card.Short(low), new(axis.Left - 4, axis.Bottom), label);
        if (Math.Abs(Y(0) - axis.Top) > 14 && (low == 0 || Math.Abs(axis.Bottom - Y(0)) > 12)) drawing.Text("0", new(axis.Left - 4, Y(0) + 3), label);
        var width = axis.Width / count;
        SKPoint? before = null;
        for (var step = first; step <= frame.Steps.At; step++)
        {
            var left = axis.Right - (frame.Steps.At - step + 1) * width;
            var terms = history.Terms(step, row);
            float up = 0, down = 0, sum = 0;
            for (var term = 0; term < terms.Length; term++)
            {
                ref var from = ref terms[term] >= 0 ? ref up : ref down;
                var to = from + terms[term];
                if (terms[term] != 0) drawing.Fill(new SKRect(left, Math.Min(Y(from), Y(to)), left + width + 0.6f, Math.Max(Y(from), Y(to))), Theme.Term(term));
                from = to;
                sum += terms[term];
            }
            var now = new SKPoint(left + width / 2, Y(sum));
            if (before is { } last) drawing.Line(last, now, Theme.Text, 1.2f);
            before = now;
        }
        drawing.Line(new(axis.Left, Y(0)), new(axis.Right, Y(0)), Theme.Rule, 1);
    }

    /// <summary>From the lowest to the highest stack, 0 among them.</summary>
    private static (float Low, float High) Range(StageHistory history, int first, int last, int row)
    {
        float low = 0, high = 0;
        for (var step = first; step <= last; step++)
        {
            float up = 0, down = 0;
            foreach (var paid in history.Terms(step, row))
            {
                if (paid > 0) up += paid;
                else down += paid;
            }
            (low, high) = (Math.Min(low, down), Math.Max(high, up));
        }
        return high - low < 1e-6f ? (0, 1) : (low, Math.Max(high, -low * 0.05f));
    }
}
