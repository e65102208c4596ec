using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Evaluation;
using RLSandbox.Learning.Logging;
using TorchSharp;

namespace RLSandbox.Learning.Training;

/// <summary>Drives a learner iteration by iteration: logs, validates, saves, and goes on exactly where a checkpoint stopped.</summary>
/// <remarks>Validation runs on its own environment with the greedy policy, so it changes nothing that is learned.</remarks>
public sealed class Trainer : IDisposable
{
    private const string EpisodesFileName = "episodes.bin";

    private readonly ILearner _learner;
    private readonly RunFolder _run;
    private readonly TrainingOptions _options;
    private readonly EpisodeRecorder _recorder;
    private readonly TrainingLog _log;
    private readonly TrainingSuites _suites;
    private readonly SideClock _side;
    private RunState _state;
    private RunState? _saved;                          // what the latest checkpoint holds
    private long _savedSteps;

    private Trainer(ILearner learner, EnvironmentSpec spec, RunFolder run, TrainingOptions options, RunState state)
    {
        run.Checkpoints.Keep = options.KeepCheckpoints;
        _learner = learner;
        _run = run;
        _options = options;
        _state = state;
        _savedSteps = learner.Steps;
        _recorder = new(spec);
        _suites = new(options.Suites, run);
        _side = new(options.Clock);
        _log = new(run, options.Clock, state, learner.Steps);
    }

    /// <summary>Seconds spent in iterations, over all sittings of the run.</summary>
    public double TrainingSeconds => _state.TrainingSeconds;

    /// <summary>What is wrong with the checkpoints that were passed over for an older one, a sentence each; empty when the latest was whole.</summary>
    public IReadOnlyList<string> Damage { get; private set; } = [];

    /// <summary>Begins a new run in an empty run folder and saves its first checkpoint.</summary>
    /// <param name="learner">Stays the caller's.</param>
    /// <param name="spec">Of the environment that the learner trains on.</param>
    /// <exception cref="StorageException">The run cannot be written.</exception>
    public static Trainer Begin(ILearner learner, EnvironmentSpec spec, RunFolder run, TrainingOptions options)
    {
        learner.Begin(options.Seed);
        var trainer = new Trainer(learner, spec, run, options, new());
        StorageException.Explain(run, learner, trainer.Save);
        return trainer;
    }

    /// <summary>
    /// Goes on from the latest checkpoint of <paramref name="run"/>; what was logged after it is cut off. Where it is damaged, goes on from the newest
    /// whole one, with the same results; where the run was stopped before its first one, begins.
    /// </summary>
    /// <exception cref="UserErrorException">No checkpoint is whole, the latest one belongs to another task, or a log was changed.</exception>
    public static Trainer Resume(ILearner learner, EnvironmentSpec spec, RunFolder run, TrainingOptions options)
    {
        var (folder, damage) = run.Checkpoints.NewestWhole();
        if (folder is null && damage.Count == 0) return Begin(learner, spec, run, options);
        if (folder is null) throw new UserErrorException($"Run '{run.Name}' has no whole checkpoint to go on from. {string.Join(' ', damage)} Begin another run under another name.");
        var trainer = CheckpointReading.Explain(folder, () =>
        {
            learner.Load(folder);
            var loaded = new Trainer(learner, spec, run, options, RunState.Read(folder));
            loaded._saved = loaded._state;
            using var episodes = RegularFile.OpenRead(Path.Combine(folder, EpisodesFileName));
            loaded._recorder.Load(episodes);
            return loaded;
        });
        trainer._log.RequireIntact();
        run.Checkpoints.RestoreBest(trainer._state.Best?.Steps);
        trainer.Damage = damage;
        return trainer;
    }

    /// <summary>Trains until the steps are done or somebody interrupts; either way the end is saved.</summary>
    /// <exception cref="DivergedException">A loss is not finite; the message names the last good checkpoint.</exception>
    /// <exception cref="StorageException">The run cannot be written; the message names the last whole checkpoint.</exception>
    public TrainingEnd Run(CancellationToken interrupted = default) => StorageException.Explain(_run, _learner, () =>
    {
        while (true)
        {
            if (IsValidationDue()) Validate(interrupted);
            if (IsFinished || interrupted.IsCancellationRequested) break;
            if (_learner.Steps - _savedSteps >= _options.CheckpointEverySteps) Save();
            Iterate();
        }
        Save();
        return IsFinished && !IsValidationDue() ? TrainingEnd.Finished : TrainingEnd.Interrupted;
    });

    /// <inheritdoc/>
    public void Dispose() => _log.Dispose();

    private void Iterate()
    {
        var stepsBefore = _recorder.EnvironmentSteps;
        var begin = _options.Clock.GetTimestamp();
        var metrics = DivergenceGuard.Iterate(_learner, _recorder, _run.Checkpoints);
        var seconds = _options.Clock.GetElapsedTime(begin).TotalSeconds;

        _state = _state with { Iterations = _state.Iterations + 1, TrainingSeconds = _state.TrainingSeconds + seconds };
        var progress = new TrainingProgress
        {
            Iteration = _state.Iterations,
            Steps = _learner.Steps,
            TotalSteps = _options.Steps,
            TrainingSeconds = _state.TrainingSeconds,
            IterationSeconds = seconds,
            EnvironmentStepsPerSecond = (_recorder.EnvironmentSteps - stepsBefore) / seconds,
            Episodes = _recorder.TakeIteration(),
            Metrics = metrics,
            Suites = _side.Measure(SideWork.Validation, () => _suites.Evaluate(IsValidationDue(), _learner.Policy, _learner.Steps)),
        } with { Costs = TakeCosts() };
        _side.Measure(SideWork.Logging, () =>
        {
            _log.Write(progress);
            _options.Monitor?.AfterIteration(progress);
        });
    }

    private TrainingCosts TakeCosts() =>
        new(_side.Take(SideWork.Validation), _side.Take(SideWork.Checkpoint), _side.Take(SideWork.Logging), Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false), torch.Tensor.TotalCount);

    private bool IsFinished => _learner.Steps >= _options.Steps;

    /// <summary>Follows from what a checkpoint holds, so that a validation that was interrupted is made up for at the next sitting.</summary>
    private bool IsValidationDue() =>
        _options.Validation is not null && (_learner.Steps - _state.ValidatedSteps >= _options.ValidateEverySteps || IsFinished && _learner.Steps > _state.ValidatedSteps);

    private void Validate(CancellationToken interrupted)
    {
        var validation = _options.Validation!;
        EvaluationReport report;
        try
        {
            report = _side.Measure(SideWork.Validation, () => validation.Run(_learner.Policy, interrupted));
        }
        catch (OperationCanceledException)
        {
            return;                                    // the run is saved as it is; a resumed one validates first
        }
        _side.Measure(SideWork.Logging, () =>
        {
            AtomicFile.WriteAllText(Path.Combine(_run.Evaluations, FormattableString.Invariant($"{validation.Name}-{_learner.Steps}.json")), EvaluationJson.Write(report));
            _log.Write(_learner.Steps, report);
        });
        var score = new ValidationScore(_learner.Steps, report.Success.Value, report.Return.Value);
        var isBest = score.IsPreferredTo(_state.Best);
        _state = _state with { ValidatedSteps = _learner.Steps, Best = isBest ? score : _state.Best };
        if (isBest)
        {
            Save();
            _run.Checkpoints.MarkBest(_learner.Steps);
        }
        _options.Monitor?.AfterValidation(report, isBest);
    }

    /// <summary>Writes a checkpoint, unless the latest one says the same.</summary>
    private string? Save() => _side.Measure(SideWork.Checkpoint, WriteCheckpoint);

    private string? WriteCheckpoint()
    {
        _log.Flush();
        _state = _state with { LearningBytes = _log.LearningBytes, LearningSha256 = _log.LearningSha256, TimingBytes = _log.TimingBytes };
        if (_state == _saved) return null;
        var folder = _run.Checkpoints.Write(_learner.Steps, temporary =>
        {
            _learner.Save(temporary);
            using (var episodes = File.Create(Path.Combine(temporary, EpisodesFileName))) _recorder.Save(episodes);
            _state.Write(temporary);
        });
        (_saved, _savedSteps) = (_state, _learner.Steps);
        _options.Monitor?.AfterCheckpoint(folder);
        return folder;
    }
}
