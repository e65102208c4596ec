using System.Runtime.InteropServices;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Ecs;

namespace RLSandbox.Driving;

/// <summary>Refuses a world from a file that no simulation can have written, before anything steps or draws it.</summary>
/// <remarks>Systems trust the world: a map index is an index, a pose is a number. That holds for what they write, not for what somebody edited.</remarks>
internal static class SavedWorld
{
    private const int MostEpisodes = int.MaxValue / 2;

    /// <summary>Checks every environment.</summary>
    /// <param name="maps">Of the scenario; they say which tables and columns the world has.</param>
    /// <exception cref="InvalidDataException">A map that the scenario does not have, a negative counter, or a number that is not finite.</exception>
    internal static void Check(World world, IReadOnlyList<CompiledMap> maps)
    {
        foreach (ref readonly var episode in world.Table<EpisodeSlot>().Column<EpisodeState>())
        {
            if ((uint)episode.MapIndex >= (uint)maps.Count) throw new InvalidDataException($"The saved world drives on map {episode.MapIndex}; the scenario has {maps.Count}.");
            if ((uint)episode.Number > MostEpisodes || episode.Step < 0 || episode.StepLimit < 0) throw new InvalidDataException($"The saved world counts {episode}.");
        }
        var egos = world.Table<Ego>();
        RequireFinite<Pose>(egos);
        RequireFinite<Motion>(egos);
        RequireFinite<Control>(egos);
        RequireFinite<SteeringCommand>(egos);
        RequireFinite<CircuitPosition>(egos);
        RequireFinite<RouteProgress>(egos);
        RequireFinite<OffRoadTime>(egos);
        if (maps.Any(map => map.Roads is not null)) RequireFinite<WrongWayTime>(egos);
        var obstacles = world.Table<Obstacle>();
        RequireFinite<Pose>(obstacles);
        RequireFinite<Footprint>(obstacles);
        if (maps.Any(map => map.Scene is { Ids.Count: > 0 })) CheckActors(world.Table<Actor>());
    }

    private static void CheckActors(Table actors)
    {
        RequireFinite<Pose>(actors);
        RequireFinite<Footprint>(actors);
        foreach (ref readonly var motion in actors.Column<ActorMotion>())
            if (!float.IsFinite(motion.Speed) || !float.IsFinite(motion.Arc) || motion.IsThere is not (0 or 1)) throw new InvalidDataException($"The saved world has {motion}.");
    }

    private static void RequireFinite<T>(Table table) where T : unmanaged
    {
        foreach (var value in MemoryMarshal.Cast<T, float>(table.Column<T>()))
            if (!float.IsFinite(value)) throw new InvalidDataException($"The saved world has {typeof(T).Name} {value}.");
    }
}
