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
    private const float TyreWidth = 0.22f, WheelShare = 0.86f;                                                                                               // m; half widths
    private const byte RouteAlpha = 120, MostRubber = 190;

    /// <summary>Whatever lies below bodies.</summary>
    public static void AddBelow(GroundShapes shapes, Snapshot snapshot, WorldView view, ReadOnlySpan<TrailPoint> trail, MapScene scene)
    {
        var followed = snapshot.Vehicles[view.Agent];
        if (view.Has(Layers.SkidMarks)) AddSkidMarks(shapes, trail, snapshot.VehicleFootprint.HalfWidth, scene);
        if (view.Has(Layers.Route)) AddRoute(shapes, snapshot.Map.Circuit, scene);
        if (view.Has(Layers.Trail)) AddTrail(shapes, trail, scene);
        if (view.Has(Layers.Frustum)) SensorShapes.AddFrustum(shapes, snapshot, followed, scene);
        if (view.Has(Layers.Sensors)) SensorShapes.AddSensors(shapes, snapshot, followed, scene);
    }

    /// <summary>Whatever lies above bodies.</summary>
    public static void AddAbove(GroundShapes shapes, Snapshot snapshot, WorldView view, MapScene scene)
    {
        if (view.Has(Layers.Contacts)) ContactShapes.Add(shapes, snapshot, view.Agent, scene);
    }

    /// <summary>Two stripes, as dark as the tyres slid.</summary>
    private static void AddSkidMarks(GroundShapes shapes, ReadOnlySpan<TrailPoint> trail, float halfWidth, MapScene scene)
    {
        for (var i = 1; i < trail.Length; i++)
        {
            var slip = Math.Min(1, (trail[i - 1].Slip + trail[i].Slip) / 2);
            Vector2 from = scene.Place(trail[i - 1].X, trail[i - 1].Y), to = scene.Place(trail[i].X, trail[i].Y);
            if (slip <= 0 || Vector2.DistanceSquared(from, to) < 1e-6f) continue;
            var aside = GroundShapes.Unit(default, to - from) * (WheelShare * halfWidth);
            var rubber = new GroundPaint(Theme.Tyre.WithAlpha((byte)(MostRubber * slip)), SurfaceClass.Road, GroundTexture.Plain);
            shapes.Line(from + aside, to + aside, TyreWidth, rubber);
            shapes.Line(from - aside, to - aside, TyreWidth, rubber);
        }
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
