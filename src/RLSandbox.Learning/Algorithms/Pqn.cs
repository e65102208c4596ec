using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Algorithms;

/// <summary>Means over the samples of an update, each counted in every epoch; NaN before the first sample.</summary>
/// <param name="TdError">Mean size of value − target.</param>
/// <param name="MeanQ">Mean value of the choices taken; lowest and highest follow.</param>
/// <param name="GradientNorm">Mean over gradient steps, before shortening.</param>
public sealed record QMetrics(double Loss, double TdError, double MeanQ, double MinQ, double MaxQ, double GradientNorm, int GradientSteps)
{
    /// <summary>Share of the targets' variance that the values explain; NaN where all targets are alike.</summary>
    public double ExplainedVariance { get; init; } = double.NaN;

    /// <summary>Mean share of its length that a gradient kept.</summary>
    public double GradientKept { get; init; } = double.NaN;

    /// <summary>As PQN logs them.</summary>
    /// <param name="limits">Of a return, if rewards stay in their range.</param>
    internal IReadOnlyList<KeyValuePair<string, double>> Named((double Low, double High) limits, float learningRate, float epsilon) =>
    [
        new("loss", Loss), new("tdError", TdError), new("meanQ", MeanQ), new("minQ", MinQ), new("maxQ", MaxQ),
        new("lowLimit", limits.Low), new("highLimit", limits.High), new("explainedVariance", ExplainedVariance),
        new("gradientNorm", GradientNorm), new("gradientKept", GradientKept), new("gradientSteps", GradientSteps),
        new("learningRate", learningRate), new("epsilon", epsilon),
    ];
}

/// <summary>Parallelised Q-learning: many environments instead of a replay, normalised layers instead of a target network.</summary>
/// <remarks>
/// Order of an update: for each epoch and minibatch: value of the choice taken → half its squared distance from the λ-return → one RAdam step. The returns are in the rollout already.
/// Source: Gallici et al. 2024, arXiv:2407.04811, algorithm 1; differences and metrics are listed in docs/algorithms/pqn.md.
/// </remarks>
public sealed class Pqn : IDisposable
{
    internal static readonly uint ShufflePurpose = RandomPurpose.Of("pqn.shuffle");

    private readonly ActorCritic _network;
    private readonly GradientWorkers _workers;
    private readonly PqnConfig _config;
    private readonly ulong _seed;
    private readonly QSums _sums;
    private readonly ShardMemory[] _memory;                          // by shard

    /// <summary>An update rule for <paramref name="network"/>, which it moves but does not own.</summary>
    public Pqn(ActorCritic network, GradientWorkers workers, PqnConfig config, ulong seed)
    {
        (_network, _workers, _config, _seed) = (network, workers, config, seed);
        Optimizer = new(network.Parameters, config.AdamEpsilon, config.Rectified);
        Average = config.AverageUpdates > 0 ? new(network, config.AverageUpdates) : null;
        _sums = new(workers.ShardCount);
        _memory = [.. Enumerable.Range(0, workers.ShardCount).Select(_ => new ShardMemory(network.OutputCount))];
    }

    /// <summary>Moments and step count; part of a checkpoint.</summary>
    public Adam Optimizer { get; }

    /// <summary>The averaged weights, part of a checkpoint; null without averaging.</summary>
    public WeightAverage? Average { get; }

    /// <summary>Moves the network along one rollout whose returns are λ-returns.</summary>
    /// <param name="iteration">Number of the rollout, from which the shuffles follow.</param>
    /// <exception cref="DivergedException">The loss or its gradient is not finite.</exception>
    public QMetrics Update(Rollout rollout, float learningRate, long iteration)
    {
        rollout.ListSamples();
        _sums.Begin();
        var count = rollout.SampleCount;
        var minibatches = Math.Max(1, (int)Math.Round((double)count / _config.MinibatchRows));
        for (var epoch = 0; epoch < _config.Epochs && count > 0; epoch++)
        {
            Shuffle.Apply(rollout.Samples.Span[..count], new(_seed, 0, (uint)iteration, ShufflePurpose), (uint)epoch);
            for (var b = 0; b < minibatches; b++)
            {
                var (first, end) = ((int)((long)count * b / minibatches), (int)((long)count * (b + 1) / minibatches));
                if (end > first) Step(rollout, (first, end - first), learningRate);
            }
        }

        return _sums.Metrics();
    }

    /// <summary>One gradient step on the first <paramref name="count"/> samples as they are listed: for checks before a training.</summary>
    /// <returns>Mean loss before the step.</returns>
    internal double Repeat(Rollout rollout, int count, float learningRate)
    {
        _sums.Begin();
        Step(rollout, (0, count), learningRate);
        return _sums.Metrics().Loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Average?.Dispose();
        Optimizer.Dispose();
    }

    /// <summary>One gradient step on one minibatch.</summary>
    private void Step(Rollout rollout, (int First, int Count) batch, float learningRate)
    {
        var norm = _workers.Accumulate((shard, network) => Backward(rollout, batch, shard, network));
        if (!double.IsFinite(norm) || !_sums.AreFinite) throw new DivergedException($"PQN diverged at gradient step {Optimizer.Steps + 1}: gradient norm {norm}, {_sums}.");
        _sums.Add(batch.Count, norm, _config.MaxGradientNorm);
        Optimizer.Step(learningRate, Math.Min(1, _config.MaxGradientNorm / norm), _workers);
        Average?.Update(Optimizer.Steps);
    }

    /// <summary>Backward pass of one shard's part of the minibatch's mean loss; runs on a worker thread.</summary>
    private void Backward(Rollout rollout, (int First, int Count) batch, int shard, ActorCritic network)
    {
        _sums.Clear(shard);                                                                       // a shard without rows adds nothing
        var first = _workers.FirstRow(shard, batch.Count);
        var count = _workers.FirstRow(shard + 1, batch.Count) - first;
        if (count == 0) return;
        var work = _memory[shard].For(count);
        network.Evaluate(rollout.GatherObservations(rollout.Samples.Span.Slice(batch.First + first, count)), mask: [], isForGradient: true, work.Outputs, values: []);
        for (var b = 0; b < count; b++)
        {
            var sample = (int)rollout.Samples.Span[batch.First + first + b];
            var choice = rollout.Choices.Span[sample];
            var chosen = work.Output(b)[choice];
            var error = chosen - rollout.Returns.Span[sample];
            var loss = QLoss.Squared(error);
            work.Slope(b)[choice] = loss.Slope / batch.Count;
            _sums.Add(shard, loss.Loss, error, chosen);
        }

        network.Backward(work.Outputs, work.Slopes, valueSlopes: []);
    }
}
