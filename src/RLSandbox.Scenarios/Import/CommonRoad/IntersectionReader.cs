using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Reads intersections: which lanes lead through them, and who waits for whom.</summary>
/// <remarks>
/// <c>isLeftOf</c> says that of two roads the one on the right goes first. Which one that is, the shape tells: published files write the relation in both
/// directions (decision 0040). Where it is used, whoever turns left also waits for the road opposite. A yield or stop sign waits for all others, a priority
/// sign for none. A file without <c>isLeftOf</c> and signs gets no rules. Only ways whose centre lines cross, or that end at the same place, wait for each other.
/// </remarks>
internal sealed class IntersectionReader(RoadMapDraft draft, SignReader signs, IReadOnlyDictionary<string, XElement> lanelets)
{
    private const int MostPairs = 100_000;                                // of lanes, in a whole file; a city has some ten thousand

    private const double Sideways = Math.PI / 6, Opposite = 5 * Math.PI / 6;

    private readonly Dictionary<string, TurnLanes> _turns = new(StringComparer.Ordinal);
    private readonly LaneCrossings _crossings = new(draft);
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
        var incomings = intersection.All("incoming").Select(element => new Incoming(element, Known(id, element), Rank, Heading)).ToList();
        var ground = new JunctionGround(incomings.SelectMany(incoming => incoming.Lanelets).Select(lane => draft.Find(lane)!.Sections[^1]));
        foreach (var incoming in incomings) incoming.Lead(entry => JunctionWay.From(entry, ground, draft, lanelets));
        var lanes = incomings.SelectMany(incoming => incoming.All).SelectMany(way => way.Lanes).Distinct(StringComparer.Ordinal).ToList();
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
    private int Rank(IReadOnlyList<string> incoming)
    {
        var kinds = signs.Kinds(incoming.SelectMany(id => lanelets[id].References("trafficSignRef").Concat(lanelets[id].One("stopLine").References("trafficSignRef")))).ToHashSet();
        return kinds.Contains(SignKind.Stop) || kinds.Contains(SignKind.Yield) ? 0 : kinds.Contains(SignKind.Priority) ? 2 : 1;
    }

    /// <summary>In which direction a road comes in, rad; NaN for a road without lanelets.</summary>
    private double Heading(IReadOnlyList<string> incoming)
    {
        if (incoming.Count == 0) return double.NaN;
        var sections = draft.Find(incoming[0])!.Sections;
        return Math.Atan2(sections[^1].Y - sections[^2].Y, sections[^1].X - sections[^2].X);
    }

    private void NoteTurns(Incoming incoming)
    {
        foreach (var lane in incoming.Lanelets)
        {
            var next = lanelets[lane].References("successor").ToHashSet(StringComparer.Ordinal);
            _turns.TryAdd(lane, new(Entries(incoming.Left), Entries(incoming.Straight), Entries(incoming.Right)));

            string[] Entries(IEnumerable<JunctionWay> ways) => [.. ways.Select(way => way.Lanes[0]).Where(next.Contains)];
        }
    }

    private RightOfWay[] Rules(string id, XElement intersection, List<Incoming> incomings)
    {
        var rules = new WaitingList();
        var isRuled = incomings.Exists(incoming => incoming.LeftOf.Length > 0);
        foreach (var one in incomings)
        {
            foreach (var other in incomings.Where(other => other != one))
            {
                var turn = Math.IEEERemainder(other.Heading - one.Heading, Math.Tau);                // a quarter to the left: it comes from the right
                if (one.Rank < other.Rank || one.Rank == other.Rank && one.IsBeside(other) && turn is > Sideways and < Opposite) Wait(rules, one.All, other.All);
                else if (one.Rank == other.Rank && isRuled && Math.Abs(turn) >= Opposite) Wait(rules, one.Left, [.. other.Straight, .. other.Right]);
                if (_pairs++ <= MostPairs) continue;
                draft.Warn($"intersection {id}", $"the file has more than {MostPairs} pairs of lanes in intersections; the rules of this one are not complete", ImportFile.LineOf(intersection));
                return rules.ToRules();
            }
        }
        return rules.ToRules();
    }

    /// <summary>Whoever begins one of <paramref name="ways"/> waits for those on <paramref name="others"/> that cross it, from where these begin up to there.</summary>
    private void Wait(WaitingList rules, IReadOnlyList<JunctionWay> ways, IReadOnlyList<JunctionWay> others)
    {
        foreach (var way in ways)
            foreach (var other in others)
                for (var i = other.Lanes.Count - 1; i >= 0; i--)
                    if (Meets(way, other.Lanes[i]))
                        foreach (var lane in other.UpTo(i)) rules.Add(way.Lanes[0], lane);
    }

    private bool Meets(JunctionWay way, string other)
    {
        foreach (var lane in way.Lanes)
            if (_pairs++ <= MostPairs && lane != other && _crossings.Meet(lane, other)) return true;
        return false;
    }

    /// <summary>One road into an intersection.</summary>
    private sealed class Incoming
    {
        private const int MostBeside = 8;                                 // the format has one
        private readonly Func<string, string[]> _known;

        public Incoming(XElement element, Func<string, string[]> known, Func<IReadOnlyList<string>, int> rank, Func<IReadOnlyList<string>, double> heading)
        {
            (_known, Id, Lanelets, LeftOf) = (known, element.Word("id"), known("incomingLanelet"), [.. element.References("isLeftOf").Take(MostBeside)]);
            (Rank, Heading) = (rank(Lanelets), heading(Lanelets));
        }

        public string Id { get; }
        public string[] Lanelets { get; }
        public string[] LeftOf { get; }
        public int Rank { get; }
        public double Heading { get; }
        public JunctionWay[] Left { get; private set; } = [];
        public JunctionWay[] Straight { get; private set; } = [];
        public JunctionWay[] Right { get; private set; } = [];
        public JunctionWay[] All { get; private set; } = [];

        public bool IsBeside(Incoming other) => LeftOf.Contains(other.Id) || other.LeftOf.Contains(Id);

        public void Lead(Func<string, JunctionWay> way)
        {
            Left = [.. _known("successorsLeft").Select(way)];
            Straight = [.. _known("successorsStraight").Select(way)];
            Right = [.. _known("successorsRight").Select(way)];
            All = [.. Left.Concat(Straight).Concat(Right).DistinctBy(one => one.Lanes[0])];
        }
    }

    /// <summary>Rules in the order in which they came up, each once.</summary>
    private sealed class WaitingList
    {
        private readonly OrderedDictionary<string, List<string>> _lists = new(StringComparer.Ordinal);
        private readonly HashSet<(string, string)> _known = [];

        public void Add(string lane, string other)
        {
            if (lane == other || !_known.Add((lane, other))) return;
            if (!_lists.TryGetValue(lane, out var list)) _lists.Add(lane, list = []);
            list.Add(other);
        }

        public RightOfWay[] ToRules() => [.. _lists.Select(rule => new RightOfWay(rule.Key, rule.Value))];
    }
}
