using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Diagnosis;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;

namespace RLSandbox.Learning.Algorithms;

/// <summary>PQN with its environment: collect a rollout, ε-greedily → λ-returns → update → metrics.</summary>
/// <remarks>
/// The environment writes its observations straight into the rollout. Actions are drawn from stateless streams of (seed, row, step), so the number of
/// simulator threads does not matter, and neither does <see cref="LearnerOptions.Threads"/>.
/// </remarks>
public sealed class PqnLearner : ILearner, ISanitySubject
{
    private readonly IEnvironment _environment;
    private readonly PqnConfig _config;
    private readonly LearnerOptions _options;
    private readonly PolicySpec _spec;
    private readonly ActorCritic _network;
    private readonly GradientWorkers _workers;
    private readonly Pqn _pqn;
    private readonly ShardedValues _values;
    private readonly QActor _actor;
    private readonly Rollout _rollout;
    private readonly ActionBuffer _actions;
    private readonly float[] _largest;                    // [R] scratch
    private long _iteration;

    /// <summary>A learner with the initial weights of the options' seed. It does not own <paramref name="environment"/>.</summary>
    /// <exception cref="Core.UserErrorException">The environment's action is not a single choice.</exception>
    public PqnLearner(IEnvironment environment, PqnConfig config, LearnerOptions options)
    {
        (_environment, _config, _options) = (environment, config, options);
        var spec = environment.Spec;
        QActor.RequireSingleChoice("PQN", spec);
        _spec = new(spec.Parts, spec.Action, config.Network, config.FrameStack) { Algorithm = Algorithm, Heads = config.Duelling ? NetworkHeads.Duelling : NetworkHeads.ActionValues };
        _network = _spec.Build(options.Seed, TorchRuntime.Device(options.Device), options.Precision);
        options.Calls?.Watch(_network);
        _workers = new(_network, _network.Device.type == DeviceType.CPU ? config.GradientShards : 1, options.Threads);
        _pqn = new(_network, _workers, config, options.Seed);
        _values = new(_workers, spec.Action.ChoiceCount);
        _actor = new(spec.Action.ChoiceCount, options.Seed);
        _rollout = new(spec, config.RolloutSteps, config.FrameStack);
        _actions = new(spec.Action, spec.RowCount);
        _largest = new float[spec.RowCount];
        Policy = new GreedyPolicy(_pqn.Average?.Network ?? _network, _spec, ownsNetwork: false, options.Threads);
    }

    /// <inheritdoc/>
    public string Algorithm => "pqn";

    /// <inheritdoc/>
    public IPolicy Policy { get; }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <summary>What is being trained.</summary>
    internal ActorCritic Network => _network;

    /// <summary>The rollout last learned from.</summary>
    internal Rollout Rollout => _rollout;

    /// <inheritdoc/>
    public void Begin(ulong seed)
    {
        _environment.Reset(seed, _rollout.Observations.Target(0));
        _rollout.RecordMoment(0, _environment);
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, double>> Iterate(IEpisodeSink episodes)
    {
        var progress = (double)Steps / Math.Max(1, _options.TotalSteps);
        var learningRate = new Schedule(_config.LearningRate, _config.LearningRateEnd).At(progress);
        var epsilon = new Schedule(_config.Epsilon, _config.EpsilonEnd, _config.EpsilonShare).At(progress);
        for (var t = 0; t < _config.RolloutSteps; t++) TakeStep(t, epsilon, episodes);
        ComputeReturns();
        var metrics = _pqn.Update(_rollout, learningRate, _iteration);
        var (low, high) = NetworkHealth.Limits(_rollout.Rewards.Span, _config.Discount);
        var health = NetworkHealth.After(_network, _workers, _rollout);
        _rollout.Observations.UpdateNormalizers(_network.Normalizers, _rollout.Active);
        _rollout.Roll();
        _iteration++;
        Steps += _rollout.SampleCount;
        return [.. metrics.Named((low, high), learningRate, epsilon), .. health];
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
        for (var t = 0; t < _config.RolloutSteps; t++) TakeStep(t, epsilon: 1, SilentSink.Instance);
        ComputeReturns();
        _rollout.ListSamples();
        _pqn.Repeat(_rollout, Math.Min(_rollout.SampleCount, _config.MinibatchRows), learningRate: 0);
        var gradients = SanityProbe.LargestGradients(_network.Parameters);
        var rows = SanityProbe.SortDistinctFirst(_rollout);
        return new()
        {
            ValueName = "Q",
            InitialValue = SanityProbe.RootMeanSquare(_rollout.Values.Span),
            Gradients = gradients,
            Rows = rows,
            Losses = SanityProbe.Fit(gradientSteps, () => _pqn.Repeat(_rollout, rows, _config.LearningRate)),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Policy.Dispose();
        _actions.Dispose();
        _rollout.Dispose();
        _workers.Dispose();
        _pqn.Dispose();
        _network.Dispose();
    }

    private void TakeStep(int t, float epsilon, IEpisodeSink episodes)
    {
        var at = t * _rollout.Rows;
        var mask = Mask(t);
        var values = _values.Evaluate(_rollout.Rows, Frames(_rollout.Observations.FirstFrame(t)));
        var choices = _rollout.Choices.Span.Slice(at, _rollout.Rows);
        _actor.Largest(values, mask, _rollout.Values.Span.Slice(at, _rollout.Rows));
        _actor.Choose(values, mask, epsilon, (uint)(_iteration * _config.RolloutSteps + t), choices);
        choices.CopyTo(_actions.Choices);
        _environment.Step(_actions, _rollout.Observations.Target(t + 1));
        _rollout.Record(t, _environment);
        _environment.Rewards.CopyTo(_rollout.Rewards.Span.Slice(at, _rollout.Rows));
        if (!_rollout.HasRoomForFinals(_environment)) ValueFinals();
        _rollout.AddFinals(t, _environment);
        episodes.AfterStep(_environment);
    }

    /// <summary>Values what truncated rows saw last. An environment publishes no mask for it, so every choice counts.</summary>
    private void ValueFinals()
    {
        var count = _rollout.Observations.FinalCount;
        if (count == 0) return;
        _actor.Largest(_values.Evaluate(count, Frames(_rollout.Observations.FirstFinalFrame)), mask: [], _largest.AsSpan(0, count));
        _rollout.TakeFinalValues(_largest);
    }

    private void ComputeReturns()
    {
        ValueFinals();
        _actor.Largest(_values.Evaluate(_rollout.Rows, Frames(_rollout.Observations.FirstFrame(_rollout.Steps))), Mask(_rollout.Steps), _largest);
        _rollout.FillNextValues(_largest);
        LambdaReturns.Compute(_rollout.Rewards.Span, _rollout.NextValues.Span, _rollout.Terminated, _rollout.Done, _rollout.Rows, _config.Discount, _config.Lambda, _rollout.Returns.Span);
    }

    private Func<int, int, torch.Tensor[]> Frames(long firstFrame) => (first, count) => _rollout.Observations.Range(firstFrame + first, count);

    private ReadOnlySpan<bool> Mask(int moment) => _environment.Spec.HasActionMask ? _rollout.MaskRows(moment) : [];

    private RolloutCheckpoint Checkpoint() => new(Algorithm, _spec, _options.Seed, _network, _pqn.Average?.Network ?? _network, _pqn.Optimizer, Returns: null);
}
