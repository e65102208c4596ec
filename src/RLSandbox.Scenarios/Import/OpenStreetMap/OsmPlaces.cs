using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>Where nodes lie, m: projected around the middle of those that are used, or as <c>local_x</c> and <c>local_y</c> say.</summary>
internal sealed class OsmPlaces
{
    private const double Farthest = 15_000;                               // m from the middle; a map file reaches 20 km
    private const double FarthestDegrees = 5;                             // before anything is projected
    private const double Highest = 9000;                                  // m
    private readonly Dictionary<long, MapPoint> _places = [];
    private readonly HashSet<long> _middle;

    /// <summary>Places of all nodes of ways; what lies far away from the others, or nowhere, is left out with a warning.</summary>
    /// <param name="document">The file.</param>
    /// <param name="isStreet">The ways around whose middle is projected; all of them if none is one.</param>
    /// <param name="draft">Takes the warnings.</param>
    public OsmPlaces(OsmDocument document, Func<OsmWay, bool> isStreet, RoadMapDraft draft)
    {
        var nodes = document.Ways.Values.SelectMany(way => way.Nodes).Distinct().Where(document.Nodes.ContainsKey).Select(id => document.Nodes[id]).ToList();
        _middle = document.Ways.Values.Where(isStreet).SelectMany(way => way.Nodes).ToHashSet();
        IsLocal = nodes.Any(node => Local(node) is not null);
        Longitude = double.NaN;
        if (IsLocal) PlaceLocal(nodes, draft);
        else PlaceOnEarth(nodes, draft);
        var wrong = nodes.Count(node => node.Tags.TryGetValue("ele", out var text) && !TryHeight(text, out _));
        if (wrong > 0) draft.Warn("node", $"expected metres in ele; {wrong} nodes have something else and lie at 0", 0, wrong);
    }

    /// <summary>Whether nodes have coordinates of their own, which then hold rather than latitude and longitude.</summary>
    public bool IsLocal { get; }

    /// <summary>As a PROJ text; empty where nodes have coordinates of their own.</summary>
    public string Projection => double.IsNaN(Longitude) ? "" : FormattableString.Invariant($"+proj=tmerc +lat_0={Latitude:0.####} +lon_0={Longitude:0.####} +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs");

    private double Latitude { get; set; }

    private double Longitude { get; set; }

    /// <summary>Whether a node lies somewhere.</summary>
    public bool Has(long node) => _places.ContainsKey(node);

    /// <summary>Where a node lies; only for nodes that lie somewhere.</summary>
    public MapPoint this[long node] => _places[node];

    /// <summary>Places of nodes that lie somewhere.</summary>
    public List<MapPoint> Of(IEnumerable<long> nodes) => [.. nodes.Where(Has).Select(node => _places[node])];

    private void PlaceLocal(List<OsmNode> nodes, RoadMapDraft draft)
    {
        var local = nodes.Where(node => Local(node) is not null).Select(node => (node.Id, Place: Local(node)!.Value)).ToList();
        if (local.Count < nodes.Count) draft.Warn("node", $"{nodes.Count - local.Count} of {nodes.Count} nodes lack local_x and local_y, which hold in this file; they were left out", 0, nodes.Count - local.Count);
        var (x, y) = (Median(local, node => node.Id, node => node.Place.X), Median(local, node => node.Id, node => node.Place.Y));
        foreach (var (id, place) in local)
            if (IsNear(place.X - x, place.Y - y)) _places[id] = place;
        WarnFar(local.Count - _places.Count, draft);
    }

    private void PlaceOnEarth(List<OsmNode> nodes, RoadMapDraft draft)
    {
        var placed = nodes.Where(node => Math.Abs(node.Latitude) <= 89 && Math.Abs(node.Longitude) <= 360).ToList();
        if (placed.Count < nodes.Count) draft.Warn("node", $"expected degrees in lat and lon; {nodes.Count - placed.Count} of {nodes.Count} nodes have something else and were left out", 0, nodes.Count - placed.Count);
        if (placed.Count == 0) return;
        (Latitude, Longitude) = (Math.Round(Median(placed, node => node.Id, node => node.Latitude), 4), Math.Round(Median(placed, node => node.Id, node => node.Longitude), 4));
        var projection = new TransverseMercator(Latitude, Longitude);
        foreach (var node in placed)
        {
            if (Math.Abs(node.Latitude - Latitude) > FarthestDegrees || Math.Abs(Math.IEEERemainder(node.Longitude - Longitude, 360)) > FarthestDegrees) continue;
            var (x, y) = projection.Project(node.Latitude, node.Longitude);
            if (IsNear(x, y)) _places[node.Id] = new(x, y, Height(node));
        }
        WarnFar(placed.Count - _places.Count, draft);
    }

    private static void WarnFar(int count, RoadMapDraft draft)
    {
        if (count > 0) draft.Warn("node", $"{count} nodes lie more than {Farthest / 1000} km away from the middle of the others and were left out", 0, count);
    }

    private static bool IsNear(double x, double y) => Math.Abs(x) <= Farthest && Math.Abs(y) <= Farthest;

    private static MapPoint? Local(OsmNode node) =>
        OsmNumber.TryRead(node["local_x"], out var x) && OsmNumber.TryRead(node["local_y"], out var y) ? new MapPoint(x, y, Height(node)) : null;

    private static double Height(OsmNode node) => TryHeight(node["ele"], out var height) ? height : 0;

    private static bool TryHeight(string text, out double height) => OsmNumber.TryRead(text, out height) && Math.Abs(height) <= Highest;

    private double Median<T>(List<T> nodes, Func<T, long> id, Func<T, double> value)
    {
        var sorted = nodes.Where(node => _middle.Contains(id(node))).Select(value).ToArray();
        if (sorted.Length == 0) sorted = [.. nodes.Select(value)];
        Array.Sort(sorted);
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }
}
