using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Reads lanelets into lanes, with their links, neighbours, users and markings.</summary>
internal sealed class LaneletReader(RoadMapDraft draft, SignReader signs)
{
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly HashSet<double> _fast = [];
    private readonly HashSet<string> _crossings = new(StringComparer.Ordinal);
    private LaneletReach? _reach;

    /// <summary>m/s; faster limits are rather km/h.</summary>
    private const double FastestLimit = 45;

    /// <summary>Adds every lanelet to the draft; the elements of those that became lanes, by id, in order.</summary>
    public IReadOnlyDictionary<string, XElement> Read(XElement root)
    {
        foreach (var crossing in root.All("intersection").SelectMany(junction => junction.All("crossing")))
            _crossings.UnionWith(crossing.References("crossingLanelet"));
        _reach = new(root);
        var lanelets = new OrderedDictionary<string, XElement>(StringComparer.Ordinal);
        foreach (var lanelet in root.All("lanelet"))
        {
            var id = lanelet.Word("id");
            if (id.Length == 0) draft.Warn("lanelet", "a lanelet without an id was left out", ImportFile.LineOf(lanelet));
            else Add(id, lanelet);
            if (id.Length > 0 && draft.Find(id) is not null) lanelets.TryAdd(id, lanelet);
        }
        Link(lanelets);
        CheckNeighbours(lanelets);
        draft.Header = draft.Header with { DrivesOnLeft = DrivesOnLeft() };
        return lanelets;
    }

    private void Add(string id, XElement lanelet)
    {
        var name = $"lanelet {id}";
        var bounds = new LaneletBounds(draft, lanelet, name, _reach!);
        var sections = bounds.Read();
        var (left, right) = (Markings(lanelet, name, "leftBound"), Markings(lanelet, name, "rightBound"));
        var type = Type(id, lanelet, name);
        var (users, isBidirectional) = Users(lanelet, name, type);
        draft.Add(new()
        {
            Id = id, Type = type, Users = users, IsBidirectional = isBidirectional, Sections = sections,
            Left = Neighbour(lanelet, name, "adjacentLeft"), Right = Neighbour(lanelet, name, "adjacentRight"),
            LeftMarkings = bounds.IsSwapped ? right : left, RightMarkings = bounds.IsSwapped ? left : right,
            SpeedLimits = Limit(lanelet, name) is { } limit ? [new(0, limit)] : [],
        }, ImportFile.LineOf(lanelet));
        if (type == LaneType.None && sections.Length > 1) draft.Areas.Add(new() { Kind = AreaKind.Crossing, Outline = Outline(sections) });
    }

    /// <summary>The ground of a lane as a polygon: its left edge, and its right one backwards.</summary>
    public static MapPoint[] Outline(IReadOnlyList<CrossSection> sections) =>
        [.. sections.Select(s => new MapPoint(s.LeftX, s.LeftY, s.Z)), .. sections.Reverse().Select(s => new MapPoint(s.RightX, s.RightY, s.Z))];

    private Marking[] Markings(XElement lanelet, string name, string bound)
    {
        var word = lanelet.One(bound).One("lineMarking").Word();
        if (CommonRoadWords.Marking(word) is not { } marking) Unknown(lanelet, name, "lineMarking", word);
        else if (marking.Kind != MarkingKind.None) return [marking];
        return [];
    }

    /// <summary>The first word that says more than where the road is.</summary>
    private LaneType Type(string id, XElement lanelet, string name)
    {
        if (_crossings.Contains(id)) return LaneType.None;
        var type = LaneType.Driving;
        foreach (var word in lanelet.All("laneletType").Select(element => element.Word()))
        {
            if (CommonRoadWords.Type(word) is not { } meant) Unknown(lanelet, name, "laneletType", word);
            else if (type == LaneType.Driving) type = meant;
        }
        return type;
    }

    private (RoadUsers Users, bool IsBidirectional) Users(XElement lanelet, string name, LaneType type)
    {
        var (oneWay, bothWays) = (Users(lanelet, name, "userOneWay"), Users(lanelet, name, "userBidirectional"));
        if ((oneWay | bothWays) == RoadUsers.None) return (CommonRoadWords.Users(type), false);
        var isMixed = bothWays != RoadUsers.None && (oneWay & ~bothWays) != RoadUsers.None;
        if (isMixed) draft.Warn(name, "some users go one way and others both ways; it became a lane in one direction for all of them", ImportFile.LineOf(lanelet));
        return (oneWay | bothWays, bothWays != RoadUsers.None && !isMixed);
    }

    private RoadUsers Users(XElement lanelet, string name, string key)
    {
        var users = RoadUsers.None;
        foreach (var word in lanelet.All(key).Select(element => element.Word()))
        {
            if (CommonRoadWords.User(word) is { } user) users |= user;
            else Unknown(lanelet, name, key, word);
        }
        return users;
    }

    private void Unknown(XElement lanelet, string name, string key, string word)
    {
        if (_unknown.Add($"{key} {word}")) draft.Warn(name, $"the {key} \"{Shortened(word)}\" is not known and was left out; others like it are not named", ImportFile.LineOf(lanelet));
    }

    private static string Shortened(string word) => word.Length <= 40 ? word : $"{word[..40]}…";

    private NeighbourLane? Neighbour(XElement lanelet, string name, string side)
    {
        if (lanelet.One(side) is not { } element || element.Word("ref") is not { Length: > 0 } id) return null;
        var direction = element.Word("drivingDir");
        if (direction is not ("same" or "opposite")) draft.Warn(name, $"{side} {id}: expected the drivingDir same or opposite, found \"{Shortened(direction)}\"; same was taken", ImportFile.LineOf(element));
        return new(id, direction == "opposite");
    }

    /// <summary>From the element of 2018b, else from signs; the lowest if there are several.</summary>
    private double? Limit(XElement lanelet, string name)
    {
        var limits = signs.Limits(lanelet.References("trafficSignRef")).ToList();
        if (lanelet.One("speedLimit") is { } element)
        {
            if (element.Number() is { } own and > 0) limits.Add(own);
            else draft.Warn(name, $"expected a speedLimit above 0 m/s, found \"{Shortened(element.Word())}\"; it was left out", ImportFile.LineOf(element));
        }
        if (limits.Count == 0) return null;
        var limit = limits.Min();
        if (limits.Max() > limit) draft.Warn(name, FormattableString.Invariant($"has limits from {limit:0.##} to {limits.Max():0.##} m/s; the lowest was taken"), ImportFile.LineOf(lanelet));
        if (limit > FastestLimit && _fast.Add(limit))
            draft.Warn(name, FormattableString.Invariant($"a limit of {limit:0.##} m/s is {limit * 3.6:0} km/h; m/s is what the format says, so it was kept; others like it are not named"), ImportFile.LineOf(lanelet), limit);
        return limit;
    }

    /// <summary>A link may be said by either end; the format wants both.</summary>
    private void Link(IReadOnlyDictionary<string, XElement> lanelets)
    {
        var forward = new HashSet<(string, string)>();
        var backward = new HashSet<(string, string)>();
        foreach (var (id, lanelet) in lanelets)
        {
            foreach (var next in lanelet.References("successor")) forward.Add((id, next));
            foreach (var before in lanelet.References("predecessor")) backward.Add((before, id));
        }
        foreach (var (id, lanelet) in lanelets)
        {
            foreach (var next in lanelet.References("successor"))
            {
                draft.Link(id, next);
                if (!backward.Contains((id, next)) && lanelets.ContainsKey(next)) draft.Warn($"lanelet {id}", $"names the successor {next}, which does not name it as a predecessor; the link was kept", ImportFile.LineOf(lanelet));
            }
            foreach (var before in lanelet.References("predecessor").Where(before => !forward.Contains((before, id)))) LinkBack(before, id, lanelet, lanelets.ContainsKey(before));
        }
    }

    private void LinkBack(string before, string id, XElement lanelet, bool exists)
    {
        if (exists) draft.Link(before, id);
        draft.Warn($"lanelet {id}", $"names the predecessor {before}, which {(exists ? "does not name it as a successor; the link was kept" : "does not exist; the link was dropped")}", ImportFile.LineOf(lanelet));
    }

    private void CheckNeighbours(IReadOnlyDictionary<string, XElement> lanelets)
    {
        foreach (var (id, lanelet) in lanelets)
        {
            var lane = draft.Find(id)!;
            Check(lane.Left, isLeft: true);
            Check(lane.Right, isLeft: false);

            void Check(NeighbourLane? side, bool isLeft)
            {
                if (side is not { } neighbour) return;
                if (draft.Find(neighbour.Lane) is not { } other) draft.Warn($"lanelet {id}", $"names the neighbour {neighbour.Lane}, which does not exist; it was dropped", ImportFile.LineOf(lanelet));
                else if ((isLeft == neighbour.IsOpposite ? other.Left : other.Right) != neighbour with { Lane = id })
                    draft.Warn($"lanelet {id}", $"names the {(isLeft ? "left" : "right")} neighbour {neighbour.Lane}, which does not name it back; it was kept", ImportFile.LineOf(lanelet));
            }
        }
    }

    /// <summary>The format does not say it, but lanes of the other direction lie on the right where traffic keeps to the left.</summary>
    private bool DrivesOnLeft() => draft.Lanes.Count(lane => lane.Right is { IsOpposite: true }) > draft.Lanes.Count(lane => lane.Left is { IsOpposite: true });
}
