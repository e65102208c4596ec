using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Sumo;

/// <summary>SUMO's classes of vehicles as our road users.</summary>
internal static class SumoClasses
{
    /// <summary>Everybody whom the model knows.</summary>
    private const RoadUsers Everybody = Open | RoadUsers.Pedestrian | RoadUsers.Rail;

    /// <summary>Of a lane that neither allows nor disallows anybody: whoever drives on a street.</summary>
    private const RoadUsers Open = RoadUsers.Vehicles | RoadUsers.Bicycle;

    /// <summary>Classes that stand for no user of ours (ships, cars of some kinds only) are None: they neither open nor close a lane.</summary>
    private static readonly Dictionary<string, RoadUsers> _classes = new(StringComparer.Ordinal)
    {
        ["passenger"] = RoadUsers.Car, ["private"] = RoadUsers.Car, ["taxi"] = RoadUsers.Taxi, ["bus"] = RoadUsers.Bus, ["coach"] = RoadUsers.Bus,
        ["truck"] = RoadUsers.Truck, ["trailer"] = RoadUsers.Truck, ["delivery"] = RoadUsers.Truck, ["motorcycle"] = RoadUsers.Motorcycle, ["moped"] = RoadUsers.Motorcycle,
        ["bicycle"] = RoadUsers.Bicycle, ["pedestrian"] = RoadUsers.Pedestrian, ["emergency"] = RoadUsers.Emergency, ["authority"] = RoadUsers.Emergency,
        ["tram"] = RoadUsers.Rail, ["rail_urban"] = RoadUsers.Rail, ["rail"] = RoadUsers.Rail, ["rail_electric"] = RoadUsers.Rail, ["rail_fast"] = RoadUsers.Rail,
        ["subway"] = RoadUsers.Rail, ["all"] = Everybody,
        ["army"] = 0, ["vip"] = 0, ["hov"] = 0, ["evehicle"] = 0, ["ship"] = 0, ["container"] = 0, ["cable_car"] = 0, ["aircraft"] = 0, ["wheelchair"] = 0,
        ["scooter"] = 0, ["drone"] = 0, ["custom1"] = 0, ["custom2"] = 0, ["ignoring"] = 0,
    };

    /// <summary>Who may use a lane.</summary>
    public static RoadUsers Users(XElement lane, RoadMapDraft draft)
    {
        if (lane.Text("allow") is { Length: > 0 }) return Of(lane, "allow", draft);
        if (lane.Text("disallow") is not { Length: > 0 }) return Open;
        // A class that only shares a user with others must not close the lane for them: trucks stay where delivery is forbidden.
        var closed = lane.Words("disallow");
        if (closed.Contains("all")) return RoadUsers.None;
        Of(lane, "disallow", draft);
        var names = closed.ToHashSet(StringComparer.Ordinal);
        var users = RoadUsers.None;
        foreach (var (name, user) in _classes)
            if (name is not ("all" or "private") && !names.Contains(name)) users |= user;
        return users;
    }

    /// <summary>Whether cars may change lanes; an attribute that is missing forbids nothing.</summary>
    public static bool MayChange(XElement lane, string attribute) =>
        lane.Text(attribute) is not { } text || text.Length == 0 || lane.Words(attribute).Any(word => word is "passenger" or "private" or "all");

    /// <summary>What a lane is for, by who may use it.</summary>
    public static LaneType TypeOf(RoadUsers users, bool isAcceleration)
    {
        if ((users & RoadUsers.Car) != 0) return isAcceleration ? LaneType.Ramp : LaneType.Driving;
        if ((users & (RoadUsers.Bus | RoadUsers.Taxi)) != 0) return LaneType.Bus;
        if (users == RoadUsers.Emergency) return LaneType.Shoulder;
        if ((users & RoadUsers.Vehicles) != 0) return LaneType.Driving;
        if ((users & RoadUsers.Bicycle) != 0) return LaneType.Biking;
        if ((users & RoadUsers.Pedestrian) != 0) return LaneType.Sidewalk;
        return (users & RoadUsers.Rail) != 0 ? LaneType.Rail : LaneType.Border;
    }

    private static RoadUsers Of(XElement lane, string attribute, RoadMapDraft draft)
    {
        var users = RoadUsers.None;
        foreach (var word in lane.Words(attribute))
        {
            if (_classes.TryGetValue(word, out var user)) users |= user;
            else draft.Warn($"lane {lane.Text("id")}", $"expected a class of vehicles in {attribute}, found \"{word}\", which was ignored", ImportFile.LineOf(lane));
        }
        return users;
    }
}
