using System.Globalization;
using SkiaSharp;

namespace RLSandbox.Rendering.Window.Panels;

/// <summary>What all panels share: the card with its title, sizes of text, and the numbers on it.</summary>
internal static class Card
{
    /// <summary>From the edge of a card to what is on it; height of its title; height of a row of text; units.</summary>
    public const float Padding = 10, TitleHeight = 21, Row = 15;

    /// <summary>Text on cards.</summary>
    public static readonly TextStyle Text = new(11.5f, Theme.Text), Dim = new(10.5f, Theme.TextDim), Bold = new(11.5f, Theme.Text, Bold: true);

    /// <summary>Draws a card with its title and something short to the right of it.</summary>
    /// <returns>What is left for the panel.</returns>
    public static SKRect Begin(Drawing drawing, SKRect area, string title, string right = "")
    {
        drawing.Fill(area, Theme.Card, 8);
        var inner = new SKRect(area.Left + Padding, area.Top + TitleHeight, area.Right - Padding, area.Bottom - 7);
        var rightWidth = drawing.Measure(right, Dim);
        drawing.Text(drawing.Fit(title, inner.Width - rightWidth - 8, Dim), new(inner.Left, area.Top + 15), Dim);
        drawing.Text(right, new(inner.Right, area.Top + 15), Dim with { Align = SKTextAlign.Right });
        return inner;
    }

    /// <summary>The first text that is not too wide; empty where all are.</summary>
    public static string FirstThatFits(Drawing drawing, float width, TextStyle style, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
            if (drawing.Measure(text, style) <= width) return text;
        return "";
    }

    /// <summary>A number with its sign and so many decimals, or a dash where it is none.</summary>
    public static string Signed(double value, int decimals) => Format(value, decimals, "+");

    /// <summary>A number with so many decimals, or a dash where it is none.</summary>
    public static string Number(double value, int decimals) => Format(value, decimals, "");

    /// <summary>A number in about four characters.</summary>
    public static string Short(double value) => Math.Abs(value) switch
    {
        >= 1e6 => (value / 1e6).ToString("0.#", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0", CultureInfo.InvariantCulture) + "k",
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>A bar from the middle: to the right above 0, to the left below.</summary>
    public static void MiddleBar(Drawing drawing, SKRect bar, float share, SKColor colour)
    {
        drawing.Fill(bar, Theme.Groove, 3);
        var end = bar.MidX + Math.Clamp(share, -1, 1) * bar.Width / 2;
        drawing.Fill(new SKRect(Math.Min(end, bar.MidX), bar.Top, Math.Max(end, bar.MidX), bar.Bottom), colour, 2);
        drawing.Fill(new SKRect(bar.MidX - 0.5f, bar.Top - 1, bar.MidX + 0.5f, bar.Bottom + 1), Theme.Text);
    }

    private static string Format(double value, int decimals, string plus)
    {
        if (!double.IsFinite(value)) return "–";
        var zeros = decimals == 0 ? "0" : "0." + new string('0', decimals);
        return value.ToString($"{plus}{zeros};−{zeros};{zeros}", CultureInfo.InvariantCulture);
    }
}
