using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import.OpenStreetMap;

namespace RLSandbox.Scenarios.Import.Lanelet2;

/// <summary>Regulatory elements: lights, signs, stop lines, limits and rights of way.</summary>
internal static class LaneletRules
{
    public static void Read(LaneletMap map)
    {
        var lines = new LaneletStopLines(map);
        var signs = new LaneletSigns(map);
        var rights = new LaneletRights(map);
        foreach (var relation in map.Document.Relations.Values)
        {
            if (relation["type"] != "regulatory_element") continue;
            var lanes = map.Regulated.GetValueOrDefault(relation.Id) ?? [];
            var subtype = relation["subtype"];
            if (subtype == "traffic_light") AddLight(map, relation, lanes);
            if (subtype == "speed_limit") Limit(map, relation, lanes, signs);
            if (subtype is "right_of_way" or "all_way_stop") rights.Add(relation);
            if (subtype is not ("traffic_light" or "speed_limit" or "right_of_way" or "all_way_stop" or "traffic_sign" or "crosswalk"))
                map.Draft.Warn($"regulatory element {relation.Id}", $"expected a subtype such as traffic_light, found \"{subtype}\"; only its signs and stop lines were read", relation.Line);
            var waiting = subtype is "right_of_way" or "all_way_stop" ? [.. lanes, .. LaneletRights.Yielding(relation)] : lanes;
            signs.Add(relation, waiting);
            lines.Add(relation, waiting, KindOf(relation, subtype, signs));
        }
        lines.Finish();
        signs.Finish();
        rights.Finish();
    }

    private static StopKind KindOf(OsmRelation relation, string subtype, LaneletSigns signs)
    {
        if (subtype == "traffic_light") return StopKind.Light;
        if (subtype == "all_way_stop" || signs.Has(relation, SignKind.Stop)) return StopKind.Stop;
        return subtype is "right_of_way" or "crosswalk" || signs.Has(relation, SignKind.Yield) ? StopKind.Yield : StopKind.Unknown;
    }

    private static void AddLight(LaneletMap map, OsmRelation relation, List<string> lanes)
    {
        var places = relation.Members.Where(member => member is { Kind: "way", Role: "refers" } && map.Document.Ways.ContainsKey(member.Id)).Select(member => map.Points(map.Document.Ways[member.Id])).Where(points => points.Count > 0).ToList();
        if (places.Count == 0) map.Draft.Warn($"regulatory element {relation.Id}", "none of the lights that it refers to is in the file; it stands nowhere in particular", relation.Line);
        if (lanes.Count == 0) map.Draft.Warn($"regulatory element {relation.Id}", "no lanelet names it; the light holds for nobody", relation.Line);
        map.Draft.Lights.Add(new() { Id = LaneletMap.Name(relation.Id), Position = places.Count == 0 ? default : Middle(places[0]), Lanes = lanes });
    }

    private static void Limit(LaneletMap map, OsmRelation relation, List<string> lanes, LaneletSigns signs)
    {
        var limit = LaneletTags.Limit(relation, map.Draft);
        if (limit.Count == 0 && signs.Limit(relation) is { } value) limit = [new(0, value)];
        if (limit.Count == 0) map.Draft.Warn($"regulatory element {relation.Id}", "its limit has no number; lanelets keep their own", relation.Line);
        else foreach (var lane in lanes) map.Draft.Replace(map.Draft.Find(lane)! with { SpeedLimits = limit });
    }

    internal static MapPoint Middle(List<MapPoint> points) => new(points.Average(point => point.X), points.Average(point => point.Y), points.Average(point => point.Z));
}
