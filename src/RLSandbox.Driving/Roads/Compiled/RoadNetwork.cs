using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RLSandbox.Core;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>The lanes of a road map in the form that the simulation reads: smooth centre lines with arc length, who follows whom, nearest lane.</summary>
/// <remarks>
/// Lanes keep their numbers: places in <see cref="RoadMap.Lanes"/>. Metres and radians in the world frame (x east, y north, z up).
/// Immutable; every query is thread-safe, allocates nothing and gives the same bits on every machine.
/// </remarks>
public sealed class RoadNetwork
{
    /// <summary>10,000 km of lanes.</summary>
    private const long MostNodes = 20_000_000;

    private readonly CompiledLane[] _lanes;
    private readonly LaneNode[] _nodes;
    private readonly LaneGraph _graph;
    private readonly LaneSearch _search;

    private RoadNetwork(RoadMap map, CompiledLane[] lanes, LaneNode[] nodes)
    {
        (Map, _lanes, _nodes) = (map, lanes, nodes);
        _graph = new(map, lane => lanes[lane].NodeCount > 0);
        _search = new(lanes, nodes);
        Hash = StableHash.Of(MemoryMarshal.AsBytes(nodes.AsSpan()));
        foreach (var lane in lanes)
            if (lane.IsDrivable) DrivableLength += lane.Length;
    }

    /// <summary>What it was made from.</summary>
    public RoadMap Map { get; }

    /// <summary>One entry per lane of the map.</summary>
    public ReadOnlySpan<CompiledLane> Lanes => _lanes;

    /// <summary>The arc-length tables of all lanes, one after the other.</summary>
    public ReadOnlySpan<LaneNode> Nodes => _nodes;

    /// <summary>Length of all lanes that a car may drive along, m.</summary>
    public double DrivableLength { get; }

    /// <summary>Bytes of the tables behind the queries.</summary>
    public long ByteCount => (long)_nodes.Length * Unsafe.SizeOf<LaneNode>() + (long)_lanes.Length * Unsafe.SizeOf<CompiledLane>() + _graph.ByteCount + _search.ByteCount;

    /// <summary>Hash of all nodes; equal on every machine.</summary>
    public ulong Hash { get; }

    /// <summary>The network of a map: drivable lanes, and the others too where <paramref name="otherLanes"/> says so.</summary>
    /// <exception cref="UserErrorException">The map has more than 10,000 km of lanes.</exception>
    public static RoadNetwork Compile(RoadMap map, bool otherLanes = false)
    {
        ArgumentNullException.ThrowIfNull(map);
        var kept = map.Lanes.Select(lane => lane.IsDrivable() || (otherLanes && lane.Type != LaneType.None)).ToArray();
        var metres = map.Lanes.Where((_, i) => kept[i]).Sum(lane => lane.Length);
        if (!(metres / LaneCurve.Spacing + 3.0 * kept.Length < MostNodes))
            throw new UserErrorException($"The map \"{map.Name}\" has {metres / 1000:0} km of lanes, at most {MostNodes * LaneCurve.Spacing / 1000:0} km are possible; cut out the part that you need.");
        var curves = map.Lanes.Select((lane, i) => kept[i] ? new LaneCurve(lane) : null).ToArray();
        var nodes = new LaneNode[curves.Sum(curve => curve?.NodeCount ?? 0)];
        var lanes = new CompiledLane[curves.Length];
        var junctions = map.Junctions.Select((junction, i) => (junction.Id, i)).DistinctBy(pair => pair.Id).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        var first = 0;
        for (var i = 0; i < lanes.Length; i++)
        {
            lanes[i] = Frame(map, i, junctions) with { FirstNode = first };
            if (curves[i] is not { } curve) continue;
            var own = nodes.AsSpan(first, curve.NodeCount);
            curve.Write(map.Lanes[i], own);
            lanes[i] = lanes[i] with { NodeCount = own.Length, Length = (float)curve.Length, Spacing = (float)(curve.Length / (own.Length - 1)), WidestSide = WidestSide(own) };
            first += own.Length;
        }
        LaneChangeRules.Write(map, lanes, nodes);
        return new(map, lanes, nodes);
    }

    /// <summary>The arc-length table of a lane: node k lies at arc k · spacing.</summary>
    public ReadOnlySpan<LaneNode> NodesOf(int lane) => _nodes.AsSpan(_lanes[lane].FirstNode, _lanes[lane].NodeCount);

    /// <summary>Lanes that go on where a lane ends.</summary>
    public ReadOnlySpan<int> Successors(int lane) => _graph.Next(lane);

    /// <summary>Lanes that end where a lane begins.</summary>
    public ReadOnlySpan<int> Predecessors(int lane) => _graph.Previous(lane);

    /// <summary>The centre line of a lane; arcs before its beginning or beyond its end give its ends.</summary>
    public LaneSample Sample(int lane, float arc)
    {
        var (a, b, t) = Split(lane, arc);
        return new(Mix(a.X, b.X, t), Mix(a.Y, b.Y, t), Mix(a.Z, b.Z, t), Angle.Wrap(a.Heading + t * Angle.Difference(b.Heading, a.Heading)),
            Mix(a.Curvature, b.Curvature, t), Mix(a.LeftWidth, b.LeftWidth, t), Mix(a.RightWidth, b.RightWidth, t), t < 0.5f ? a.SpeedLimit : b.SpeedLimit);
    }

    /// <summary>The lane that a vehicle is on, or the nearest to it.</summary>
    /// <remarks>
    /// Lanes more than <see cref="LaneSearch.HeightReach"/> above or below do not count. Of the others the one with the smallest cost: 0 on the centre
    /// line, 1 at the edge, and 1 more for every 1.75 m beyond it; plus 0.6 · (1 − cos turn) for driving another way than the lane. So lanes that
    /// cross in a junction are told apart by their direction, and a vehicle on the wrong side of the road is where it is.
    /// Constant time near lanes; farther than about 20 m from any, every node is looked at.
    /// </remarks>
    public LanePosition Nearest(float x, float y, float z, float heading) => _search.Nearest(x, y, z, heading);

    /// <summary>A point seen from one lane, however far it is; its height does not matter. Time grows with the lane's length.</summary>
    public LanePosition Locate(int lane, float x, float y) => _search.Locate(lane, x, y);

    private (LaneNode A, LaneNode B, float T) Split(int lane, float arc)
    {
        ref readonly var l = ref _lanes[lane];
        if (l.NodeCount == 0) throw new ArgumentException($"The network leaves lane {lane} out.", nameof(lane));
        var position = l.Spacing > 0 ? Math.Clamp(arc, 0, l.Length) / l.Spacing : 0;
        var index = Math.Clamp((int)position, 0, l.NodeCount - 2);
        return (_nodes[l.FirstNode + index], _nodes[l.FirstNode + index + 1], Math.Clamp(position - index, 0, 1));
    }

    private static CompiledLane Frame(RoadMap map, int index, Dictionary<string, int> junctions)
    {
        var lane = map.Lanes[index];
        return new()
        {
            Type = lane.Type, IsDrivable = lane.IsDrivable(), IsBidirectional = lane.IsBidirectional,
            Junction = lane.Junction is { } id ? junctions.GetValueOrDefault(id, -1) : -1,
            Left = Neighbour(lane.Left, false), Right = Neighbour(lane.Right, false),
            LeftOpposite = Neighbour(lane.Left, true), RightOpposite = Neighbour(lane.Right, true),
        };

        int Neighbour(NeighbourLane? side, bool opposite) => side is { } other && other.IsOpposite == opposite ? map.IndexOf(other.Lane) : -1;
    }

    private static float WidestSide(ReadOnlySpan<LaneNode> nodes)
    {
        var widest = 0f;
        foreach (ref readonly var node in nodes) widest = Math.Max(widest, Math.Max(node.LeftWidth, node.RightWidth));
        return widest;
    }

    private static float Mix(float a, float b, float t) => a + t * (b - a);
}
