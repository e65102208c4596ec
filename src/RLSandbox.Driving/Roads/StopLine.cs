namespace RLSandbox.Driving.Roads;

/// <summary>A line across lanes at which traffic waits.</summary>
public sealed record StopLine
{
    /// <summary>Why one waits.</summary>
    public required StopKind Kind { get; init; }

    /// <summary>Left end, in driving direction.</summary>
    public required MapPoint From { get; init; }

    /// <summary>Right end.</summary>
    public required MapPoint To { get; init; }

    /// <summary>Ids of the lanes that it crosses.</summary>
    public IReadOnlyList<string> Lanes { get; init; } = [];
}

/// <summary>Why traffic waits at a line.</summary>
public enum StopKind
{
    /// <summary>The source does not say.</summary>
    Unknown,

    /// <summary>A stop sign: everybody halts.</summary>
    Stop,

    /// <summary>Whoever has priority passes first.</summary>
    Yield,

    /// <summary>A light.</summary>
    Light,
}

/// <summary>A piece of ground with an outline.</summary>
public sealed record RoadArea
{
    /// <summary>What it is.</summary>
    public required AreaKind Kind { get; init; }

    /// <summary>At least three corners, the last one joins the first.</summary>
    public required IReadOnlyList<MapPoint> Outline { get; init; }
}

/// <summary>What a piece of ground is.</summary>
public enum AreaKind
{
    /// <summary>Something to drive around: a building, a pole, a barrier with an outline.</summary>
    Obstacle,

    /// <summary>Where people walk across a road.</summary>
    Crossing,

    /// <summary>Paved ground without lanes, such as the inside of a junction or a square.</summary>
    Paved,

    /// <summary>Places for standing cars.</summary>
    Parking,

    /// <summary>From a road to a house.</summary>
    Driveway,

    /// <summary>A bump across the road.</summary>
    SpeedBump,

    /// <summary>People on foot.</summary>
    Sidewalk,

    /// <summary>Grass and trees.</summary>
    Green,
}
