namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>Turns that signs forbid: relations of the type restriction.</summary>
internal sealed class OsmRestrictions
{
    private readonly Dictionary<(long From, long Node), List<(bool IsOnly, long To)>> _rules = [];

    public OsmRestrictions(OsmDocument document, RoadMapDraft draft)
    {
        var unread = 0;
        foreach (var relation in document.Relations.Values)
        {
            var rule = relation["restriction"];
            if (relation["type"] != "restriction" || rule.Length == 0) continue;
            var via = relation.Members.FirstOrDefault(member => member is { Kind: "node", Role: "via" }).Id;
            var isOnly = rule.StartsWith("only_", StringComparison.Ordinal);
            if (via == 0 || !isOnly && !rule.StartsWith("no_", StringComparison.Ordinal)) unread++;
            else Add(relation, via, isOnly);
        }
        if (unread > 0) draft.Warn("relation", $"{unread} restrictions of turns lead over ways or are of another kind; they were ignored", 0, unread);
    }

    /// <summary>Whether one may go from a way to another at a node.</summary>
    public bool Allows(long from, long node, long to)
    {
        if (!_rules.TryGetValue((from, node), out var rules)) return true;
        if (rules.Contains((false, to))) return false;
        return rules.Contains((true, to)) || !rules.Exists(rule => rule.IsOnly);
    }

    private void Add(OsmRelation relation, long via, bool isOnly)
    {
        const int Most = 8;                                               // streets on each side
        foreach (var from in relation.Members.Where(member => member is { Kind: "way", Role: "from" }).Take(Most))
            foreach (var to in relation.Members.Where(member => member is { Kind: "way", Role: "to" }).Take(Most))
            {
                if (!_rules.TryGetValue((from.Id, via), out var rules)) _rules[(from.Id, via)] = rules = [];
                if (rules.Count < Most * Most) rules.Add((isOnly, to.Id));
            }
    }
}
