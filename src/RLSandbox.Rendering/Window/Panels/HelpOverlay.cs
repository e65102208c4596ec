using SkiaSharp;

namespace RLSandbox.Rendering.Window.Panels;

/// <summary>Every key with what it does, from <see cref="KeyTable"/>, in as many columns as fit; what does not fit stands on further pages.</summary>
internal static class HelpOverlay
{
    private const float KeyWidth = 96, ColumnWidth = 350, Margin = 20, Line = 16, Heading = 24;
    private static readonly TextStyle Title = new(16, Theme.Text, Bold: true), Group = new(12, Theme.Accent, Bold: true), Key = new(11.5f, Theme.Text, Bold: true), Words = new(11.5f, Theme.Text);

    public static void Draw(Drawing drawing, SKRect page, ViewerFrame frame)
    {
        drawing.Fill(page, Theme.Panel.WithAlpha(250));
        var inner = SKRect.Inflate(page, -Margin, -Margin);
        var columns = Math.Max(1, (int)((inner.Width + Margin) / ColumnWidth));
        var width = (inner.Width - (columns - 1) * Margin) / columns;
        var body = inner with { Top = inner.Top + 28 };
        var stacks = Fill(drawing, Lines(), body.Height, width - KeyWidth);
        var pages = (stacks.Count + columns - 1) / columns;
        var turned = ((frame.Page % pages) + pages) % pages;
        drawing.Text("Keys", new(inner.Left, inner.Top + 14), Title);
        var hint = pages > 1 ? FormattableString.Invariant($"{turned + 1}/{pages} · Tab turns · Esc closes") : "Esc closes";
        drawing.Text(hint, new(inner.Right, inner.Top + 14), Words with { Align = SKTextAlign.Right, Colour = Theme.TextDim });
        for (var c = 0; c < columns && turned * columns + c < stacks.Count; c++)
            DrawColumn(drawing, SKRect.Create(body.Left + c * (width + Margin), body.Top, width, body.Height), stacks[turned * columns + c]);
    }

    /// <summary>Headings (without a key) and lines; keys of one command share a line where they say the same.</summary>
    private static List<(string Key, string Text)> Lines()
    {
        var lines = new List<(string, string)>();
        foreach (var group in KeyTable.All.GroupBy(binding => binding.Group))
        {
            lines.Add(("", group.Key));
            foreach (var same in group.GroupBy(binding => (binding.Command, binding.Argument)))
                lines.Add((string.Join("  ", same.Select(binding => binding.Name)), same.MaxBy(binding => binding.Description.Length)!.Description));
        }
        return lines;
    }

    private static List<List<(string Key, string Text)>> Fill(Drawing drawing, List<(string Key, string Text)> lines, float height, float width)
    {
        var stacks = new List<List<(string, string)>>();
        var left = 0f;
        foreach (var line in lines)
        {
            var needed = line.Key == "" ? Heading + Line : Wrap(drawing, line.Text, width).Count * Line;
            if (needed > left)
            {
                stacks.Add([]);
                left = height;
            }
            stacks[^1].Add(line);
            left -= line.Key == "" ? Heading : needed;
        }
        return stacks;
    }

    private static void DrawColumn(Drawing drawing, SKRect column, List<(string Key, string Text)> lines)
    {
        var y = column.Top;
        foreach (var (key, text) in lines)
        {
            if (key == "")
            {
                y += Heading;
                drawing.Text(text, new(column.Left, y - 6), Group);
                continue;
            }
            drawing.Text(drawing.Fit(key, KeyWidth - 8, Key), new(column.Left, y + 11), Key);
            foreach (var line in Wrap(drawing, text, column.Width - KeyWidth))
            {
                drawing.Text(line, new(column.Left + KeyWidth, y + 11), Words);
                y += Line;
            }
        }
    }

    private static List<string> Wrap(Drawing drawing, string text, float width)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' '))
        {
            var longer = lines[^1] == "" ? word : $"{lines[^1]} {word}";
            if (lines[^1] == "" || drawing.Measure(longer, Words) <= width) lines[^1] = longer;
            else lines.Add(word);
        }
        return lines;
    }
}
