using System.Text.Json;
using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>A run of an algorithm that learns from rollouts, on disk: the same wherever its rollouts live: a run can be saved on one device and go on on another.</summary>
/// <param name="Algorithm">As in <c>--algorithm</c>.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Network">What is trained.</param>
/// <param name="Acting">What is saved as the policy: the same, or its average.</param>
/// <param name="Returns">Null where rewards are learned from as they are.</param>
internal sealed record RolloutCheckpoint(string Algorithm, PolicySpec Spec, ulong Seed, ActorCritic Network, ActorCritic Acting, Adam Optimizer, ReturnNormalizer? Returns)
{
    private const string RunningReturns = "return.running";

    /// <summary>Writes policy, optimizer, counters and world into an existing folder.</summary>
    /// <param name="tail">What the rollout needs of older moments.</param>
    public void Save(string folder, long steps, long iteration, IEnumerable<NamedArray> tail, IEnvironment environment)
    {
        PolicyFile.Save(Acting, Spec, folder);
        IEnumerable<NamedArray> returns = Returns is null ? [] : [NamedArray.Of(RunningReturns, Returns.Returns, environment.Spec.RowCount)];
        Files.Save(folder, json =>
        {
            json.WriteNumber("steps", steps);
            json.WriteNumber("iteration", iteration);
            if (Returns is not null) WriteReturns(json, Returns.Statistics);
        }, returns.Concat(tail));
        using var world = File.Create(Path.Combine(folder, LearnerCheckpoint.WorldName));
        environment.SaveState(world);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="target">Of the environment's observations.</param>
    /// <param name="observed">Called when they are written, before <paramref name="loadTail"/>.</param>
    public (long Steps, long Iteration) Load(string folder, IEnvironment environment, ObservationTarget target, Action observed, Action<IReadOnlyDictionary<string, NamedArray>> loadTail)
    {
        var counters = (Steps: 0L, Iteration: 0L);
        PolicyFile.LoadInto(Acting, folder);
        using (var world = RegularFile.OpenRead(Path.Combine(folder, LearnerCheckpoint.WorldName))) environment.LoadState(world, target);
        observed();
        Files.Load(folder, (trainer, arrays) =>
        {
            loadTail(arrays);
            if (Returns is not null) arrays[RunningReturns].CopyTo(Returns.Returns);
            Returns?.Statistics.Restore(
                trainer.GetProperty("returnCount").GetInt64(), [trainer.GetProperty("returnMean").GetDouble()], [trainer.GetProperty("returnSquaredDeviations").GetDouble()]);
            counters = (LearnerCheckpoint.Counter(trainer, "steps"), LearnerCheckpoint.Counter(trainer, "iteration"));
        });
        return counters;
    }

    private LearnerCheckpoint Files => new(Algorithm, Seed, Optimizer, ReferenceEquals(Acting, Network) ? [] : [("online.weights", Network.Parameters.Values)]);

    private static void WriteReturns(Utf8JsonWriter json, RunningNormalizer statistics)
    {
        json.WriteNumber("returnCount", statistics.Count);
        json.WriteNumber("returnMean", statistics.Mean[0]);
        json.WriteNumber("returnSquaredDeviations", statistics.SquaredDeviations[0]);
    }
}
