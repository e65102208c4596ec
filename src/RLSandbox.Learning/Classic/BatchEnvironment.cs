using System.Runtime.InteropServices;
using System.Text;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.TestKit.Toys;

/// <summary>A batch of a toy task that keeps the whole contract of <see cref="IEnvironment"/>; the toys' own files make them.</summary>
public sealed class ToyEnvironment : IEnvironment
{
    private static readonly uint Purpose = RandomPurpose.Of("toy");

    private readonly IToyTask _task;
    private readonly int _agents, _choices;
    private readonly float[] _rewards, _terms, _measures, _rowTerms, _rowMeasures;
    private readonly bool[] _terminated, _truncated, _active, _started, _mask;
    private readonly int[] _outcomes, _groups, _finalRows;
    private readonly int[] _episodes, _steps, _states, _episodeGroups;    // per environment: saved, with _isIn and the seed
    private readonly bool[] _isIn;                                        // per row: not ended in this episode
    private int _finalCount;
    private ulong _seed;

    internal ToyEnvironment(IToyTask task)
    {
        _task = task;
        var (rows, environments) = (task.Spec.RowCount, task.Spec.EnvironmentCount);
        (_agents, _choices) = (task.Spec.AgentCount, task.Spec.Action.ChoiceCount);
        Observations = new(task.Spec.Parts, rows);
        FinalObservations = new(task.Spec.Parts, rows);
        (_rewards, _terms, _measures) = (new float[rows], new float[rows * task.Spec.Terms.Count], new float[rows * task.Spec.Measures.Count]);
        (_rowTerms, _rowMeasures) = (new float[task.Spec.Terms.Count], new float[task.Spec.Measures.Count]);
        (_terminated, _truncated, _active, _started, _isIn) = (new bool[rows], new bool[rows], new bool[rows], new bool[rows], new bool[rows]);
        _mask = new bool[task.Spec.HasActionMask ? rows * _choices : 0];
        (_outcomes, _groups, _finalRows) = (new int[rows], new int[rows], new int[rows]);
        (_episodes, _steps, _episodeGroups) = (new int[environments], new int[environments], new int[environments]);
        _states = new int[environments * task.StateSize];
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec => _task.Spec;

    /// <inheritdoc/>
    public ObservationBuffer Observations { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Rewards => _rewards;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Terminated => _terminated;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Truncated => _truncated;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Active => _active;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Started => _started;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> ActionMask => _mask;

    /// <inheritdoc/>
    public ReadOnlySpan<int> FinalRows => _finalRows.AsSpan(0, _finalCount);

    /// <inheritdoc/>
    public ObservationBuffer FinalObservations { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Terms => _terms;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Measures => _measures;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Outcomes => _outcomes;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Groups => _groups;

    /// <inheritdoc/>
    public void Reset(ulong seed, ObservationTarget? target = null)
    {
        _seed = seed;
        ClearColumns();
        _groups.AsSpan().Clear();
        for (var environment = 0; environment < Spec.EnvironmentCount; environment++) Begin(environment, episode: 0);
        ObserveAll(target);
    }

    /// <inheritdoc/>
    public void Step(ActionBuffer actions, ObservationTarget? target = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(actions.RowCount, Spec.RowCount);
        ClearColumns();
        for (var environment = 0; environment < Spec.EnvironmentCount; environment++) StepOne(environment, actions);
        ObserveAll(target);
    }

    /// <inheritdoc/>
    public void SaveState(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Shape());
        writer.Write(_seed);
        writer.Flush();
        stream.Write(MemoryMarshal.AsBytes(_episodes.AsSpan()));
        stream.Write(MemoryMarshal.AsBytes(_steps.AsSpan()));
        stream.Write(MemoryMarshal.AsBytes(_states.AsSpan()));
        stream.Write(MemoryMarshal.AsBytes(_episodeGroups.AsSpan()));
        stream.Write(MemoryMarshal.AsBytes(_isIn.AsSpan()));
    }

    /// <inheritdoc/>
    public void LoadState(Stream stream, ObservationTarget? target = null)
    {
        try
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
            var shape = reader.ReadString();
            if (shape != Shape()) throw new InvalidDataException($"Expected the state of '{Shape()}', got '{shape}'.");
            _seed = reader.ReadUInt64();
            stream.ReadExactly(MemoryMarshal.AsBytes(_episodes.AsSpan()));
            stream.ReadExactly(MemoryMarshal.AsBytes(_steps.AsSpan()));
            stream.ReadExactly(MemoryMarshal.AsBytes(_states.AsSpan()));
            stream.ReadExactly(MemoryMarshal.AsBytes(_episodeGroups.AsSpan()));
            stream.ReadExactly(MemoryMarshal.AsBytes(_isIn.AsSpan()));
        }
        catch (Exception cut) when (cut is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The saved state is cut short.", cut);
        }
        ClearColumns();
        ObserveAll(target);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Observations.Dispose();
        FinalObservations.Dispose();
    }

    private void StepOne(int environment, ActionBuffer actions)
    {
        var isCut = _steps[environment] + 1 == _task.StepLimit;
        var goesOn = false;
        for (var agent = 0; agent < _agents; agent++)
        {
            var row = environment * _agents + agent;
            _groups[row] = _episodeGroups[environment];
            _active[row] = _isIn[row];
            if (!_isIn[row]) continue;
            Act(Moment(environment, agent), row, actions, isCut);
            _isIn[row] = !_terminated[row] && !_truncated[row];
            goesOn |= _isIn[row];
        }

        _steps[environment]++;
        for (var agent = 0; agent < _agents; agent++)
        {
            if (!_truncated[environment * _agents + agent]) continue;
            _task.Observe(Moment(environment, agent), FinalObservations.Target, _finalCount);
            _finalRows[_finalCount++] = environment * _agents + agent;
        }
        if (!goesOn) Begin(environment, _episodes[environment] + 1);
    }

    private void Act(in ToyMoment moment, int row, ActionBuffer actions, bool isCut)
    {
        var dimensions = Spec.Action.Dimensions;
        var isContinuous = Spec.Action.Kind == ActionKind.Continuous;
        var action = new ToyAction
        {
            Choices = isContinuous ? default : actions.Choices.Slice(row * dimensions, dimensions),
            Values = isContinuous ? actions.Values.Slice(row * dimensions, dimensions) : default,
        };
        _rowTerms.AsSpan().Clear();
        _rowMeasures.AsSpan().Fill(float.NaN);
        var result = new ToyResult { Terms = _rowTerms, Measures = _rowMeasures };
        _task.Act(moment, action, ref result);

        _terminated[row] = result.Terminated;
        _truncated[row] = isCut && !result.Terminated;
        for (var term = 0; term < _rowTerms.Length; term++)
        {
            _terms[term * Spec.RowCount + row] = _rowTerms[term];
            _rewards[row] += _rowTerms[term];
        }
        if (!result.Terminated && !isCut) return;
        _outcomes[row] = result.Terminated ? result.Outcome : _task.LimitOutcome;
        for (var measure = 0; measure < _rowMeasures.Length; measure++) _measures[measure * Spec.RowCount + row] = _rowMeasures[measure];
    }

    private void Begin(int environment, int episode)
    {
        _episodes[environment] = episode;
        _steps[environment] = 0;
        var moment = Moment(environment, agent: 0);
        moment.State.Clear();
        _episodeGroups[environment] = _task.Begin(moment.Key, moment.State);
        _isIn.AsSpan(environment * _agents, _agents).Fill(true);
    }

    private void ObserveAll(ObservationTarget? target)
    {
        target ??= Observations.Target;
        for (var row = 0; row < Spec.RowCount; row++)
        {
            var moment = Moment(row / _agents, row % _agents);
            _started[row] = moment.Step == 0;
            _task.Observe(moment, target, row);
            if (Spec.HasActionMask) _task.Mask(moment, _mask.AsSpan(row * _choices, _choices));
        }
    }

    private ToyMoment Moment(int environment, int agent) => new()
    {
        Key = new(_seed, (uint)environment, (uint)_episodes[environment], Purpose),
        Step = _steps[environment],
        Agent = agent,
        State = _states.AsSpan(environment * _task.StateSize, _task.StateSize),
    };

    private void ClearColumns()
    {
        _rewards.AsSpan().Clear();
        _terms.AsSpan().Clear();
        _terminated.AsSpan().Clear();
        _truncated.AsSpan().Clear();
        _active.AsSpan().Clear();
        _mask.AsSpan().Fill(true);
        _measures.AsSpan().Fill(float.NaN);
        _outcomes.AsSpan().Fill(-1);
        _finalCount = 0;
    }

    private string Shape() => $"{Spec.Name} × {Spec.EnvironmentCount}";
}
