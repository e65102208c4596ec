using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;

namespace RLSandbox.Cli.Commands;

/// <summary>Where a driver is after each step of its first episode on each map: what a ghost drives along.</summary>
internal static class GhostTracks
{
    /// <summary>Maps that are driven before the window opens; a person seldom sees more in one sitting.</summary>
    public const int MostMaps = 32;

    /// <summary>Drives the first episode of every copy.</summary>
    /// <exception cref="OperationCanceledException">Interrupted between two steps.</exception>
    /// <returns>By name of the map.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<Pose>> Record(DrivingEnvironment environment, IPolicy policy, ulong seed, CancellationToken interrupted)
    {
        var spec = environment.Spec;
        var (tracks, isDone) = (new Dictionary<string, IReadOnlyList<Pose>>(), new bool[spec.EnvironmentCount]);
        var state = new float[spec.RowCount * policy.StateSize];
        using var actions = new ActionBuffer(spec.Action, spec.RowCount);
        environment.Reset(seed);
        var poses = Enumerable.Range(0, spec.EnvironmentCount).Select(_ => new List<Pose>()).ToArray();
        var maps = Enumerable.Range(0, spec.EnvironmentCount).Select(index => Snapshot.Of(environment, index).Map.Name).ToArray();
        while (isDone.Contains(false))
        {
            interrupted.ThrowIfCancellationRequested();
            var now = environment.World.Table<Ego>().Column<Pose>();
            for (var i = 0; i < isDone.Length; i++)
                if (!isDone[i]) poses[i].Add(now[i * spec.AgentCount]);
            policy.Act(new() { Observations = environment.Observations, Started = environment.Started, ActionMask = environment.ActionMask }, state, actions);
            environment.Step(actions);
            for (var i = 0; i < isDone.Length; i++) isDone[i] |= environment.Started[i * spec.AgentCount];
        }
        for (var i = 0; i < isDone.Length; i++) tracks.TryAdd(maps[i], poses[i]);
        return tracks;
    }
}
