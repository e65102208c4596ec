using RLSandbox.Core.Contract;
using RLSandbox.Driving.Configuration;
using SkiaSharp;

namespace RLSandbox.Rendering.Window.Panels;

/// <summary>How the driver weighs its actions: Q-values or probabilities by choice, mean and spread of continuous ones, and what it expects.</summary>
internal static class ThinksPanel
{
    private const float LabelWidth = 46, LabelHeight = 14;

    public static void Draw(Drawing drawing, SKRect area, ViewerFrame frame)
    {
        var insight = frame.Insight;
        var what = insight is null ? "" : insight.ActionValues.Count > 0 ? "Q by action" : insight.Probabilities.Count > 0 ? "probability by action" : "mean ± deviation";
        var value = insight?.Value is { } expected ? $"{what}, value {Card.Number(expected, 2)}" : what;
        var inner = Card.Begin(drawing, area, "weighs", value);
        var actions = frame.Facts.Actions;
        if (insight is null) DrawNothing(drawing, inner, frame);
        else if (insight.Means.Count > 0) DrawContinuous(drawing, inner, insight);
        else if (actions.Use == "multiDiscrete") DrawTwoRows(drawing, inner, actions, Preferences(insight));
        else DrawGrid(drawing, inner, actions, Preferences(insight), insight.ActionValues.Count > 0);
    }

    private static IReadOnlyList<float> Preferences(PolicyInsight insight) => insight.ActionValues.Count > 0 ? insight.ActionValues : insight.Probabilities;

    private static void DrawNothing(Drawing drawing, SKRect inner, ViewerFrame frame)
    {
        string[] lines = frame.Driver == "you" ? ["you know what you are doing"] : [$"{frame.Driver} has no values to show:", "only learned policies weigh their actions"];
        for (var i = 0; i < lines.Length; i++)
            drawing.Text(drawing.Fit(lines[i], inner.Width, Card.Dim), new(inner.Left, inner.Top + 14 + i * Card.Row), Card.Dim);
    }

    /// <summary>Steering from left to right as the wheel turns, drive above brake: one cell for each pair.</summary>
    private static void DrawGrid(Drawing drawing, SKRect inner, ActionsConfig actions, IReadOnlyList<float> preferences, bool areValues)
    {
        int[] columns = [.. Enumerable.Range(0, actions.Steering.Count).OrderByDescending(i => actions.Steering[i])];
        int[] rows = [.. Enumerable.Range(0, actions.Pedal.Count).OrderByDescending(i => actions.Pedal[i])];
        var grid = new SKRect(inner.Left + LabelWidth, inner.Top, inner.Right, inner.Bottom - LabelHeight);
        var known = preferences.Where(float.IsFinite).DefaultIfEmpty(0).ToList();
        var decimals = known.Max() - known.Min() < 0.1f ? 3 : 2;                            // as many as it takes to see a difference
        float low = areValues ? known.Min() : 0, high = Math.Max(known.Max(), low + 1e-6f), best = known.Max();
        float width = grid.Width / columns.Length, height = grid.Height / rows.Length;
        var style = Card.Text with { Size = Math.Min(Math.Min(10.5f, height * 0.6f), width * 0.26f), Align = SKTextAlign.Center };
        for (var r = 0; r < rows.Length; r++)
        {
            drawing.Text(PedalName(actions.Pedal[rows[r]]), new(grid.Left - 6, grid.Top + (r + 0.5f) * height + 4), Card.Dim with { Align = SKTextAlign.Right });
            for (var c = 0; c < columns.Length; c++)
            {
                var preference = preferences[columns[c] * actions.Pedal.Count + rows[r]];
                var cell = SKRect.Inflate(SKRect.Create(grid.Left + c * width, grid.Top + r * height, width, height), -1.5f, -1.5f);
                drawing.Fill(cell, float.IsFinite(preference) ? Theme.Mix(Theme.Groove, Theme.Accent, 0.75f * (preference - low) / (high - low)) : Theme.Card, 3);
                if (preference == best) Outline(drawing, cell);
                drawing.Text(areValues ? Card.Number(preference, decimals) : Percent(preference), new(cell.MidX, cell.MidY + style.Size * 0.36f), style);
            }
        }
        for (var c = 0; c < columns.Length; c++)
            drawing.Text(SteeringName(actions.Steering[columns[c]], width), new(grid.Left + (c + 0.5f) * width, inner.Bottom - 1), Card.Dim with { Align = SKTextAlign.Center });
    }

    private static void DrawTwoRows(Drawing drawing, SKRect inner, ActionsConfig actions, IReadOnlyList<float> preferences)
    {
        var half = inner.Height / 2;
        DrawBars(drawing, inner with { Bottom = inner.Top + half - 2 }, [.. actions.Steering], [.. preferences.Take(actions.Steering.Count)], "steer", isReversed: true);
        DrawBars(drawing, inner with { Top = inner.Top + half + 2 }, [.. actions.Pedal], [.. preferences.Skip(actions.Steering.Count)], "pedal", isReversed: false);
    }

    private static void DrawBars(Drawing drawing, SKRect area, float[] levels, float[] preferences, string name, bool isReversed)
    {
        drawing.Text(name, new(area.Left, area.MidY + 4), Card.Dim);
        var grid = area with { Left = area.Left + LabelWidth };
        var width = grid.Width / levels.Length;
        var high = Math.Max(1e-6f, preferences.Where(float.IsFinite).DefaultIfEmpty(0).Max());
        for (var i = 0; i < levels.Length; i++)
        {
            var place = isReversed ? levels.Length - 1 - i : i;
            var cell = SKRect.Inflate(SKRect.Create(grid.Left + place * width, grid.Top, width, grid.Height - 12), -1.5f, 0);
            drawing.Fill(cell, Theme.Groove, 3);
            drawing.Fill(cell with { Top = cell.Bottom - Math.Clamp(preferences[i] / high, 0, 1) * cell.Height }, Theme.Accent, 3);
            drawing.Text(Card.Signed(levels[i], 1), new(cell.MidX, area.Bottom - 1), Card.Dim with { Align = SKTextAlign.Center, Size = 9.5f });
        }
    }

    private static void DrawContinuous(Drawing drawing, SKRect inner, PolicyInsight insight)
    {
        string[] names = ["steer", "pedal"];
        var height = Math.Min(34, inner.Height / insight.Means.Count);
        for (var d = 0; d < insight.Means.Count; d++)
        {
            var row = inner with { Top = inner.Top + d * height, Bottom = inner.Top + (d + 1) * height };
            var mean = insight.Means[d];
            var spread = d < insight.Deviations.Count ? insight.Deviations[d] : 0;
            drawing.Text(d < names.Length ? names[d] : FormattableString.Invariant($"{d}"), new(row.Left, row.MidY + 4), Card.Dim);
            var bar = new SKRect(row.Left + LabelWidth, row.MidY - 5, row.Right - 84, row.MidY + 5);
            drawing.Fill(bar, Theme.Groove, 3);
            var side = d == 0 ? -1 : 1;                                                  // steering is positive to the left
            float At(float value) => bar.MidX + side * Math.Clamp(value, -1, 1) * bar.Width / 2;
            drawing.Fill(new SKRect(Math.Min(At(mean - spread), At(mean + spread)), bar.Top, Math.Max(At(mean - spread), At(mean + spread)), bar.Bottom), Theme.Accent.WithAlpha(90), 3);
            drawing.Fill(new SKRect(At(mean) - 1.5f, bar.Top - 3, At(mean) + 1.5f, bar.Bottom + 3), Theme.Text);
            drawing.Text($"{Card.Signed(mean, 2)} ± {Card.Number(spread, 2)}", new(row.Right, row.MidY + 4), Card.Dim with { Align = SKTextAlign.Right, Colour = Theme.Text });
        }
    }

    private static void Outline(Drawing drawing, SKRect cell)
    {
        using var builder = new SKPathBuilder();
        builder.AddRoundRect(new SKRoundRect(cell, 3));
        using var path = builder.Detach();
        drawing.Stroke(path, Theme.Text, 1.5f);
    }

    private static string PedalName(float pedal) => pedal switch { <= -0.95f => "brake", 0 => "roll", >= 0.95f => "drive", _ => Card.Signed(pedal, 1) };

    private static string SteeringName(float steering, float width) => steering switch
    {
        0 => width < 40 ? "0" : "straight",
        >= 0.95f when width >= 40 => "left",
        <= -0.95f when width >= 40 => "right",
        _ => Card.Signed(steering, 1),
    };

    private static string Percent(float share) => float.IsFinite(share) ? FormattableString.Invariant($"{100 * share:0} %") : "–";
}
