using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>Which lane is at a point.</summary>
/// <remarks>
/// Two grids, a fine one for vehicles on the road and a coarse one for those beside it, then all nodes. A lane that a cell does not list is farther
/// than its width plus the grid's reach, so its cost has a lower bound: what costs less than that is the answer.
/// </remarks>
internal sealed class LaneSearch
{
    /// <summary>Lanes farther above or below do not count, m: half of what stands between a road and the bridge over it.</summary>
    public const float HeightReach = 2.5f;

    /// <summary>m beyond the edge that cost as much as the way from the centre line to the edge: half of a usual lane.</summary>
    public const float EdgeScale = 1.75f;

    /// <summary>Cost of driving across a lane; twice that against it.</summary>
    public const float TurnCost = 0.6f;

    private readonly CompiledLane[] _lanes;
    private readonly LaneNode[] _nodes;
    private readonly float[] _x, _y, _z;
    private readonly LaneGrid _fine, _coarse;
    private readonly LaneRun[] _everything;

    public LaneSearch(CompiledLane[] lanes, LaneNode[] nodes)
    {
        (_lanes, _nodes) = (lanes, nodes);
        (_x, _y, _z) = ([.. nodes.Select(node => node.X)], [.. nodes.Select(node => node.Y)], [.. nodes.Select(node => node.Z)]);
        _fine = new(lanes, nodes, side: 4, reach: 4);
        _coarse = new(lanes, nodes, side: 16, reach: 20);
        _everything = [.. lanes.Select((lane, i) => new LaneRun(i, lane.FirstNode, lane.NodeCount)).Where(run => run.Count > 0)];
    }

    /// <summary>Bytes of the tables.</summary>
    public long ByteCount => 3L * sizeof(float) * _x.Length + _fine.ByteCount + _coarse.ByteCount + 12L * _everything.Length;

    /// <inheritdoc cref="RoadNetwork.Nearest"/>
    public LanePosition Nearest(float x, float y, float z, float heading)
    {
        var (sin, cos) = Elementary.SinCos(heading);
        var asked = new Asked(x, y, z, cos, sin);
        if (TryNearest(_fine, asked, out var found) || TryNearest(_coarse, asked, out found)) return found;
        return Best(_everything, asked).Position;
    }

    /// <inheritdoc cref="RoadNetwork.Locate"/>
    public LanePosition Locate(int lane, float x, float y)
    {
        ref readonly var l = ref _lanes[lane];
        if (l.NodeCount == 0) throw new ArgumentException($"The network leaves lane {lane} out.", nameof(lane));
        var nearest = NearestNode(l.FirstNode, l.NodeCount, new(x, y, 0, 1, 0), float.PositiveInfinity).Node;
        return nearest < 0 ? LanePosition.None : Project(lane, nearest, x, y);
    }

    private bool TryNearest(LaneGrid grid, in Asked asked, out LanePosition found)
    {
        found = LanePosition.None;
        if (!grid.TryFind(asked.X, asked.Y, out var runs)) return false;
        var (position, cost) = Best(runs, asked);
        found = position;
        // The foot on a lane can be a spacing nearer than its nearest node.
        return cost <= 1 + (grid.Reach - (float)LaneCurve.Spacing) / EdgeScale;
    }

    private (LanePosition Position, float Cost) Best(ReadOnlySpan<LaneRun> runs, in Asked asked)
    {
        var best = (Position: LanePosition.None, Cost: float.PositiveInfinity);
        for (var i = 0; i < runs.Length;)
        {
            var lane = runs[i].Lane;
            var (node, distance) = (-1, float.PositiveInfinity);
            for (; i < runs.Length && runs[i].Lane == lane; i++)
            {
                var found = NearestNode(runs[i].First, runs[i].Count, asked, HeightReach);
                if (found.DistanceSquared < distance) (node, distance) = found;
            }
            // The foot can be a spacing nearer than the node, whose neighbour may have too much height: what costs too much even then needs no foot.
            if (node < 0 || Aside(MathF.Sqrt(distance) - (float)LaneCurve.Spacing, _lanes[lane].WidestSide) >= best.Cost) continue;
            var position = Project(lane, node, asked.X, asked.Y);
            var cost = Cost(position, asked);
            if (cost < best.Cost) best = (position, cost);
        }
        return best;
    }

    private (int Node, float DistanceSquared) NearestNode(int first, int count, in Asked asked, float heightReach)
    {
        var (node, least) = (-1, float.PositiveInfinity);
        ReadOnlySpan<float> xs = _x.AsSpan(first, count), ys = _y.AsSpan(first, count), zs = _z.AsSpan(first, count);
        for (var i = 0; i < xs.Length; i++)
        {
            float dx = xs[i] - asked.X, dy = ys[i] - asked.Y, distance = dx * dx + dy * dy;
            if (distance < least && Math.Abs(zs[i] - asked.Z) <= heightReach) (node, least) = (first + i, distance);
        }
        return (node, least);
    }

    /// <summary>Foot on the nearer one of the two segments at a node.</summary>
    private LanePosition Project(int lane, int node, float x, float y)
    {
        ref readonly var l = ref _lanes[lane];
        var index = node - l.FirstNode;
        var before = index > 0 ? Foot(node - 1, x, y) : (T: 0, DistanceSquared: float.PositiveInfinity);
        var behind = index + 1 < l.NodeCount ? Foot(node, x, y) : (T: 0, DistanceSquared: float.PositiveInfinity);
        var from = before.DistanceSquared < behind.DistanceSquared ? index - 1 : index;
        var (t, squared) = from < index ? before : behind;
        ref readonly var a = ref _nodes[l.FirstNode + from];
        ref readonly var b = ref _nodes[l.FirstNode + from + 1];
        float footX = Mix(a.X, b.X, t), footY = Mix(a.Y, b.Y, t), alongX = Mix(a.TangentX, b.TangentX, t), alongY = Mix(a.TangentY, b.TangentY, t);
        var length = MathF.Sqrt(alongX * alongX + alongY * alongY);
        (alongX, alongY) = length > 1e-3f ? (alongX / length, alongY / length) : (a.TangentX, a.TangentY);            // a turn on the spot
        return new(lane, Math.Min(l.Length, (from + t) * l.Spacing), alongX * (y - footY) - alongY * (x - footX), MathF.Sqrt(squared),
            Angle.Wrap(a.Heading + t * Angle.Difference(b.Heading, a.Heading)), Mix(a.Curvature, b.Curvature, t),
            Mix(a.LeftWidth, b.LeftWidth, t), Mix(a.RightWidth, b.RightWidth, t), Mix(a.Z, b.Z, t));
    }

    private (float T, float DistanceSquared) Foot(int node, float x, float y)
    {
        ref readonly var a = ref _nodes[node];
        ref readonly var b = ref _nodes[node + 1];
        float sx = b.X - a.X, sy = b.Y - a.Y, square = sx * sx + sy * sy;
        var t = square > 0 ? Math.Clamp(((x - a.X) * sx + (y - a.Y) * sy) / square, 0, 1) : 0;
        float dx = x - a.X - t * sx, dy = y - a.Y - t * sy;
        return (t, dx * dx + dy * dy);
    }

    private float Cost(in LanePosition position, in Asked asked)
    {
        var (sin, cos) = Elementary.SinCos(position.Heading);
        var same = cos * asked.Cos + sin * asked.Sin;
        if (_lanes[position.Lane].IsBidirectional) same = Math.Abs(same);
        var width = position.LateralOffset >= 0 ? position.LeftWidth : position.RightWidth;
        return Aside(position.Distance, width) + TurnCost * (1 - same);
    }

    private static float Aside(float distance, float width) => distance <= width ? distance / Math.Max(width, 1e-3f) : 1 + (distance - width) / EdgeScale;

    private static float Mix(float a, float b, float t) => a + t * (b - a);

    private readonly record struct Asked(float X, float Y, float Z, float Cos, float Sin);
}
