using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Writes junctions with their lanes, and who waits for whom.</summary>
internal sealed class JunctionWriter(SourceReader reader, Network network, RoadMapDraft draft)
{
    private const int MostRules = 100_000;

    private long _rules;

    /// <summary>Writes all junctions that lanes lead through.</summary>
    public void Write()
    {
        var roads = network.Roads.Where(road => road.Junction is not null).ToLookup(road => road.Junction!);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var junction in network.Junctions)
        {
            if (!known.Add(junction.Id))
            {
                reader.Warn(junction.Element, "a second junction with this id was left out");
                continue;
            }
            var lanes = roads[junction.Id].SelectMany(BuiltLanes).Select(lane => lane.Id).ToList();
            if (lanes.Count > 0) draft.Junctions.Add(new() { Id = junction.Id, Lanes = lanes, RightOfWay = Rules(junction) });
        }
        foreach (var group in roads.Where(group => !known.Contains(group.Key)))
        {
            reader.Warn(group.First().Element, $"there is no junction {SourceReader.Short(group.Key)}; its roads were taken as ordinary ones");
            foreach (var lane in group.SelectMany(BuiltLanes)) draft.Replace(lane with { Junction = null });
        }
    }

    /// <summary>Lanes of roads with low priority wait for those of roads with high priority. Roads that lead to the junction stand for those that they go on as.</summary>
    private List<RightOfWay> Rules(SourceJunction junction)
    {
        var rules = new List<RightOfWay>();
        var incoming = junction.Connections.ToLookup(connection => connection.Incoming);
        foreach (var group in junction.Priorities.GroupBy(priority => priority.Low))
        {
            var waiting = Through(junction, incoming, group.Key);
            if (waiting.Count == 0) continue;
            var yieldsTo = group.Select(priority => priority.High).Distinct().SelectMany(high => Through(junction, incoming, high)).Distinct().Except(waiting).ToList();
            if (yieldsTo.Count == 0) continue;
            _rules += (long)waiting.Count * yieldsTo.Count;
            if (_rules > MostRules)
            {
                reader.Warn(junction.Element, $"more than {MostRules} pairs of lanes have a priority; this and later ones were left out");
                return rules;
            }
            rules.AddRange(waiting.Select(lane => new RightOfWay(lane, yieldsTo)));
        }
        return rules;
    }

    private List<string> Through(SourceJunction junction, ILookup<string, SourceConnection> incoming, string id)
    {
        if (network.Road(id) is not { } road) return [];
        IEnumerable<SourceRoad> roads = road.Junction == junction.Id
            ? [road]
            : incoming[id].Select(connection => network.Road(connection.Connecting)).OfType<SourceRoad>().Where(other => other.Junction == junction.Id).Distinct();
        return [.. roads.SelectMany(BuiltLanes).Where(lane => lane.IsDrivable()).Select(lane => lane.Id)];
    }

    private IEnumerable<Lane> BuiltLanes(SourceRoad road) => Enumerable.Range(0, road.Sections.Count).SelectMany(i => network.Strips(road, i)).Select(strip => strip.Built).OfType<Lane>();
}
