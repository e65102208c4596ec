using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>Deep Q-learning: gradient steps on minibatches of past transitions, toward targets that a second, slower network values.</summary>
/// <remarks>
/// Order of an update: next action (online network) → its value (target network) → target → Huber loss of the choice taken → one Adam step → now and then the target network follows.
/// Sources: Mnih et al. 2015, doi:10.1038/nature14236; double Q: van Hasselt et al. 2016, arXiv:1509.06461; duelling: Wang et al. 2016, arXiv:1511.06581; priorities: Schaul et al.
/// 2016, arXiv:1511.05952; n steps: Hessel et al. 2018, arXiv:1710.02298. Differences and metrics are listed in docs/algorithms/dqn.md.
/// </remarks>
internal sealed class Dqn : IDqnUpdate
{
    private readonly ActorCritic _network, _target;
    private readonly ActorCritic[] _targets;                         // the target network by shard: an instance is not for two threads
    private readonly GradientWorkers _workers;
    private readonly ShardedValues _values;
    private readonly DqnConfig _config;
    private readonly QSums _sums;
    private readonly ShardMemory[] _memory, _nextMemory;             // by shard

    /// <summary>An update rule for <paramref name="network"/>, which it moves but does not own.</summary>
    public Dqn(ActorCritic network, GradientWorkers workers, DqnConfig config)
    {
        (_network, _workers, _config) = (network, workers, config);
        _values = new(workers, network.OutputCount);
        Optimizer = new(network.Parameters, config.AdamEpsilon);
        _target = network.Twin();
        _targets = [.. Enumerable.Range(0, workers.ShardCount).Select(_ => _target.Replica())];
        Average = config.AverageUpdates > 0 ? new(network, config.AverageUpdates) : null;
        _sums = new(workers.ShardCount);
        _sums.Begin();
        ShardMemory[] Memory() => [.. Enumerable.Range(0, workers.ShardCount).Select(_ => new ShardMemory(network.OutputCount))];
        (_memory, _nextMemory) = (Memory(), Memory());
    }

    /// <inheritdoc/>
    public Adam Optimizer { get; }

    /// <inheritdoc/>
    public WeightAverage? Average { get; }

    /// <inheritdoc/>
    public Tensor TargetWeights => _target.Parameters.Values;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Evaluate(long[] keys, IReplayFrames frames) => _values.Evaluate(keys.Length, (first, count) => frames.Gather(keys.AsSpan(first, count)));

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, double>> Health(TransitionBatch? batch, IReplayFrames frames) => NetworkHealth.After(_network, _workers, batch, frames);

    /// <inheritdoc/>
    public QMetrics TakeMetrics()
    {
        var metrics = _sums.Metrics();
        _sums.Begin();
        return metrics;
    }

    /// <inheritdoc/>
    public void Update(TransitionBatch batch, IReplayFrames frames, float learningRate)
    {
        using var scope = NewDisposeScope();
        var norm = _workers.Accumulate((shard, network) => Backward(batch, frames, shard, network));
        if (!double.IsFinite(norm) || !_sums.AreFinite) throw new DivergedException($"DQN diverged at gradient step {Optimizer.Steps + 1}: gradient norm {norm}, {_sums}.");
        _sums.Add(batch.Count, norm, _config.MaxGradientNorm);
        Optimizer.Step(learningRate, Math.Min(1, _config.MaxGradientNorm / norm), _workers);
        Average?.Update(Optimizer.Steps);
        if (Optimizer.Steps % _config.TargetEveryUpdates == 0) MoveTarget(_config.TargetRate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var target in _targets) target.Dispose();
        Average?.Dispose();
        _target.Dispose();
        Optimizer.Dispose();
    }

    /// <summary>Backward pass of one shard's part of the minibatch's mean loss; runs on a worker thread.</summary>
    private void Backward(TransitionBatch batch, IReplayFrames frames, int shard, ActorCritic network)
    {
        _sums.Clear(shard);                                                                       // a shard without rows adds nothing
        var first = _workers.FirstRow(shard, batch.Count);
        var count = _workers.FirstRow(shard + 1, batch.Count) - first;
        if (count == 0) return;
        var next = NextValues(batch, frames.Gather(batch.NextKeys.AsSpan(first, count)), (shard, first, network));
        var work = _memory[shard].For(count);
        network.Evaluate(frames.Gather(batch.Keys.AsSpan(first, count)), mask: [], isForGradient: true, work.Outputs, values: []);
        for (var b = 0; b < count; b++)
        {
            var (sample, choice) = (first + b, (int)batch.Choices.Span[first + b]);
            var chosen = work.Output(b)[choice];
            var error = chosen - (batch.Returns.Span[sample] + batch.Discounts.Span[sample] * next[b]);
            var (loss, weight) = (QLoss.Huber(error, (float)_config.HuberThreshold), batch.Weights.Span[sample]);
            work.Slope(b)[choice] = loss.Slope * weight / batch.Count;
            batch.Errors.Span[sample] = MathF.Abs(error);
            _sums.Add(shard, loss.Loss * weight, error, chosen);
        }

        network.Backward(work.Outputs, work.Slopes, valueSlopes: []);
    }

    /// <summary>Value of the best next choice, [B]: chosen by the online network (double Q) or the target network, valued by the target network.</summary>
    private Span<float> NextValues(TransitionBatch batch, Tensor[] next, (int Index, int First, ActorCritic Network) shard)
    {
        var (rows, choices) = ((int)next[0].shape[0], _network.OutputCount);
        var mask = batch.NextMask is { } masks ? masks.Span.Slice(shard.First * choices, rows * choices) : [];
        var (valued, chosen) = (_nextMemory[shard.Index].For(rows), _memory[shard.Index].For(rows));
        _targets[shard.Index].Evaluate(next, mask, isForGradient: false, valued.Outputs, values: []);
        if (_config.DoubleQ) shard.Network.Evaluate(next, mask, isForGradient: false, chosen.Outputs, values: []);
        for (var b = 0; b < rows; b++) valued.Values[b] = valued.Output(b)[QActor.Best(_config.DoubleQ ? chosen.Output(b) : valued.Output(b), allowed: [])];
        return valued.Values;
    }

    /// <summary>The target network goes <paramref name="share"/> of the way to the online network.</summary>
    private void MoveTarget(double share)
    {
        if (share >= 1) TargetWeights.copy_(_network.Parameters.ReadTensor());
        else TargetWeights.mul_(1 - share).add_(_network.Parameters.ReadTensor(), share);
    }
}
