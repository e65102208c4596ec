using RLSandbox.Core.Contract;
using RLSandbox.Rendering.Frames;
using SkiaSharp;

namespace RLSandbox.Rendering.Window.Panels;

/// <summary>The measures of the episode so far, and how the followed agent's episodes ended.</summary>
internal static class MeasuresPanel
{
    /// <summary>Height below which a row would be cut.</summary>
    public const float Least = Card.TitleHeight + 3 * Card.Row + 10;

    public static void Draw(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        var ended = frame.Events.Where(end => end.Step <= frame.Steps.At && end.Environment == frame.Followed.Environment && end.Agent == frame.Followed.Agent).ToList();
        var inner = Card.Begin(drawing, area, "measures", ended.Count == 0 ? "first episode" : FormattableString.Invariant($"{ended.Count(end => end.IsSuccess)} of {ended.Count} episodes done"));
        var shown = frame.Measures.Select(measure => (Name: CamelCase.Words(measure.Measure.Name), Text: Text(measure.Measure, measure.Value))).ToList();
        if (ended.Count > 0) shown.Add(("last end", CamelCase.Words(ended[^1].Outcome)));
        var columnWidth = (inner.Width - 16) / 2;
        var rows = (shown.Count + 1) / 2;
        for (var i = 0; i < shown.Count; i++)
        {
            var left = inner.Left + i / rows * (columnWidth + 16);
            var baseline = inner.Top + i % rows * Card.Row + 11;
            drawing.Text(shown[i].Text, new(left + columnWidth, baseline), Card.Text with { Align = SKTextAlign.Right });
            drawing.Text(drawing.Fit(shown[i].Name, columnWidth - drawing.Measure(shown[i].Text, Card.Text) - 4, Card.Dim), new(left, baseline), Card.Dim);
        }
    }

    private static string Text(MeasureSpec measure, float value)
    {
        if (!float.IsFinite(value)) return "–";
        if (measure.Name == "progress") return FormattableString.Invariant($"{100 * value:0.0} %");
        return measure.Unit.Length == 0 ? Card.Number(value, 0) : $"{Card.Number(value, 1)} {measure.Unit}";
    }
}
