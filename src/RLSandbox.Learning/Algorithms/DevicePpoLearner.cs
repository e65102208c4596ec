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
/// <remarks>
/// <para><b>A step</b> of a part of the environments: read its actions (wait for them, and for nothing behind them) → step → upload what was seen → have the network decide.
/// Nothing else waits inside a rollout. With two parts the network works on one while the other steps; no thread is needed, as a device is given work and goes on by itself.</para>
/// <para>The device draws actions with numbers from the same streams of (seed, row, step) as the CPU does; they travel with the observations.</para>
/// </remarks>
internal sealed class DevicePpoLearner : ILearner, ISanitySubject
{
    private readonly IEnvironment _environment;
    private readonly PpoConfig _config;
    private readonly LearnerOptions _options;
    private readonly PolicySpec _spec;
    private readonly ActorCritic _network;
    private readonly DistributionTensors _distribution;
    private readonly DevicePpo _ppo;
    private readonly DeviceRollout _rollout;
    private readonly ReturnNormalizer? _returnNormalizer;
    private readonly ActionBuffer _actions;
    private readonly StagingColumn<float> _noise, _values;       // [R, dimensions]: on the way to the device; continuous actions on the way back
    private readonly StagingColumn<long> _choices;               // [R, dimensions] others on the way back
    private readonly Part[] _parts;
    private readonly DeviceFence _finals;
    private readonly bool _overlaps, _isContinuous;
    private long _iteration;
    private ulong _seed;                                         // of the worlds

    /// <summary>A learner with the initial weights of the options' seed. It does not own <paramref name="environment"/>.</summary>
    public DevicePpoLearner(IEnvironment environment, PpoConfig config, LearnerOptions options)
    {
        (_environment, _config, _options) = (environment, config, options);
        var (spec, device, rollouts) = (environment.Spec, TorchRuntime.Device(options.Device), options.DeviceRollout ?? new());
        _spec = new(spec.Parts, spec.Action, config.Network, config.FrameStack);
        _network = _spec.Build(options.Seed, device, options.Precision);
        _distribution = new(spec.Action, device);
        _ppo = new(_network, _distribution, config, options.Seed);
        _rollout = new(spec, config.RolloutSteps, config.FrameStack, device);
        _returnNormalizer = config.NormalizeReturns ? new(spec.RowCount, config.Discount) : null;
        _actions = new(spec.Action, spec.RowCount);
        _isContinuous = spec.Action.Kind == ActionKind.Continuous;
        (_noise, _values, _choices) = (new(device, ScalarType.Float32, spec.RowCount, spec.Action.Dimensions), new(device, ScalarType.Float32, spec.RowCount, spec.Action.Dimensions), new(device, ScalarType.Int64, spec.RowCount, spec.Action.Dimensions));
        var count = environment is IDivisibleEnvironment ? Math.Min(rollouts.Parts, spec.EnvironmentCount) : 1;
        _parts = [.. Enumerable.Range(0, count).Select(index => Part.Of(spec, index, count, new DeviceFence(device)))];
        (_finals, _overlaps) = (new(device), rollouts.Overlaps);
        Policy = new GreedyPolicy(Acting, _spec, ownsNetwork: false, options.Threads);
    }

    /// <summary>Whether rollouts are to live on the device.</summary>
    public static bool IsFor(LearnerOptions options) => options.DeviceRollout is not null || TorchRuntime.Device(options.Device).type != DeviceType.CPU;

    /// <inheritdoc/>
    public string Algorithm => PpoCheckpoint.Algorithm;

    /// <inheritdoc/>
    public IPolicy Policy { get; }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <summary>What is being trained.</summary>
    internal ActorCritic Network => _network;

    /// <summary>The rollout last learned from.</summary>
    internal DeviceRollout Rollout => _rollout;

    /// <inheritdoc/>
    public void Begin(ulong seed)
    {
        _seed = seed;
        _environment.Reset(seed, _rollout.Frames.Target(0));
        _rollout.Upload(0, _environment, 0, _rollout.Rows);
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, double>> Iterate(IEpisodeSink episodes)
    {
        var rates = PpoRates.At(_config, (double)Steps / Math.Max(1, _options.TotalSteps));
        Live(episodes);
        Complete();
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
    public void Save(string folder) => Checkpoint().Save(folder, Steps, _iteration, _rollout.Frames.SaveTail(), _environment);

    /// <inheritdoc/>
    public void Load(string folder)
    {
        (Steps, _iteration) = Checkpoint().Load(folder, _environment, _rollout.Frames.Target(0), observed: () => { }, _rollout.Frames.LoadTail);
        _rollout.Upload(0, _environment, 0, _rollout.Rows);
    }

    /// <summary>Network, loss and hyperparameters on the device, with rollouts on the CPU: every number of those is looked at one by one.</summary>
    SanityProbe ISanitySubject.Probe(int gradientSteps)
    {
        using var learner = new PpoLearner(_environment, _config, _options);
        learner.Begin(_seed);
        return ((ISanitySubject)learner).Probe(gradientSteps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Policy.Dispose();
        foreach (var part in _parts) part.Fence.Dispose();
        foreach (var owned in (IDisposable[])[_finals, _noise, _values, _choices, _actions, _rollout, _ppo, _distribution, _network]) owned.Dispose();
    }

    /// <summary>T steps of all parts.</summary>
    private void Live(IEpisodeSink episodes)
    {
        foreach (var part in _parts) Decide(part, 0);
        for (var t = 0; t < _config.RolloutSteps; t++)
        {
            foreach (var part in _parts)
            {
                Read(part);
                if (_overlaps) Advance(part, t);
            }

            foreach (var part in _parts) if (!_overlaps) Advance(part, t);
            Record(t);
            episodes.AfterStep(_environment);
        }
    }

    /// <summary>Has the network decide what a part does at a moment that is uploaded, and send it back.</summary>
    private void Decide(Part part, int t)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        DrawNoise(part, (uint)(_iteration * _config.RolloutSteps + t));
        var noise = Rows(_noise.Tensor, part).to(_network.Device, non_blocking: true);
        var output = _network.Forward(_rollout.Frames.Range(_rollout.Frames.FirstFrame(t) + part.FirstRow, part.Rows), _rollout.MaskOf(t, part.FirstRow, part.Rows));
        var actions = _distribution.Sample(output.Distribution, noise);                               // [rows, D]
        _rollout.Act(t, part.FirstRow, actions, _distribution.LogProbability(output.Distribution, actions), output.Value);
        Rows(_isContinuous ? _values.Tensor : _choices.Tensor, part).copy_(actions, nonBlocking: true);
        part.Fence.Set();
    }

    /// <summary>The same numbers as <see cref="ActionDistribution"/> draws.</summary>
    private void DrawNoise(Part part, uint step)
    {
        var noise = _noise.Span;
        var dimensions = _spec.Action.Dimensions;
        for (var row = part.FirstRow; row < part.FirstRow + part.Rows; row++)
        {
            var key = new RandomKey(_options.Seed, (uint)row, 0, PpoLearner.ActionPurpose);
            for (var d = 0; d < dimensions; d++) noise[row * dimensions + d] = _isContinuous ? key.Normal((uint)d, step) : key.Uniform((uint)d, step);
        }
    }

    /// <summary>Waits for the actions of a part; when they are here, everything that was uploaded for them has left its slot.</summary>
    private void Read(Part part)
    {
        part.Fence.Wait();
        var (first, count) = (part.FirstRow * _spec.Action.Dimensions, part.Rows * _spec.Action.Dimensions);
        if (_isContinuous) for (var i = first; i < first + count; i++) _actions.Values[i] = Math.Clamp(_values.Span[i], -1f, 1f);
        else for (var i = first; i < first + count; i++) _actions.Choices[i] = (int)_choices.Span[i];
    }

    /// <summary>Steps a part, uploads what it saw, and has the network decide what it does next.</summary>
    private void Advance(Part part, int t)
    {
        var target = _rollout.Frames.Target(t + 1);
        if (_environment is IDivisibleEnvironment divisible) divisible.StepPart(_actions, target, part.FirstEnvironment, part.Environments);
        else _environment.Step(_actions, target);
        if (!_rollout.HasRoomForFinals(_environment)) ValueFinals();
        _rollout.AddFinals(t, _environment);
        _rollout.Upload(t + 1, _environment, part.FirstRow, part.Rows);
        if (t + 1 < _config.RolloutSteps) Decide(part, t + 1);
    }

    /// <summary>Files a step that all parts have taken.</summary>
    private void Record(int t)
    {
        _rollout.Record(t, _environment);
        if (_returnNormalizer is null) _environment.Rewards.CopyTo(_rollout.RewardsOf(t));
        else _returnNormalizer.Apply(_environment.Rewards, _environment.Active, _rollout.DoneOf(t), _rollout.RewardsOf(t));
        for (var p = 0; p < _spec.Parts.Count; p++) _network.Normalizers[p]?.Statistics.Update(_rollout.Frames.Floats(p, t), _rollout.ActiveOf(t));
    }

    /// <summary>Values what truncated rows saw last. Waits, as their slots are used again; it is called inside a rollout only where more rows are cut off than there are.</summary>
    private void ValueFinals()
    {
        if (_rollout.Frames.FinalCount == 0) return;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _rollout.Frames.UploadFinals();
        _rollout.TakeFinalValues(_network.Forward(_rollout.Frames.Range(_rollout.Frames.FirstFinalFrame, _rollout.Frames.FinalCount), mask: null).Value);
        _finals.Set();
        _finals.Wait();
    }

    /// <summary>Values of what comes after the last step, and what the environment said of all steps, go into the rollout.</summary>
    private void Complete()
    {
        ValueFinals();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _rollout.Complete(_network.Forward(_rollout.Frames.Range(_rollout.Frames.FirstFrame(_rollout.Steps), _rollout.Rows), mask: null).Value);
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

    private PpoCheckpoint Checkpoint() => new(_spec, _options.Seed, _network, Acting, _ppo.Optimizer, _returnNormalizer);

    private static Tensor Rows(Tensor column, Part part) => column.narrow(0, part.FirstRow, part.Rows);

    /// <summary>Some environments, their rows, and the place in the device's work where their actions are ready.</summary>
    private sealed record Part(int FirstEnvironment, int Environments, int FirstRow, int Rows, DeviceFence Fence)
    {
        public static Part Of(EnvironmentSpec spec, int index, int count, DeviceFence fence)
        {
            var (first, end) = ((int)((long)spec.EnvironmentCount * index / count), (int)((long)spec.EnvironmentCount * (index + 1) / count));
            return new(first, end - first, first * spec.AgentCount, (end - first) * spec.AgentCount, fence);
        }
    }
}
