using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>What the words of the format mean here.</summary>
internal static class CommonRoadWords
{
    private const double Broad = 0.25;                                    // m; about twice the usual width

    /// <summary>A <c>lineMarking</c>; null for a word that is none. What is unknown or not there is <see cref="MarkingKind.None"/>.</summary>
    public static Marking? Marking(string word) => word switch
    {
        "" or "unknown" or "no_marking" => default(Marking),
        "solid" => new(0, MarkingKind.Solid),
        "dashed" => new(0, MarkingKind.Broken),
        "broad_solid" => new(0, MarkingKind.Solid, MarkingColour.White, Broad),
        "broad_dashed" => new(0, MarkingKind.Broken, MarkingColour.White, Broad),
        "solid_solid" => new(0, MarkingKind.SolidSolid),
        "dashed_dashed" => new(0, MarkingKind.BrokenBroken),
        "solid_dashed" => new(0, MarkingKind.SolidBroken),
        "dashed_solid" => new(0, MarkingKind.BrokenSolid),
        "curb" or "lowered_curb" => new(0, MarkingKind.Kerb),
        _ => null,
    };

    /// <summary>A <c>laneletType</c>; null for a word that is none.</summary>
    public static LaneType? Type(string word) => word switch
    {
        "urban" or "country" or "highway" or "interstate" or "mainCarriageWay" or "driveWay" or "intersection" or "unknown" or "" => LaneType.Driving,
        "accessRamp" or "exitRamp" => LaneType.Ramp,
        "busLane" or "busStop" => LaneType.Bus,
        "bicycleLane" => LaneType.Biking,
        "sidewalk" => LaneType.Sidewalk,
        "crosswalk" => LaneType.None,
        "shoulder" => LaneType.Shoulder,
        "parking" => LaneType.Parking,
        "border" or "restricted" or "restrictedArea" => LaneType.Border,
        "tram" or "rail" => LaneType.Rail,
        _ => null,
    };

    /// <summary>Who uses a lane whose file does not say.</summary>
    public static RoadUsers Users(LaneType type) => type switch
    {
        LaneType.Bus => RoadUsers.Bus | RoadUsers.Taxi | RoadUsers.Emergency,
        LaneType.Biking => RoadUsers.Bicycle,
        LaneType.Sidewalk or LaneType.None => RoadUsers.Pedestrian,
        LaneType.Border => RoadUsers.None,
        LaneType.Rail => RoadUsers.Rail,
        _ => RoadUsers.Vehicles,
    };

    /// <summary>A word of <c>userOneWay</c> or <c>userBidirectional</c>; null for a word that is none.</summary>
    public static RoadUsers? User(string word) => word switch
    {
        "vehicle" => RoadUsers.Vehicles,
        "car" => RoadUsers.Car,
        "truck" => RoadUsers.Truck,
        "bus" => RoadUsers.Bus,
        "priorityVehicle" => RoadUsers.Emergency,
        "motorcycle" => RoadUsers.Motorcycle,
        "taxi" => RoadUsers.Taxi,
        "bicycle" => RoadUsers.Bicycle,
        "pedestrian" => RoadUsers.Pedestrian,
        "train" => RoadUsers.Rail,
        _ => null,
    };

    /// <summary>A code of a country's catalogue; one code means the same wherever it is used, apart from what is not named here.</summary>
    public static SignKind Sign(string code) => code switch
    {
        "274" or "274.1" or "R2-1" or "C43" or "B14" or "R32" or "B31" or "r301" or "3.24" => SignKind.SpeedLimit,
        "206" or "R1-1" or "B5" or "AB4" or "r2" or "2.5" => SignKind.Stop,
        "205" or "R1-2" or "B1" or "AB3a" or "r1" or "2.4" => SignKind.Yield,
        "306" or "301" or "B9" or "B15" or "AB6" or "r3" or "2.1" => SignKind.Priority,
        _ => SignKind.Other,
    };

    /// <summary>A <c>color</c> of a light; null for a word that is none.</summary>
    public static LightColour? Colour(string word) => word switch
    {
        "red" => LightColour.Red,
        "yellow" => LightColour.Amber,
        "redYellow" => LightColour.RedAmber,
        "green" => LightColour.Green,
        "inactive" => LightColour.Off,
        _ => null,
    };

    /// <summary>An obstacle's <c>type</c>; a word that is not known is somebody of another kind.</summary>
    public static ActorKind Actor(string word) => word switch
    {
        "car" or "parkedVehicle" or "priorityVehicle" or "taxi" => ActorKind.Car,
        "truck" => ActorKind.Truck,
        "bus" => ActorKind.Bus,
        "motorcycle" => ActorKind.Motorcycle,
        "bicycle" => ActorKind.Bicycle,
        "pedestrian" => ActorKind.Pedestrian,
        "constructionZone" or "construction_zone" or "roadBoundary" or "road_boundary" or "building" or "pillar" or "median_strip" => ActorKind.Obstacle,
        _ => ActorKind.Other,
    };
}
