using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RLSandbox.Driving.Maps;

/// <summary>The tables of one <see cref="Circuit"/> in the memory of a <see cref="CircuitTable"/>.</summary>
internal readonly unsafe struct CircuitView
{
    /// <summary>Floats of half a node: position and tangent, or heading, curvature and widths.</summary>
    public const int HalfNode = 4;

    /// <summary>m²: ten times what rounding does to a squared distance of 20 m.</summary>
    public const float Margin = 0.05f;

    /// <summary>Nodes that a car may have gone back or ahead at most for the shortest search; what it reads beyond is repeated before the first and after the last node.</summary>
    public const int MostBack = 3, MostAhead = 13;

    private const int Window = 32;                                       // nodes to each side that a search looks at: about 16 m
    private const int Overhang = 64;                                     // repeated nodes before the first and after the last one
    private const int NodesBehind = 3;                                   // of the short search, at least: a car moves forward
    private const int NodesAhead = 4;                                    // that a physics step seldom reads beyond: not a line further
    private const int PointsBefore = MostBack + 1, PointsBehind = MostAhead + 3;     // whole cache lines
    private const int BlockFloats = 2 * Lanes.Count;                     // x of eight nodes, then y: one cache line
    private const float NarrowestTurn = 6f;                              // m; half a circle of this radius is longer than half a window
    private const float LargestCoordinate = 8192f;                       // m; floats are no coarser than 1 mm within

    private readonly float* _blocks;

    /// <summary>Copies the tables of <paramref name="circuit"/> to <paramref name="memory"/>, aligned to 64 bytes, <see cref="FloatCount"/> long.</summary>
    public CircuitView(Circuit circuit, float* memory)
    {
        var nodes = circuit.Nodes;
        (Count, Length, Spacing, NodesPerMetre) = (nodes.Length, circuit.Length, circuit.Spacing, circuit.NodesPerMetre);
        _blocks = memory;
        Points = memory + Blocks(Count) * BlockFloats + PointsBefore * HalfNode;
        Details = Points + Padded(Count + PointsBehind);
        for (var i = -PointsBefore; i < Count + PointsBehind; i++)
        {
            ref readonly var node = ref nodes[(i % Count + Count) % Count];
            Vector128.Create(node.X, node.Y, node.TangentX, node.TangentY).Store(Points + i * HalfNode);
        }
        for (var i = 0; i <= Count; i++)
        {
            ref readonly var node = ref nodes[i < Count ? i : 0];
            Vector128.Create(node.Heading, node.Curvature, node.LeftWidth, node.RightWidth).Store(Details + i * HalfNode);
        }
        var largest = 0f;
        for (var slot = 0; slot < Blocks(Count) * Lanes.Count; slot++)
        {
            ref readonly var node = ref nodes[(slot - Overhang % Count + Count) % Count];
            var x = _blocks + slot / Lanes.Count * BlockFloats + slot % Lanes.Count;
            (x[0], x[Lanes.Count]) = (node.X, node.Y);
            largest = MathF.Max(largest, MathF.Max(MathF.Abs(node.X), MathF.Abs(node.Y)));
        }
        TrustSquared = circuit.SmallestRadius >= NarrowestTurn && largest <= LargestCoordinate ? 0.5f * circuit.SmallestRadius * circuit.SmallestRadius : 0;
    }

    /// <summary>Position and tangent of node k at k · <see cref="HalfNode"/>; node <see cref="Count"/> is node 0 again.</summary>
    public float* Points { get; }

    /// <summary>Heading, curvature, left and right width, likewise.</summary>
    public float* Details { get; }

    /// <summary>Nodes, without the repeated one.</summary>
    public int Count { get; }

    /// <summary>Length of the closed centre line, m.</summary>
    public float Length { get; }

    /// <summary>From node to node, m.</summary>
    public float Spacing { get; }

    /// <summary>1 / <see cref="Spacing"/>, rounded on its own.</summary>
    public float NodesPerMetre { get; }

    /// <summary>Closer than this, m², no other place of the window is nearer than the foot of a point.</summary>
    public float TrustSquared { get; }

    /// <summary>Floats that the tables of a circuit take: a multiple of a cache line.</summary>
    public static long FloatCount(Circuit circuit) => Blocks(circuit.Nodes.Length) * BlockFloats + Padded(PointsBefore + circuit.Nodes.Length + PointsBehind) + Padded(circuit.Nodes.Length + 1);

    /// <summary>Asks for the memory that <see cref="CircuitLanes.Locate"/> is likely to read, <see cref="NodesAhead"/> included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int expected)
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(Points + HalfNode * expected);
        Sse.Prefetch0(Points + HalfNode * (expected + NodesAhead));
        Sse.Prefetch0(Details + HalfNode * expected);
        Sse.Prefetch0(Details + HalfNode * (expected + NodesAhead));
    }

    /// <summary>Asks for the line of <see cref="Details"/> in the middle of that, into the second-level cache: it is wanted a chunk later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchDetails(int expected)
    {
        if (Sse.IsSupported) Sse.Prefetch1(Details + HalfNode * (expected + NodesAhead / 2));
    }

    /// <summary>The nearest of the 64 nodes around <paramref name="expected"/>; ties go to the one farthest behind.</summary>
    /// <remarks>
    /// Sixteen nodes decide often, where <see cref="CircuitLanes.Locate"/> did not find it among four, for the same reason. A curve whose radius is nowhere below r stays, for half a circle's length, outside of the circle of radius r
    /// that touches it on the side of the point. So a foot less than r away is the only one there, and distances grow on both sides of it: a nearest node
    /// among the sixteen, within 0.7 r and with clearly farther ones at both ends, is the nearest of the 64. Otherwise all of them are looked at.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NearestNode(int expected, float x, float y)
    {
        var block = (expected + Overhang - NodesBehind) / Lanes.Count;
        var here = _blocks + block * BlockFloats;
        Vector256<float> px = Vector256.Create(x), py = Vector256.Create(y);
        Vector256<float> near = DistanceSquared(here, px, py), far = DistanceSquared(here + BlockFloats, px, py);

        var least = Least(Vector256.MinNative(near, far));
        var where = Vector256.Equals(near, least).ExtractMostSignificantBits() | (Vector256.Equals(far, least).ExtractMostSignificantBits() << Lanes.Count);
        var index = BitOperations.TrailingZeroCount(where);
        var isSure = least.ToScalar() < TrustSquared && near.ToScalar() > least.ToScalar() + Margin && far.GetElement(Lanes.Count - 1) > least.ToScalar() + Margin;
        var node = isSure ? block * Lanes.Count + index - Overhang : NearestOfAll(expected, px, py);
        return node < 0 ? node + Count : node >= Count ? node - Count : node;
    }

    /// <summary>Looks at all nodes of the window; in [0, <see cref="Count"/>).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int NearestOfAll(int expected, Vector256<float> x, Vector256<float> y)
    {
        var first = expected - Window + 1 + Overhang;
        var (nearest, least) = (first, float.PositiveInfinity);
        for (var block = first / Lanes.Count; block * Lanes.Count < first + 2 * Window; block++)
        {
            var distance = DistanceSquared(_blocks + block * BlockFloats, x, y);
            for (var lane = Math.Max(0, first - block * Lanes.Count); lane < Math.Min(Lanes.Count, first + 2 * Window - block * Lanes.Count); lane++)
                if (distance[lane] < least) (nearest, least) = (block * Lanes.Count + lane, distance[lane]);
        }
        return ((nearest - Overhang) % Count + Count) % Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> DistanceSquared(float* block, Vector256<float> x, Vector256<float> y)
    {
        Vector256<float> dx = Vector256.Load(block) - x, dy = Vector256.Load(block + Lanes.Count) - y;
        return dx * dx + dy * dy;
    }

    /// <summary>The smallest of eight numbers, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Least(Vector256<float> value)
    {
        value = Vector256.MinNative(value, Vector256.Create(value.GetUpper(), value.GetLower()));
        value = Vector256.MinNative(value, Vector256.Shuffle(value, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)));
        return Vector256.MinNative(value, Vector256.Shuffle(value, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)));
    }

    private static long Blocks(int count) => (count + 2 * Overhang + Lanes.Count - 1) / Lanes.Count;

    /// <summary>Floats of half nodes, up to a whole cache line.</summary>
    private static long Padded(int halfNodes) => (halfNodes + 3) / 4 * 4 * HalfNode;
}
