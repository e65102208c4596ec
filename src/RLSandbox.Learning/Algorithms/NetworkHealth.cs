using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>What every algorithm logs of its network after an iteration. Looks and changes nothing.</summary>
internal static class NetworkHealth
{
    private const int Rows = 128;                                        // of one forward pass: below 0.3 % of an iteration's work with the recipe of first-lap

    /// <summary>Norm of the weights and share of dead units, on samples of a rollout that an update has shuffled.</summary>
    public static IReadOnlyList<KeyValuePair<string, double>> After(ActorCritic network, Rollout rollout)
    {
        using var scope = NewDisposeScope();
        var count = Math.Min(rollout.SampleCount, Rows);
        return Metrics(network, count == 0 ? null : rollout.GatherObservations(rollout.Samples.Tensor.narrow(0, 0, count)));
    }

    /// <summary>The same on the last minibatch drawn from a replay; null: none was drawn.</summary>
    public static IReadOnlyList<KeyValuePair<string, double>> After(ActorCritic network, TransitionBatch? batch, ReplayFrames frames)
    {
        using var scope = NewDisposeScope();
        return Metrics(network, batch is null ? null : frames.Gather(batch.Keys.AsSpan(0, Math.Min(batch.Count, Rows))));
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

    private static KeyValuePair<string, double>[] Metrics(ActorCritic network, Tensor[]? observations)
    {
        using var noGradient = no_grad();
        return [new("weightNorm", network.Parameters.Values.norm().item<float>()), new("deadUnits", observations is null ? double.NaN : network.DeadUnits(observations))];
    }
}
