using RLSandbox.Core.Contract;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Diagnosis;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>PQN whose rollouts are on a device beside the network: the same order as in <see cref="PqnLearner"/>, the same random numbers, the same checkpoints.</summary>
internal sealed class DevicePqnLearner : ILearner, ISanitySubject, IDeviceActor
{
    private readonly IEnvironment _environment;
    private readonly PqnConfig _config;
    private readonly LearnerOptions _options;
    private readonly PolicySpec _spec;
    private readonly ActorCritic _network;
    private readonly DevicePqn _pqn;
    private readonly DeviceRollout _rollout;
    private readonly DeviceLoop _loop;
    private readonly int _choices;
    private long _iteration;
    private float _epsilon;                                      // of the rollout that is lived

    /// <summary>A learner with the initial weights of the options' seed. It does not own <paramref name="environment"/>.</summary>
    /// <exception cref="Core.UserErrorException">The environment's action is not a single choice.</exception>
    public DevicePqnLearner(IEnvironment environment, PqnConfig config, LearnerOptions options)
    {
        (_environment, _config, _options) = (environment, config, options);
        var spec = environment.Spec;
        QActor.RequireSingleChoice("PQN", spec);
        var device = TorchRuntime.Device(options.Device);
        _spec = new(spec.Parts, spec.Action, config.Network, config.FrameStack) { Algorithm = Algorithm, Heads = config.Duelling ? NetworkHeads.Duelling : NetworkHeads.ActionValues };
        _network = _spec.Build(options.Seed, device, options.Precision);
        _pqn = new(_network, config, options.Seed);
        _rollout = new(spec, config.RolloutSteps, config.FrameStack, device);
        _loop = new(environment, _rollout, this, device, options.DeviceRollout ?? new());
        _choices = spec.Action.ChoiceCount;
        Policy = new GreedyPolicy(Acting, _spec, ownsNetwork: false, options.Threads);
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
    internal DeviceRollout Rollout => _rollout;

    /// <inheritdoc/>
    public void Begin(ulong seed) => _loop.Begin(seed);

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, double>> Iterate(IEpisodeSink episodes)
    {
        var progress = (double)Steps / Math.Max(1, _options.TotalSteps);
        var learningRate = new Schedule(_config.LearningRate, _config.LearningRateEnd).At(progress);
        _epsilon = new Schedule(_config.Epsilon, _config.EpsilonEnd, _config.EpsilonShare).At(progress);
        _loop.Live(episodes);
        _pqn.ComputeReturns(_rollout);
        var metrics = _pqn.Update(_rollout, learningRate, _iteration);
        var limits = NetworkHealth.Limits(_rollout.AllRewards, _config.Discount);
        var health = NetworkHealth.After(_network, _rollout);
        foreach (var normalizer in _network.Normalizers) normalizer?.Refresh();
        _rollout.Roll();
        _iteration++;
        Steps += _rollout.SampleCount;
        return [.. metrics.Named(limits, learningRate, _epsilon), .. health];
    }

    /// <summary>What a row that explores does, −1 for one that does what is best: the host knows the masks of the moment.</summary>
    void IDeviceActor.Draw(int row, int t, Span<float> noise)
    {
        var allowed = _environment.Spec.HasActionMask ? _environment.ActionMask.Slice(row * _choices, _choices) : [];
        noise[0] = QActor.Chance(_options.Seed, row, (uint)(_iteration * _config.RolloutSteps + t), _epsilon, allowed, _choices);
    }

    /// <inheritdoc/>
    Tensor IDeviceActor.Decide(int t, int firstRow, int rows, Tensor noise)
    {
        var values = _network.ActionValues(_rollout.Frames.Range(_rollout.Frames.FirstFrame(t) + firstRow, rows), _rollout.MaskOf(t, firstRow, rows));        // [rows, A]
        _rollout.RowsOf(_rollout.Values, t, firstRow, rows).copy_(values.amax([1]));
        var chance = noise.to(int64);                                                            // [rows, 1]
        return where(chance.lt(0), values.argmax(1, keepdim: true), chance);
    }

    /// <inheritdoc/>
    Tensor IDeviceActor.Value(Tensor[] seen, Tensor? mask) => _network.ActionValues(seen, mask).amax([1]);

    /// <inheritdoc/>
    void IDeviceActor.Finish(int t)
    {
        _environment.Rewards.CopyTo(_rollout.RewardsOf(t));
        _rollout.UpdateStatistics(t, _network.Normalizers);
    }

    /// <inheritdoc/>
    public void Save(string folder) => Checkpoint().Save(folder, Steps, _iteration, _rollout.Frames.SaveTail(), _environment);

    /// <inheritdoc/>
    public void Load(string folder)
    {
        (Steps, _iteration) = Checkpoint().Load(folder, _environment, _rollout.Frames.Target(0), observed: () => { }, _rollout.Frames.LoadTail);
        _rollout.Upload(0, _environment, 0, _rollout.Rows);
    }

    /// <inheritdoc/>
    SanityProbe ISanitySubject.Probe(int gradientSteps)
    {
        _epsilon = 1;
        _loop.Live(SilentSink.Instance);
        _pqn.ComputeReturns(_rollout);
        _pqn.Repeat(_rollout, Math.Min(_rollout.SampleCount, _config.MinibatchRows), learningRate: 0);
        var gradients = SanityProbe.LargestGradients(_network.Parameters);
        var rows = SanityProbe.SortDistinctFirst(_rollout);
        return new()
        {
            ValueName = "Q",
            InitialValue = SanityProbe.RootMeanSquare(_rollout.Values),
            Gradients = gradients,
            Rows = rows,
            Losses = SanityProbe.Fit(gradientSteps, () => _pqn.Repeat(_rollout, rows, _config.LearningRate)),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Policy.Dispose();
        foreach (var owned in (IDisposable[])[_loop, _rollout, _pqn, _network]) owned.Dispose();
    }

    private ActorCritic Acting => _pqn.Average?.Network ?? _network;

    private RolloutCheckpoint Checkpoint() => new(Algorithm, _spec, _options.Seed, _network, Acting, _pqn.Optimizer, Returns: null);
}
