using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Diagnosis;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;

namespace RLSandbox.Learning.Algorithms;

/// <summary>DQN with its environment: each environment step goes into the replay, ε-greedily; every few of them are followed by gradient steps.</summary>
/// <remarks>
/// The environment writes its observations straight into the replay. Actions and minibatches are drawn from stateless streams, so the number of simulator threads does
/// not matter, and neither does <see cref="LearnerOptions.Threads"/>. On a device the frames and the update are there; what is drawn, and what came of it, stays here.
/// </remarks>
public sealed class DqnLearner : ILearner, ISanitySubject
{
    private const string ScratchName = "replay.scratch";
    private const int SanitySteps = 64;                   // lived before a look at the learner
    private static readonly uint SamplePurpose = RandomPurpose.Of("dqn.samples");

    private readonly IEnvironment _environment;
    private readonly DqnConfig _config;
    private readonly LearnerOptions _options;
    private readonly PolicySpec _spec;
    private readonly ActorCritic _network;
    private readonly bool _isOnDevice;                    // the frames of the replay; if not, at most the network is
    private readonly GradientWorkers? _workers;           // null on a device
    private readonly IDqnUpdate _dqn;
    private readonly QActor _actor;
    private readonly ActionBuffer _actions;
    private readonly TransitionBatch _batch;
    private readonly long[] _newest;                      // [R] scratch
    private ReplayBuffer? _replay;                        // made when the run begins: its file lies in the run's folder

    /// <summary>A learner with the initial weights of the options' seed. It does not own <paramref name="environment"/>.</summary>
    /// <exception cref="Core.UserErrorException">The environment's action is not a single choice.</exception>
    public DqnLearner(IEnvironment environment, DqnConfig config, LearnerOptions options)
    {
        (_environment, _config, _options) = (environment, config, options);
        var spec = environment.Spec;
        QActor.RequireSingleChoice("DQN", spec);
        _spec = new(spec.Parts, spec.Action, config.Network, config.FrameStack) { Algorithm = Algorithm, Heads = config.Duelling ? NetworkHeads.Duelling : NetworkHeads.ActionValues };
        _network = _spec.Build(options.Seed, TorchRuntime.Device(options.Device), options.Precision);
        options.Calls?.Watch(_network);
        _isOnDevice = options.HasDeviceRollouts && !config.Replay.MemoryMapped;
        if (!_isOnDevice) _workers = new(_network, _network.Device.type == DeviceType.CPU ? config.GradientShards : 1, options.Threads);
        _dqn = _workers is null ? new DeviceDqn(_network, config) : new Dqn(_network, _workers, config);
        _actor = new(spec.Action.ChoiceCount, options.Seed, config.EpsilonHoldSteps);
        _actions = new(spec.Action, spec.RowCount);
        _batch = new(config.MinibatchRows, spec.HasActionMask ? spec.Action.ChoiceCount : 0);
        _newest = new long[spec.RowCount];
        Policy = new GreedyPolicy(_dqn.Average?.Network ?? _network, _spec, ownsNetwork: false, options.Threads);
    }

    /// <inheritdoc/>
    public string Algorithm => "dqn";

    /// <inheritdoc/>
    public IPolicy Policy { get; }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <summary>What is being trained.</summary>
    internal ActorCritic Network => _network;

    /// <summary>What is learned from.</summary>
    internal ReplayBuffer Replay => _replay ??= new(_environment.Spec, _config.Replay, _config.FrameStack, _config.ReturnSteps, _config.Discount, MakeFrames);

    private double Progress => (double)Steps / Math.Max(1, _options.TotalSteps);

    private float Beta => new Schedule(_config.Replay.Importance, _config.Replay.ImportanceEnd).At(Progress);

    private float Epsilon => new Schedule(_config.Epsilon, _config.EpsilonEnd, _config.EpsilonShare).At(Progress);

    private float LearningRate => new Schedule(_config.LearningRate, _config.LearningRateEnd).At(Progress);

    /// <inheritdoc/>
    public void Begin(ulong seed)
    {
        _environment.Reset(seed, Replay.Target());
        Replay.Begin(_environment);
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, double>> Iterate(IEpisodeSink episodes)
    {
        var (age, rounds, low, high) = (0.0, 0, 0.0, 0.0);
        for (var step = 0; step < _config.IterationSteps; step++)
        {
            TakeStep(episodes);
            var limits = NetworkHealth.Limits(_environment.Rewards, _config.Discount);
            (low, high) = (Math.Min(low, limits.Low), Math.Max(high, limits.High));
            var isDue = (Replay.Moments - 1) % _config.LearnEverySteps == 0 && Steps >= _config.WarmupRows && Replay.CanSample;
            for (var update = 0; isDue && update < _config.GradientSteps; update++)
            {
                Learn(LearningRate);
                (age, rounds) = (age + _batch.MeanAge, rounds + 1);
            }
        }

        foreach (var normalizer in _network.Normalizers) normalizer?.Refresh();
        var metrics = _dqn.TakeMetrics();
        return
        [
            new("loss", metrics.Loss), new("tdError", metrics.TdError), new("meanQ", metrics.MeanQ), new("minQ", metrics.MinQ), new("maxQ", metrics.MaxQ),
            new("lowLimit", low), new("highLimit", high), new("explainedVariance", metrics.ExplainedVariance),
            new("gradientNorm", metrics.GradientNorm), new("gradientKept", metrics.GradientKept), new("gradientSteps", metrics.GradientSteps), new("learningRate", LearningRate), new("epsilon", Epsilon),
            new("replayRows", Replay.Rows), new("replayAge", rounds == 0 ? double.NaN : age / rounds),
            new("meanPriority", Replay.MeanPriority), new("beta", _config.Replay.Priority > 0 ? Beta : double.NaN), .. _dqn.Health(rounds == 0 ? null : _batch, Replay.Frames),
        ];
    }

    /// <inheritdoc/>
    public void Save(string folder)
    {
        PolicyFile.Save(_dqn.Average?.Network ?? _network, _spec, folder);
        Checkpoint().Save(folder, json => json.WriteNumber("steps", Steps), []);
        using (var replay = ReplayFile.Create(folder)) Replay.Save(replay);
        using var world = File.Create(Path.Combine(folder, LearnerCheckpoint.WorldName));
        _environment.SaveState(world);
    }

    /// <inheritdoc/>
    public void Load(string folder)
    {
        PolicyFile.LoadInto(_dqn.Average?.Network ?? _network, folder);
        Checkpoint().Load(folder, (trainer, _) =>
        {
            using (var replay = ReplayFile.Open(folder)) Replay.Load(replay);
            Steps = LearnerCheckpoint.Counter(trainer, "steps");
        });
        using var world = RegularFile.OpenRead(Path.Combine(folder, LearnerCheckpoint.WorldName));
        _environment.LoadState(world, Replay.Frames.TargetAt(Replay.Moments - 1));
    }

    /// <inheritdoc/>
    SanityProbe ISanitySubject.Probe(int gradientSteps)
    {
        var steps = Math.Min(SanitySteps, Replay.Frames.Capacity - 1);
        for (var step = 0; step < steps || !Replay.CanSample; step++) TakeStep(SilentSink.Instance);
        var values = SanityProbe.RootMeanSquare(_dqn.Evaluate(_newest, Replay.Frames));
        Learn(learningRate: 0);
        var gradients = SanityProbe.LargestGradients(_network.Parameters);
        long[] keys = [.. Replay.ActiveKeys().Take(SanityProbe.Candidates)];
        using var scope = torch.NewDisposeScope();
        var distinct = SanityProbe.Distinct([.. Replay.Frames.Gather(keys).Select(part => part.cpu())], keys.Length);
        using var batch = new TransitionBatch(distinct.Count, _environment.Spec.HasActionMask ? _environment.Spec.Action.ChoiceCount : 0);
        for (var b = 0; b < batch.Count; b++) Replay.Fill(batch, b, keys[distinct[b]]);
        batch.Discounts.Span.Clear();                     // no values among the targets: they would move
        batch.Weights.Span.Fill(1);
        _dqn.TakeMetrics();
        var losses = SanityProbe.Fit(gradientSteps, () =>
        {
            _dqn.Update(batch, Replay.Frames, _config.LearningRate);
            return _dqn.TakeMetrics().Loss;
        });
        return new() { ValueName = "Q", InitialValue = values, Gradients = gradients, Rows = batch.Count, Losses = losses };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Policy.Dispose();
        _actions.Dispose();
        _batch.Dispose();
        _replay?.Dispose();
        _workers?.Dispose();
        _dqn.Dispose();
        _network.Dispose();
    }

    private void TakeStep(IEpisodeSink episodes)
    {
        var moment = Replay.Moments - 1;
        for (var row = 0; row < _newest.Length; row++) _newest[row] = moment * _newest.Length + row;
        _actor.Choose(_dqn.Evaluate(_newest, Replay.Frames), Replay.Mask(moment), Epsilon, (uint)moment, _actions.Choices);
        _environment.Step(_actions, Replay.Target());
        Replay.Record(_actions.Choices, _environment);
        for (var p = 0; p < _network.Normalizers.Count; p++) _network.Normalizers[p]?.Statistics.Update(Replay.Frames.Floats(p, moment), _environment.Active);
        Steps += _environment.Active.Count(true);
        episodes.AfterStep(_environment);
    }

    private void Learn(float learningRate)
    {
        Replay.Sample(_batch, new RandomKey(_options.Seed, 0, (uint)_dqn.Optimizer.Steps, SamplePurpose), Beta);
        _dqn.Update(_batch, Replay.Frames, learningRate);
        Replay.UpdatePriorities(_batch);
    }

    private LearnerCheckpoint Checkpoint() => new(Algorithm, _options.Seed, _dqn.Optimizer,
        [("target.weights", _dqn.TargetWeights), .. _dqn.Average is null ? [] : new[] { ("online.weights", _network.Parameters.Values) }]);

    private IReplayFrames MakeFrames(int capacity)
    {
        var spec = _environment.Spec;
        return _isOnDevice
            ? new DeviceReplayFrames(spec.Parts, spec.RowCount, capacity, _config.FrameStack, _network.Device)
            : new ReplayFrames(spec.Parts, spec.RowCount, capacity, _config.FrameStack, ScratchFile());
    }

    private string? ScratchFile() => _config.Replay.MemoryMapped ? Path.Combine(_options.Folder ?? Path.GetTempPath(), ScratchName) : null;
}
