using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Maps;

/// <summary>A road to drive along: smooth centre line with arc length, curvature, widths to both edges and constant-time nearest position. Closed, or a route from a start to a goal.</summary>
/// <remarks>
/// Driving direction = rising arc; the start line of a closed road is at arc 0. A route has some road before its start and behind its goal, so that
/// whoever looks ahead or rolls back still finds it; beyond that its arcs wrap, which nobody reaches in an episode. Metres and radians in the world frame (x east, y north).
/// A periodic cubic spline through the control points, cut into nodes about 0.5 m apart; between nodes position is a cubic, the rest linear.
/// Immutable; every query is thread-safe, allocates nothing and gives the same bits on every machine.
/// </remarks>
public sealed class Circuit
{
    /// <summary>Nodes on each side of the expected one that a local search looks at: about 16 m.</summary>
    private const int WindowNodes = 32;

    private readonly CentreLineNode[] _nodes;
    private readonly NodePositions _positions;
    private readonly NearestGrid? _grid;
    private float[]? _heights;

    private Circuit(string name, CentreLineNode[] nodes, double length, (float Start, float Goal)? route = null)
    {
        Name = name;
        Length = (float)length;
        IsRoute = route is not null;
        (StartArc, var goal) = route ?? (0, Length);
        RouteLength = goal - StartArc;
        Spacing = (float)(length / nodes.Length);
        NodesPerMetre = (float)(nodes.Length / length);
        _positions = new(nodes);
        _grid = IsRoute ? null : new(_positions);
        _nodes = [.. nodes, nodes[0]];
        (SmallestRadius, IsClockwise) = Measure(Nodes);
        Hash = StableHash.Of(MemoryMarshal.AsBytes(Nodes));
    }

    /// <summary>Whether it leads from a start to a goal instead of round and round.</summary>
    public bool IsRoute { get; }

    /// <summary>Arc of the start, m; 0 on a closed road.</summary>
    public float StartArc { get; }

    /// <summary>From the start to the goal, m; the whole length on a closed road.</summary>
    public float RouteLength { get; }

    /// <summary>Name for tables and file names.</summary>
    public string Name { get; }

    /// <summary>Length of the centre line, m; of a route with what lies before its start and behind its goal.</summary>
    public float Length { get; }

    /// <summary>From node to node, m.</summary>
    internal float Spacing { get; }

    /// <summary>1 / <see cref="Spacing"/>, rounded on its own.</summary>
    internal float NodesPerMetre { get; }

    /// <summary>Radius of the tightest bend of the centre line, m.</summary>
    public float SmallestRadius { get; }

    /// <summary>Whether the driving direction encloses a negative area.</summary>
    public bool IsClockwise { get; }

    /// <summary>Bytes of the tables behind the queries.</summary>
    public long ByteCount => (long)_nodes.Length * Unsafe.SizeOf<CentreLineNode>() + _positions.ByteCount + (_grid?.ByteCount ?? 0);

    /// <summary>Hash of the geometry, without the name; equal on every machine.</summary>
    public ulong Hash { get; }

    /// <summary>The arc-length table: node k lies at arc k · length / count.</summary>
    internal ReadOnlySpan<CentreLineNode> Nodes => _nodes.AsSpan(0, _nodes.Length - 1);

    /// <summary>A circuit through closed control points in driving direction; the last one joins the first and does not repeat it.</summary>
    /// <exception cref="ArgumentException">Fewer than three points, two equal neighbours, a number that is not finite or a negative width.</exception>
    public static Circuit FromControlPoints(string name, IReadOnlyList<CircuitPoint> points)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (points.Count < 3) throw new ArgumentException($"A circuit needs at least 3 control points, got {points.Count}.", nameof(points));
        for (var i = 0; i < points.Count; i++)
        {
            CircuitPoint p = points[i], next = points[(i + 1) % points.Count];
            if (!(double.IsFinite(p.X) && double.IsFinite(p.Y) && double.IsFinite(p.LeftWidth) && double.IsFinite(p.RightWidth)))
                throw new ArgumentException($"Control point {i} is not finite: {p}.", nameof(points));
            if (p.LeftWidth < 0 || p.RightWidth < 0) throw new ArgumentException($"Control point {i} has a negative width: {p}.", nameof(points));
            if (p.X == next.X && p.Y == next.Y) throw new ArgumentException($"Control point {i} equals the one after it: {p}.", nameof(points));
        }
        var (nodes, length) = CentreLineTable.Build(points);
        return new(name, nodes, length);
    }

    /// <summary>A route along nodes at equal distances.</summary>
    /// <param name="spacing">From node to node along the line, m.</param>
    /// <param name="startArc">Arc of the start, m from the first node.</param>
    /// <param name="goalArc">Arc of the goal.</param>
    /// <param name="heights">Of the nodes, m; null for flat ground.</param>
    /// <exception cref="ArgumentException">Too few nodes, or too little road before the start or behind the goal.</exception>
    internal static Circuit FromRoute(string name, CentreLineNode[] nodes, float spacing, float startArc, float goalArc, float[]? heights = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!(startArc >= WindowNodes * spacing && goalArc > startArc && goalArc <= (nodes.Length - WindowNodes) * spacing))
            throw new ArgumentException($"A route of {nodes.Length} nodes cannot lead from {startArc} to {goalArc} m; at least {WindowNodes} nodes must lie before its start and behind its goal.", nameof(nodes));
        return new(name, nodes, nodes.Length * (double)spacing, (startArc, goalArc)) { _heights = heights };
    }

    /// <summary>Height of the road at an arc, m; 0 on a closed road.</summary>
    public float HeightAt(float arc) => _heights is null ? 0 : _heights[Split(arc).Index];

    /// <summary>The centre line at an arc; any arc, also negative or beyond the length, is wrapped.</summary>
    public CentreLineSample Sample(float arc)
    {
        var (index, along) = Split(arc);
        ref readonly var a = ref _nodes[index];
        ref readonly var b = ref _nodes[index + 1];
        var (x, y) = Cubic(a, b, along);
        return new(x, y, MixHeading(a.Heading, b.Heading, along), Mix(a.Curvature, b.Curvature, along),
            Mix(a.LeftWidth, b.LeftWidth, along), Mix(a.RightWidth, b.RightWidth, along));
    }

    /// <summary>Asks for the memory that <see cref="Sample"/> and <see cref="Locate(float, float, float)"/> read near an arc.</summary>
    internal unsafe void Prefetch(float arc)
    {
        if (!Sse.IsSupported) return;
        var index = Split(arc).Index;
        Sse.Prefetch0(Unsafe.AsPointer(ref _nodes[index]));              // where the collector may have moved it from: then nothing is gained
        _positions.Prefetch(index - WindowNodes + 1, 2 * WindowNodes);
    }

    /// <summary>The nearest position among those within about 16 m along the road of <paramref name="nearArc"/>.</summary>
    /// <remarks>
    /// Made for a vehicle that moves less than that between two calls: pass the arc of the last one. A road that crosses itself on a bridge
    /// therefore never jumps, and however far off the road a vehicle is, its arc moves at most 16 m. On the road continuous in position.
    /// </remarks>
    public CircuitPosition Locate(float x, float y, float nearArc)
    {
        var first = Split(nearArc).Index - WindowNodes + 1;
        return Project(_positions.Nearest(first, 2 * WindowNodes, x, y).Index, x, y);
    }

    /// <summary>The nearest position on the whole circuit. Constant time up to 32 m outside the bounding box, beyond that every node is looked at.</summary>
    public CircuitPosition Locate(float x, float y) => Project(_grid?.Nearest(x, y) ?? NearestOfAll(x, y), x, y);

    /// <summary>For routes, which are asked so at most once an episode.</summary>
    private int NearestOfAll(float x, float y)
    {
        var nearest = new NearestNode(0, float.PositiveInfinity);
        for (var first = 0; first < Nodes.Length; first += NodePositions.Overhang)
        {
            var here = _positions.Nearest(first, Math.Min(NodePositions.Overhang, Nodes.Length - first), x, y);
            if (here.DistanceSquared < nearest.DistanceSquared) nearest = here;
        }
        return nearest.Index;
    }

    /// <summary>Metres forward from one arc to another by the shorter way round, in (−length / 2, length / 2]; negative is backwards.</summary>
    public float Advance(float fromArc, float toArc)
    {
        var difference = toArc - fromArc;
        difference -= Length * MathF.Floor(difference / Length);
        return difference > 0.5f * Length ? difference - Length : difference;
    }

    /// <summary>Foot of a point on the segment before or behind its nearest node.</summary>
    private CircuitPosition Project(int nearest, float x, float y)
    {
        var ahead = Ahead(_nodes[nearest], x, y);
        if (ahead < 0)
        {
            nearest = (nearest == 0 ? _nodes.Length - 1 : nearest) - 1;
            ahead = Ahead(_nodes[nearest], x, y);
        }
        ref readonly var a = ref _nodes[nearest];
        ref readonly var b = ref _nodes[nearest + 1];
        // "Metres ahead of the node" falls from a to b and is zero at the foot. Shared by neighbouring segments, so the arc has no steps.
        var fall = ahead - Ahead(b, x, y);
        var along = fall > 0 ? Math.Clamp(ahead / fall, 0, 1) : 0;
        var (footX, footY) = Cubic(a, b, along);
        float tangentX = Mix(a.TangentX, b.TangentX, along), tangentY = Mix(a.TangentY, b.TangentY, along);
        var scale = 1 / MathF.Sqrt(tangentX * tangentX + tangentY * tangentY);
        var arc = (nearest + along) * Spacing;
        return new(arc < Length ? arc : 0, (tangentX * (y - footY) - tangentY * (x - footX)) * scale,
            MixHeading(a.Heading, b.Heading, along), Mix(a.Curvature, b.Curvature, along),
            Mix(a.LeftWidth, b.LeftWidth, along), Mix(a.RightWidth, b.RightWidth, along));
    }

    private (int Index, float Along) Split(float arc)
    {
        arc -= Length * MathF.Floor(arc / Length);
        var position = arc * NodesPerMetre;
        var index = Math.Clamp((int)position, 0, _nodes.Length - 2);
        return (index, Math.Clamp(position - index, 0, 1));
    }

    /// <summary>Hermite cubic between two nodes, whose tangents have the length of the segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (float X, float Y) Cubic(in CentreLineNode a, in CentreLineNode b, float t)
    {
        float s = 1 - t, fromB = t * t * (3 - 2 * t), slopeA = t * s * s * Spacing, slopeB = t * t * s * Spacing;
        return (a.X + fromB * (b.X - a.X) + slopeA * a.TangentX - slopeB * b.TangentX,
            a.Y + fromB * (b.Y - a.Y) + slopeA * a.TangentY - slopeB * b.TangentY);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Ahead(in CentreLineNode node, float x, float y) => (x - node.X) * node.TangentX + (y - node.Y) * node.TangentY;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Mix(float a, float b, float t) => a + t * (b - a);

    private static float MixHeading(float a, float b, float t)
    {
        var turn = b - a;
        if (turn > MathF.PI) turn -= MathF.Tau;
        else if (turn < -MathF.PI) turn += MathF.Tau;
        var heading = a + t * turn;
        return heading > MathF.PI ? heading - MathF.Tau : heading <= -MathF.PI ? heading + MathF.Tau : heading;
    }

    private static (float SmallestRadius, bool IsClockwise) Measure(ReadOnlySpan<CentreLineNode> nodes)
    {
        var (curvature, twiceArea) = (0f, 0.0);
        for (var i = 0; i < nodes.Length; i++)
        {
            ref readonly var a = ref nodes[i];
            ref readonly var b = ref nodes[i + 1 == nodes.Length ? 0 : i + 1];
            curvature = Math.Max(curvature, Math.Abs(a.Curvature));
            twiceArea += (double)a.X * b.Y - (double)b.X * a.Y;
        }
        return (1 / curvature, twiceArea < 0);
    }
}
