using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Diagnosis;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;

namespace RLSandbox.Learning.Algorithms;

/// <summary>PPO with its environment: collect a rollout → advantages → update → metrics.</summary>
/// <remarks>
/// The environment writes its observations straight into the rollout. Actions are drawn from stateless streams of (seed, row, step), so the number of
/// simulator threads does not matter, and neither does <see cref="LearnerOptions.Threads"/>.
/// </remarks>
public sealed class PpoLearner : ILearner, ISanitySubject
{
    internal static readonly uint ActionPurpose = RandomPurpose.Of("ppo.actions");

    private readonly IEnvironment _environment;
    private readonly PpoConfig _config;
    private readonly LearnerOptions _options;
    private readonly PolicySpec _spec;
    private readonly ActorCritic _network;
    private readonly GradientWorkers _workers;
    private readonly Ppo _ppo;
    private readonly Rollout _rollout;
    private readonly ReturnNormalizer? _returnNormalizer;
    private readonly ActionBuffer _actions;
    private readonly float[] _distributions, _unused;     // [R, parameters] of the moment being acted in; of others
    private readonly float[] _values;                     // [R] scratch
    private long _iteration;

    /// <summary>A learner with the initial weights of the options' seed. It does not own <paramref name="environment"/>.</summary>
    public PpoLearner(IEnvironment environment, PpoConfig config, LearnerOptions options)
    {
        (_environment, _config, _options) = (environment, config, options);
        var spec = environment.Spec;
        _spec = new(spec.Parts, spec.Action, config.Network, config.FrameStack);
        _network = _spec.Build(options.Seed, TorchRuntime.Device(options.Device), options.Precision);
        options.Calls?.Watch(_network);
        _workers = new(_network, _network.Device.type == DeviceType.CPU ? config.GradientShards : 1, options.Threads);
        _ppo = new(_network, _workers, config, options.Seed);
        _rollout = new(spec, config.RolloutSteps, config.FrameStack);
        _returnNormalizer = config.NormalizeReturns ? new(spec.RowCount, config.Discount) : null;
        _actions = new(spec.Action, spec.RowCount);
        (_distributions, _unused) = (new float[spec.RowCount * _network.OutputCount], new float[spec.RowCount * _network.OutputCount]);
        _values = new float[spec.RowCount];
        Policy = new GreedyPolicy(Acting, _spec, ownsNetwork: false, options.Threads);
    }

    /// <inheritdoc/>
    public string Algorithm => "ppo";

    /// <inheritdoc/>
    public IPolicy Policy { get; }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <summary>What is being trained.</summary>
    internal ActorCritic Network => _network;

    /// <summary>The rollout last learned from.</summary>
    internal Rollout Rollout => _rollout;

    /// <summary>What is evaluated and saved as the policy.</summary>
    internal ActorCritic Acting => _ppo.Average?.Network ?? _network;

    /// <inheritdoc/>
    public void Begin(ulong seed)
    {
        _environment.Reset(seed, _rollout.Observations.Target(0));
        _rollout.RecordMoment(0, _environment);
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, double>> Iterate(IEpisodeSink episodes)
    {
        var rates = PpoRates.At(_config, (double)Steps / Math.Max(1, _options.TotalSteps));
        for (var t = 0; t < _config.RolloutSteps; t++) TakeStep(t, episodes);
        var explained = ComputeAdvantages();
        var metrics = _ppo.Update(_rollout, rates, _iteration);
        var health = NetworkHealth.After(_network, _workers, _rollout);
        _rollout.Observations.UpdateNormalizers(_network.Normalizers, _rollout.Active);
        _rollout.Roll();
        _iteration++;
        Steps += _rollout.SampleCount;
        return [.. metrics.Named(explained, rates), .. health];
    }

    /// <inheritdoc/>
    public void Save(string folder) => Checkpoint().Save(folder, Steps, _iteration, _rollout.Observations.SaveTail(), _environment);

    /// <inheritdoc/>
    public void Load(string folder) => (Steps, _iteration) = Checkpoint().Load(folder, _environment, _rollout.Observations.Target(0), () =>
    {
        if (_environment.Spec.HasActionMask) _environment.ActionMask.CopyTo(_rollout.MaskRows(0));
    }, _rollout.Observations.LoadTail);

    /// <inheritdoc/>
    SanityProbe ISanitySubject.Probe(int gradientSteps)
    {
        for (var t = 0; t < _config.RolloutSteps; t++) TakeStep(t, SilentSink.Instance);
        ComputeAdvantages();
        _rollout.ListSamples();
        var rates = PpoRates.At(_config, progress: 0);
        var first = _ppo.Repeat(_rollout, Math.Min(_rollout.SampleCount, _config.MinibatchRows), rates with { LearningRate = 0 });
        var gradients = SanityProbe.LargestGradients(_network.Parameters);
        var rows = SanityProbe.SortDistinctFirst(_rollout);
        _rollout.Advantages.Span.Clear();                 // the value alone: a policy has nothing to learn by heart
        var fit = rates with { Entropy = 0 };
        return new()
        {
            ValueName = "value",
            InitialValue = SanityProbe.RootMeanSquare(_rollout.Values.Span),
            Entropy = first.Entropy,
            LargestEntropy = SanityProbe.EntropyWithoutPreference(_spec.Action, _environment.Spec.HasActionMask ? _rollout.Mask.Span : []),
            Gradients = gradients,
            Rows = rows,
            Losses = SanityProbe.Fit(gradientSteps, () => _ppo.Repeat(_rollout, rows, fit).ValueLoss),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Policy.Dispose();
        _actions.Dispose();
        _rollout.Dispose();
        _ppo.Dispose();
        _workers.Dispose();
        _network.Dispose();
    }

    private void TakeStep(int t, IEpisodeSink episodes)
    {
        var at = t * _rollout.Rows;
        Evaluate(_rollout.Observations.FirstFrame(t), _rollout.Rows, _rollout.Values.Span.Slice(at, _rollout.Rows), t);
        for (var row = 0; row < _rollout.Rows; row++) _rollout.LogProbabilities.Span[at + row] = Draw(at + row, row, (uint)(_iteration * _config.RolloutSteps + t));
        _environment.Step(_actions, _rollout.Observations.Target(t + 1));
        _rollout.Record(t, _environment);
        if (_returnNormalizer is null) _environment.Rewards.CopyTo(_rollout.Rewards.Span.Slice(at, _rollout.Rows));
        else _returnNormalizer.Apply(_environment.Rewards, _environment.Active, _rollout.Done.AsSpan(at, _rollout.Rows), _rollout.Rewards.Span.Slice(at, _rollout.Rows));
        if (!_rollout.HasRoomForFinals(_environment)) ValueFinals();
        _rollout.AddFinals(t, _environment);
        episodes.AfterStep(_environment);
    }

    /// <summary>Draws the action of a row, files it as sample <paramref name="sample"/> and hands it to the environment.</summary>
    private float Draw(int sample, int row, uint step)
    {
        var distribution = _network.Distribution;
        var parameters = _distributions.AsSpan(row * distribution.ParameterCount, distribution.ParameterCount);
        var key = new RandomKey(_options.Seed, (uint)row, 0, ActionPurpose);
        var dimensions = _spec.Action.Dimensions;
        if (_spec.Action.Kind != ActionKind.Continuous)
        {
            var choices = _rollout.Choices.Span.Slice(sample * dimensions, dimensions);
            var logProbability = distribution.SampleChoices(parameters, key, step, choices);
            choices.CopyTo(_actions.Choices[(row * dimensions)..]);
            return logProbability;
        }

        var values = _rollout.ActionValues.Span.Slice(sample * dimensions, dimensions);
        var density = distribution.SampleValues(parameters, key, step, values);
        for (var d = 0; d < dimensions; d++) _actions.Values[row * dimensions + d] = Math.Clamp(values[d], -1f, 1f);
        return density;
    }

    private void ValueFinals()
    {
        var count = _rollout.Observations.FinalCount;
        if (count == 0) return;
        Evaluate(_rollout.Observations.FirstFinalFrame, count, _values.AsSpan(0, count), moment: null);
        _rollout.TakeFinalValues(_values);
    }

    /// <summary>Fills advantages and returns.</summary>
    /// <returns>Share of the returns' variance that the values foresaw.</returns>
    private double ComputeAdvantages()
    {
        ValueFinals();
        Evaluate(_rollout.Observations.FirstFrame(_rollout.Steps), _rollout.Rows, _values, moment: null);
        _rollout.FillNextValues(_values);
        var values = _rollout.Values.Span;
        var advantages = _rollout.Advantages.Span;
        Gae.Compute(_rollout.Rewards.Span, values, _rollout.NextValues.Span, _rollout.Terminated, _rollout.Done, _rollout.Rows, _config.Discount, _config.Lambda, advantages);
        for (var i = 0; i < advantages.Length; i++) _rollout.Returns.Span[i] = advantages[i] + values[i];
        return Explained(_rollout.Returns.Span, advantages, _rollout.Active);
    }

    /// <summary>Values of consecutive frames, and with a moment their action distributions under its masks; shards run in parallel.</summary>
    private void Evaluate(long firstFrame, int count, Span<float> values, int? moment)
    {
        var (parameterCount, target) = (_network.OutputCount, _values);
        var distributions = moment is null ? _unused : _distributions;
        _workers.Run((shard, network) =>
        {
            var (first, end) = (_workers.FirstRow(shard, count), _workers.FirstRow(shard + 1, count));
            if (first == end) return;
            var (choices, rows) = (_spec.Action.ChoiceCount, end - first);
            var mask = moment is { } t && _environment.Spec.HasActionMask ? _rollout.MaskRows(t).Slice(first * choices, rows * choices) : [];
            network.Evaluate(_rollout.Observations.Range(firstFrame + first, rows), mask, isForGradient: false, distributions.AsSpan(first * parameterCount, rows * parameterCount), target.AsSpan(first, rows));
        });
        target.AsSpan(0, count).CopyTo(values);
    }

    private RolloutCheckpoint Checkpoint() => new(Algorithm, _spec, _options.Seed, _network, Acting, _ppo.Optimizer, _returnNormalizer);

    private static double Explained(ReadOnlySpan<float> returns, ReadOnlySpan<float> errors, ReadOnlySpan<bool> active)
    {
        var all = Variance(returns, active);
        return all > 0 ? 1 - Variance(errors, active) / all : double.NaN;
    }

    private static double Variance(ReadOnlySpan<float> values, ReadOnlySpan<bool> active)
    {
        var (count, sum, squares) = (0, 0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            if (!active[i]) continue;
            (count, sum, squares) = (count + 1, sum + values[i], squares + (double)values[i] * values[i]);
        }

        return count == 0 ? 0 : Math.Max(0, squares / count - sum / count * (sum / count));
    }
}
