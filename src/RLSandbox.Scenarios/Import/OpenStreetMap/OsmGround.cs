using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>Buildings, parking places, green and squares: closed ways and multipolygons.</summary>
internal static class OsmGround
{
    public static void Add(OsmNetwork network)
    {
        var broken = 0;
        foreach (var way in network.Document.Ways.Values)
        {
            if (KindOf(way) is not { } kind) continue;
            if (way.IsClosed && way.Nodes.All(network.Places.Has)) Add(network, kind, way.Nodes.SkipLast(1));
            else if (way["area"] != "no") broken++;
        }
        foreach (var relation in network.Document.Relations.Values)
        {
            if (relation["type"] != "multipolygon" || KindOf(relation) is not { } kind) continue;
            var outer = relation.Members.Where(member => member is { Kind: "way", Role: "outer" or "" } && network.Document.Ways.ContainsKey(member.Id)).Select(member => network.Document.Ways[member.Id].Nodes);
            var (rings, open) = OsmRings.Join(outer);
            if (open > 0 || rings.Count == 0) broken++;
            foreach (var ring in rings.Where(ring => ring.TrueForAll(network.Places.Has))) Add(network, kind, ring);
        }
        if (broken > 0) network.Draft.Warn("area", $"{broken} outlines of buildings or ground are cut off by the edge of the extract or not closed; they were left out", 0, broken);
    }

    private static void Add(OsmNetwork network, AreaKind kind, IEnumerable<long> nodes)
    {
        var outline = network.Places.Of(nodes);
        if (Polygon.Area(outline) >= Polygon.Smallest) network.Draft.Areas.Add(new() { Kind = kind, Outline = outline });
    }

    private static AreaKind? KindOf(OsmElement element)
    {
        if (element.Tags.Count == 0) return null;
        if (element["building"] is not ("" or "no" or "roof")) return AreaKind.Obstacle;
        if (element["amenity"] == "parking" && element["parking"] is "" or "surface") return AreaKind.Parking;
        if (element["area"] == "yes" && element["highway"].Length > 0) return element["highway"] is "pedestrian" or "footway" ? AreaKind.Sidewalk : AreaKind.Paved;
        if (element["landuse"] is "grass" or "forest" or "meadow" or "village_green" or "orchard" or "recreation_ground" or "farmland" || element["natural"] is "wood" or "grassland" or "scrub" or "heath" || element["leisure"] is "park" or "garden") return AreaKind.Green;
        return null;
    }
}
