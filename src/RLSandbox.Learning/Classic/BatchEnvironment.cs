using System.Runtime.InteropServices;
using System.Text;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Classic;

/// <summary>A batch of a small task that keeps the whole contract of <see cref="IEnvironment"/>; the files of the tasks make them.</summary>
internal sealed class BatchEnvironment<TTask, TState> : IDivisibleEnvironment where TTask : struct, ITask<TState> where TState : unmanaged
{
    private readonly TTask _task;
    private readonly uint _purpose;
    private readonly int _agents, _choices;
    private readonly float[] _rewards, _terms, _measures, _rowTerms, _rowMeasures;
    private readonly bool[] _terminated, _truncated, _active, _started, _mask;
    private readonly int[] _outcomes, _groups, _finalRows;
    private readonly int[] _episodes, _steps, _episodeGroups;             // per environment: saved, with _states, _isIn and the seed
    private readonly TState[] _states;
    private readonly bool[] _isIn;                                        // per row: not ended in this episode
    private readonly PartOrder _parts;
    private int _finalCount;
    private ulong _seed;

    /// <summary>A batch as large as the task's spec says.</summary>
    /// <param name="stream">Random draws of different streams share nothing, whatever their seeds.</param>
    public BatchEnvironment(TTask task, string stream)
    {
        (_task, _purpose, Spec) = (task, RandomPurpose.Of($"classic.{stream}"), task.Spec);
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
        _states = new TState[environments];
        _parts = new(environments);
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

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
        _parts.Restart();
        ClearColumns(0, Spec.RowCount);
        _groups.AsSpan().Clear();
        for (var environment = 0; environment < Spec.EnvironmentCount; environment++) Begin(environment, episode: 0);
        Observe(target, 0, Spec.RowCount);
    }

    /// <inheritdoc/>
    public void Step(ActionBuffer actions, ObservationTarget? target = null) => StepPart(actions, target, 0, Spec.EnvironmentCount);

    /// <inheritdoc/>
    public void StepPart(ActionBuffer actions, ObservationTarget? target, int first, int count)
    {
        ActionCheck.Require(Spec, actions);
        _parts.Take(first, count);
        ClearColumns(first * _agents, count * _agents);
        for (var environment = first; environment < first + count; environment++) StepOne(environment, actions);
        Observe(target, first * _agents, count * _agents);
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
        _parts.Restart();
        ClearColumns(0, Spec.RowCount);
        Observe(target, 0, Spec.RowCount);
    }

    /// <summary>The state of one environment, to look at and to put elsewhere: tests compare it with an oracle's.</summary>
    internal ref TState StateOf(int environment) => ref _states[environment];

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
            Act(Moment(environment, agent), ref _states[environment], row, actions, isCut);
            _isIn[row] = !_terminated[row] && !_truncated[row];
            goesOn |= _isIn[row];
        }

        _steps[environment]++;
        for (var agent = 0; agent < _agents; agent++)
        {
            if (!_truncated[environment * _agents + agent]) continue;
            _task.Observe(Moment(environment, agent), _states[environment], FinalObservations.Target, _finalCount);
            _finalRows[_finalCount++] = environment * _agents + agent;
        }
        if (!goesOn) Begin(environment, _episodes[environment] + 1);
    }

    private void Act(in TaskMoment moment, ref TState state, int row, ActionBuffer actions, bool isCut)
    {
        var dimensions = Spec.Action.Dimensions;
        var isContinuous = Spec.Action.Kind == ActionKind.Continuous;
        var action = new TaskAction
        {
            Choices = isContinuous ? default : actions.Choices.Slice(row * dimensions, dimensions),
            Values = isContinuous ? actions.Values.Slice(row * dimensions, dimensions) : default,
        };
        _rowTerms.AsSpan().Clear();
        _rowMeasures.AsSpan().Fill(float.NaN);
        var result = new TaskResult { Terms = _rowTerms, Measures = _rowMeasures };
        _task.Act(moment, ref state, action, ref result);

        _terminated[row] = result.Terminated;
        _truncated[row] = isCut && !result.Terminated;
        for (var term = 0; term < _rowTerms.Length; term++)
        {
            _terms[term * Spec.RowCount + row] = _rowTerms[term];
            _rewards[row] += _rowTerms[term];
        }
        if (!result.Terminated && !isCut) return;
        _outcomes[row] = result.Outcome;
        for (var measure = 0; measure < _rowMeasures.Length; measure++) _measures[measure * Spec.RowCount + row] = _rowMeasures[measure];
    }

    private void Begin(int environment, int episode)
    {
        _episodes[environment] = episode;
        _steps[environment] = 0;
        _states[environment] = default;
        _episodeGroups[environment] = _task.Begin(Moment(environment, agent: 0).Key, ref _states[environment]);
        _isIn.AsSpan(environment * _agents, _agents).Fill(true);
    }

    private void Observe(ObservationTarget? target, int first, int count)
    {
        target ??= Observations.Target;
        for (var row = first; row < first + count; row++)
        {
            var moment = Moment(row / _agents, row % _agents);
            _started[row] = moment.Step == 0;
            _task.Observe(moment, _states[row / _agents], target, row);
            if (Spec.HasActionMask) _task.Mask(moment, _mask.AsSpan(row * _choices, _choices));
        }
    }

    private TaskMoment Moment(int environment, int agent) => new()
    {
        Key = new(_seed, (uint)environment, (uint)_episodes[environment], _purpose),
        Step = _steps[environment],
        Agent = agent,
    };

    private void ClearColumns(int first, int count)
    {
        _rewards.AsSpan(first, count).Clear();
        for (var term = 0; term < Spec.Terms.Count; term++) _terms.AsSpan(term * Spec.RowCount + first, count).Clear();
        _terminated.AsSpan(first, count).Clear();
        _truncated.AsSpan(first, count).Clear();
        _active.AsSpan(first, count).Clear();
        if (Spec.HasActionMask) _mask.AsSpan(first * _choices, count * _choices).Fill(true);
        for (var measure = 0; measure < Spec.Measures.Count; measure++) _measures.AsSpan(measure * Spec.RowCount + first, count).Fill(float.NaN);
        _outcomes.AsSpan(first, count).Fill(-1);
        _finalCount = 0;
    }

    private string Shape() => $"{Spec.Name} × {Spec.EnvironmentCount}";
}
