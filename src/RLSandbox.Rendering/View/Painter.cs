using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>Draws a snapshot from above as smooth vector shapes, without OpenGL.</summary>
/// <remarks>Shapes of a map are made at its first picture and kept.</remarks>
public sealed class Painter : IWorldPainter
{
    private const float GrassSquare = 8f;
    private const float TrailWidth = 0.32f;

    private readonly Dictionary<Circuit, IMapShapes> _paths = [];
    private readonly Dictionary<ClassRaster, SKImage> _grounds = [];
    private readonly BodyPainter _bodies = new();
    private readonly SKPaint _pale = new() { Color = SKColors.White.WithAlpha(Theme.GhostAlpha) };

    /// <inheritdoc/>
    public void Draw(Drawing drawing, SKRect area, Snapshot snapshot, WorldView view, ReadOnlySpan<TrailPoint> trail)
    {
        var paths = ShapesOf(snapshot.Map);
        var ground = view.On(area, snapshot);
        var canvas = drawing.Canvas;
        canvas.Save();
        canvas.ClipRect(area);
        canvas.Save();
        canvas.Concat(ground.Matrix);
        DrawGrass(drawing, ground, area);
        paths.Draw(drawing, view.Has(Layers.Route));
        if (view.Has(Layers.Trail)) DrawTrail(drawing, trail);
        foreach (var obstacle in snapshot.Obstacles) BodyPainter.DrawObstacle(drawing, obstacle);
        foreach (var actor in snapshot.Actors) _bodies.DrawActor(drawing, actor);
        if (view.Ghost is { } ghost) DrawGhost(drawing, ghost, snapshot.VehicleFootprint);
        for (var i = snapshot.Vehicles.Count - 1; i >= 0; i--)
            if (snapshot.Vehicles[i].IsActive) _bodies.DrawVehicle(drawing, snapshot.Vehicles[i], snapshot.VehicleFootprint, BodyColour(i));
        canvas.Restore();
        if (view.Has(Layers.Overview))
        {
            ScaleBar.Draw(drawing, new(area.Left + 16, area.Bottom - 16), ground.PixelsPerMetre);
            Minimap.Draw(drawing, new(area.Left + 12, area.Top + 12), paths, snapshot);
        }
        canvas.Restore();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var paths in _paths.Values) paths.Dispose();
        foreach (var ground in _grounds.Values) ground.Dispose();
        _bodies.Dispose();
        _pale.Dispose();
    }

    /// <summary>Body colour of a vehicle.</summary>
    internal static SKColor BodyColour(int vehicle) => vehicle == 0 ? Theme.Ego : Theme.Others[(vehicle - 1) % Theme.Others.Count];

    private IMapShapes ShapesOf(CompiledMap map)
    {
        if (_paths.TryGetValue(map.Circuit, out var shapes)) return shapes;
        _paths.Add(map.Circuit, shapes = map.Circuit.IsRoute ? new RouteShapes(map, GroundOf(map.Raster)) : new CircuitPaths(map.Circuit));
        return shapes;
    }

    private SKImage GroundOf(ClassRaster raster)
    {
        if (!_grounds.TryGetValue(raster, out var ground)) _grounds.Add(raster, ground = RouteShapes.Ground(raster));
        return ground;
    }

    /// <summary>Squares of two shades that lie still in the world.</summary>
    private static void DrawGrass(Drawing drawing, GroundView view, SKRect area)
    {
        view.Matrix.TryInvert(out var toGround);
        var ground = toGround.MapRect(area);
        drawing.Fill(ground, Theme.Grass);
        using var squares = new SKPathBuilder();
        for (var row = (int)MathF.Floor(ground.Top / GrassSquare); row * GrassSquare < ground.Bottom; row++)
            for (var column = (int)MathF.Floor(ground.Left / GrassSquare); column * GrassSquare < ground.Right; column++)
                if (((row + column) & 1) == 0) squares.AddRect(SKRect.Create(column * GrassSquare, row * GrassSquare, GrassSquare, GrassSquare), SKPathDirection.Clockwise);
        using var path = squares.Detach();
        drawing.Fill(path, Theme.GrassDark);
    }

    private void DrawGhost(Drawing drawing, Pose pose, Footprint footprint)
    {
        drawing.Canvas.SaveLayer(_pale);
        _bodies.DrawVehicle(drawing, new VehicleSnapshot(pose, default, default, default, IsActive: true), footprint, Theme.Ghost);
        drawing.Canvas.Restore();
    }

    private static void DrawTrail(Drawing drawing, ReadOnlySpan<TrailPoint> trail)
    {
        for (var i = 1; i < trail.Length; i++)
        {
            TrailPoint a = trail[i - 1], b = trail[i];
            var age = i / (float)trail.Length;
            drawing.Line(new(a.X, a.Y), new(b.X, b.Y), Theme.Mix(Theme.Road, Theme.Speed(b.SpeedShare), age), TrailWidth * (0.4f + 0.6f * age));
        }
    }
}
