using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RLSandbox.Driving.Maps;

/// <summary><see cref="CircuitPosition"/> of eight rows.</summary>
internal readonly record struct PositionLanes(
    Vector256<float> Arc, Vector256<float> LateralOffset, Vector256<float> Heading, Vector256<float> Curvature, Vector256<float> LeftWidth, Vector256<float> RightWidth)
{
    /// <summary>Writes eight rows that follow one another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref CircuitPosition rows)
    {
        Lanes.Scatter(Arc, ref rows, 0);
        Lanes.Scatter(LateralOffset, ref rows, 1);
        Lanes.Scatter(Heading, ref rows, 2);
        Lanes.Scatter(Curvature, ref rows, 3);
        Lanes.Scatter(LeftWidth, ref rows, 4);
        Lanes.Scatter(RightWidth, ref rows, 5);
    }
}

/// <summary>The circuits of eight rows, which may differ: the queries of <see cref="Circuit"/> with the same bits.</summary>
internal readonly unsafe struct CircuitLanes
{
    private readonly Eight<nint> _views;
    private readonly Vector256<float> _spacing, _nodesPerMetre, _trustSquared;
    private readonly Vector256<int> _last;

    /// <summary>One circuit for each.</summary>
    /// <param name="views">Addresses of <see cref="CircuitView"/>s.</param>
    public CircuitLanes(in Eight<nint> views)
    {
        _views = views;
        Length = Vector256.Create(View(0).Length, View(1).Length, View(2).Length, View(3).Length, View(4).Length, View(5).Length, View(6).Length, View(7).Length);
        _spacing = Vector256.Create(View(0).Spacing, View(1).Spacing, View(2).Spacing, View(3).Spacing, View(4).Spacing, View(5).Spacing, View(6).Spacing, View(7).Spacing);
        _nodesPerMetre = Vector256.Create(
            View(0).NodesPerMetre, View(1).NodesPerMetre, View(2).NodesPerMetre, View(3).NodesPerMetre,
            View(4).NodesPerMetre, View(5).NodesPerMetre, View(6).NodesPerMetre, View(7).NodesPerMetre);
        _trustSquared = Vector256.Create(
            View(0).TrustSquared, View(1).TrustSquared, View(2).TrustSquared, View(3).TrustSquared, View(4).TrustSquared, View(5).TrustSquared, View(6).TrustSquared, View(7).TrustSquared);
        _last = Vector256.Create(View(0).Count, View(1).Count, View(2).Count, View(3).Count, View(4).Count, View(5).Count, View(6).Count, View(7).Count) - Vector256<int>.One;
    }

    /// <summary>Length of each centre line, m.</summary>
    public Vector256<float> Length { get; }

    /// <summary>Where the points at some arcs are kept, for <see cref="PointAt"/>. Asks for that memory at once: a loop may find all of its places before it reads the first.</summary>
    public ArcLanes Find(Vector256<float> arc)
    {
        var (index, along) = Split(arc);
        var points = Points(index);
        if (Sse.IsSupported)
            for (var lane = 0; lane < Lanes.Count; lane++) Sse.Prefetch0((void*)points[lane]);
        return new(points, along);
    }

    /// <summary><see cref="Circuit.Sample"/>, without anything but the position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector256<float> X, Vector256<float> Y) PointAt(in ArcLanes place)
        => Cubic(FourLanes.Load(place.Points, 0), FourLanes.Load(place.Points, CircuitView.HalfNode), place.Along);

    /// <summary><see cref="Circuit.Locate(float, float, float)"/>.</summary>
    /// <remarks>
    /// The tangent where the car was tells how many nodes it has gone since. If one of the two nodes around that place is nearest and close enough, and both
    /// of their neighbours are clearly farther, no other node of the window is nearer: <see cref="CircuitView.NearestNode"/> says why.
    /// </remarks>
    public PositionLanes Locate(Vector256<float> x, Vector256<float> y, Vector256<float> nearArc)
    {
        var expected = Split(nearArc).Index;
        var gone = Ahead(FourLanes.Load(Points(expected), 0), x, y) * _nodesPerMetre;
        var guess = expected + Vector256.ConvertToInt32(Vector256.Floor(Lanes.Clamp(gone, -CircuitView.MostBack, CircuitView.MostAhead)));
        var points = Points(guess);
        FourLanes before = FourLanes.Load(points, -CircuitView.HalfNode), a = FourLanes.Load(points, 0);
        FourLanes b = FourLanes.Load(points, CircuitView.HalfNode), behind = FourLanes.Load(points, 2 * CircuitView.HalfNode);
        Vector256<float> ofA = DistanceSquared(a, x, y), ofB = DistanceSquared(b, x, y), least = Vector256.MinNative(ofA, ofB), clear = least + Vector256.Create(CircuitView.Margin);
        var isSure = Vector256.LessThan(least, _trustSquared) & Vector256.GreaterThan(DistanceSquared(before, x, y), clear) & Vector256.GreaterThan(DistanceSquared(behind, x, y), clear);
        if (isSure.ExtractMostSignificantBits() != 0xFF) return LocateWide(expected, x, y);

        // Whether the foot lies before or behind the nearest node cannot be foreseen: a branch per row would be wrong each second time.
        var isB = Vector256.LessThan(ofB, ofA);
        var isBeforeA = Vector256.AndNot(Vector256.LessThan(Ahead(a, x, y), Vector256<float>.Zero), isB);
        var isBehindB = Vector256.AndNot(isB, Vector256.LessThan(Ahead(b, x, y), Vector256<float>.Zero));
        var node = guess + isBeforeA.AsInt32() - isBehindB.AsInt32();    // masks of −1
        var count = _last + Vector256<int>.One;
        node = Vector256.ConditionalSelect(Vector256.LessThan(node, Vector256<int>.Zero), node + count, node);
        node = Vector256.ConditionalSelect(Vector256.GreaterThan(node, _last), node - count, node);
        return Project(node, Select(isBeforeA, before, Select(isBehindB, b, a)), Select(isBeforeA, a, Select(isBehindB, behind, b)), x, y);
    }

    /// <summary>The same, looking at more nodes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    private PositionLanes LocateWide(Vector256<int> expected, Vector256<float> x, Vector256<float> y)
    {
        Unsafe.SkipInit(out Eight<int> nearest);
        Unsafe.SkipInit(out Eight<float> xs);
        Unsafe.SkipInit(out Eight<float> ys);
        expected.StoreUnsafe(ref nearest[0]);
        x.StoreUnsafe(ref xs[0]);
        y.StoreUnsafe(ref ys[0]);
        for (var lane = 0; lane < Lanes.Count; lane++) nearest[lane] = View(lane).NearestNode(nearest[lane], xs[lane], ys[lane]);

        var node = Vector256.LoadUnsafe(ref nearest[0]);
        var isBehind = Vector256.LessThan(Ahead(FourLanes.Load(Points(node), 0), x, y), Vector256<float>.Zero).AsInt32();
        node += isBehind;                                                // a mask of −1
        node = Vector256.ConditionalSelect(Vector256.LessThan(node, Vector256<int>.Zero), _last, node);
        var points = Points(node);
        return Project(node, FourLanes.Load(points, 0), FourLanes.Load(points, CircuitView.HalfNode), x, y);
    }

    /// <summary><see cref="Circuit.Advance"/>.</summary>
    public Vector256<float> Advance(Vector256<float> fromArc, Vector256<float> toArc)
    {
        var difference = toArc - fromArc;
        difference -= Length * Vector256.Floor(difference / Length);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(difference, 0.5f * Length), difference - Length, difference);
    }

    /// <summary>Foot of each point on the segment behind its node; <see cref="Circuit"/> says why.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PositionLanes Project(Vector256<int> node, in FourLanes a, in FourLanes b, Vector256<float> x, Vector256<float> y)
    {
        var ahead = Ahead(a, x, y);
        var fall = ahead - Ahead(b, x, y);
        var zero = Vector256<float>.Zero;
        var along = Vector256.ConditionalSelect(Vector256.GreaterThan(fall, zero), Lanes.Clamp(ahead / fall, 0, 1), zero);
        var (footX, footY) = Cubic(a, b, along);
        Vector256<float> tangentX = Mix(a.TangentX, b.TangentX, along), tangentY = Mix(a.TangentY, b.TangentY, along);
        var scale = Vector256<float>.One / Vector256.Sqrt(tangentX * tangentX + tangentY * tangentY);
        var arc = (Vector256.ConvertToSingle(node) + along) * _spacing;
        var offset = (tangentX * (y - footY) - tangentY * (x - footX)) * scale;

        var details = Details(node);
        FourLanes c = FourLanes.Load(details, 0), d = FourLanes.Load(details, CircuitView.HalfNode);
        return new(Vector256.ConditionalSelect(Vector256.LessThan(arc, Length), arc, zero), offset,
            MixHeading(c.X, d.X, along), Mix(c.Y, d.Y, along), Mix(c.TangentX, d.TangentX, along), Mix(c.TangentY, d.TangentY, along));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Eight<nint> Points(Vector256<int> node)
    {
        Unsafe.SkipInit(out Eight<int> index);
        Unsafe.SkipInit(out Eight<nint> points);
        node.StoreUnsafe(ref index[0]);
        for (var lane = 0; lane < Lanes.Count; lane++) points[lane] = (nint)(View(lane).Points + CircuitView.HalfNode * index[lane]);
        return points;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Eight<nint> Details(Vector256<int> node)
    {
        Unsafe.SkipInit(out Eight<int> index);
        Unsafe.SkipInit(out Eight<nint> details);
        node.StoreUnsafe(ref index[0]);
        for (var lane = 0; lane < Lanes.Count; lane++) details[lane] = (nint)(View(lane).Details + CircuitView.HalfNode * index[lane]);
        return details;
    }

    private ref readonly CircuitView View(int lane) => ref *(CircuitView*)_views[lane];

    private (Vector256<int> Index, Vector256<float> Along) Split(Vector256<float> arc)
    {
        arc -= Length * Vector256.Floor(arc / Length);
        var position = arc * _nodesPerMetre;
        var index = Vector256.Min(Vector256.Max(Vector256.ConvertToInt32(position), Vector256<int>.Zero), _last);
        return (index, Lanes.Clamp(position - Vector256.ConvertToSingle(index), 0, 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector256<float> X, Vector256<float> Y) Cubic(in FourLanes a, in FourLanes b, Vector256<float> t)
    {
        var s = Vector256<float>.One - t;
        Vector256<float> fromB = t * t * (Vector256.Create(3f) - 2 * t), slopeA = t * s * s * _spacing, slopeB = t * t * s * _spacing;
        return (a.X + fromB * (b.X - a.X) + slopeA * a.TangentX - slopeB * b.TangentX,
            a.Y + fromB * (b.Y - a.Y) + slopeA * a.TangentY - slopeB * b.TangentY);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Ahead(in FourLanes node, Vector256<float> x, Vector256<float> y) => (x - node.X) * node.TangentX + (y - node.Y) * node.TangentY;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> DistanceSquared(in FourLanes node, Vector256<float> x, Vector256<float> y)
    {
        Vector256<float> dx = node.X - x, dy = node.Y - y;
        return dx * dx + dy * dy;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FourLanes Select(Vector256<float> condition, in FourLanes yes, in FourLanes no) => new(
        Vector256.ConditionalSelect(condition, yes.X, no.X), Vector256.ConditionalSelect(condition, yes.Y, no.Y),
        Vector256.ConditionalSelect(condition, yes.TangentX, no.TangentX), Vector256.ConditionalSelect(condition, yes.TangentY, no.TangentY));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Mix(Vector256<float> a, Vector256<float> b, Vector256<float> t) => a + t * (b - a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MixHeading(Vector256<float> a, Vector256<float> b, Vector256<float> t)
    {
        Vector256<float> half = Vector256.Create(MathF.PI), full = Vector256.Create(MathF.Tau);
        var turn = b - a;
        turn = Vector256.ConditionalSelect(Vector256.GreaterThan(turn, half), turn - full, Vector256.ConditionalSelect(Vector256.LessThan(turn, -half), turn + full, turn));
        var heading = a + t * turn;
        return Vector256.ConditionalSelect(Vector256.GreaterThan(heading, half), heading - full, Vector256.ConditionalSelect(Vector256.LessThanOrEqual(heading, -half), heading + full, heading));
    }
}

/// <summary>Eight places on the segments of eight centre lines.</summary>
/// <param name="Points">Addresses of the nodes before them.</param>
/// <param name="Along">How far between that node (0) and the next (1).</param>
internal readonly record struct ArcLanes(Eight<nint> Points, Vector256<float> Along);

/// <summary>Half of eight nodes: position and tangent, unless loaded from <see cref="CircuitView.Details"/>.</summary>
internal readonly record struct FourLanes(Vector256<float> X, Vector256<float> Y, Vector256<float> TangentX, Vector256<float> TangentY)
{
    /// <summary>Reads four floats, <paramref name="offset"/> floats behind each of eight addresses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe FourLanes Load(in Eight<nint> addresses, int offset)
    {
        Vector256<float> r04 = Pair(addresses[0], addresses[4], offset), r15 = Pair(addresses[1], addresses[5], offset);
        Vector256<float> r26 = Pair(addresses[2], addresses[6], offset), r37 = Pair(addresses[3], addresses[7], offset);
        if (!Avx.IsSupported) return new(Transposed(r04, r15, r26, r37, 0), Transposed(r04, r15, r26, r37, 1), Transposed(r04, r15, r26, r37, 2), Transposed(r04, r15, r26, r37, 3));
        Vector256<float> low01 = Avx.UnpackLow(r04, r15), low23 = Avx.UnpackLow(r26, r37), high01 = Avx.UnpackHigh(r04, r15), high23 = Avx.UnpackHigh(r26, r37);
        return new(Avx.Shuffle(low01, low23, 0x44), Avx.Shuffle(low01, low23, 0xEE), Avx.Shuffle(high01, high23, 0x44), Avx.Shuffle(high01, high23, 0xEE));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> Pair(nint lower, nint upper, int offset)
        => Vector256.Create(Vector128.Load((float*)lower + offset), Vector128.Load((float*)upper + offset));

    private static Vector256<float> Transposed(Vector256<float> r04, Vector256<float> r15, Vector256<float> r26, Vector256<float> r37, int column)
        => Vector256.Create(r04[column], r15[column], r26[column], r37[column], r04[column + 4], r15[column + 4], r26[column + 4], r37[column + 4]);
}
