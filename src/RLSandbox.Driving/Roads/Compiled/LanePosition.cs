namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>A place on a lane.</summary>
/// <param name="Lane">Place in <see cref="RoadMap.Lanes"/>.</param>
/// <param name="Arc">Metres along the smooth centre line, in [0, length].</param>
public readonly record struct LanePlace(int Lane, float Arc);

/// <summary>A point seen from a lane: how far along, how far aside, and the centre line there.</summary>
/// <param name="Lane">Place in <see cref="RoadMap.Lanes"/>; −1 where no lane has the height of the point.</param>
/// <param name="Arc">Metres along the smooth centre line, in [0, length].</param>
/// <param name="LateralOffset">m, left positive, across the centre line there.</param>
/// <param name="Distance">From the centre line, m; larger than the offset before the beginning and beyond the end of a lane.</param>
/// <param name="Heading">Driving direction there, rad in (−π, π].</param>
/// <param name="Curvature">1/m, positive in a left bend.</param>
/// <param name="LeftWidth">To the left edge there, m.</param>
/// <param name="RightWidth">To the right edge there, m.</param>
/// <param name="Z">Height of the lane there, m.</param>
public readonly record struct LanePosition(
    int Lane, float Arc, float LateralOffset, float Distance, float Heading, float Curvature, float LeftWidth, float RightWidth, float Z)
{
    /// <summary>No lane.</summary>
    public static LanePosition None { get; } = new(-1, 0, 0, float.PositiveInfinity, 0, 0, 0, 0, 0);

    /// <summary>Whether there is a lane.</summary>
    public bool IsFound => Lane >= 0;

    /// <summary>Lane and arc alone.</summary>
    public LanePlace Place => new(Lane, Arc);

    /// <summary>Metres beyond the nearer edge; negative inside the lane.</summary>
    public float BeyondEdge => Distance - (LateralOffset >= 0 ? LeftWidth : RightWidth);
}

/// <summary>The centre line of a lane at one arc.</summary>
/// <param name="X">East, m.</param>
/// <param name="Y">North, m.</param>
/// <param name="Z">Up, m.</param>
/// <param name="Heading">Driving direction, rad in (−π, π].</param>
/// <param name="Curvature">1/m, positive in a left bend.</param>
/// <param name="LeftWidth">To the left edge, m.</param>
/// <param name="RightWidth">To the right edge, m.</param>
/// <param name="SpeedLimit">m/s; +∞ where any speed is allowed, NaN where the map does not say.</param>
public readonly record struct LaneSample(float X, float Y, float Z, float Heading, float Curvature, float LeftWidth, float RightWidth, float SpeedLimit);
