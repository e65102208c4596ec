using System.Runtime.InteropServices;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>One entry of a path's arc-length table: 48 bytes.</summary>
/// <param name="X">m.</param>
/// <param name="Y">m.</param>
/// <param name="Z">Height, m.</param>
/// <param name="TangentX">Of the unit vector in driving direction.</param>
/// <param name="TangentY">Of the unit vector in driving direction.</param>
/// <param name="Heading">Of the tangent, rad in (−π, π].</param>
/// <param name="Curvature">1/m, positive in a left bend.</param>
/// <param name="LeftWidth">To the left edge of the lane, of both lanes during a change, m.</param>
/// <param name="RightWidth">To the right edge, m.</param>
/// <param name="SpeedLimit">m/s; +∞ where any speed is allowed, NaN where the map does not say.</param>
/// <param name="LaneArc">Arc of the same place on its lane, m.</param>
/// <param name="Leg">Place of its leg in the route.</param>
public readonly record struct PathNode(
    float X, float Y, float Z, float TangentX, float TangentY, float Heading, float Curvature,
    float LeftWidth, float RightWidth, float SpeedLimit, float LaneArc, int Leg);

/// <summary>The line that a vehicle follows on a route: the middle of its lanes, and from lane to lane in a smooth bend. Immutable.</summary>
/// <remarks>Nodes stand at equal distances of at most 0.5 m. Thread-safe; queries allocate nothing. The same bits on every machine.</remarks>
public sealed class RoutePath
{
    /// <summary>Nodes on each side of the expected one that a search looks at: about 16 m.</summary>
    private const int WindowNodes = 32;

    private readonly PathNode[] _nodes;

    /// <summary>The path of a route.</summary>
    public RoutePath(RoadNetwork network, Route route)
    {
        Route = route;
        var line = new PathLine(network, route);
        _nodes = new PathNode[1 + Math.Max(1, (int)Math.Ceiling(line.Length / LaneCurve.Spacing))];
        line.Write(_nodes);
        Length = (float)line.Length;
        Spacing = (float)(line.Length / (_nodes.Length - 1));
        Hash = StableHash.Of(MemoryMarshal.AsBytes(_nodes.AsSpan()));
    }

    /// <summary>What it follows.</summary>
    public Route Route { get; }

    /// <summary>m; a little more than the route's where it changes lanes.</summary>
    public float Length { get; }

    /// <summary>From node to node, m.</summary>
    public float Spacing { get; }

    /// <summary>The arc-length table: node k lies at arc k · spacing.</summary>
    public ReadOnlySpan<PathNode> Nodes => _nodes;

    /// <summary>Hash of all nodes; equal on every machine.</summary>
    public ulong Hash { get; }

    /// <summary>The path at an arc; arcs before its beginning or beyond its end give its ends.</summary>
    public LaneSample Sample(float arc)
    {
        var position = Spacing > 0 ? Math.Clamp(arc, 0, Length) / Spacing : 0;
        var index = Math.Clamp((int)position, 0, _nodes.Length - 2);
        var t = Math.Clamp(position - index, 0, 1);
        ref readonly var a = ref _nodes[index];
        ref readonly var b = ref _nodes[index + 1];
        return new(Mix(a.X, b.X, t), Mix(a.Y, b.Y, t), Mix(a.Z, b.Z, t), MixHeading(a, b, t), Mix(a.Curvature, b.Curvature, t),
            Mix(a.LeftWidth, b.LeftWidth, t), Mix(a.RightWidth, b.RightWidth, t), t < 0.5f ? a.SpeedLimit : b.SpeedLimit);
    }

    /// <summary>The nearest place among those within about 16 m along the path of <paramref name="nearArc"/>; <see cref="LanePosition.Arc"/> is the path's.</summary>
    /// <remarks>Made for a vehicle that moves less than that between two calls: pass the arc of the last one. A path that crosses itself never jumps.</remarks>
    public LanePosition Locate(float x, float y, float nearArc)
    {
        var middle = Spacing > 0 ? (int)(Math.Clamp(nearArc, 0, Length) / Spacing) : 0;
        var (nearest, least) = (0, float.PositiveInfinity);
        for (var i = Math.Max(0, middle - WindowNodes); i < Math.Min(_nodes.Length, middle + WindowNodes); i++)
        {
            float dx = _nodes[i].X - x, dy = _nodes[i].Y - y, square = dx * dx + dy * dy;
            if (square < least) (nearest, least) = (i, square);
        }
        var before = nearest > 0 ? Foot(nearest - 1, x, y) : (T: 0, DistanceSquared: float.PositiveInfinity);
        var behind = nearest + 1 < _nodes.Length ? Foot(nearest, x, y) : (T: 0, DistanceSquared: float.PositiveInfinity);
        return before.DistanceSquared < behind.DistanceSquared ? At(nearest - 1, before.T, x, y, before.DistanceSquared) : At(nearest, behind.T, x, y, behind.DistanceSquared);
    }

    private (float T, float DistanceSquared) Foot(int index, float x, float y)
    {
        ref readonly var a = ref _nodes[index];
        ref readonly var b = ref _nodes[index + 1];
        float sx = b.X - a.X, sy = b.Y - a.Y, square = sx * sx + sy * sy;
        var t = square > 0 ? Math.Clamp(((x - a.X) * sx + (y - a.Y) * sy) / square, 0, 1) : 0;
        float dx = x - a.X - t * sx, dy = y - a.Y - t * sy;
        return (t, dx * dx + dy * dy);
    }

    private LanePosition At(int index, float t, float x, float y, float distanceSquared)
    {
        ref readonly var a = ref _nodes[index];
        ref readonly var b = ref _nodes[index + 1];
        float alongX = Mix(a.TangentX, b.TangentX, t), alongY = Mix(a.TangentY, b.TangentY, t), length = MathF.Sqrt(alongX * alongX + alongY * alongY);
        (alongX, alongY) = length > 1e-3f ? (alongX / length, alongY / length) : (a.TangentX, a.TangentY);
        var offset = alongX * (y - Mix(a.Y, b.Y, t)) - alongY * (x - Mix(a.X, b.X, t));
        return new(Route.Legs[(t < 0.5f ? a : b).Leg].Lane, Math.Min(Length, (index + t) * Spacing), offset, MathF.Sqrt(distanceSquared), MixHeading(a, b, t),
            Mix(a.Curvature, b.Curvature, t), Mix(a.LeftWidth, b.LeftWidth, t), Mix(a.RightWidth, b.RightWidth, t), Mix(a.Z, b.Z, t));
    }

    private static float MixHeading(in PathNode a, in PathNode b, float t) => Angle.Wrap(a.Heading + t * Angle.Difference(b.Heading, a.Heading));

    private static float Mix(float a, float b, float t) => a + t * (b - a);
}
