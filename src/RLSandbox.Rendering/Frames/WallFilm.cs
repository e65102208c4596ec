using RLSandbox.Core;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Frames;

/// <summary>An episode with the name that stands on it.</summary>
public sealed record NamedEpisode(string Name, RecordedEpisode Episode);

/// <summary>A wall of episodes that begin together; one that has ended stands still and says how.</summary>
/// <param name="episodes">Row by row from the top.</param>
public sealed class WallFilm(IReadOnlyList<NamedEpisode> episodes, WallSize size, FrameOptions options) : IFilm
{
    /// <inheritdoc/>
    public double Seconds => episodes.Max(named => named.Episode.Seconds);

    /// <inheritdoc/>
    public bool HasEnd => episodes.Any(named => named.Episode.Outcome is not null);

    /// <inheritdoc/>
    public IFilmPainter CreatePainter(IWorldPainter worlds) => new WallPainter(episodes, size, options, worlds);
}

/// <summary>Columns and rows of a wall.</summary>
public readonly record struct WallSize(int Columns, int Rows)
{
    /// <summary>Smallest sides of a tile, pixels: below them neither car nor name can be made out.</summary>
    public const int SmallestWidth = 100, SmallestHeight = 60;

    /// <summary>How many episodes it shows.</summary>
    public int Count => Columns * Rows;

    /// <summary>Refuses walls whose tiles would be too small.</summary>
    /// <exception cref="UserErrorException">They would.</exception>
    public void Check(FrameOptions options)
    {
        if (options.Width / Columns >= SmallestWidth && options.Height / Rows >= SmallestHeight) return;
        throw new UserErrorException(FormattableString.Invariant(
            $"--grid {Columns}x{Rows}: a picture of {options.Width}x{options.Height} leaves {options.Width / Columns}x{options.Height / Rows} pixels for each episode; expected {SmallestWidth}x{SmallestHeight} at least. Take a larger --size or a smaller --grid."));
    }
}

/// <summary>Draws the pictures of a wall: in each tile the world from above, below it a line with the name and, once there is one, the outcome.</summary>
internal sealed class WallPainter : IFilmPainter
{
    private const int Gap = 3;
    private const float CaptionShare = 0.12f, LowestCaption = 14, HighestCaption = 30, TextShare = 0.62f, Closer = 0.65f;

    private readonly IReadOnlyList<NamedEpisode> _episodes;
    private readonly WallSize _size;
    private readonly WorldView[] _views;
    private readonly IWorldPainter _worlds;

    public WallPainter(IReadOnlyList<NamedEpisode> episodes, WallSize size, FrameOptions options, IWorldPainter worlds)
    {
        options.Check();
        size.Check(options);
        (_episodes, _size, _worlds) = (episodes, size, worlds);
        _views = [.. episodes.Select(named => View(named.Episode, options))];
        Drawing = new(options.Width, options.Height);
    }

    /// <inheritdoc/>
    public Drawing Drawing { get; }

    /// <inheritdoc/>
    public void Draw(double seconds)
    {
        Drawing.Canvas.Clear(Theme.Panel);
        for (var i = 0; i < Math.Min(_episodes.Count, _size.Count); i++) Draw(i, EpisodeFrame.At(_episodes[i].Episode, seconds));
    }

    /// <inheritdoc/>
    public void Dispose() => Drawing.Dispose();

    /// <summary>Closer than a picture of one episode: a tile has fewer pixels for the same car.</summary>
    private static WorldView View(RecordedEpisode episode, FrameOptions options)
    {
        var view = options.ViewOf(episode);
        return options.Metres is null && view.Kind != ViewKind.Free ? view with { Metres = Closer * view.Metres } : view;
    }

    private void Draw(int index, EpisodeFrame frame)
    {
        var tile = Tile(index);
        var caption = Math.Clamp(CaptionShare * tile.Height, LowestCaption, HighestCaption);
        var view = tile with { Bottom = tile.Bottom - caption };
        _worlds.Draw(Drawing, view, frame.Snapshot, _views[index], FramePainter.Trail(frame));
        var outcome = frame.IsLast ? frame.Episode.Outcome : null;
        if (outcome is not null) Drawing.Fill(view, Theme.Overlay.WithAlpha(80));
        DrawCaption(tile with { Top = view.Bottom }, _episodes[index].Name, frame);
        if (outcome is not null) Frame(tile, outcome.IsSuccess ? Theme.Good : Theme.Bad);
    }

    /// <summary>Left who, right how long or how it ended; the right one is never cut.</summary>
    private void DrawCaption(SKRect area, string name, EpisodeFrame frame)
    {
        var style = new TextStyle(TextShare * area.Height, Theme.Text);
        var outcome = frame.IsLast ? frame.Episode.Outcome : null;
        var right = style with { Align = SKTextAlign.Right, Bold = outcome is not null, Colour = outcome is null ? Theme.TextDim : outcome.IsSuccess ? Theme.Good : Theme.Bad };
        var state = FormattableString.Invariant($"{(outcome is null ? "" : CamelCase.Words(outcome.Name) + " ")}{frame.Seconds:0.0} s");
        var (baseline, inset) = (area.MidY + 0.36f * style.Size, 0.3f * area.Height);
        Drawing.Fill(area, Theme.Card);
        Drawing.Text(state, new(area.Right - inset, baseline), right);
        Drawing.Text(Drawing.Fit(name, area.Width - 3 * inset - Drawing.Measure(state, right), style), new(area.Left + inset, baseline), style);
    }

    private void Frame(SKRect tile, SKColor colour)
    {
        foreach (var side in (SKRect[])[tile with { Bottom = tile.Top + 2 }, tile with { Top = tile.Bottom - 2 }, tile with { Right = tile.Left + 2 }, tile with { Left = tile.Right - 2 }])
            Drawing.Fill(side, colour);
    }

    /// <summary>All of one size in whole pixels, so that no border is blurred and no painter needs pictures of two sizes.</summary>
    private SKRect Tile(int index)
    {
        int width = (Drawing.Size.Width + Gap) / _size.Columns, height = (Drawing.Size.Height + Gap) / _size.Rows;
        var (column, row) = (index % _size.Columns, index / _size.Columns);
        return SKRect.Create(column * width, row * height, width - Gap, height - Gap);
    }
}
