using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import.OpenStreetMap;

namespace RLSandbox.Scenarios.Import.Lanelet2;

/// <summary>Rights of way; elements that share a lanelet belong to one junction.</summary>
internal sealed class LaneletRights(LaneletMap map)
{
    private const int MostPairs = 100_000;                                // lanes that yield × lanes with priority, in all

    private readonly List<OsmRelation> _rules = [];
    private int _pairs;

    /// <summary>Lanes that wait by a rule.</summary>
    public static IEnumerable<string> Yielding(OsmRelation rule) => Members(rule, "yield");

    public void Add(OsmRelation rule) => _rules.Add(rule);

    public void Finish()
    {
        var junctionOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var parents = Enumerable.Range(0, _rules.Count).ToArray();
        for (var i = 0; i < _rules.Count; i++)
            foreach (var lane in All(_rules[i]))
                if (!junctionOf.TryAdd(lane, i)) parents[Root(parents, i)] = Root(parents, junctionOf[lane]);
        foreach (var group in Enumerable.Range(0, _rules.Count).GroupBy(i => Root(parents, i))) AddJunction([.. group.Select(i => _rules[i])]);
        if (_pairs > MostPairs) map.Draft.Warn("regulatory element", $"more than {MostPairs} pairs of lanelets yield to each other; the others were left out", 0, _pairs);
    }

    private void AddJunction(List<OsmRelation> rules)
    {
        var lanes = rules.SelectMany(All).Distinct(StringComparer.Ordinal).ToList();
        if (lanes.Count == 0)
        {
            map.Draft.Warn($"regulatory element {rules[0].Id}", "none of the lanelets that it orders is in the map; it was left out", rules[0].Line);
            return;
        }
        var id = LaneletMap.Name(rules[0].Id);
        var waits = new List<RightOfWay>();
        foreach (var rule in rules)
        {
            var before = Members(rule, "right_of_way").Where(lane => map.Draft.Find(lane) is not null).ToList();
            foreach (var lane in Members(rule, "yield").Where(lane => before.Count > 0 && map.Draft.Find(lane) is not null))
                if ((_pairs = Math.Min(_pairs, MostPairs) + before.Count) <= MostPairs) waits.Add(new(lane, before));
        }
        map.Draft.Junctions.Add(new() { Id = id, Lanes = lanes, RightOfWay = waits });
        foreach (var lane in lanes) map.Draft.Replace(map.Draft.Find(lane)! with { Junction = id });
    }

    private IEnumerable<string> All(OsmRelation rule) => Members(rule, "right_of_way").Concat(Members(rule, "yield")).Where(lane => map.Draft.Find(lane) is not null);

    private static IEnumerable<string> Members(OsmRelation rule, string role) => rule.Members.Where(member => member.Kind == "relation" && member.Role == role).Select(member => LaneletMap.Name(member.Id));

    private static int Root(int[] parents, int i)
    {
        while (parents[i] != i) i = parents[i] = parents[parents[i]];
        return i;
    }
}
