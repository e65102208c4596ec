namespace RLSandbox.Driving.Maps;

/// <summary>What the camera can name: one byte per map cell and per pixel of a class-id picture.</summary>
/// <remarks>When a level of a raster is halved, the cell with the highest <see cref="SurfaceClasses.Priority"/> wins, so thin lines stay visible.</remarks>
public enum SurfaceClass : byte
{
    /// <summary>Grass and everything outside the map.</summary>
    Grass = 0,

    /// <summary>Asphalt.</summary>
    Road = 1,

    /// <summary>Kerb along both sides of tight bends.</summary>
    Kerb = 2,

    /// <summary>White line along the edge of the road.</summary>
    EdgeLine = 3,

    /// <summary>Start and finish line.</summary>
    StartLine = 4,

    /// <summary>Something to drive around: drawn over circuits; walls and buildings of road maps are in the map.</summary>
    Obstacle = 5,

    /// <summary>Another vehicle (drawn over the map).</summary>
    Vehicle = 6,

    /// <summary>The vehicle that carries the camera (drawn over the map, where a sensor asks for it).</summary>
    Ego = 7,

    /// <summary>Above the horizon and beyond the reach of a forward camera (never in the map).</summary>
    Sky = 8,

    /// <summary>White paint between lanes.</summary>
    LaneLine = 9,

    /// <summary>Yellow paint.</summary>
    YellowLine = 10,

    /// <summary>Stripes of a crossing.</summary>
    Crossing = 11,

    /// <summary>Line across a lane at which traffic waits.</summary>
    StopLine = 12,

    /// <summary>People on foot.</summary>
    Sidewalk = 13,

    /// <summary>Hard ground that cars do not drive along: parking places, shoulders, lanes for buses and bicycles.</summary>
    SideStrip = 14,
}

/// <summary>Facts about <see cref="SurfaceClass"/>.</summary>
public static class SurfaceClasses
{
    /// <summary>Number of classes; a camera looks up at most 16.</summary>
    public const int Count = 15;

    private static readonly byte[] _ranks = Ranks();

    /// <summary>All classes from the one that gives way to every other to the one that wins: ground, paint, what stands on it.</summary>
    internal static ReadOnlySpan<byte> Rising =>
    [
        (byte)SurfaceClass.Grass, (byte)SurfaceClass.Sidewalk, (byte)SurfaceClass.SideStrip, (byte)SurfaceClass.Road, (byte)SurfaceClass.Kerb,
        (byte)SurfaceClass.Crossing, (byte)SurfaceClass.EdgeLine, (byte)SurfaceClass.LaneLine, (byte)SurfaceClass.YellowLine, (byte)SurfaceClass.StopLine,
        (byte)SurfaceClass.StartLine, (byte)SurfaceClass.Obstacle, (byte)SurfaceClass.Vehicle, (byte)SurfaceClass.Ego, (byte)SurfaceClass.Sky, 15,
    ];

    /// <summary>The priority of every byte below 16.</summary>
    internal static ReadOnlySpan<byte> Ranked => _ranks;

    /// <summary>Whether cars are meant to drive on it, where maps have lanes.</summary>
    public static bool IsRoad(SurfaceClass surface) => surface is SurfaceClass.Road or SurfaceClass.EdgeLine or SurfaceClass.StartLine
        or SurfaceClass.LaneLine or SurfaceClass.YellowLine or SurfaceClass.Crossing or SurfaceClass.StopLine;

    /// <summary>Who wins when four cells become one; 0 for grass.</summary>
    public static int Priority(SurfaceClass surface) => _ranks[(int)surface];

    private static byte[] Ranks()
    {
        var ranks = new byte[Rising.Length];
        for (var rank = 0; rank < ranks.Length; rank++) ranks[Rising[rank]] = (byte)rank;
        return ranks;
    }
}
