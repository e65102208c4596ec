using System.Numerics;
using System.Runtime.InteropServices;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads.Compiled;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>The layer <see cref="View.Layers.LaneGraph"/>: centre lines, driving directions, and where lanes meet.</summary>
internal static class LaneGraphShapes
{
    private const float Width = 0.14f, Arrow = 1.1f, ArrowDistance = 14, JointRadius = 0.35f, CircuitSpacing = 2;      // m
    private const int NodesPerPoint = 4;

    /// <summary>Lanes of a map, or the centre line of a circuit.</summary>
    public static void Add(GroundShapes shapes, CompiledMap map, MapScene scene)
    {
        if (map.Roads is not { } roads)
        {
            AddCircuit(shapes, map.Circuit, scene);
            return;
        }
        for (var lane = 0; lane < roads.Lanes.Length; lane++)
            if (roads.Lanes[lane].IsDrivable) AddLane(shapes, roads, lane, scene);
    }

    private static GroundPaint Line => new(Theme.Arrow.WithAlpha(190));

    private static void AddLane(GroundShapes shapes, RoadNetwork roads, int lane, MapScene scene)
    {
        var nodes = roads.NodesOf(lane);
        var points = new List<Vector2>();
        for (var i = 0; i < nodes.Length - 1; i += NodesPerPoint) points.Add(scene.Place(nodes[i].X, nodes[i].Y));
        points.Add(scene.Place(nodes[^1].X, nodes[^1].Y));
        shapes.Polyline(CollectionsMarshal.AsSpan(points), Width, Line);
        shapes.Disc(points[0], JointRadius, Line);
        if (roads.Successors(lane).Length == 0) shapes.Ring(points[^1], JointRadius, Width, new(Theme.Bad));
        var length = roads.Lanes[lane].Length;
        for (var arc = Math.Min(ArrowDistance, length) / 2; arc < length; arc += ArrowDistance)
        {
            var at = roads.Sample(lane, arc);
            AddArrow(shapes, scene.Place(at.X, at.Y), at.Heading);
            if (roads.Lanes[lane].IsBidirectional) AddArrow(shapes, scene.Place(at.X, at.Y), at.Heading + MathF.PI);
        }
    }

    private static void AddCircuit(GroundShapes shapes, Circuit circuit, MapScene scene)
    {
        var points = new Vector2[Math.Max(8, (int)(circuit.Length / CircuitSpacing))];
        for (var i = 0; i < points.Length; i++)
        {
            var at = circuit.Sample(circuit.Length * i / points.Length);
            points[i] = scene.Place(at.X, at.Y);
            if (i % (int)(ArrowDistance / CircuitSpacing) == 0) AddArrow(shapes, points[i], at.Heading);
        }
        shapes.Polyline(points, Width, Line, closed: true);
    }

    private static void AddArrow(GroundShapes shapes, Vector2 at, float heading)
    {
        var ahead = new Vector2(MathF.Cos(heading), MathF.Sin(heading));
        Vector2 left = new(-ahead.Y, ahead.X), tip = at + ahead * Arrow / 2, back = at - ahead * Arrow / 2;
        shapes.Surface(tip, back + left * Arrow * 0.45f, back + ahead * 0.25f * Arrow, back - left * Arrow * 0.45f, Line);
    }
}
