using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import;

/// <summary>Collects what an importer finds, and turns it into a map whose references all hold: the care that every format needs.</summary>
public sealed class RoadMapDraft(string path)
{
    /// <summary>m; lanes whose ends are farther apart do not follow each other, whatever the file says.</summary>
    public const double LargestJump = 1.0;

    /// <summary>m; smaller gaps are rounding.</summary>
    private const double VisibleGap = 0.05;

    /// <summary>m; coordinates beyond it are shifted, since single precision gets coarse.</summary>
    private const double Far = 4096;

    private readonly List<Lane> _lanes = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _links = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> _linked = [];
    private readonly List<ImportWarning> _warnings = [];

    /// <summary>Name, licence and the like: the map's own properties.</summary>
    public RoadMapHeader Header { get; set; } = new();

    /// <summary>See <see cref="RoadMap.Junctions"/>.</summary>
    public List<Junction> Junctions { get; } = [];

    /// <summary>See <see cref="RoadMap.Lights"/>.</summary>
    public List<TrafficLight> Lights { get; } = [];

    /// <summary>See <see cref="RoadMap.Signs"/>.</summary>
    public List<RoadSign> Signs { get; } = [];

    /// <summary>See <see cref="RoadMap.StopLines"/>.</summary>
    public List<StopLine> StopLines { get; } = [];

    /// <summary>See <see cref="RoadMap.Areas"/>.</summary>
    public List<RoadArea> Areas { get; } = [];

    /// <summary>See <see cref="RoadMap.Lines"/>.</summary>
    public List<RoadLine> Lines { get; } = [];

    /// <summary>Lanes so far.</summary>
    public IReadOnlyList<Lane> Lanes => _lanes;

    /// <summary>Warnings so far, in the order in which they were noticed.</summary>
    public IReadOnlyList<ImportWarning> Warnings => _warnings;

    /// <summary>Notes something that is wrong.</summary>
    public void Warn(string element, string message, int line = 0, double? size = null) => _warnings.Add(new(element, message, line, size));

    /// <summary>Adds a lane; its <see cref="Lane.Next"/> counts as links. A second lane with the same id, or one without two finite places, is left out with a warning.</summary>
    public void Add(Lane lane, int line = 0)
    {
        var sections = lane.Sections.Where(section => section.IsFinite).ToArray();
        if (sections.Length < lane.Sections.Count) Warn($"lane {lane.Id}", $"{lane.Sections.Count - sections.Length} of {lane.Sections.Count} places are not finite and were left out", line);
        if (sections.Length < 2) Warn($"lane {lane.Id}", "expected at least 2 places; the lane was left out", line);
        else if (!_places.TryAdd(lane.Id, _lanes.Count)) Warn($"lane {lane.Id}", "a second lane with this id was left out", line);
        else _lanes.Add(sections.Length < lane.Sections.Count ? lane with { Sections = sections } : lane);
        foreach (var next in lane.Next) Link(lane.Id, next);
    }

    /// <summary>Notes that one lane goes on as another; both directions and repeats may be given.</summary>
    public void Link(string from, string to)
    {
        if (!_linked.Add((from, to))) return;
        if (!_links.TryGetValue(from, out var list)) _links[from] = list = [];
        list.Add(to);
    }

    /// <summary>The lane with an id; null if there is none.</summary>
    public Lane? Find(string id) => _places.TryGetValue(id, out var place) ? _lanes[place] : null;

    /// <summary>Replaces a lane by another with the same id.</summary>
    public void Replace(Lane lane) => _lanes[_places[lane.Id]] = lane;

    /// <summary>The map: references to what does not exist and links across gaps are dropped with a warning, and so is what lies far from everything else; far coordinates are shifted.</summary>
    /// <param name="needsLanes">Whether edges, lines and areas alone are no map: true but for formats that need no lanes to drive.</param>
    /// <exception cref="UserErrorException">There is no lane, or nothing at all.</exception>
    public ImportedMap Build(string format, bool needsLanes = true)
    {
        if (_lanes.Count == 0 && (needsLanes || Lines.Count + Areas.Count + Signs.Count == 0)) throw new UserErrorException($"{path}: expected lanes, found none{(_warnings.Count > 0 ? $"; the first warning says: {_warnings[0]}" : "")}.");
        DropFar();
        var lanes = _lanes.Select(Resolved).ToArray();
        var map = new RoadMap(Header.Name.Length > 0 ? Header.Name : System.IO.Path.GetFileNameWithoutExtension(path), lanes)
        {
            Licence = Header.Licence, Source = Header.Source, Projection = Header.Projection, DrivesOnLeft = Header.DrivesOnLeft, Origin = Header.Origin,
            Junctions = [.. Junctions.Select(junction => junction with { Lanes = Known(junction.Lanes), RightOfWay = [.. junction.RightOfWay.Where(rule => Exists(rule.Lane)).Select(rule => rule with { YieldsTo = Known(rule.YieldsTo) })] })],
            Lights = [.. Lights.Select(light => light with { Lanes = Known(light.Lanes) })],
            Signs = [.. Signs.Select(sign => sign with { Lanes = Known(sign.Lanes) })],
            StopLines = [.. StopLines.Select(line => line with { Lanes = Known(line.Lanes) })],
            Areas = Areas, Lines = Lines,
        };
        return new(format, MapDocument.Of(MapShift.ToLocal(map, Far)), _warnings);
    }

    private void DropFar()
    {
        var reach = new MapReach(_lanes, Lines);
        var kept = new List<Lane>(_lanes.Count);
        foreach (var lane in _lanes)
        {
            if (reach.Holds(lane)) kept.Add(lane);
            else Warn($"lane {lane.Id}", "it reaches more than 15 km away from the middle of the map; it was left out");
        }
        if (kept.Count < _lanes.Count)
        {
            _lanes.Clear();
            _lanes.AddRange(kept);
            _places.Clear();
            for (var i = 0; i < kept.Count; i++) _places.Add(kept[i].Id, i);
        }
        var far = Areas.RemoveAll(area => !reach.Holds(area.Outline)) + Lines.RemoveAll(line => !reach.Holds(line.Points)) + StopLines.RemoveAll(line => !reach.Holds([line.From, line.To]));
        for (var i = 0; i < Junctions.Count; i++)
        {
            if (reach.Holds(Junctions[i].Outline)) continue;
            Junctions[i] = Junctions[i] with { Outline = [] };
            far++;
        }
        if (far > 0) Warn("map", $"{far} areas, lines or outlines reach more than 15 km away from the middle of the map; they were left out", 0, far);
    }

    private Lane Resolved(Lane lane)
    {
        var next = new List<string>();
        foreach (var id in _links.GetValueOrDefault(lane.Id) ?? [])
        {
            if (Find(id) is not { } other)
            {
                Warn($"lane {lane.Id}", $"is said to go on as lane {id}, which does not exist; the link was dropped");
                continue;
            }
            double dx = other.Sections[0].X - lane.Sections[^1].X, dy = other.Sections[0].Y - lane.Sections[^1].Y, gap = Math.Sqrt(dx * dx + dy * dy);
            if (gap > VisibleGap) Warn($"lane {lane.Id}", FormattableString.Invariant($"ends {gap:0.00} m from where lane {id} begins; the link was {(gap > LargestJump ? "dropped" : "kept")}"), 0, gap);
            if (gap <= LargestJump) next.Add(id);
        }
        return lane with { Next = next, Left = Existing(lane.Left), Right = Existing(lane.Right) };
    }

    private NeighbourLane? Existing(NeighbourLane? neighbour) => neighbour is { } side && Exists(side.Lane) ? side : null;

    private string[] Known(IReadOnlyList<string> ids) => [.. ids.Where(Exists)];

    private bool Exists(string id) => _places.ContainsKey(id);
}

/// <summary>What stands at the top of a map.</summary>
public sealed record RoadMapHeader
{
    /// <summary>Empty for the file's name.</summary>
    public string Name { get; init; } = "";

    /// <inheritdoc cref="RoadMap.Licence"/>
    public string Licence { get; init; } = "";

    /// <inheritdoc cref="RoadMap.Source"/>
    public string Source { get; init; } = "";

    /// <inheritdoc cref="RoadMap.Origin"/>
    public MapPoint Origin { get; init; }

    /// <inheritdoc cref="RoadMap.Projection"/>
    public string Projection { get; init; } = "";

    /// <inheritdoc cref="RoadMap.DrivesOnLeft"/>
    public bool DrivesOnLeft { get; init; }
}
