using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import.OpenStreetMap;

namespace RLSandbox.Scenarios.Import.Lanelet2;

/// <summary>Ground with an outline: multipolygons, and closed ways that are tagged as areas.</summary>
internal static class LaneletAreas
{
    private const double UsualSpace = 2.5;                                // m wide

    private static readonly Dictionary<string, AreaKind> _kinds = new(StringComparer.Ordinal)
    {
        ["parking"] = AreaKind.Parking, ["parking_lot"] = AreaKind.Parking, ["freespace"] = AreaKind.Paved, ["keepout"] = AreaKind.Paved, ["vegetation"] = AreaKind.Green,
        ["building"] = AreaKind.Obstacle, ["traffic_island"] = AreaKind.Obstacle, ["exit"] = AreaKind.Driveway, ["walkway"] = AreaKind.Sidewalk, ["shared_walkway"] = AreaKind.Sidewalk,
        ["crosswalk"] = AreaKind.Crossing, ["road"] = AreaKind.Paved, ["bus_stop_area"] = AreaKind.Paved, ["speed_bump"] = AreaKind.SpeedBump,
    };

    public static void Read(LaneletMap map)
    {
        foreach (var relation in map.Document.Relations.Values)
            if (relation["type"] == "multipolygon") Read(map, relation);
        foreach (var way in map.Document.Ways.Values)
        {
            if (way["type"] == "parking_space") AddSpace(map, way);
            else if (way["area"] == "yes" && _kinds.TryGetValue(way["type"], out var kind)) Add(map, kind, map.Points(way), $"way {way.Id}", way.Line);
        }
    }

    private static void Read(LaneletMap map, OsmRelation relation)
    {
        if (!_kinds.TryGetValue(relation["subtype"], out var kind))
        {
            map.Draft.Warn($"area {relation.Id}", $"expected a subtype such as parking, found \"{relation["subtype"]}\"; it was left out", relation.Line);
            return;
        }
        var outer = relation.Members.Where(member => member.Role == "outer" && map.Document.Ways.ContainsKey(member.Id)).Select(member => map.Document.Ways[member.Id].Nodes);
        var (rings, open) = OsmRings.Join(outer);
        if (open > 0 || rings.Count == 0) map.Draft.Warn($"area {relation.Id}", $"{open} of its outer ways form no closed outline and were left out", relation.Line, open);
        if (relation.Members.Any(member => member.Role == "inner")) map.Draft.Warn($"area {relation.Id}", "it has holes, which were filled", relation.Line);
        foreach (var ring in rings) Add(map, kind, map.Places.Of(ring), $"area {relation.Id}", relation.Line);
    }

    /// <summary>Autoware draws a parking place as a line with a width.</summary>
    private static void AddSpace(LaneletMap map, OsmWay way)
    {
        var width = OsmNumber.TryLength(way["width"], out var metres) ? metres : UsualSpace;
        var sections = LaneShape.FromCentreLine(map.Points(way), width);
        Add(map, AreaKind.Parking, [.. sections.Select(s => new MapPoint(s.LeftX, s.LeftY, s.Z)), .. sections.Reverse().Select(s => new MapPoint(s.RightX, s.RightY, s.Z))], $"way {way.Id}", way.Line);
    }

    private static void Add(LaneletMap map, AreaKind kind, List<MapPoint> outline, string element, int line)
    {
        if (Polygon.Area(outline) < Polygon.Smallest) map.Draft.Warn(element, "expected at least 3 corners of an area; it was left out", line);
        else map.Draft.Areas.Add(new() { Kind = kind, Outline = outline });
    }
}
