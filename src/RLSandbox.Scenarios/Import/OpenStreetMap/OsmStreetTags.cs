using System.Globalization;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>What the tags of a way for vehicles say, and what its class lets expect where they say nothing.</summary>
internal sealed class OsmStreetTags(RoadMapDraft draft, ImportOptions options, bool drivesOnLeft)
{
    private const int MostLanes = 8;                                      // in one direction
    private const double NarrowStreet = 4;                                // m; both directions share the ground of a street that is not wider
    private const double Narrowest = 1.5, Widest = 8;                     // m of a lane

    /// <summary>Usual width of a lane, and whether both directions share one where nothing else is said.</summary>
    private static readonly Dictionary<string, (double Width, bool IsShared)> _classes = new(StringComparer.Ordinal)
    {
        ["motorway"] = (3.75, false), ["motorway_link"] = (3.75, false), ["trunk"] = (3.5, false), ["trunk_link"] = (3.5, false), ["primary"] = (3.5, false), ["primary_link"] = (3.5, false),
        ["secondary"] = (3.25, false), ["secondary_link"] = (3.25, false), ["tertiary"] = (3.25, false), ["tertiary_link"] = (3.25, false), ["unclassified"] = (3, false),
        ["residential"] = (3, false), ["living_street"] = (2.75, false), ["road"] = (3, false), ["raceway"] = (5, false), ["service"] = (3, true), ["track"] = (3, true),
        ["busway"] = (3.25, false), ["bus_guideway"] = (3.25, false),
    };

    private readonly Dictionary<string, (OsmWay First, int Count)> _unread = new(StringComparer.Ordinal);

    /// <summary>Whether a way is one for vehicles.</summary>
    public static bool IsStreet(OsmWay way) => _classes.ContainsKey(way["highway"]) && way["area"] != "yes";

    /// <summary>What its tags say.</summary>
    public OsmStreet Read(OsmWay way)
    {
        var (isRoundabout, oneWay) = (way["junction"] is "roundabout" or "circular", OneWay(way));
        var isTurned = oneWay < 0;
        var (forward, backward, isShared) = Lanes(way, oneWay != 0);
        var width = LaneWidth(way, isShared ? 1 : forward + backward);
        var isBus = way["highway"] is "busway" or "bus_guideway";
        var users = Users(way, isBus ? RoadUsers.Bus | RoadUsers.Emergency : RoadUsers.Vehicles | (way["highway"].StartsWith("motorway", StringComparison.Ordinal) ? 0 : RoadUsers.Bicycle));
        return new()
        {
            Way = way, Nodes = isTurned ? [.. way.Nodes.Reverse()] : way.Nodes, Users = users, Type = isBus ? LaneType.Bus : way["highway"].EndsWith("_link", StringComparison.Ordinal) ? LaneType.Ramp : LaneType.Driving,
            Forward = forward, Backward = backward, IsShared = isShared, LaneWidth = width, IsRoundabout = isRoundabout, HasLines = way.Tags.ContainsKey("lanes") && way["lane_markings"] != "no",
            ForwardLimit = Limit(way, isTurned ? "maxspeed:backward" : "maxspeed:forward"), BackwardLimit = Limit(way, "maxspeed:backward"),
            ForwardTurns = Turns(way, oneWay != 0 ? "turn:lanes" : "turn:lanes:forward", forward), BackwardTurns = Turns(way, "turn:lanes:backward", backward),
        };
    }

    /// <summary>Notes what could not be read, once for each tag.</summary>
    public void Finish()
    {
        foreach (var (tag, (first, count)) in _unread) draft.Warn($"way {first.Id}", $"{tag} was not understood and ignored, on {count} way{(count == 1 ? "" : "s")}", first.Line, count);
    }

    private static int OneWay(OsmWay way) => way["oneway"] switch
    {
        "yes" or "true" or "1" => 1,
        "-1" or "reverse" => -1,
        "no" or "false" or "0" or "reversible" or "alternating" => 0,
        _ => way["junction"] is "roundabout" or "circular" || way["highway"] is "motorway" or "motorway_link" ? 1 : 0,
    };

    private (int Forward, int Backward, bool IsShared) Lanes(OsmWay way, bool isOneWay)
    {
        var (all, forward, backward) = (Count(way, "lanes"), Count(way, "lanes:forward"), Count(way, "lanes:backward"));
        if (isOneWay) return (all ?? forward ?? (way["highway"] is "motorway" ? 2 : 1), 0, false);
        if (forward is { } f && backward is { } b) return (f, b, false);
        if (all == 1 || all is null && forward is null && backward is null && IsNarrow(way)) return (1, 1, true);
        if (all is null) return (forward ?? 1, backward ?? 1, false);
        if (forward is not null || backward is not null) return (forward ?? Math.Max(1, all.Value - backward!.Value), backward ?? Math.Max(1, all.Value - forward!.Value), false);
        if (all.Value % 2 == 1) Note(way, "lanes");                       // an odd number: nobody says whose the middle one is
        return ((all.Value + 1) / 2, all.Value / 2, false);
    }

    private static bool IsNarrow(OsmWay way) => OsmNumber.TryLength(way["width"], out var width) ? width <= NarrowStreet : _classes[way["highway"]].IsShared;

    private int? Count(OsmWay way, string key)
    {
        if (!way.Tags.TryGetValue(key, out var text)) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 2 * MostLanes) return Math.Min(count, key == "lanes" && OneWay(way) == 0 ? 2 * MostLanes : MostLanes);
        Note(way, key);
        return null;
    }

    private double LaneWidth(OsmWay way, int lanes)
    {
        if (way.Tags.TryGetValue("width", out var text))
        {
            if (OsmNumber.TryLength(text, out var width) && width / lanes is >= Narrowest and <= Widest) return width / lanes;
            Note(way, "width");
        }
        return options.WidthMetres ?? _classes[way["highway"]].Width;
    }

    private double? Limit(OsmWay way, string key)
    {
        if (!way.Tags.ContainsKey(key)) key = "maxspeed";
        if (!way.Tags.TryGetValue(key, out var text)) return null;
        if (OsmNumber.TrySpeed(text, out var speed)) return speed;
        Note(way, key);
        return null;
    }

    /// <summary>Written from left to right; the innermost lane is the left one where traffic keeps to the right.</summary>
    private List<string> Turns(OsmWay way, string key, int lanes)
    {
        if (!way.Tags.TryGetValue(key, out var text)) return [];
        var turns = text.Split('|').ToList();
        if (drivesOnLeft) turns.Reverse();
        if (turns.Count == lanes) return turns;
        Note(way, key);
        return [];
    }

    /// <summary>From the general tag to the special one: the last word holds.</summary>
    private static RoadUsers Users(OsmWay way, RoadUsers users)
    {
        ReadOnlySpan<(string Key, RoadUsers Users)> keys =
        [
            ("access", RoadUsers.Vehicles | RoadUsers.Bicycle), ("vehicle", RoadUsers.Vehicles | RoadUsers.Bicycle), ("motor_vehicle", RoadUsers.Vehicles), ("motorcar", RoadUsers.Car),
            ("motorcycle", RoadUsers.Motorcycle), ("hgv", RoadUsers.Truck), ("psv", RoadUsers.Bus | RoadUsers.Taxi), ("bus", RoadUsers.Bus), ("taxi", RoadUsers.Taxi),
            ("emergency", RoadUsers.Emergency), ("bicycle", RoadUsers.Bicycle),
        ];
        foreach (var (key, group) in keys)
        {
            var value = way[key];
            if (value is "no" or "agricultural" or "forestry") users &= ~group;
            else if (value is "yes" or "designated" or "permissive" && key != "access") users |= group;
        }
        return users;
    }

    private void Note(OsmWay way, string key)
    {
        var text = way[key].Length <= 40 ? way[key] : way[key][..40];
        var tag = $"{key}={text}";
        if (_unread.TryGetValue(tag, out var known)) _unread[tag] = (known.First, known.Count + 1);
        else if (_unread.Count < 1000) _unread[tag] = (way, 1);
    }
}
