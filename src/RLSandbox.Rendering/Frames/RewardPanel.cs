using System.Globalization;
using SkiaSharp;

namespace RLSandbox.Rendering.Frames;

/// <summary>What the last step paid and what the episode has paid so far, term by term, and the return below them.</summary>
internal static class RewardPanel
{
    private const float TallestRow = 18, Padding = 12, HeaderHeight = 20, FooterHeight = 6;

    /// <summary>Height at which no row is squeezed.</summary>
    public static float HeightFor(int terms) => HeaderHeight + (terms + 1) * TallestRow + FooterHeight;

    /// <summary>Fills <paramref name="area"/>; rows shrink where they would not fit.</summary>
    public static void Draw(Drawing drawing, SKRect area, EpisodeFrame frame)
    {
        drawing.Fill(area, Theme.Card, 8);
        var inner = new SKRect(area.Left + Padding, area.Top + HeaderHeight, area.Right - Padding, area.Bottom - FooterHeight);
        var head = new TextStyle(10.5f, Theme.TextDim, SKTextAlign.Right);
        drawing.Text("reward", new(inner.Left, area.Top + 15), head with { Align = SKTextAlign.Left });
        drawing.Text("this step", new(StepColumn(inner), area.Top + 15), head);
        drawing.Text("sum", new(inner.Right, area.Top + 15), head);

        var terms = frame.Episode.Terms;
        var moment = frame.Moment;
        var height = Math.Min(TallestRow, inner.Height / (terms.Count + 1));
        var largest = moment.TermSums.Append(1e-6).Max(Math.Abs);
        for (var term = 0; term < terms.Count; term++)
        {
            var row = inner with { Top = inner.Top + term * height, Bottom = inner.Top + (term + 1) * height };
            DrawBar(drawing, row, (float)(moment.TermSums[term] / largest));
            DrawRow(drawing, row, terms[term], (moment.Terms[term], moment.TermSums[term]), bold: false);
        }
        var total = inner with { Top = inner.Top + terms.Count * height, Bottom = inner.Top + (terms.Count + 1) * height };
        drawing.Line(new(total.Left, total.Top + 1), new(total.Right, total.Top + 1), Theme.Rule, 1);
        DrawRow(drawing, total, "return", (moment.Terms.Sum(), moment.TermSums.Sum()), bold: true);
    }

    private static float StepColumn(SKRect row) => row.Right - 68;

    private static void DrawRow(Drawing drawing, SKRect row, string name, (double Step, double Sum) paid, bool bold)
    {
        var style = new TextStyle(Math.Min(12.5f, row.Height * 0.76f), Theme.Text, Bold: bold);
        var baseline = row.MidY + style.Size * 0.36f;
        drawing.Text(drawing.Fit(CamelCase.Words(name), 90, style), new(row.Left, baseline), style);
        drawing.Text(Number(paid.Step, "+0.000;−0.000;0.000"), new(StepColumn(row), baseline), style with { Align = SKTextAlign.Right, Colour = paid.Step == 0 ? Theme.TextDim : Theme.Text });
        drawing.Text(Number(paid.Sum, "+0.00;−0.00;0.00"), new(row.Right, baseline), style with { Align = SKTextAlign.Right, Colour = paid.Sum < 0 ? Theme.Bad : Theme.Text });
    }

    /// <summary>A bar behind the row: as long as the term's share of the largest sum, green where it paid and red where it cost.</summary>
    private static void DrawBar(Drawing drawing, SKRect row, float share)
    {
        if (share == 0) return;
        var bar = new SKRect(row.Left - 6, row.Top + 1.5f, row.Left - 6 + Math.Abs(share) * (row.Width + 12), row.Bottom - 1.5f);
        drawing.Fill(bar, (share > 0 ? Theme.Good : Theme.Bad).WithAlpha(46), 3);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
