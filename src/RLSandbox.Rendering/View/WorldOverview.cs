using RLSandbox.Driving;
using RLSandbox.Driving.Maps;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>Scale bar and small map over a picture of the world: the layer <see cref="Layers.Overview"/>, for painters that draw the world itself elsewhere.</summary>
/// <remarks>One thread at a time.</remarks>
public sealed class WorldOverview : IDisposable
{
    private readonly Dictionary<Circuit, IMapShapes> _shapes = [];

    /// <summary>Draws both into corners of <paramref name="area"/>.</summary>
    /// <param name="area">In units of the drawing's canvas as it is transformed now; the same that the world was drawn into.</param>
    public void Draw(Drawing drawing, SKRect area, Snapshot snapshot, WorldView view)
    {
        if (view.Kind != ViewKind.Chase) ScaleBar.Draw(drawing, new(area.Left + 16, area.Bottom - 16), view.On(area, snapshot).PixelsPerMetre);
        Minimap.Draw(drawing, new(area.Left + 12, area.Top + 12), ShapesOf(snapshot.Map), snapshot);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shapes in _shapes.Values) shapes.Dispose();
    }

    private IMapShapes ShapesOf(CompiledMap map)
    {
        if (!_shapes.TryGetValue(map.Circuit, out var shapes)) _shapes.Add(map.Circuit, shapes = map.Circuit.IsRoute ? new RouteShapes(map, null) : new CircuitPaths(map.Circuit));
        return shapes;
    }
}
