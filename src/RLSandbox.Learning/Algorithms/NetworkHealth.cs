using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>What every algorithm logs of its network after an iteration. Looks and changes nothing.</summary>
internal static class NetworkHealth
{
    private const int Least = 32, Most = 128;                            // rows of one forward pass
    private const int Part = 16;                                         // of the samples: a forward pass on one in sixteen is below 0.5 % of an iteration's work

    /// <summary>Norm of the weights and share of dead units, on samples of a rollout that an update has shuffled.</summary>
    public static IReadOnlyList<KeyValuePair<string, double>> After(ActorCritic network, GradientWorkers workers, Rollout rollout) =>
        Metrics(network, workers, Rows(rollout.SampleCount), (first, count) => rollout.GatherObservations(rollout.Samples.Span.Slice(first, count)));

    /// <inheritdoc cref="After(ActorCritic, GradientWorkers, Rollout)"/>
    public static IReadOnlyList<KeyValuePair<string, double>> After(ActorCritic network, DeviceRollout rollout)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var rows = Rows(rollout.SampleCount);
        var samples = tensor(rollout.Samples.AsSpan(0, rows).ToArray(), device: network.Device);
        return [new("weightNorm", network.Parameters.ReadTensor().norm().item<float>()), new("deadUnits", rows == 0 ? double.NaN : network.DeadUnits(rollout.Frames.Gather(samples + rollout.Frames.FirstFrame(0))))];
    }

    /// <summary>The same on the last minibatch drawn from a replay; null: none was drawn.</summary>
    public static IReadOnlyList<KeyValuePair<string, double>> After(ActorCritic network, GradientWorkers workers, TransitionBatch? batch, IReplayFrames frames) =>
        Metrics(network, workers, Rows(batch?.Count ?? 0), (first, count) => frames.Gather(batch!.Keys.AsSpan(first, count)));

    /// <inheritdoc cref="After(ActorCritic, GradientWorkers, TransitionBatch, IReplayFrames)"/>
    public static IReadOnlyList<KeyValuePair<string, double>> After(ActorCritic network, TransitionBatch? batch, IReplayFrames frames)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var keys = batch is null ? [] : batch.Keys.AsSpan(0, Rows(batch.Count));
        return [new("weightNorm", network.Parameters.ReadTensor().norm().item<float>()), new("deadUnits", keys.IsEmpty ? double.NaN : network.DeadUnits(frames.Gather(keys)))];
    }

    /// <summary>Smallest and largest discounted return if no reward leaves the range of these and an episode may end at any time: r / (1 − γ), or 0; NaN for γ = 1.</summary>
    public static (double Low, double High) Limits(ReadOnlySpan<float> rewards, float discount)
    {
        if (discount >= 1) return (double.NaN, double.NaN);
        var (low, high) = (0f, 0f);
        foreach (var reward in rewards) (low, high) = (Math.Min(low, reward), Math.Max(high, reward));
        return (low / (1.0 - discount), high / (1.0 - discount));
    }

    /// <summary>Share of its length that a gradient keeps when it is shortened to <paramref name="limit"/>.</summary>
    public static double Kept(double norm, double limit) => norm > limit ? limit / norm : 1;

    private static int Rows(int samples) => Math.Min(samples, Math.Clamp(samples / Part, Least, Most));

    private static KeyValuePair<string, double>[] Metrics(ActorCritic network, GradientWorkers workers, int rows, Func<int, int, Tensor[]> observations)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return [new("weightNorm", network.Parameters.ReadTensor().norm().item<float>()), new("deadUnits", rows == 0 ? double.NaN : workers.DeadUnits(rows, observations))];
    }
}
