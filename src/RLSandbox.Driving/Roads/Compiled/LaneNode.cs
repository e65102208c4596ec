namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>One entry of a lane's arc-length table: 48 bytes.</summary>
/// <param name="X">Centre line, m.</param>
/// <param name="Y">Centre line, m.</param>
/// <param name="Z">Height, m.</param>
/// <param name="TangentX">Of the unit vector in driving direction.</param>
/// <param name="TangentY">Of the unit vector in driving direction.</param>
/// <param name="Heading">Of the tangent, rad in (−π, π].</param>
/// <param name="Curvature">1/m, positive in a left bend.</param>
/// <param name="LeftWidth">To the left edge, m, at least 0.</param>
/// <param name="RightWidth">To the right edge, m, at least 0.</param>
/// <param name="SpeedLimit">m/s; +∞ where any speed is allowed, NaN where the map does not say.</param>
/// <param name="MapArc">Arc of the same place in the map's lane, whose centre line has corners and is a little shorter, m.</param>
/// <param name="Change">Sides on which the markings allow to leave the lane here.</param>
public readonly record struct LaneNode(
    float X, float Y, float Z, float TangentX, float TangentY, float Heading, float Curvature,
    float LeftWidth, float RightWidth, float SpeedLimit, float MapArc, LaneChange Change);

/// <summary>Sides on which a lane may be left for a lane that is driven the same way.</summary>
[Flags]
public enum LaneChange
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>To the left.</summary>
    Left = 1,

    /// <summary>To the right.</summary>
    Right = 2,
}

/// <summary>What is the same all along a lane. Numbers of lanes are places in <see cref="RoadMap.Lanes"/>.</summary>
public readonly record struct CompiledLane
{
    /// <summary>Place of its first node among the network's nodes.</summary>
    public int FirstNode { get; init; }

    /// <summary>At least 2; 0 for a lane that the network leaves out.</summary>
    public int NodeCount { get; init; }

    /// <summary>Of the smooth centre line, m.</summary>
    public float Length { get; init; }

    /// <summary>From node to node, m, at most 0.5.</summary>
    public float Spacing { get; init; }

    /// <summary>Largest distance from centre line to an edge, m.</summary>
    public float WidestSide { get; init; }

    /// <summary>What it is for.</summary>
    public LaneType Type { get; init; }

    /// <summary>Whether a car may drive along it.</summary>
    public bool IsDrivable { get; init; }

    /// <summary>Whether it is driven both ways.</summary>
    public bool IsBidirectional { get; init; }

    /// <summary>Place of its junction in <see cref="RoadMap.Junctions"/>, or −1.</summary>
    public int Junction { get; init; }

    /// <summary>Lane behind the left edge that is driven the same way, or −1.</summary>
    public int Left { get; init; }

    /// <summary>Lane behind the right edge that is driven the same way, or −1.</summary>
    public int Right { get; init; }

    /// <summary>Lane behind the left edge that is driven the other way, or −1.</summary>
    public int LeftOpposite { get; init; }

    /// <summary>Lane behind the right edge that is driven the other way, or −1.</summary>
    public int RightOpposite { get; init; }
}
