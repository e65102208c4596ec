using RLSandbox.Driving;
using RLSandbox.Rendering.View;
using RLSandbox.Rendering.Window.Panels;
using SkiaSharp;

namespace RLSandbox.Rendering.Window;

/// <summary>A world and where it goes in the picture.</summary>
/// <param name="Area">In units of the layout.</param>
public sealed record PlacedWorld(SKRect Area, Snapshot Snapshot, WorldView View, TrailPoint[] Trail);

/// <summary>Draws everything that a window shows: worlds first, then what stands over and beside them.</summary>
/// <remarks>The same frame gives the same pixels on a raster. One thread.</remarks>
public sealed class WindowPainter : IDisposable
{
    /// <summary>A world lower or narrower than this has no room for an overview in its corner, units.</summary>
    private const float OverviewFrom = 300, OverviewFromWidth = 440;

    private readonly WorldOverlay _overlay = new();

    /// <summary>The worlds of a frame: one, or those of a wall.</summary>
    public static IEnumerable<PlacedWorld> Worlds(ViewerFrame frame)
    {
        var world = frame.Layout.World;
        if (world.IsEmpty) yield break;
        if (frame.Wall.Count == 0)
        {
            yield return new(world, frame.World, WithoutOverview(frame.View, world.Height < OverviewFrom || world.Width < OverviewFromWidth), frame.Trail);
            yield break;
        }
        var tiles = frame.Layout.Tiles(frame.Wall.Count);
        for (var i = 0; i < tiles.Count; i++)
        {
            var view = WithoutOverview(frame.View, isNarrow: true);
            // A free view belongs to one world; the others have nothing there.
            yield return new(tiles[i], frame.Wall[i].Snapshot, view.Kind == ViewKind.Free ? view with { Kind = ViewKind.Follow } : view, i == frame.Followed.Environment ? frame.Trail : []);
        }
    }

    /// <summary>Draws a whole frame, worlds with <paramref name="painter"/>.</summary>
    public void Draw(Drawing drawing, ViewerFrame frame, IWorldPainter painter)
    {
        drawing.Canvas.Clear(Theme.Panel);
        drawing.Canvas.Save();
        drawing.Canvas.Scale(frame.Layout.Unit);
        foreach (var world in Worlds(frame)) painter.Draw(drawing, world.Area, world.Snapshot, world.View, world.Trail);
        drawing.Canvas.Restore();
        DrawOver(drawing, frame);
    }

    /// <summary>Draws all but the worlds, which are there already.</summary>
    public void DrawOver(Drawing drawing, ViewerFrame frame)
    {
        var layout = frame.Layout;
        var canvas = drawing.Canvas;
        canvas.Save();
        canvas.Scale(layout.Unit);
        var page = SKRect.Create(layout.Size.Width / layout.Unit, layout.Size.Height / layout.Unit);
        _overlay.Draw(drawing, frame);
        HeaderBar.Draw(drawing, layout.Header, frame);
        drawing.Fill(new SKRect(layout.World.IsEmpty ? page.Left : layout.World.Right, layout.Header.Bottom, page.Right, layout.Timeline.Top), Theme.Panel);
        foreach (var panel in layout.Panels) DrawPanel(drawing, panel, frame);
        TimelineBar.Draw(drawing, layout.Timeline, frame);
        if (frame.ShowsHelp) HelpOverlay.Draw(drawing, page, frame);
        canvas.Restore();
    }

    /// <inheritdoc/>
    public void Dispose() => _overlay.Dispose();

    private static void DrawPanel(Drawing drawing, PlacedPanel panel, ViewerFrame frame)
    {
        drawing.Canvas.Save();
        drawing.Canvas.ClipRect(panel.Area);
        panel.Kind.Draw(drawing, panel.Area, frame);
        drawing.Canvas.Restore();
    }

    private static WorldView WithoutOverview(WorldView view, bool isNarrow) => isNarrow ? view with { Layers = view.Layers & ~Layers.Overview } : view;
}
