using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import.OpenStreetMap;

namespace RLSandbox.Scenarios.Import.Lanelet2;

/// <summary>What the tags of a lanelet say: what it is for, for whom, which way and how fast.</summary>
internal static class LaneletTags
{
    private static readonly Dictionary<string, (RoadUsers Users, LaneType Type)> _subtypes = new(StringComparer.Ordinal)
    {
        ["road"] = (RoadUsers.Vehicles | RoadUsers.Bicycle, LaneType.Driving),
        ["highway"] = (RoadUsers.Vehicles, LaneType.Driving),
        ["play_street"] = (RoadUsers.Vehicles | RoadUsers.Bicycle | RoadUsers.Pedestrian, LaneType.Driving),
        ["emergency_lane"] = (RoadUsers.Emergency, LaneType.Shoulder),
        ["road_shoulder"] = (RoadUsers.None, LaneType.Shoulder),
        ["pedestrian_lane"] = (RoadUsers.Pedestrian, LaneType.Sidewalk),
        ["bus_lane"] = (RoadUsers.Bus | RoadUsers.Taxi | RoadUsers.Emergency, LaneType.Bus),
        ["bicycle_lane"] = (RoadUsers.Bicycle, LaneType.Biking),
        ["walkway"] = (RoadUsers.Pedestrian, LaneType.Sidewalk),
        ["shared_walkway"] = (RoadUsers.Pedestrian | RoadUsers.Bicycle, LaneType.Sidewalk),
        ["stairs"] = (RoadUsers.Pedestrian, LaneType.Sidewalk),
        ["rail"] = (RoadUsers.Rail, LaneType.Rail),
        ["exit"] = (RoadUsers.Vehicles | RoadUsers.Bicycle | RoadUsers.Pedestrian, LaneType.Driving),
    };

    private static readonly Dictionary<string, RoadUsers> _participants = new(StringComparer.Ordinal)
    {
        ["vehicle"] = RoadUsers.Vehicles | RoadUsers.Bicycle, ["vehicle:car"] = RoadUsers.Car, ["vehicle:car:electric"] = 0, ["vehicle:car:combustion"] = 0,
        ["vehicle:bus"] = RoadUsers.Bus, ["vehicle:truck"] = RoadUsers.Truck, ["vehicle:motorcycle"] = RoadUsers.Motorcycle, ["vehicle:taxi"] = RoadUsers.Taxi,
        ["vehicle:emergency"] = RoadUsers.Emergency, ["bicycle"] = RoadUsers.Bicycle, ["vehicle:bicycle"] = RoadUsers.Bicycle, ["pedestrian"] = RoadUsers.Pedestrian, ["train"] = RoadUsers.Rail,
    };

    /// <summary>Participants that are named take the place of those of the subtype.</summary>
    public static (RoadUsers Users, LaneType Type) UsersOf(OsmRelation lanelet, RoadMapDraft draft)
    {
        var subtype = lanelet["subtype"];
        if (!_subtypes.TryGetValue(subtype, out var found))
        {
            draft.Warn($"lanelet {lanelet.Id}", subtype.Length == 0 ? "it has no subtype; it was read as a road" : $"expected a subtype such as road, found \"{subtype}\"; it was read as a border that nobody uses", lanelet.Line);
            found = subtype.Length == 0 ? _subtypes["road"] : (RoadUsers.None, LaneType.Border);
        }
        const string Prefix = "participant:";
        var named = lanelet.Tags.Where(tag => tag.Key.StartsWith(Prefix, StringComparison.Ordinal)).OrderBy(tag => tag.Key.Length).ToList();
        if (named.Count == 0) return found;
        var users = RoadUsers.None;
        foreach (var (key, value) in named)                               // the general one first: vehicle, then vehicle:bus
        {
            if (!_participants.TryGetValue(key[Prefix.Length..], out var user)) draft.Warn($"lanelet {lanelet.Id}", $"expected a participant such as vehicle:bus, found \"{key}\", which was ignored", lanelet.Line);
            else users = IsYes(value) ? users | user : users & ~user;
        }
        return (users, TypeOf(users, found.Type));
    }

    /// <summary>Roads are driven one way unless a tag says otherwise; ways to walk on are not.</summary>
    public static bool IsOneWay(OsmRelation lanelet, RoadUsers users)
    {
        if (lanelet.Tags.TryGetValue("one_way:vehicle", out var value) || lanelet.Tags.TryGetValue("one_way", out value)) return IsYes(value);
        return users != RoadUsers.Pedestrian;
    }

    /// <summary>Of the tag <c>speed_limit</c>; km/h where it has no unit.</summary>
    public static IReadOnlyList<SpeedLimit> Limit(OsmElement element, RoadMapDraft draft)
    {
        if (!element.Tags.TryGetValue("speed_limit", out var text)) return [];
        if (OsmNumber.TrySpeed(text, out var speed)) return [new(0, speed)];
        draft.Warn($"lanelet {element.Id}", $"expected a speed such as 50 km/h in speed_limit, found \"{text}\", which was ignored", element.Line);
        return [];
    }

    private static LaneType TypeOf(RoadUsers users, LaneType type)
    {
        if (type is not LaneType.Driving || (users & RoadUsers.Vehicles & ~RoadUsers.Emergency) != 0) return type;
        if ((users & RoadUsers.Bicycle) != 0) return LaneType.Biking;
        return (users & RoadUsers.Pedestrian) != 0 ? LaneType.Sidewalk : type;
    }

    private static bool IsYes(string value) => value is "yes" or "true" or "1";
}
