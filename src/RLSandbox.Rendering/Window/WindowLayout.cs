using SkiaSharp;

namespace RLSandbox.Rendering.Window;

/// <summary>A panel and where it goes, in units of the layout.</summary>
public sealed record PlacedPanel(PanelKind Kind, SKRect Area);

/// <summary>Where everything in the window goes.</summary>
/// <remarks>
/// Everything is laid out in units of <see cref="Unit"/> pixels, which follow the size of the window and of the text. Panels stand in columns on the right;
/// those that do not fit there stand on further pages, which a key turns. Where even one column would leave the world too narrow, pages stand in its place.
/// </remarks>
public sealed record WindowLayout
{
    private const float Bar = 32, Foot = 42, Gap = 8, ColumnWidth = 348, NarrowestColumn = 290, NarrowestWorld = 330, TwoColumnsFrom = 1500;
    private const float ReferenceWidth = 1280, ReferenceHeight = 720, LargestGrowth = 2;

    /// <summary>Pixels of the window.</summary>
    public required SKSizeI Size { get; init; }

    /// <summary>Pixels to a unit.</summary>
    public required float Unit { get; init; }

    /// <summary>Who drives where, across the top.</summary>
    public required SKRect Header { get; init; }

    /// <summary>The timeline, across the bottom.</summary>
    public required SKRect Timeline { get; init; }

    /// <summary>The world or the wall; empty where a page of panels has its place.</summary>
    public required SKRect World { get; init; }

    /// <summary>Panels of this page.</summary>
    public required IReadOnlyList<PlacedPanel> Panels { get; init; }

    /// <summary>How many pages there are, and which one this is.</summary>
    public required (int Page, int Count) Pages { get; init; }

    /// <summary>The groove of the timeline, in which a click means a moment.</summary>
    public SKRect Groove => new(Timeline.Left + 12, Timeline.Top + 8, Timeline.Right - 12, Timeline.Top + 20);

    /// <summary>Places everything.</summary>
    /// <param name="textScale">1 … 2, times what the screen asks for.</param>
    /// <param name="panels">In order of importance.</param>
    /// <param name="page">Any number; it is counted round.</param>
    /// <param name="isBare">Without panels.</param>
    public static WindowLayout Of(SKSizeI size, float textScale, IReadOnlyList<PanelKind> panels, int page = 0, bool isBare = false)
    {
        var growth = MathF.Sqrt(Math.Min(size.Width / ReferenceWidth, size.Height / ReferenceHeight));
        var unit = textScale * Math.Clamp(growth, 1, LargestGrowth);
        var all = SKRect.Create(size.Width / unit, size.Height / unit);
        var (header, timeline) = (all with { Bottom = Bar }, all with { Top = all.Bottom - Foot });
        var middle = new SKRect(all.Left, header.Bottom, all.Right, timeline.Top);
        var columns = isBare ? 0 : all.Width >= TwoColumnsFrom ? 2 : all.Width >= NarrowestWorld + NarrowestColumn + 2 * Gap ? 1 : 0;
        var width = Math.Clamp(all.Width * 0.29f, NarrowestColumn, ColumnWidth);
        var ownPages = columns == 0 && !isBare;
        var column = ownPages ? new SKRect(Gap, middle.Top + Gap, all.Right - Gap, middle.Bottom - Gap) : new SKRect(0, middle.Top + Gap, width, middle.Bottom - Gap);
        var pages = isBare ? [] : Fill(panels, column.Height, Math.Max(1, columns));
        if (pages.Count == 1 && pages[0].Count < columns) columns = pages[0].Count;           // a second column is for what does not fit into the first
        var count = pages.Count + (ownPages ? 1 : 0);
        var turned = count == 0 ? 0 : ((page % count) + count) % count;
        var showsWorld = !ownPages || turned == 0;
        var shown = isBare || pages.Count == 0 ? [] : ownPages ? (turned == 0 ? [] : pages[turned - 1]) : pages[turned];
        var world = showsWorld ? middle with { Right = middle.Right - columns * (width + Gap) - (columns > 0 ? Gap : 0) } : SKRect.Empty;
        return new()
        {
            Size = size, Unit = unit, Header = header, Timeline = timeline, World = world, Pages = (turned, Math.Max(1, count)),
            Panels = [.. shown.SelectMany((stack, index) => Place(stack, ownPages ? column : SKRect.Create(all.Right - (shown.Count - index) * (width + Gap), column.Top, width, column.Height)))],
        };
    }

    /// <summary>A place of the window in units.</summary>
    public SKPoint ToUnits(float x, float y) => new(x / Unit, y / Unit);

    /// <summary>The world in pixels.</summary>
    public SKRectI WorldPixels => SKRectI.Round(new(World.Left * Unit, World.Top * Unit, World.Right * Unit, World.Bottom * Unit));

    /// <summary>Areas of one size in pixels: the size is that of the first, so that rounding makes no two of them differ, and each corner is rounded by itself.</summary>
    public IReadOnlyList<SKRectI> Pixels(IReadOnlyList<SKRect> areas)
    {
        var rounded = areas.Select(area => SKRectI.Round(new(area.Left * Unit, area.Top * Unit, area.Right * Unit, area.Bottom * Unit))).ToList();
        return [.. rounded.Select(pixels => SKRectI.Create(pixels.Left, pixels.Top, rounded[0].Width, rounded[0].Height))];
    }

    /// <summary>The tiles of a wall of so many environments, row by row.</summary>
    public IReadOnlyList<SKRect> Tiles(int count)
    {
        if (World.IsEmpty || count == 0) return [];
        var columns = Enumerable.Range(1, count).MaxBy(c => Math.Min(World.Width / c, World.Height / ((count + c - 1) / c)));
        var rows = (count + columns - 1) / columns;
        float width = World.Width / columns, height = World.Height / rows;
        return [.. Enumerable.Range(0, count).Select(i => SKRect.Inflate(SKRect.Create(World.Left + i % columns * width, World.Top + i / columns * height, width, height), -2, -2))];
    }

    /// <summary>Columns of a wall of so many environments.</summary>
    public int TileColumns(int count) => Tiles(count) is { Count: > 0 } tiles ? tiles.Count(tile => tile.Top == tiles[0].Top) : 1;

    /// <summary>Pages of columns of panels: each column takes what fits at its smallest.</summary>
    private static List<List<List<PanelKind>>> Fill(IReadOnlyList<PanelKind> panels, float height, int columns)
    {
        var stacks = new List<List<PanelKind>>();
        var used = 0f;
        foreach (var panel in panels)
        {
            if (stacks.Count == 0 || used + panel.Least > height + 0.5f)
            {
                stacks.Add([]);
                used = 0;
            }
            stacks[^1].Add(panel);
            used += panel.Least + Gap;
        }
        return [.. stacks.Chunk(columns).Select(chunk => chunk.ToList())];
    }

    /// <summary>Shares a column's height: everybody gets the least, then up to the best in order, and what is left goes to those that stretch.</summary>
    private static IEnumerable<PlacedPanel> Place(List<PanelKind> stack, SKRect column)
    {
        var heights = stack.Select(panel => Math.Min(panel.Least, column.Height)).ToArray();
        var left = column.Height - heights.Sum() - Gap * (stack.Count - 1);
        for (var i = 0; i < heights.Length && left > 0; i++)
        {
            var more = Math.Min(left, stack[i].Best - heights[i]);
            heights[i] += more;
            left -= more;
        }
        var stretching = stack.Count(panel => panel.Stretches);
        for (var i = 0; i < heights.Length && left > 0 && stretching > 0; i++)
            if (stack[i].Stretches) heights[i] += left / stretching;
        var top = column.Top;
        for (var i = 0; i < heights.Length; i++)
        {
            yield return new(stack[i], column with { Top = top, Bottom = top + heights[i] });
            top += heights[i] + Gap;
        }
    }
}
