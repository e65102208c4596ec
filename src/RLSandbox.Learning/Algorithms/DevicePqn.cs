using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>The same update as <see cref="Pqn"/>, in torch and on any device, without waiting for the device before the end.</summary>
/// <remarks>Source: Gallici et al. 2024, arXiv:2407.04811, algorithm 1. A loss that is not finite is heard of when the update is over.</remarks>
internal sealed class DevicePqn : IDisposable
{
    private readonly ActorCritic _network;
    private readonly PqnConfig _config;
    private readonly DeviceOrder _order;
    private readonly DeviceQSums _sums;

    /// <summary>An update rule for <paramref name="network"/>, which it moves but does not own.</summary>
    public DevicePqn(ActorCritic network, PqnConfig config, ulong seed)
    {
        (_network, _config) = (network, config);
        _order = new(network.Device, seed, Pqn.ShufflePurpose, config.Epochs);
        Optimizer = new(network.Parameters, config.AdamEpsilon, config.Rectified);
        Average = config.AverageUpdates > 0 ? new(network, config.AverageUpdates) : null;
        _sums = new(network.Device);
    }

    /// <summary>Moments and step count; part of a checkpoint.</summary>
    public Adam Optimizer { get; }

    /// <summary>The averaged weights, part of a checkpoint; null without averaging.</summary>
    public WeightAverage? Average { get; }

    /// <summary>Fills the λ-returns, last step first; see <see cref="LambdaReturns"/>.</summary>
    public void ComputeReturns(DeviceRollout rollout)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (rows, size) = (rollout.Rows, rollout.Rewards.shape[0]);
        var next = rollout.NextValues * rollout.Terminated.logical_not() * _config.Discount;                           // [T·R] worth of the best that may follow
        var mix = rollout.Done.logical_not() * _config.Lambda;                                                         // [T·R] share of it that is taken from the return instead
        var value = rollout.Rewards.narrow(0, size - rows, rows) + next.narrow(0, size - rows, rows);                  // [R]
        rollout.Returns.narrow(0, size - rows, rows).copy_(value);
        for (var first = size - 2 * rows; first >= 0; first -= rows)
        {
            var share = mix.narrow(0, first, rows);
            value = rollout.Rewards.narrow(0, first, rows) + next.narrow(0, first, rows) * (1 - share) + share * value * _config.Discount;
            rollout.Returns.narrow(0, first, rows).copy_(value);
        }
    }

    /// <summary>Moves the network along one rollout whose returns are λ-returns.</summary>
    /// <param name="iteration">Number of the rollout, from which the shuffles follow.</param>
    /// <exception cref="DivergedException">The loss or its gradient is not finite.</exception>
    public QMetrics Update(DeviceRollout rollout, float learningRate, long iteration)
    {
        var count = rollout.SampleCount;
        if (count == 0) return new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 0);
        using var scope = NewDisposeScope();
        var order = _order.Upload(rollout.Samples.AsSpan(0, count), iteration);                                        // [epochs, samples]
        var minibatches = Math.Max(1, (int)Math.Round((double)count / _config.MinibatchRows));
        _sums.Begin();
        for (var epoch = 0; epoch < _config.Epochs; epoch++)
        {
            for (var b = 0; b < minibatches; b++)
            {
                var (first, end) = ((long)count * b / minibatches, (long)count * (b + 1) / minibatches);
                if (end > first) Step(rollout, order.select(0, epoch).narrow(0, first, end - first), learningRate);
            }
        }

        return _sums.Metrics("PQN", Optimizer.Steps);
    }

    /// <summary>One gradient step on the first <paramref name="count"/> samples as they are listed, waited for: for checks before a training.</summary>
    /// <returns>Mean loss before the step.</returns>
    public double Repeat(DeviceRollout rollout, int count, float learningRate)
    {
        using var scope = NewDisposeScope();
        _sums.Begin();
        Step(rollout, tensor(rollout.Samples[..count], device: _network.Device), learningRate);
        return _sums.Metrics("PQN", Optimizer.Steps).Loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sums.Dispose();
        _order.Dispose();
        Average?.Dispose();
        Optimizer.Dispose();
    }

    /// <summary>One gradient step on one minibatch: half the squared distance of the choice's value from the return.</summary>
    /// <param name="samples">[M] on the device.</param>
    private void Step(DeviceRollout rollout, Tensor samples, float learningRate)
    {
        using var scope = NewDisposeScope();
        _network.Parameters.Gradient.zero_();
        var values = _network.ActionValues(rollout.Frames.Gather(samples + rollout.Frames.FirstFrame(0)), mask: null);  // [M, A]
        var chosen = values.gather(1, rollout.Actions.index_select(0, samples)).squeeze(1);                             // [M]
        var error = chosen - rollout.Returns.index_select(0, samples);
        var loss = error.square() * 0.5;
        _network.Differentiate(loss.mean());
        var norm = Optimizer.StepShortened(learningRate, _config.MaxGradientNorm);
        Average?.Update(Optimizer.Steps);
        _sums.Add(loss, error, chosen, norm, _config.MaxGradientNorm);
    }
}
