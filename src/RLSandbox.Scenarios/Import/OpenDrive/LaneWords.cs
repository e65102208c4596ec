using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>What the format's words mean.</summary>
internal static class LaneWords
{
    private const double PerKilometreHour = 1 / 3.6, PerMileHour = 0.44704;

    private static readonly Dictionary<string, (LaneType Type, RoadUsers Users)> _types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["driving"] = (LaneType.Driving, RoadUsers.Vehicles), ["bidirectional"] = (LaneType.Driving, RoadUsers.Vehicles),
        ["HOV"] = (LaneType.Driving, RoadUsers.Vehicles), ["shared"] = (LaneType.Driving, RoadUsers.Vehicles | RoadUsers.Bicycle),
        ["entry"] = (LaneType.Ramp, RoadUsers.Vehicles), ["exit"] = (LaneType.Ramp, RoadUsers.Vehicles), ["onRamp"] = (LaneType.Ramp, RoadUsers.Vehicles),
        ["offRamp"] = (LaneType.Ramp, RoadUsers.Vehicles), ["connectingRamp"] = (LaneType.Ramp, RoadUsers.Vehicles), ["slipLane"] = (LaneType.Ramp, RoadUsers.Vehicles),
        ["mwyEntry"] = (LaneType.Ramp, RoadUsers.Vehicles), ["mwyExit"] = (LaneType.Ramp, RoadUsers.Vehicles),
        ["bus"] = (LaneType.Bus, RoadUsers.Bus), ["taxi"] = (LaneType.Bus, RoadUsers.Taxi), ["biking"] = (LaneType.Biking, RoadUsers.Bicycle),
        ["parking"] = (LaneType.Parking, RoadUsers.Vehicles), ["sidewalk"] = (LaneType.Sidewalk, RoadUsers.Pedestrian), ["walking"] = (LaneType.Sidewalk, RoadUsers.Pedestrian),
        ["shoulder"] = (LaneType.Shoulder, RoadUsers.None), ["stop"] = (LaneType.Shoulder, RoadUsers.None), ["border"] = (LaneType.Border, RoadUsers.None),
        ["restricted"] = (LaneType.Border, RoadUsers.None), ["roadWorks"] = (LaneType.Border, RoadUsers.None), ["special1"] = (LaneType.Border, RoadUsers.None),
        ["special2"] = (LaneType.Border, RoadUsers.None), ["special3"] = (LaneType.Border, RoadUsers.None), ["curb"] = (LaneType.Kerb, RoadUsers.None),
        ["median"] = (LaneType.Median, RoadUsers.None), ["rail"] = (LaneType.Rail, RoadUsers.Rail), ["tram"] = (LaneType.Rail, RoadUsers.Rail), ["none"] = (LaneType.None, RoadUsers.None),
    };

    private static readonly Dictionary<string, RoadUsers> _users = new(StringComparer.OrdinalIgnoreCase)
    {
        ["passengerCar"] = RoadUsers.Car, ["bus"] = RoadUsers.Bus, ["truck"] = RoadUsers.Truck, ["trucks"] = RoadUsers.Truck, ["delivery"] = RoadUsers.Truck,
        ["motorcycle"] = RoadUsers.Motorcycle, ["bicycle"] = RoadUsers.Bicycle, ["pedestrian"] = RoadUsers.Pedestrian, ["taxi"] = RoadUsers.Taxi,
        ["emergency"] = RoadUsers.Emergency, ["tram"] = RoadUsers.Rail, ["rail"] = RoadUsers.Rail,
        ["standard"] = RoadUsers.Vehicles, ["allVehicles"] = RoadUsers.Vehicles,
    };

    private static readonly Dictionary<string, MarkingKind> _marks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["none"] = MarkingKind.None, ["solid"] = MarkingKind.Solid, ["broken"] = MarkingKind.Broken, ["solid solid"] = MarkingKind.SolidSolid, ["solid broken"] = MarkingKind.SolidBroken,
        ["broken solid"] = MarkingKind.BrokenSolid, ["broken broken"] = MarkingKind.BrokenBroken, ["botts dots"] = MarkingKind.Dots, ["curb"] = MarkingKind.Kerb,
        ["grass"] = MarkingKind.Edge, ["edge"] = MarkingKind.Edge, ["custom"] = MarkingKind.Solid,
    };

    /// <summary>Whether a word for a lane's purpose is known, and what it means.</summary>
    public static bool TryType(string word, out LaneType type, out RoadUsers users)
    {
        var isKnown = _types.TryGetValue(word, out var meaning);
        (type, users) = isKnown ? meaning : (LaneType.None, RoadUsers.None);
        return isKnown;
    }

    /// <summary>Whom a restriction names; nobody if the word is unknown.</summary>
    public static RoadUsers Users(string word) => _users.GetValueOrDefault(word);

    /// <summary>Whether a word for a road mark is known, and what it means.</summary>
    public static bool TryMark(string word, out MarkingKind kind) => _marks.TryGetValue(word.Replace('_', ' '), out kind);

    /// <summary>Colour of a road mark; a missing one is the country's usual one, taken as white.</summary>
    public static MarkingColour Colour(string word) => word switch
    {
        "" or "standard" or "white" => MarkingColour.White,
        "yellow" => MarkingColour.Yellow,
        _ => MarkingColour.Other,
    };

    /// <summary>The same paint, seen in the other direction.</summary>
    public static MarkingKind Turned(MarkingKind kind) => kind switch
    {
        MarkingKind.SolidBroken => MarkingKind.BrokenSolid,
        MarkingKind.BrokenSolid => MarkingKind.SolidBroken,
        _ => kind,
    };

    /// <summary>m/s for one of a unit; NaN for an unknown unit. A missing one means m/s.</summary>
    public static double PerUnit(string unit) => unit.ToLowerInvariant() switch
    {
        "" or "m/s" or "ms" => 1,
        "km/h" or "kmh" or "kph" => PerKilometreHour,
        "mph" => PerMileHour,
        _ => double.NaN,
    };
}
