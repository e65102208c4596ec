using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Diagnosis;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>PPO whose rollouts are on a device beside the network: the same order as in <see cref="PpoLearner"/>, the same random numbers, the same checkpoints.</summary>
internal sealed class DevicePpoLearner : ILearner, ISanitySubject, IDeviceActor
{
    private readonly IEnvironment _environment;
    private readonly PpoConfig _config;
    private readonly LearnerOptions _options;
    private readonly PolicySpec _spec;
    private readonly ActorCritic _network;
    private readonly DistributionTensors _distribution;
    private readonly DevicePpo _ppo;
    private readonly DeviceRollout _rollout;
    private readonly DeviceLoop _loop;
    private readonly ReturnNormalizer? _returnNormalizer;
    private readonly bool _isContinuous;
    private long _iteration;

    /// <summary>A learner with the initial weights of the options' seed. It does not own <paramref name="environment"/>.</summary>
    public DevicePpoLearner(IEnvironment environment, PpoConfig config, LearnerOptions options)
    {
        (_environment, _config, _options) = (environment, config, options);
        var (spec, device) = (environment.Spec, TorchRuntime.Device(options.Device));
        _spec = new(spec.Parts, spec.Action, config.Network, config.FrameStack);
        _network = _spec.Build(options.Seed, device, options.Precision);
        _distribution = new(spec.Action, device);
        _ppo = new(_network, _distribution, config, options.Seed);
        _rollout = new(spec, config.RolloutSteps, config.FrameStack, device);
        _loop = new(environment, _rollout, this, device, options.DeviceRollout ?? new());
        _returnNormalizer = config.NormalizeReturns ? new(spec.RowCount, config.Discount) : null;
        _isContinuous = spec.Action.Kind == ActionKind.Continuous;
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
    internal DeviceRollout Rollout => _rollout;

    /// <inheritdoc/>
    public void Begin(ulong seed) => _loop.Begin(seed);

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, double>> Iterate(IEpisodeSink episodes)
    {
        var rates = PpoRates.At(_config, (double)Steps / Math.Max(1, _options.TotalSteps));
        _loop.Live(episodes);
        _ppo.ComputeAdvantages(_rollout);
        var metrics = _ppo.Update(_rollout, rates, _iteration);
        var explained = Explained();
        var health = NetworkHealth.After(_network, _rollout);
        foreach (var normalizer in _network.Normalizers) normalizer?.Refresh();
        _rollout.Roll();
        _iteration++;
        Steps += _rollout.SampleCount;
        return [.. metrics.Named(explained, rates), .. health];
    }

    /// <inheritdoc/>
    void IDeviceActor.Draw(int row, int t, Span<float> noise)
    {
        var (key, step) = (new RandomKey(_options.Seed, (uint)row, 0, PpoLearner.ActionPurpose), (uint)(_iteration * _config.RolloutSteps + t));
        for (var d = 0; d < noise.Length; d++) noise[d] = _isContinuous ? key.Normal((uint)d, step) : key.Uniform((uint)d, step);        // as ActionDistribution draws
    }

    /// <inheritdoc/>
    Tensor IDeviceActor.Decide(int t, int firstRow, int rows, Tensor noise)
    {
        var output = _network.Forward(_rollout.Frames.Range(_rollout.Frames.FirstFrame(t) + firstRow, rows), _rollout.MaskOf(t, firstRow, rows));
        var actions = _distribution.Sample(output.Distribution, noise);                               // [rows, D]
        _rollout.RowsOf(_rollout.LogProbabilities, t, firstRow, rows).copy_(_distribution.LogProbability(output.Distribution, actions));
        _rollout.RowsOf(_rollout.Values, t, firstRow, rows).copy_(output.Value);
        return actions;
    }

    /// <inheritdoc/>
    Tensor IDeviceActor.Value(Tensor[] seen, Tensor? mask) => _network.Forward(seen, mask).Value;

    /// <inheritdoc/>
    void IDeviceActor.Finish(int t)
    {
        if (_returnNormalizer is null) _environment.Rewards.CopyTo(_rollout.RewardsOf(t));
        else _returnNormalizer.Apply(_environment.Rewards, _environment.Active, _rollout.DoneOf(t), _rollout.RewardsOf(t));
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
        _loop.Live(SilentSink.Instance);
        _ppo.ComputeAdvantages(_rollout);
        var rates = PpoRates.At(_config, progress: 0);
        var first = _ppo.Repeat(_rollout, Math.Min(_rollout.SampleCount, _config.MinibatchRows), rates with { LearningRate = 0 });
        var gradients = SanityProbe.LargestGradients(_network.Parameters);
        var rows = SanityProbe.SortDistinctFirst(_rollout);
        using var scope = NewDisposeScope();
        _rollout.Advantages.zero_();                      // the value alone: a policy has nothing to learn by heart
        var mask = new bool[_rollout.Mask.numel()];
        TensorMemory.Copy(_rollout.Mask, mask.AsSpan());
        return new()
        {
            ValueName = "value",
            InitialValue = SanityProbe.RootMeanSquare(_rollout.Values),
            Entropy = first.Entropy,
            LargestEntropy = SanityProbe.EntropyWithoutPreference(_spec.Action, mask),
            Gradients = gradients,
            Rows = rows,
            Losses = SanityProbe.Fit(gradientSteps, () => _ppo.Repeat(_rollout, rows, rates with { Entropy = 0 }).ValueLoss),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Policy.Dispose();
        foreach (var owned in (IDisposable[])[_loop, _rollout, _ppo, _distribution, _network]) owned.Dispose();
    }

    /// <summary>Share of the returns' variance that the values foresaw.</summary>
    private double Explained()
    {
        using var scope = NewDisposeScope();
        var all = _rollout.Returns[_rollout.Active].to(float64).var(unbiased: false);
        var left = _rollout.Advantages[_rollout.Active].to(float64).var(unbiased: false);
        var (variance, error) = (all.item<double>(), left.item<double>());
        return variance > 0 ? 1 - error / variance : double.NaN;
    }

    private ActorCritic Acting => _ppo.Average?.Network ?? _network;

    private RolloutCheckpoint Checkpoint() => new(Algorithm, _spec, _options.Seed, _network, Acting, _ppo.Optimizer, _returnNormalizer);
}
