using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>The same update as <see cref="Ppo"/>, in torch and on any device: advantages, minibatches, loss, gradient and Adam, without waiting for the device before the end.</summary>
/// <remarks>
/// Order as there; so are the shuffles, which the host draws for all epochs at once. What differs: torch finds the gradient by itself, and a loss that is not finite is
/// heard of when the update is over, because asking earlier would mean to wait. Source: Schulman et al. 2017, arXiv:1707.06347.
/// </remarks>
internal sealed class DevicePpo : IDisposable
{
    private const int SumCount = 7;                       // policy loss, value loss, entropy, divergence, clipped samples; by gradient step: norm, share kept

    private readonly ActorCritic _network;
    private readonly DistributionTensors _distribution;
    private readonly PpoConfig _config;
    private readonly Tensor _sums;                        // [SumCount]
    private readonly DeviceOrder _order;

    /// <summary>An update rule for <paramref name="network"/>, which it moves but does not own.</summary>
    public DevicePpo(ActorCritic network, DistributionTensors distribution, PpoConfig config, ulong seed)
    {
        (_network, _distribution, _config) = (network, distribution, config);
        _order = new(network.Device, seed, Ppo.ShufflePurpose, config.Epochs);
        Optimizer = new(network.Parameters, config.AdamEpsilon);
        Average = config.AverageUpdates > 0 ? new(network, config.AverageUpdates) : null;
        _sums = zeros(SumCount, float64, network.Device).DetachFromDisposeScope();
    }

    /// <summary>Moments and step count; part of a checkpoint.</summary>
    public Adam Optimizer { get; }

    /// <summary>The averaged weights, part of a checkpoint; null without averaging.</summary>
    public WeightAverage? Average { get; }

    /// <summary>Fills advantages and returns: generalised advantage estimation, last step first (Schulman et al. 2016, arXiv:1506.02438, eq. 16).</summary>
    public void ComputeAdvantages(DeviceRollout rollout)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (discount, rows) = (_config.Discount, rollout.Rows);
        var errors = rollout.Rewards + rollout.NextValues * rollout.Terminated.logical_not() * discount - rollout.Values;          // [T·R]
        var reach = rollout.Done.logical_not() * (discount * _config.Lambda);                                                       // [T·R]
        var advantage = errors.narrow(0, errors.shape[0] - rows, rows);                                                             // [R]
        rollout.Advantages.narrow(0, errors.shape[0] - rows, rows).copy_(advantage);
        for (var first = errors.shape[0] - 2 * rows; first >= 0; first -= rows)
        {
            advantage = errors.narrow(0, first, rows) + reach.narrow(0, first, rows) * advantage;
            rollout.Advantages.narrow(0, first, rows).copy_(advantage);
        }

        rollout.Returns.copy_(rollout.Advantages + rollout.Values);
    }

    /// <summary>Moves the network along one rollout whose advantages are computed.</summary>
    /// <param name="iteration">Number of the rollout, from which the shuffles follow.</param>
    /// <exception cref="DivergedException">The loss or its gradient is not finite.</exception>
    public PpoMetrics Update(DeviceRollout rollout, PpoRates rates, long iteration)
    {
        var count = rollout.SampleCount;
        if (count == 0) return new(0, 0, 0, 0, 0, 0, 0);
        using var scope = NewDisposeScope();
        var order = _order.Upload(rollout.Samples.AsSpan(0, count), iteration);                                                       // [epochs, samples]
        var minibatches = Math.Max(1, (int)Math.Round((double)count / _config.MinibatchRows));
        var (seen, steps, divergence) = (0L, 0, 0.0);
        _sums.zero_();
        for (var epoch = 0; epoch < _config.Epochs; epoch++)
        {
            for (var b = 0; b < minibatches; b++)
            {
                var (first, end) = ((long)count * b / minibatches, (long)count * (b + 1) / minibatches);
                Step(rollout, order.select(0, epoch).narrow(0, first, end - first), rates);
                seen += end - first;
                steps++;
            }

            if (_config.TargetKl <= 0) continue;
            var total = _sums[3].item<double>();                                                                                    // waits: only where somebody asked for it
            if ((total - divergence) / count > _config.TargetKl) break;
            divergence = total;
        }

        return Metrics(seen, steps);
    }

    /// <summary>One gradient step on the first <paramref name="count"/> samples as they are listed, waited for: for checks before a training.</summary>
    /// <returns>Mean value loss and entropy before the step.</returns>
    public (double ValueLoss, double Entropy) Repeat(DeviceRollout rollout, int count, PpoRates rates)
    {
        using var scope = NewDisposeScope();
        _sums.zero_();
        Step(rollout, tensor(rollout.Samples[..count], device: _network.Device), rates);
        var metrics = Metrics(count, steps: 1);
        return (metrics.ValueLoss, metrics.Entropy);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _order.Dispose();
        _sums.Dispose();
        Average?.Dispose();
        Optimizer.Dispose();
    }

    /// <summary>One gradient step on one minibatch.</summary>
    /// <param name="samples">[M] on the device.</param>
    private void Step(DeviceRollout rollout, Tensor samples, PpoRates rates)
    {
        using var scope = NewDisposeScope();
        _network.Parameters.Gradient.zero_();
        var loss = Loss(rollout, samples, rates);
        _network.Differentiate(loss.Mean);
        var norm = Optimizer.StepShortened(rates.LearningRate, _config.MaxGradientNorm);
        Average?.Update(Optimizer.Steps);
        using var noGradient = no_grad();
        _sums.add_(stack([.. loss.Sums, norm, (_config.MaxGradientNorm / norm).clamp_(max: 1)]));
    }

    /// <summary>Loss of a minibatch, and sums over its rows of what is reported.</summary>
    private (Tensor Mean, Tensor[] Sums) Loss(DeviceRollout rollout, Tensor samples, PpoRates rates)
    {
        Tensor Of(Tensor column) => column.index_select(0, samples);
        var mask = rollout.Mask.shape[1] > 0 ? Of(rollout.Mask) : null;                                                             // [M, choices]
        var output = _network.Forward(rollout.Frames.Gather(samples + rollout.Frames.FirstFrame(0)), mask);
        var advantages = Of(rollout.Advantages);                                                                                    // [M]
        if (_config.NormalizeAdvantages) advantages = (advantages - advantages.mean()) / (advantages.std(unbiased: false) + 1e-8f);
        var logRatio = _distribution.LogProbability(output.Distribution, Of(rollout.Actions)) - Of(rollout.LogProbabilities);       // [M]
        var ratio = logRatio.exp();
        var policy = (ratio * advantages).minimum(ratio.clamp(1 - rates.Clip, 1 + rates.Clip) * advantages).neg();
        var value = ValueLoss(output.Value, Of(rollout.Values), Of(rollout.Returns));
        var entropy = _distribution.Entropy(output.Distribution);
        var mean = policy.mean() + value.mean() * _config.ValueWeight - entropy.mean() * rates.Entropy;
        using var noGradient = no_grad();
        return (mean, [policy.sum(), value.sum(), entropy.sum(), (ratio - 1 - logRatio).sum(), (ratio - 1).abs().gt(rates.Clip).sum().to(float32)]);
    }

    private Tensor ValueLoss(Tensor value, Tensor old, Tensor target)
    {
        var plain = (value - target).square();                                                                                      // [M]
        if (_config.ValueClip > 0) plain = plain.maximum((old + (value - old).clamp(-_config.ValueClip, _config.ValueClip) - target).square());
        return plain * 0.5;
    }

    /// <summary>Waits for the device: the one time in an update.</summary>
    private PpoMetrics Metrics(long seen, int steps)
    {
        var total = new double[SumCount];
        TensorMemory.Copy(_sums, total.AsSpan());
        if (!Array.TrueForAll(total, double.IsFinite))
            throw new DivergedException($"PPO diverged before gradient step {Optimizer.Steps + 1}: sums of policy loss, value loss, entropy, divergence, clipped samples and gradient norms of the update [{string.Join(", ", total)}].");
        return new(total[0] / seen, total[1] / seen, total[2] / seen, total[3] / seen, total[4] / seen, total[5] / steps, steps) { GradientKept = total[6] / steps };
    }
}
