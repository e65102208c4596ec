using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>Values of the schedules for one update.</summary>
/// <param name="LearningRate">Adam's step size.</param>
/// <param name="Clip">ε.</param>
/// <param name="Entropy">Weight of the entropy bonus.</param>
public readonly record struct PpoRates(float LearningRate, float Clip, float Entropy)
{
    /// <summary>The rates at <paramref name="progress"/> (0 at the first step of a run, 1 at the last): straight lines.</summary>
    public static PpoRates At(PpoConfig config, double progress)
    {
        var p = (float)Math.Clamp(progress, 0, 1);
        return new(Line(config.LearningRate, config.LearningRateEnd, p), Line(config.Clip, config.ClipEnd, p), Line(config.Entropy, config.EntropyEnd, p));
    }

    private static float Line(float start, float end, float progress) => start + (end - start) * progress;
}

/// <summary>Means over the samples of an update, each counted in every epoch.</summary>
public sealed record PpoMetrics(double PolicyLoss, double ValueLoss, double Entropy, double ApproxKl, double ClipShare, double GradientNorm, int GradientSteps)
{
    /// <summary>Mean share of its length that a gradient kept.</summary>
    public double GradientKept { get; init; } = double.NaN;
}

/// <summary>Proximal policy optimisation: several epochs of small gradient steps on one rollout, held near the policy that lived it.</summary>
/// <remarks>
/// Order of an update: for each epoch and minibatch: ratio, clipped policy loss, value loss, entropy → one Adam step. Advantages and returns are in the rollout already.
/// Source: Schulman et al. 2017, arXiv:1707.06347; differences and metrics are listed in docs/algorithms/ppo.md.
/// </remarks>
public sealed class Ppo : IDisposable
{
    private const int SumCount = 5;                       // per shard: policy loss, value loss, entropy, divergence, clipped samples
    private static readonly uint ShufflePurpose = RandomPurpose.Of("ppo.shuffle");

    private readonly ActorCritic _network;
    private readonly GradientWorkers _workers;
    private readonly PpoConfig _config;
    private readonly ulong _seed;
    private readonly float[] _sums;                       // [shards, SumCount]

    /// <summary>An update rule for <paramref name="network"/>, which it moves but does not own.</summary>
    public Ppo(ActorCritic network, GradientWorkers workers, PpoConfig config, ulong seed)
    {
        (_network, _workers, _config, _seed) = (network, workers, config, seed);
        Optimizer = new(network.Parameters, config.AdamEpsilon);
        Average = config.AverageUpdates > 0 ? new(network, config.AverageUpdates) : null;
        _sums = new float[workers.ShardCount * SumCount];
    }

    /// <summary>Moments and step count; part of a checkpoint.</summary>
    public Adam Optimizer { get; }

    /// <summary>The averaged weights, part of a checkpoint; null without averaging.</summary>
    public WeightAverage? Average { get; }

    /// <summary>Moves the network along one rollout.</summary>
    /// <param name="iteration">Number of the rollout, from which the shuffles follow.</param>
    /// <exception cref="DivergedException">The loss or its gradient is not finite.</exception>
    public PpoMetrics Update(Rollout rollout, PpoRates rates, long iteration)
    {
        rollout.ListSamples();
        var count = rollout.SampleCount;
        if (count == 0) return new(0, 0, 0, 0, 0, 0, 0);
        var minibatches = Math.Max(1, (int)Math.Round((double)count / _config.MinibatchRows));
        var total = new double[SumCount];
        var (seen, steps, gradientNorm, kept) = (0L, 0, 0.0, 0.0);
        for (var epoch = 0; epoch < _config.Epochs; epoch++)
        {
            Shuffle.Apply(rollout.Samples.Span[..count], new(_seed, 0, (uint)iteration, ShufflePurpose), (uint)epoch);
            var divergence = total[3];
            for (var b = 0; b < minibatches; b++)
            {
                var (first, end) = ((int)((long)count * b / minibatches), (int)((long)count * (b + 1) / minibatches));
                var norm = Step(rollout, new(first, end - first), rates);
                gradientNorm += norm;
                kept += NetworkHealth.Kept(norm, _config.MaxGradientNorm);
                for (var i = 0; i < _sums.Length; i++) total[i % SumCount] += _sums[i];
                seen += end - first;
                steps++;
            }

            if (_config.TargetKl > 0 && (total[3] - divergence) / count > _config.TargetKl) break;
        }

        return new(total[0] / seen, total[1] / seen, total[2] / seen, total[3] / seen, total[4] / seen, gradientNorm / steps, steps) { GradientKept = kept / steps };
    }

    /// <summary>One gradient step on the first <paramref name="count"/> samples as they are listed: for checks before a training.</summary>
    /// <returns>Mean value loss and entropy before the step.</returns>
    internal (double ValueLoss, double Entropy) Repeat(Rollout rollout, int count, PpoRates rates)
    {
        Step(rollout, new(0, count), rates);
        var (loss, entropy) = (0.0, 0.0);
        for (var i = 0; i < _sums.Length; i += SumCount) (loss, entropy) = (loss + _sums[i + 1], entropy + _sums[i + 2]);
        return (loss / count, entropy / count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Average?.Dispose();
        Optimizer.Dispose();
    }

    /// <summary>One gradient step on one minibatch.</summary>
    /// <returns>Norm of the gradient before it was shortened.</returns>
    private double Step(Rollout rollout, Minibatch batch, PpoRates rates)
    {
        using var scope = NewDisposeScope();
        var (mean, deviation) = _config.NormalizeAdvantages ? Moments(rollout.Advantages.Span, rollout.Samples.Span.Slice(batch.First, batch.Count)) : (0f, 1f);
        _workers.Accumulate((shard, network) => Backward(rollout, batch, rates, (mean, deviation), (shard, network)));

        var norm = _network.Parameters.GradientNorm();
        if (!double.IsFinite(norm) || !Array.TrueForAll(_sums, float.IsFinite))
        {
            throw new DivergedException($"PPO diverged at gradient step {Optimizer.Steps + 1}: gradient norm {norm}, sums of policy loss, value loss, entropy, divergence and clipped samples by shard [{string.Join(", ", _sums)}].");
        }

        Optimizer.Step(rates.LearningRate, Math.Min(1, _config.MaxGradientNorm / norm));
        Average?.Update(Optimizer.Steps);
        return norm;
    }

    /// <summary>Backward pass of one shard's part of the minibatch's mean loss; runs on a worker thread.</summary>
    private void Backward(Rollout rollout, Minibatch batch, PpoRates rates, (float Mean, float Deviation) advantages, (int Index, ActorCritic Network) shard)
    {
        var first = _workers.FirstRow(shard.Index, batch.Count);
        var count = _workers.FirstRow(shard.Index + 1, batch.Count) - first;
        _sums.AsSpan(shard.Index * SumCount, SumCount).Clear();       // a shard without rows adds nothing
        if (count == 0) return;
        var samples = rollout.Samples.Tensor.narrow(0, batch.First + first, count);                               // [B]
        var output = shard.Network.Forward(rollout.GatherObservations(samples), rollout.GatherMask(samples));
        var advantage = (Select(rollout.Advantages, samples) - advantages.Mean) / advantages.Deviation;
        var distribution = shard.Network.Distribution;
        var logRatio = distribution.LogProbability(output.Distribution, rollout.GatherActions(samples).to(_network.Device)) - Select(rollout.LogProbabilities, samples);
        var ratio = logRatio.exp();                                                                               // [B] new / old probability

        var policyLoss = PpoLoss.Policy(ratio, advantage, rates.Clip).sum();
        var valueLoss = PpoLoss.Value(output.Value, Select(rollout.Values, samples), Select(rollout.Returns, samples), _config.ValueClip).sum();
        var entropy = distribution.Entropy(output.Distribution).sum();
        var loss = (policyLoss + valueLoss * _config.ValueWeight - entropy * rates.Entropy) / batch.Count;
        shard.Network.Backward(loss);

        using var noGradient = no_grad();
        var divergence = PpoLoss.Divergence(logRatio, ratio).sum();
        var clipped = (ratio - 1).abs().gt(rates.Clip).sum().to(float32);
        TensorMemory.Copy(stack([policyLoss, valueLoss, entropy, divergence, clipped]), _sums.AsSpan(shard.Index * SumCount, SumCount));
    }

    private Tensor Select(TensorColumn<float> column, Tensor samples) => column.Tensor.index_select(0, samples).to(_network.Device);

    private static (float Mean, float Deviation) Moments(ReadOnlySpan<float> values, ReadOnlySpan<long> samples)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var i in samples) sum += values[(int)i];
        var mean = sum / samples.Length;
        foreach (var i in samples) squares += (values[(int)i] - mean) * (values[(int)i] - mean);
        return ((float)mean, (float)Math.Sqrt(squares / samples.Length) + 1e-8f);
    }

    /// <summary>A piece of the shuffled samples.</summary>
    private readonly record struct Minibatch(int First, int Count);
}
