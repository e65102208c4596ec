using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Training;

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

    /// <summary>As they are logged.</summary>
    /// <param name="explained">Share of the returns' variance that the values foresaw.</param>
    public IReadOnlyList<KeyValuePair<string, double>> Named(double explained, PpoRates rates) =>
    [
        new("policyLoss", PolicyLoss), new("valueLoss", ValueLoss), new("entropy", Entropy),
        new("approxKl", ApproxKl), new("clipShare", ClipShare), new("explainedVariance", explained),
        new("gradientNorm", GradientNorm), new("gradientKept", GradientKept), new("gradientSteps", GradientSteps),
        new("learningRate", rates.LearningRate), new("clip", rates.Clip), new("entropyWeight", rates.Entropy),
    ];
}

/// <summary>Proximal policy optimisation: several epochs of small gradient steps on one rollout, held near the policy that lived it.</summary>
/// <remarks>
/// Order of an update: for each epoch and minibatch: ratio, clipped policy loss, value loss, entropy → one Adam step. Advantages and returns are in the rollout already.
/// Source: Schulman et al. 2017, arXiv:1707.06347; differences and metrics are listed in docs/algorithms/ppo.md.
/// </remarks>
public sealed class Ppo : IDisposable
{
    private const int SumCount = 5;                       // per shard: policy loss, value loss, entropy, divergence, clipped samples
    internal static readonly uint ShufflePurpose = RandomPurpose.Of("ppo.shuffle");

    private readonly ActorCritic _network;
    private readonly GradientWorkers _workers;
    private readonly PpoConfig _config;
    private readonly ulong _seed;
    private readonly float[] _sums;                       // [shards, SumCount]
    private readonly ShardMemory[] _shards;

    /// <summary>An update rule for <paramref name="network"/>, which it moves but does not own.</summary>
    public Ppo(ActorCritic network, GradientWorkers workers, PpoConfig config, ulong seed)
    {
        (_network, _workers, _config, _seed) = (network, workers, config, seed);
        Optimizer = new(network.Parameters, config.AdamEpsilon);
        Average = config.AverageUpdates > 0 ? new(network, config.AverageUpdates) : null;
        _sums = new float[workers.ShardCount * SumCount];
        _shards = [.. Enumerable.Range(0, workers.ShardCount).Select(_ => new ShardMemory(network.OutputCount))];
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
        var (mean, deviation) = _config.NormalizeAdvantages ? Moments(rollout.Advantages.Span, rollout.Samples.Span.Slice(batch.First, batch.Count)) : (0f, 1f);
        var norm = _workers.Accumulate((shard, network) => Backward(rollout, batch, rates, (mean, deviation), (shard, network)));
        if (!double.IsFinite(norm) || !Array.TrueForAll(_sums, float.IsFinite))
        {
            throw new DivergedException($"PPO diverged at gradient step {Optimizer.Steps + 1}: gradient norm {norm}, sums of policy loss, value loss, entropy, divergence and clipped samples by shard [{string.Join(", ", _sums)}].");
        }

        Optimizer.Step(rates.LearningRate, Math.Min(1, _config.MaxGradientNorm / norm), _workers);
        Average?.Update(Optimizer.Steps);
        return norm;
    }

    /// <summary>Backward pass of one shard's part of the minibatch's mean loss; runs on a worker thread.</summary>
    private void Backward(Rollout rollout, Minibatch batch, PpoRates rates, (float Mean, float Deviation) advantages, (int Index, ActorCritic Network) shard)
    {
        var first = _workers.FirstRow(shard.Index, batch.Count);
        var count = _workers.FirstRow(shard.Index + 1, batch.Count) - first;
        var sums = _sums.AsSpan(shard.Index * SumCount, SumCount);
        sums.Clear();                                                                          // a shard without rows adds nothing
        if (count == 0) return;
        var work = _shards[shard.Index].For(count);
        var samples = rollout.Samples.Span.Slice(batch.First + first, count);
        shard.Network.Evaluate(rollout.GatherObservations(samples), rollout.GatherMask(samples), isForGradient: true, work.Outputs, work.Values);
        for (var b = 0; b < count; b++)
        {
            var i = (int)samples[b];
            Span<float> parameters = work.Output(b), slope = work.Slope(b);
            var logRatio = LogProbability(rollout, i, parameters) - rollout.LogProbabilities.Span[i];
            var ratio = MathF.Exp(logRatio);                                                   // new / old probability
            var policy = PpoLoss.Policy(ratio, (rollout.Advantages.Span[i] - advantages.Mean) / advantages.Deviation, rates.Clip);
            var value = PpoLoss.Value(work.Values[b], rollout.Values.Span[i], rollout.Returns.Span[i], _config.ValueClip);
            AddLogProbabilitySlope(rollout, i, parameters, policy.Slope * ratio / batch.Count, slope);
            var entropy = shard.Network.Distribution.Entropy(parameters, -rates.Entropy / batch.Count, slope);
            work.ValueSlopes[b] = value.Slope * _config.ValueWeight / batch.Count;
            sums[0] += policy.Loss;
            sums[1] += value.Loss;
            sums[2] += entropy;
            sums[3] += PpoLoss.Divergence(logRatio, ratio);
            sums[4] += MathF.Abs(ratio - 1) > rates.Clip ? 1 : 0;
        }

        shard.Network.Backward(work.Outputs, work.Slopes, work.ValueSlopes);
    }

    private float LogProbability(Rollout rollout, int sample, ReadOnlySpan<float> parameters) => rollout.IsContinuous
        ? _network.Distribution.LogProbability(parameters, rollout.ActionValuesOf(sample))
        : _network.Distribution.LogProbability(parameters, rollout.ChoicesOf(sample));

    private void AddLogProbabilitySlope(Rollout rollout, int sample, ReadOnlySpan<float> parameters, float weight, Span<float> slope)
    {
        if (rollout.IsContinuous) _network.Distribution.AddLogProbabilitySlope(parameters, rollout.ActionValuesOf(sample), weight, slope);
        else _network.Distribution.AddLogProbabilitySlope(rollout.ChoicesOf(sample), weight, slope);
    }

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
