using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>Ways for people on foot and bicycles: one lane each, driven both ways, linked to nothing.</summary>
internal static class OsmPaths
{
    private static readonly Dictionary<string, (LaneType Type, RoadUsers Users)> _classes = new(StringComparer.Ordinal)
    {
        ["footway"] = (LaneType.Sidewalk, RoadUsers.Pedestrian), ["pedestrian"] = (LaneType.Sidewalk, RoadUsers.Pedestrian), ["steps"] = (LaneType.Sidewalk, RoadUsers.Pedestrian),
        ["path"] = (LaneType.Sidewalk, RoadUsers.Pedestrian | RoadUsers.Bicycle), ["bridleway"] = (LaneType.Sidewalk, RoadUsers.Pedestrian), ["cycleway"] = (LaneType.Biking, RoadUsers.Bicycle),
    };

    public static void Add(OsmNetwork network)
    {
        foreach (var way in network.Document.Ways.Values)
        {
            if (way["area"] == "yes" || !_classes.TryGetValue(way["highway"], out var kind)) continue;
            var number = 0;
            foreach (var points in Runs(network.Places, way)) Add(network, way, kind, points, FormattableString.Invariant($"{way.Id}.{number++}"));
        }
    }

    private static void Add(OsmNetwork network, OsmWay way, (LaneType Type, RoadUsers Users) kind, List<MapPoint> points, string id)
    {
        const double UsualWidth = 2;
        var width = OsmNumber.TryLength(way["width"], out var metres) && metres < 20 ? metres : UsualWidth;
        var sections = LaneShape.FromCentreLine(points, width);
        if (sections.Length < 2) return;                                  // a way that was clipped to one point
        if (way["footway"] == "crossing" || way["cycleway"] == "crossing")
            network.Draft.Areas.Add(new() { Kind = AreaKind.Crossing, Outline = [.. sections.Select(s => new MapPoint(s.LeftX, s.LeftY, s.Z)), .. sections.Reverse().Select(s => new MapPoint(s.RightX, s.RightY, s.Z))] });
        else network.Draft.Add(new() { Id = id, Sections = sections, Type = kind.Type, Users = kind.Users, IsBidirectional = way["oneway"] != "yes" }, way.Line);
    }

    /// <summary>Stretches between missing nodes.</summary>
    private static IEnumerable<List<MapPoint>> Runs(OsmPlaces places, OsmWay way)
    {
        var run = new List<MapPoint>();
        foreach (var node in way.Nodes)
        {
            if (places.Has(node)) run.Add(places[node]);
            else
            {
                yield return run;
                run = [];
            }
        }
        yield return run;
    }
}
