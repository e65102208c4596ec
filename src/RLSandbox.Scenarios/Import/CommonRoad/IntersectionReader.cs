using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Reads intersections: which lanes lead through them, and who waits for whom.</summary>
/// <remarks>
/// Between two incomings with the same signs, the one that <c>isLeftOf</c> the other waits, since right goes before left; and whoever turns left waits
/// for the incoming opposite, which is the one two steps of <c>isLeftOf</c> away. A yield or stop sign waits for all others, a priority sign for none.
/// A file without <c>isLeftOf</c> and signs gets no rules. Only lanes whose centre lines cross, or that end at the same place, wait for each other.
/// </remarks>
internal sealed class IntersectionReader(RoadMapDraft draft, SignReader signs, IReadOnlyDictionary<string, XElement> lanelets)
{
    private const int MostPairs = 100_000;                                // of lanes, in a whole file; a city has some ten thousand

    private readonly Dictionary<string, TurnLanes> _turns = new(StringComparer.Ordinal);
    private readonly LaneCrossings _crossings = new(draft);
    private readonly HashSet<(string, string)> _waiting = [];
    private int _pairs;

    /// <summary>Lanes that lead on from a lanelet into a junction; null for one that leads into none.</summary>
    public TurnLanes? Turns(string lanelet) => _turns.GetValueOrDefault(lanelet);

    /// <summary>Adds all intersections to the draft and notes them in their lanes.</summary>
    public void Read(XElement root)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var intersection in root.All("intersection"))
        {
            var id = intersection.Word("id");
            if (id.Length == 0 || !known.Add(id)) draft.Warn($"intersection {id}", "an intersection without an id, or with one that is taken, was left out", ImportFile.LineOf(intersection));
            else Add(id, intersection);
        }
    }

    private void Add(string id, XElement intersection)
    {
        var incomings = intersection.All("incoming").Select(element => Incoming.Of(element, Known(id, element), Rank)).ToList();
        var lanes = incomings.SelectMany(incoming => incoming.All).Distinct(StringComparer.Ordinal).ToList();
        foreach (var lane in lanes.Select(lane => draft.Find(lane)!))
        {
            if (lane.Junction is null) draft.Replace(lane with { Junction = id });
            else draft.Warn($"lanelet {lane.Id}", $"leads through the intersections {lane.Junction} and {id}; the first was kept", ImportFile.LineOf(lanelets[lane.Id]));
        }
        draft.Junctions.Add(new() { Id = id, Lanes = lanes, RightOfWay = Rules(id, intersection, incomings) });
        foreach (var incoming in incomings) NoteTurns(incoming);
    }

    private Func<string, string[]> Known(string id, XElement incoming) => name =>
    {
        var all = incoming.References(name);
        var known = all.Where(lane => draft.Find(lane) is not null).ToArray();
        if (known.Length < all.Length) draft.Warn($"intersection {id}", $"{name} {string.Join(", ", all.Except(known).Take(5))} does not exist and was dropped", ImportFile.LineOf(incoming));
        return known;
    };

    /// <summary>0 for who yields to all, 2 for who has priority.</summary>
    private int Rank(IEnumerable<string> incoming)
    {
        var kinds = signs.Kinds(incoming.SelectMany(id => lanelets[id].References("trafficSignRef").Concat(lanelets[id].One("stopLine").References("trafficSignRef")))).ToHashSet();
        return kinds.Contains(SignKind.Stop) || kinds.Contains(SignKind.Yield) ? 0 : kinds.Contains(SignKind.Priority) ? 2 : 1;
    }

    private void NoteTurns(Incoming incoming)
    {
        foreach (var lane in incoming.Lanelets)
        {
            var next = lanelets[lane].References("successor").ToHashSet(StringComparer.Ordinal);
            _turns.TryAdd(lane, new([.. incoming.Left.Where(next.Contains)], [.. incoming.Straight.Where(next.Contains)], [.. incoming.Right.Where(next.Contains)]));
        }
    }

    private RightOfWay[] Rules(string id, XElement intersection, List<Incoming> incomings)
    {
        var rules = new OrderedDictionary<string, List<string>>(StringComparer.Ordinal);
        var byId = new Dictionary<string, Incoming>(StringComparer.Ordinal);
        foreach (var incoming in incomings) byId.TryAdd(incoming.Id, incoming);
        foreach (var one in incomings)
        {
            var onRight = one.LeftOf.Select(other => byId.GetValueOrDefault(other)).OfType<Incoming>().ToHashSet();
            var opposite = onRight.SelectMany(other => other.LeftOf).Select(other => byId.GetValueOrDefault(other)).OfType<Incoming>().ToHashSet();
            foreach (var other in incomings.Where(other => !ReferenceEquals(other, one)))
            {
                if (_pairs++ > MostPairs)
                {
                    draft.Warn($"intersection {id}", $"the file has more than {MostPairs} pairs of lanes in intersections; the rules of this one are not complete", ImportFile.LineOf(intersection));
                    return Lists();
                }
                if (one.Rank < other.Rank || one.Rank == other.Rank && onRight.Contains(other)) Wait(rules, one.All, other.All);
                else if (one.Rank == other.Rank && opposite.Contains(other)) Wait(rules, one.Left, [.. other.Straight, .. other.Right]);
            }
        }
        return Lists();

        RightOfWay[] Lists() => [.. rules.Select(rule => new RightOfWay(rule.Key, rule.Value))];
    }

    private void Wait(OrderedDictionary<string, List<string>> rules, IReadOnlyList<string> lanes, IReadOnlyList<string> others)
    {
        foreach (var lane in lanes)
        {
            foreach (var other in others)
            {
                if (_pairs++ > MostPairs) return;
                if (lane == other || !_crossings.Meet(lane, other)) continue;
                if (!_waiting.Add((lane, other))) continue;
                if (!rules.TryGetValue(lane, out var list)) rules.Add(lane, list = []);
                list.Add(other);
            }
        }
    }

    /// <summary>One road into an intersection.</summary>
    private sealed record Incoming(string Id, string[] Lanelets, string[] Left, string[] Straight, string[] Right, string[] LeftOf, int Rank)
    {
        public string[] All { get; } = [.. Left.Concat(Straight).Concat(Right).Distinct(StringComparer.Ordinal)];

        public static Incoming Of(XElement element, Func<string, string[]> known, Func<IEnumerable<string>, int> rank)
        {
            var lanelets = known("incomingLanelet");
            return new(element.Word("id"), lanelets, known("successorsLeft"), known("successorsStraight"), known("successorsRight"), element.References("isLeftOf"), rank(lanelets));
        }
    }
}
