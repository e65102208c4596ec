using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>The same update as <see cref="Dqn"/>, in torch and on any device: waits for values to act on and for errors that priorities follow from, and for nothing else before the end of an iteration.</summary>
/// <remarks>
/// Order and sources as there. What differs: torch finds the gradient by itself, and a loss that is not finite is heard of when somebody asks for errors or metrics.
/// Transitions are drawn on the host and sent; what they show is gathered where it lies.
/// </remarks>
internal sealed class DeviceDqn : IDqnUpdate
{
    private readonly ActorCritic _network, _target;
    private readonly DqnConfig _config;
    private readonly DeviceQSums _sums;
    private readonly StagingRing<long> _choices;          // [B]
    private readonly StagingRing<float> _numbers;         // [B, 3]: return, discount, weight
    private readonly StagingRing<bool> _mask;             // [B, A]
    private readonly DeviceFence _fence;
    private StagingColumn<float>? _values, _errors;       // [keys, A], [B] on the way back

    /// <summary>An update rule for <paramref name="network"/>, which it moves but does not own.</summary>
    public DeviceDqn(ActorCritic network, DqnConfig config)
    {
        (_network, _config) = (network, config);
        var device = network.Device;
        Optimizer = new(network.Parameters, config.AdamEpsilon);
        _target = network.Twin();
        Average = config.AverageUpdates > 0 ? new(network, config.AverageUpdates) : null;
        (_sums, _fence) = (new(device), new(device));
        (_choices, _numbers, _mask) = (new(device, ScalarType.Int64), new(device, ScalarType.Float32, 3), new(device, ScalarType.Bool, network.OutputCount));
    }

    /// <inheritdoc/>
    public Adam Optimizer { get; }

    /// <inheritdoc/>
    public WeightAverage? Average { get; }

    /// <inheritdoc/>
    public Tensor TargetWeights => _target.Parameters.Values;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Evaluate(long[] keys, IReplayFrames frames)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Return(_network.ActionValues(frames.Gather(keys), mask: null), ref _values);
        _fence.Wait();
        return _values!.Span;
    }

    /// <inheritdoc/>
    public void Update(TransitionBatch batch, IReplayFrames frames, float learningRate)
    {
        using var scope = NewDisposeScope();
        _network.Parameters.Gradient.zero_();
        var numbers = SendNumbers(batch);                                                                        // [B, 3]
        var target = numbers.select(1, 0) + numbers.select(1, 1) * NextValues(batch, frames);                    // [B]
        var values = _network.ActionValues(frames.Gather(batch.Keys), mask: null);                               // [B, A]
        var chosen = values.gather(1, SendChoices(batch).unsqueeze(1)).squeeze(1);                                // [B]
        var error = chosen - target;
        var loss = Huber(error) * numbers.select(1, 2);
        if (HasPriorities) Return(error.abs(), ref _errors);                                                      // on their way while the device goes on with the gradient
        _network.Differentiate(loss.mean());
        var norm = Optimizer.StepShortened(learningRate, _config.MaxGradientNorm);
        Average?.Update(Optimizer.Steps);
        _sums.Add(loss, error, chosen, norm, _config.MaxGradientNorm);
        if (Optimizer.Steps % _config.TargetEveryUpdates == 0) MoveTarget(_config.TargetRate);
        if (HasPriorities) TakeErrors(batch);
    }

    /// <inheritdoc/>
    public QMetrics TakeMetrics()
    {
        var metrics = _sums.Metrics("DQN", Optimizer.Steps);
        _sums.Begin();
        return metrics;
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, double>> Health(TransitionBatch? batch, IReplayFrames frames) => NetworkHealth.After(_network, batch, frames);

    /// <inheritdoc/>
    public void Dispose()
    {
        _values?.Dispose();
        _errors?.Dispose();
        Average?.Dispose();
        foreach (var owned in (IDisposable[])[_target, Optimizer, _sums, _choices, _numbers, _mask, _fence]) owned.Dispose();
    }

    private bool HasPriorities => _config.Replay.Priority > 0;

    /// <summary>Value of the best next choice, [B]: chosen by the online network (double Q) or the target network, valued by the target network.</summary>
    private Tensor NextValues(TransitionBatch batch, IReplayFrames frames)
    {
        using var noGradient = no_grad();
        var seen = frames.Gather(batch.NextKeys);
        var mask = batch.NextMask is { } allowed ? SendMask(allowed.Span, batch.Count) : null;
        var valued = _target.ActionValues(seen, mask);                                                           // [B, A]
        return _config.DoubleQ ? valued.gather(1, _network.ActionValues(seen, mask).argmax(1, keepdim: true)).squeeze(1) : valued.amax([1]);
    }

    /// <summary>See <see cref="QLoss.Huber"/>.</summary>
    private Tensor Huber(Tensor error)
    {
        var (size, threshold) = (error.abs(), _config.HuberThreshold);
        return where(size.gt(threshold), (size - 0.5f * threshold) * threshold, error.square() * 0.5f);
    }

    private void MoveTarget(double share)
    {
        if (share >= 1) TargetWeights.copy_(_network.Parameters.ReadTensor());
        else TargetWeights.mul_(1 - share).add_(_network.Parameters.ReadTensor(), share);
    }

    /// <summary>Sends numbers back to the host, which finds them there behind the fence.</summary>
    private void Return(Tensor numbers, ref StagingColumn<float>? column)
    {
        using var noGradient = no_grad();
        if (column is null || !column.Tensor.shape.SequenceEqual(numbers.shape))
        {
            column?.Dispose();
            column = new(_network.Device, ScalarType.Float32, numbers.shape);
        }

        column.Tensor.copy_(numbers, nonBlocking: true);
        _fence.Set();
    }

    private void TakeErrors(TransitionBatch batch)
    {
        _fence.Wait();
        foreach (var error in _errors!.Span) if (!float.IsFinite(error)) throw new DivergedException($"DQN diverged before gradient step {Optimizer.Steps}: an error of {error}.");
        _errors.Span.CopyTo(batch.Errors.Span);
    }

    private Tensor SendNumbers(TransitionBatch batch)
    {
        var room = _numbers.Begin(batch.Count);
        for (var b = 0; b < batch.Count; b++) (room[3 * b], room[3 * b + 1], room[3 * b + 2]) = (batch.Returns.Span[b], batch.Discounts.Span[b], batch.Weights.Span[b]);
        return _numbers.Send();
    }

    private Tensor SendChoices(TransitionBatch batch)
    {
        batch.Choices.Span.CopyTo(_choices.Begin(batch.Count));
        return _choices.Send();
    }

    private Tensor SendMask(ReadOnlySpan<bool> mask, int rows)
    {
        mask.CopyTo(_mask.Begin(rows));
        return _mask.Send();
    }
}
