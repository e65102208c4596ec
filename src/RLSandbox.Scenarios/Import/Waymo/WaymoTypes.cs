using RLSandbox.Driving.Roads;
using RLSandbox.Driving.Scenes;

namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>The words and numbers of these files, and what they are called here.</summary>
internal static class WaymoTypes
{
    /// <summary>Words of road elements, with the numbers of map_element_id that belong to them.</summary>
    private static readonly (string Word, WaymoRoadKind Kind, int First, int Last)[] _roads =
    [
        ("lane", WaymoRoadKind.Lane, 0, 3),
        ("road_line", WaymoRoadKind.Line, 5, 13),
        ("road_edge", WaymoRoadKind.Edge, 14, 16),
        ("stop_sign", WaymoRoadKind.StopSign, 17, 17),
        ("crosswalk", WaymoRoadKind.Crossing, 18, 18),
        ("speed_bump", WaymoRoadKind.SpeedBump, 19, 19),
        ("driveway", WaymoRoadKind.Driveway, 20, 20),
    ];

    /// <summary>Kind that a word stands for.</summary>
    public static WaymoRoadKind Kind(string word)
    {
        foreach (var road in _roads)
            if (road.Word == word) return road.Kind;
        return WaymoRoadKind.Unknown;
    }

    /// <summary>Kind that a map_element_id stands for; <see cref="WaymoRoadKind.Unknown"/> for other numbers.</summary>
    public static WaymoRoadKind Kind(int element)
    {
        foreach (var road in _roads)
            if (element >= road.First && element <= road.Last) return road.Kind;
        return WaymoRoadKind.Unknown;
    }

    /// <summary>Kind of a road in PufferDrive's binary form.</summary>
    public static WaymoRoadKind BinaryKind(int type) => type is >= 4 and <= 10 ? _roads[type - 4].Kind : WaymoRoadKind.Unknown;

    /// <summary>Paint of a road line; what the number does not tell is a white line.</summary>
    public static (MarkingKind Kind, MarkingColour Colour) Paint(int element) => element switch
    {
        6 => (MarkingKind.Broken, MarkingColour.White),
        7 => (MarkingKind.Solid, MarkingColour.White),
        8 => (MarkingKind.SolidSolid, MarkingColour.White),
        9 => (MarkingKind.Broken, MarkingColour.Yellow),
        10 => (MarkingKind.BrokenBroken, MarkingColour.Yellow),
        11 => (MarkingKind.Solid, MarkingColour.Yellow),
        12 => (MarkingKind.SolidSolid, MarkingColour.Yellow),
        13 => (MarkingKind.SolidBroken, MarkingColour.Yellow),            // "passing double yellow" does not say which side may pass
        _ => (MarkingKind.Solid, MarkingColour.White),
    };

    /// <summary>Kind of a road user.</summary>
    public static ActorKind Actor(string word) => word switch
    {
        "vehicle" => ActorKind.Car,
        "pedestrian" => ActorKind.Pedestrian,
        "cyclist" => ActorKind.Bicycle,
        _ => ActorKind.Other,
    };

    /// <summary>Kind of a road user in the binary form.</summary>
    public static ActorKind Actor(int type) => type switch
    {
        1 => ActorKind.Car,
        2 => ActorKind.Pedestrian,
        3 => ActorKind.Bicycle,
        _ => ActorKind.Other,
    };
}
