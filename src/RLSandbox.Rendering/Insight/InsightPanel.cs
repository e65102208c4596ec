using System.Globalization;
using RLSandbox.Core.Contract;
using SkiaSharp;

namespace RLSandbox.Rendering.Insight;

/// <summary>How a policy weighs its actions, as bars: probabilities or values of choices, or means and deviations of continuous actions; and what it expects.</summary>
public static class InsightPanel
{
    private const float Padding = 12, Header = 26, LabelHeight = 30, LargestBar = 44, NumberHeight = 14, RowHeight = 30, NameWidth = 70, TextWidth = 110;
    private static readonly SKColor Other = new(96, 110, 136);

    /// <summary>Fills <paramref name="area"/>.</summary>
    /// <param name="chosen">[dimensions] choices that were taken; empty for continuous actions.</param>
    public static void Draw(Drawing drawing, SKRect area, PolicyInsight insight, ActionLabels labels, ReadOnlySpan<int> chosen)
    {
        drawing.Fill(area, Theme.Card, 8);
        var inner = new SKRect(area.Left + Padding, area.Top + Header, area.Right - Padding, area.Bottom - Padding);
        DrawHeader(drawing, area, insight);
        if (insight.Means.Count > 0) DrawMeans(drawing, inner, insight, labels);
        else if (insight.Probabilities.Count > 0) DrawBars(drawing, inner, insight.Probabilities, (0, Math.Max(1e-6f, insight.Probabilities.Max())), "0 %", labels, chosen);
        else if (insight.ActionValues.Count > 0) DrawBars(drawing, inner, insight.ActionValues, Range(insight.ActionValues), "0.00", labels, chosen);
        else drawing.Text("this policy says nothing of itself", new(area.MidX, area.MidY + 4), new(12.5f, Theme.TextDim, SKTextAlign.Center));
    }

    private static void DrawHeader(Drawing drawing, SKRect area, PolicyInsight insight)
    {
        var title = insight.Means.Count > 0 ? "action: mean ± deviation" : insight.ActionValues.Count > 0 ? "value of each choice" : "probability of each choice";
        var style = new TextStyle(12, Theme.TextDim);
        drawing.Text(title, new(area.Left + Padding, area.Top + 18), style);
        var end = area.Right - Padding;
        if (insight.Value is { } value)
        {
            var text = "value " + value.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);
            var bold = new TextStyle(12, Theme.Text, SKTextAlign.Right, Bold: true);
            drawing.Text(text, new(end, area.Top + 18), bold);
            end -= drawing.Measure(text, bold) + 16;
        }
        var room = end - area.Left - Padding - drawing.Measure(title, style) - 16;
        if (insight.Means.Count == 0 && drawing.Measure(ActionLabels.Legend, style with { Size = 11 }) < room) drawing.Text(ActionLabels.Legend, new(end, area.Top + 18), style with { Size = 11, Align = SKTextAlign.Right });
    }

    /// <summary>From the smallest allowed value to the largest, with a little room below so that the smallest shows too.</summary>
    private static (float Low, float High) Range(IReadOnlyList<float> values)
    {
        const float room = 0.15f;
        var allowed = values.Where(float.IsFinite).DefaultIfEmpty().ToList();
        var (low, high) = (allowed.Min(), allowed.Max());
        return (low - room * Math.Max(high - low, 1e-3f), high);
    }

    private static void DrawBars(Drawing drawing, SKRect inner, IReadOnlyList<float> numbers, (float Low, float High) range, string format, ActionLabels labels, ReadOnlySpan<int> chosen)
    {
        const float gapBetweenDimensions = 14;
        var dimensions = Math.Max(1, labels.Counts.Count);
        var width = Math.Min(LargestBar * 1.25f, (inner.Width - (dimensions - 1) * gapBetweenDimensions) / numbers.Count);
        var left = inner.MidX - (width * numbers.Count + (dimensions - 1) * gapBetweenDimensions) / 2;
        for (int place = 0, dimension = 0, first = 0; place < numbers.Count; place++, left += width)
        {
            if (dimension < labels.Counts.Count && place == first + labels.Counts[dimension])
            {
                first += labels.Counts[dimension++];
                left += gapBetweenDimensions;
            }
            var i = place < labels.Order.Count ? labels.Order[place] : place;
            var isChosen = dimension < chosen.Length && chosen[dimension] == i - first;
            DrawBar(drawing, new(left, inner.Top, left + width, inner.Bottom), (numbers[i], (numbers[i] - range.Low) / (range.High - range.Low)), format, i < labels.Choices.Count ? labels.Choices[i] : ("", ""), isChosen);
        }
    }

    private static void DrawBar(Drawing drawing, SKRect column, (float Number, float Share) of, string format, (string Steering, string Pedal) label, bool isChosen)
    {
        var text = new TextStyle(Math.Min(11.5f, column.Width * 0.32f), isChosen ? Theme.Text : Theme.TextDim, SKTextAlign.Center, isChosen);
        var bar = new SKRect(column.Left + column.Width * 0.15f, column.Top + NumberHeight, column.Right - column.Width * 0.15f, column.Bottom - LabelHeight);
        drawing.Fill(bar, Theme.Groove, 3);
        var top = bar.Bottom - Math.Clamp(float.IsFinite(of.Share) ? of.Share : 0, 0, 1) * bar.Height;
        if (bar.Bottom - top > 0.5f) drawing.Fill(bar with { Top = top }, isChosen ? Theme.Accent : Other, 3);
        drawing.Text(float.IsFinite(of.Number) ? of.Number.ToString(format, CultureInfo.InvariantCulture) : "–", new(column.MidX, column.Top + 9), text);
        drawing.Text(label.Steering, new(column.MidX, column.Bottom - LabelHeight + 14), text);
        drawing.Text(label.Pedal, new(column.MidX, column.Bottom - LabelHeight + (label.Steering.Length == 0 ? 14 : 28)), text);
    }

    private static void DrawMeans(Drawing drawing, SKRect inner, PolicyInsight insight, ActionLabels labels)
    {
        for (var d = 0; d < insight.Means.Count; d++)
        {
            var middle = inner.Top + (d + 0.5f) * Math.Min(RowHeight, inner.Height / insight.Means.Count);
            var (mean, deviation) = (insight.Means[d], insight.Deviations[d]);
            var bar = new SKRect(inner.Left + NameWidth, middle - 5, inner.Right - TextWidth, middle + 5);
            var style = new TextStyle(12, Theme.Text);
            drawing.Text(d < labels.Numbers.Count ? labels.Numbers[d] : FormattableString.Invariant($"number {d + 1}"), new(inner.Left, middle + 4), style);
            drawing.Fill(bar, Theme.Groove, 4);
            // Left is left: steering is positive to the left, pedals are positive to the right.
            float Place(float value) => bar.MidX + Math.Clamp(value, -1, 1) * (d == 0 ? -1 : 1) * bar.Width / 2;
            var (from, to) = (Place(mean - deviation), Place(mean + deviation));
            drawing.Fill(new SKRect(Math.Min(from, to), bar.Top, Math.Max(from, to), bar.Bottom), Other, 4);
            drawing.Fill(new SKRect(Place(mean) - 2, bar.Top - 4, Place(mean) + 2, bar.Bottom + 4), Theme.Accent, 1);
            drawing.Text(string.Create(CultureInfo.InvariantCulture, $"{mean:+0.00;−0.00;0.00} ± {deviation:0.00}"), new(inner.Right, middle + 4), style with { Align = SKTextAlign.Right });
        }
    }
}
