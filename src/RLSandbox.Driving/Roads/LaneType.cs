namespace RLSandbox.Driving.Roads;

/// <summary>What a lane is for.</summary>
public enum LaneType
{
    /// <summary>Cars.</summary>
    Driving,

    /// <summary>A driving lane that begins or ends: ramps, merging and turning lanes.</summary>
    Ramp,

    /// <summary>Buses, taxis and the like.</summary>
    Bus,

    /// <summary>Bicycles.</summary>
    Biking,

    /// <summary>Standing cars.</summary>
    Parking,

    /// <summary>Beside the driving lanes, for emergencies.</summary>
    Shoulder,

    /// <summary>Hard ground without a purpose: borders, no-driving strips.</summary>
    Border,

    /// <summary>Kerb stones.</summary>
    Kerb,

    /// <summary>People on foot.</summary>
    Sidewalk,

    /// <summary>Between two directions.</summary>
    Median,

    /// <summary>Trams and trains.</summary>
    Rail,

    /// <summary>Takes space and is not drawn.</summary>
    None,
}

/// <summary>Who may use a lane.</summary>
[Flags]
public enum RoadUsers
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>Private cars.</summary>
    Car = 1,

    /// <summary>Buses.</summary>
    Bus = 2,

    /// <summary>Lorries.</summary>
    Truck = 4,

    /// <summary>Motorcycles.</summary>
    Motorcycle = 8,

    /// <summary>Bicycles.</summary>
    Bicycle = 16,

    /// <summary>People on foot.</summary>
    Pedestrian = 32,

    /// <summary>Trams and trains.</summary>
    Rail = 64,

    /// <summary>Taxis.</summary>
    Taxi = 128,

    /// <summary>Police, fire brigade, ambulances.</summary>
    Emergency = 256,

    /// <summary>All motor vehicles.</summary>
    Vehicles = Car | Bus | Truck | Motorcycle | Taxi | Emergency,
}

/// <summary>Facts about <see cref="LaneType"/>.</summary>
public static class LaneTypes
{
    /// <summary>Whether a car may drive along it.</summary>
    public static bool IsDrivable(this Lane lane) => lane.Type is LaneType.Driving or LaneType.Ramp && (lane.Users & RoadUsers.Car) != 0;
}
