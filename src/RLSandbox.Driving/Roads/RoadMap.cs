namespace RLSandbox.Driving.Roads;

/// <summary>A network of lanes with everything that is painted on it or stands beside it, as a map file says it. Immutable.</summary>
/// <remarks>
/// Metres, seconds and radians; x east, y north, z up, around a local origin (see <see cref="Origin"/>). Nothing here is fast: what the simulation
/// reads is compiled from it. Ids are texts, unique among lanes; every reference names something that the map has.
/// </remarks>
public sealed class RoadMap
{
    private readonly Dictionary<string, int> _lanes;
    private readonly int[][] _successors, _predecessors;

    /// <summary>A map of these parts.</summary>
    /// <exception cref="ArgumentException">Two lanes share an id, or a lane names one that does not exist.</exception>
    public RoadMap(string name, IReadOnlyList<Lane> lanes)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Lanes = lanes;
        _lanes = new(lanes.Count, StringComparer.Ordinal);
        for (var i = 0; i < lanes.Count; i++)
            if (!_lanes.TryAdd(lanes[i].Id, i)) throw new ArgumentException($"Two lanes have the id \"{lanes[i].Id}\".", nameof(lanes));
        _successors = [.. lanes.Select(lane => lane.Next.Select(id => IndexOf(id, lane)).ToArray())];
        var before = new List<int>[lanes.Count];
        for (var i = 0; i < before.Length; i++) before[i] = [];
        for (var i = 0; i < before.Length; i++)
            foreach (var next in _successors[i]) before[next].Add(i);
        _predecessors = [.. before.Select(list => list.ToArray())];
        foreach (var lane in lanes)
            foreach (var side in new[] { lane.Left, lane.Right })
                if (side is { } neighbour) IndexOf(neighbour.Lane, lane);
    }

    /// <summary>For people; tables use the file name.</summary>
    public string Name { get; }

    /// <summary>Terms under which the map may be passed on; empty if unknown.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Where it came from; empty if unknown.</summary>
    public string Source { get; init; } = "";

    /// <summary>What was subtracted from the coordinates of the source, m.</summary>
    public MapPoint Origin { get; init; }

    /// <summary>How the source's coordinates lie on the earth: a PROJ text, or empty.</summary>
    public string Projection { get; init; } = "";

    /// <summary>Whether traffic keeps to the left.</summary>
    public bool DrivesOnLeft { get; init; }

    /// <summary>All lanes; other parts name them by id, the compiled forms by place in this list.</summary>
    public IReadOnlyList<Lane> Lanes { get; }

    /// <summary>Places where lanes cross, with who yields to whom.</summary>
    public IReadOnlyList<Junction> Junctions { get; init; } = [];

    /// <summary>Traffic lights.</summary>
    public IReadOnlyList<TrafficLight> Lights { get; init; } = [];

    /// <summary>Signs that stand still.</summary>
    public IReadOnlyList<RoadSign> Signs { get; init; } = [];

    /// <summary>Lines across lanes at which traffic waits.</summary>
    public IReadOnlyList<StopLine> StopLines { get; init; } = [];

    /// <summary>Crossings, paved ground, parking places, obstacles.</summary>
    public IReadOnlyList<RoadArea> Areas { get; init; } = [];

    /// <summary>Lines that belong to no lane: painted lines and edges of formats that do not say whose they are.</summary>
    public IReadOnlyList<RoadLine> Lines { get; init; } = [];

    /// <summary>Place of a lane in <see cref="Lanes"/>, or −1.</summary>
    public int IndexOf(string lane) => _lanes.GetValueOrDefault(lane, -1);

    /// <summary>Lanes that go on where lane <paramref name="index"/> ends.</summary>
    public IReadOnlyList<int> Successors(int index) => _successors[index];

    /// <summary>Lanes that end where lane <paramref name="index"/> begins.</summary>
    public IReadOnlyList<int> Predecessors(int index) => _predecessors[index];

    private int IndexOf(string id, Lane by) =>
        _lanes.TryGetValue(id, out var index) ? index : throw new ArgumentException($"The lane \"{by.Id}\" names the lane \"{id}\", which does not exist.", nameof(id));
}

/// <summary>A place, m.</summary>
public readonly record struct MapPoint(double X, double Y, double Z = 0);
