using System.Runtime.InteropServices;
using RLSandbox.Driving.Components;
using RLSandbox.Ecs;

namespace RLSandbox.Driving;

/// <summary>Refuses a world from a file that no simulation can have written, before anything steps or draws it.</summary>
/// <remarks>Systems trust the world: a map index is an index, a pose is a number. That holds for what they write, not for what somebody edited.</remarks>
internal static class SavedWorld
{
    private const int MostEpisodes = int.MaxValue / 2;

    /// <summary>Checks every environment.</summary>
    /// <exception cref="InvalidDataException">A map that the scenario does not have, a negative counter, or a number that is not finite.</exception>
    internal static void Check(World world, int mapCount)
    {
        foreach (ref readonly var episode in world.Table<EpisodeSlot>().Column<EpisodeState>())
        {
            if ((uint)episode.MapIndex >= (uint)mapCount) throw new InvalidDataException($"The saved world drives on map {episode.MapIndex}; the scenario has {mapCount}.");
            if ((uint)episode.Number > MostEpisodes || episode.Step < 0 || episode.StepLimit < 0) throw new InvalidDataException($"The saved world counts {episode}.");
        }
        var egos = world.Table<Ego>();
        RequireFinite<Pose>(egos);
        RequireFinite<Motion>(egos);
        RequireFinite<Control>(egos);
        RequireFinite<SteeringCommand>(egos);
        RequireFinite<Maps.CircuitPosition>(egos);
        RequireFinite<RouteProgress>(egos);
        RequireFinite<OffRoadTime>(egos);
        var obstacles = world.Table<Obstacle>();
        RequireFinite<Pose>(obstacles);
        RequireFinite<Footprint>(obstacles);
    }

    private static void RequireFinite<T>(Table table) where T : unmanaged
    {
        foreach (var value in MemoryMarshal.Cast<T, float>(table.Column<T>()))
            if (!float.IsFinite(value)) throw new InvalidDataException($"The saved world has {typeof(T).Name} {value}.");
    }
}
