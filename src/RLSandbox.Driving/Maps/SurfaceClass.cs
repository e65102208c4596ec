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

    /// <summary>A standing obstacle (drawn over the map, never in it).</summary>
    Obstacle = 5,

    /// <summary>Another vehicle (drawn over the map).</summary>
    Vehicle = 6,

    /// <summary>The vehicle that carries the camera (drawn over the map, where a sensor asks for it).</summary>
    Ego = 7,

    /// <summary>Above the horizon and beyond the reach of a forward camera (never in the map).</summary>
    Sky = 8,
}

/// <summary>Facts about <see cref="SurfaceClass"/>.</summary>
public static class SurfaceClasses
{
    /// <summary>Number of classes.</summary>
    public const int Count = 9;

    /// <summary>Whether cars are meant to drive on it.</summary>
    public static bool IsRoad(SurfaceClass surface) => surface is SurfaceClass.Road or SurfaceClass.Kerb or SurfaceClass.EdgeLine or SurfaceClass.StartLine;

    /// <summary>Who wins when four cells become one: grass, road, kerb, edge line, start line, in rising order.</summary>
    public static int Priority(SurfaceClass surface) => (int)surface;
}
