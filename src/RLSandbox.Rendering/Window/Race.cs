using RLSandbox.Driving;
using RLSandbox.Driving.Components;

namespace RLSandbox.Rendering.Window;

/// <summary>A driver to race, and the board of best laps.</summary>
/// <param name="board">Read and written at each lap.</param>
/// <param name="driver">Name on the board.</param>
public sealed class Race(LapBoard board, string driver)
{
    private readonly Dictionary<string, IReadOnlyList<Pose>> _tracks = [];

    /// <summary>Who drives the ghost; null: there is none.</summary>
    public string? GhostName { get; private init; }

    /// <summary>A race against somebody.</summary>
    /// <param name="tracks">By map, where that driver is after each step of an episode.</param>
    public static Race Against(string ghost, IReadOnlyDictionary<string, IReadOnlyList<Pose>> tracks, LapBoard board, string driver)
    {
        var race = new Race(board, driver) { GhostName = ghost };
        foreach (var (map, track) in tracks) race._tracks.Add(map, track);
        return race;
    }

    /// <summary>The ghost at the same moment of its episode.</summary>
    public GhostCar? Ghost(Snapshot world)
    {
        if (GhostName is null) return null;
        return _tracks.TryGetValue(world.Map.Name, out var track) && world.Step < track.Count ? new(GhostName, track[world.Step]) : new(GhostName, null);
    }

    /// <summary>Best laps of a map.</summary>
    public IReadOnlyList<Lap> Laps(string scenario, string map) => board.Of(scenario, map);

    /// <summary>A lap was driven; its place on the board, counted from 1, or null, and what went wrong with writing it down.</summary>
    public (int? Place, string? Problem) Add(string scenario, string map, double seconds) => board.Add(scenario, map, seconds, driver);
}
