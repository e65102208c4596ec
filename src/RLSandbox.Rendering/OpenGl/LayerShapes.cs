using System.Numerics;
using System.Runtime.InteropServices;
using RLSandbox.Driving;
using RLSandbox.Driving.Maps;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Drawings of a viewer on the ground, by layer.</summary>
internal static class LayerShapes
{
    private const float TrailWidth = 0.32f, DashLength = 3, DashGap = 6, DashWidth = 0.3f, RouteWidth = 0.5f, GoalRadius = 1.4f, RouteSpacing = 1;       // m
    private const byte RouteAlpha = 120;

    /// <summary>Whatever lies below bodies.</summary>
    public static void AddBelow(GroundShapes shapes, Snapshot snapshot, WorldView view, ReadOnlySpan<TrailPoint> trail, MapScene scene)
    {
        if (view.Has(Layers.Route)) AddRoute(shapes, snapshot.Map.Circuit, scene);
        if (view.Has(Layers.Trail)) AddTrail(shapes, trail, scene);
    }

    private static void AddRoute(GroundShapes shapes, Circuit circuit, MapScene scene)
    {
        if (!circuit.IsRoute)
        {
            AddDashes(shapes, circuit, scene);
            return;
        }
        var count = Math.Max(2, (int)(circuit.RouteLength / RouteSpacing));
        var points = new Vector2[count + 1];
        for (var i = 0; i <= count; i++) points[i] = On(circuit, circuit.StartArc + circuit.RouteLength * i / count, scene);
        shapes.Polyline(points, RouteWidth, new(Theme.Accent.WithAlpha(RouteAlpha)));
        shapes.Disc(points[^1], GoalRadius, new(Theme.Good.WithAlpha(RouteAlpha)));
    }

    /// <summary>Guidance for the viewer: the map has no such line.</summary>
    private static void AddDashes(GroundShapes shapes, Circuit circuit, MapScene scene)
    {
        var count = Math.Max(1, (int)(circuit.Length / (DashLength + DashGap)));
        for (var dash = 0; dash < count; dash++)
        {
            var start = circuit.Length * dash / count + DashGap;
            shapes.Polyline([On(circuit, start, scene), On(circuit, start + DashLength / 2, scene), On(circuit, start + DashLength, scene)], DashWidth, new(Theme.CentreDash, SurfaceClass.Road, GroundTexture.Plain));
        }
    }

    private static void AddTrail(GroundShapes shapes, ReadOnlySpan<TrailPoint> trail, MapScene scene)
    {
        for (var i = 1; i < trail.Length; i++)
        {
            TrailPoint a = trail[i - 1], b = trail[i];
            var age = i / (float)trail.Length;
            Vector2 from = scene.Place(a.X, a.Y), to = scene.Place(b.X, b.Y);
            if (Vector2.DistanceSquared(from, to) > 1e-8f) shapes.Line(from, to, TrailWidth * (0.4f + 0.6f * age), new(Theme.Speed(b.SpeedShare).WithAlpha((byte)(40 + 200 * age))));
        }
    }

    private static Vector2 On(Circuit circuit, float arc, MapScene scene)
    {
        var sample = circuit.Sample(arc);
        return scene.Place(sample.X, sample.Y);
    }
}
