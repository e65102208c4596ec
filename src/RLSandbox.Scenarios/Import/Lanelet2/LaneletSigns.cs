using System.Globalization;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import.OpenStreetMap;

namespace RLSandbox.Scenarios.Import.Lanelet2;

/// <summary>Signs, once each, however many elements refer to them.</summary>
internal sealed class LaneletSigns(LaneletMap map)
{
    /// <summary>Signs and stop lines that one element may have: no crossroads has more.</summary>
    public const int Most = 16;

    private readonly Dictionary<long, List<string>> _lanes = [];

    public void Add(OsmRelation relation, IReadOnlyList<string> lanes)
    {
        foreach (var sign in Of(relation))
        {
            if (!_lanes.TryGetValue(sign.Id, out var list)) _lanes[sign.Id] = list = [];
            list.AddRange(lanes);
        }
    }

    public bool Has(OsmRelation relation, SignKind kind) => Of(relation).Any(sign => KindOf(sign["subtype"]) == kind);

    /// <summary>m/s, of the first sign that says so; null for none.</summary>
    public double? Limit(OsmRelation relation) => Of(relation).Select(sign => ValueOf(sign["subtype"])).FirstOrDefault(value => !double.IsNaN(value)) is > 0 and var limit ? limit : null;

    /// <summary>All signs of the map, those that nothing refers to without lanes.</summary>
    public void Finish()
    {
        foreach (var way in map.Document.Ways.Values)
        {
            if (way["type"] != "traffic_sign" || map.Points(way) is not { Count: > 0 } points) continue;
            map.Draft.Signs.Add(new()
            {
                Id = LaneletMap.Name(way.Id), Kind = KindOf(way["subtype"]), Code = way["subtype"], Value = ValueOf(way["subtype"]), Position = LaneletRules.Middle(points),
                Lanes = [.. (_lanes.GetValueOrDefault(way.Id) ?? []).Distinct(StringComparer.Ordinal)],
            });
        }
    }

    private IEnumerable<OsmWay> Of(OsmRelation relation) => relation.Members
        .Where(member => member is { Kind: "way", Role: "refers" } && map.Document.Ways.TryGetValue(member.Id, out var way) && way["type"] == "traffic_sign").Select(member => map.Document.Ways[member.Id]).Take(Most);

    private static SignKind KindOf(string code) => code switch
    {
        "stop_sign" or "stop" or "de206" or "usR1-1" or "jp330" => SignKind.Stop,
        "yield_sign" or "yield" or "de205" or "usR1-2" => SignKind.Yield,
        "de301" or "de306" => SignKind.Priority,
        _ => code.StartsWith("de274", StringComparison.Ordinal) || code.StartsWith("usR2-1", StringComparison.Ordinal) ? SignKind.SpeedLimit : SignKind.Other,
    };

    /// <summary>German signs carry their number: <c>de274-30</c>.</summary>
    private static double ValueOf(string code) => code.StartsWith("de274-", StringComparison.Ordinal) && int.TryParse(code.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit / 3.6 : double.NaN;
}
