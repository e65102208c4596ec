using RLSandbox.Core.Contract;

namespace RLSandbox.Learning.Tests.Evaluation;

/// <summary>
/// Episodes whose course is known beforehand: the e-th episode of environment n lasts lengths[n][e mod count] steps and pays 1 + action per step.
/// Odd lengths end in "lap" (terminated, success), even ones in "timeout" (truncated). Of two agents the second drops out ("crash") after one step.
/// </summary>
internal sealed class CountdownEnvironment : IEnvironment
{
    public const int Lap = 0;
    public const int Timeout = 1;
    public const int Crash = 2;

    private readonly int[][] _lengths;
    private readonly int[] _episode;
    private readonly int[] _left;
    private readonly float[] _rewards;
    private readonly float[] _terms;
    private readonly float[] _measures;
    private readonly bool[] _terminated;
    private readonly bool[] _truncated;
    private readonly bool[] _active;
    private readonly bool[] _started;
    private readonly int[] _outcomes;
    private readonly int[] _groups;
    private readonly List<int> _finalRows = [];

    public CountdownEnvironment(int agents, params int[][] lengths)
    {
        _lengths = lengths;
        Spec = new()
        {
            Name = "countdown-v1",
            EnvironmentCount = lengths.Length,
            AgentCount = agents,
            Parts = [new("left", ElementType.Float32, 1)],
            Action = ActionSpec.Discrete(2),
            Terms = ["step", "bonus"],
            Measures = [new("progress", "m"), new("lapTime", "s")],
            Outcomes = [new("lap", true), new("timeout", false), new("crash", false)],
            Groups = ["first", "later"],
        };
        var rows = Spec.RowCount;
        (_episode, _left) = (new int[lengths.Length], new int[lengths.Length]);
        (_rewards, _terms, _measures) = (new float[rows], new float[2 * rows], new float[2 * rows]);
        (_terminated, _truncated, _active, _started) = (new bool[rows], new bool[rows], new bool[rows], new bool[rows]);
        (_outcomes, _groups) = (new int[rows], new int[rows]);
        Observations = new(Spec.Parts, rows);
        FinalObservations = new(Spec.Parts, rows);
    }

    public EnvironmentSpec Spec { get; private set; }

    public int? DistinctEpisodes
    {
        init => Spec = Spec with { DistinctEpisodes = value };
    }

    public ObservationBuffer Observations { get; }
    public ReadOnlySpan<float> Rewards => _rewards;
    public ReadOnlySpan<bool> Terminated => _terminated;
    public ReadOnlySpan<bool> Truncated => _truncated;
    public ReadOnlySpan<bool> Active => _active;
    public ReadOnlySpan<bool> Started => _started;
    public ReadOnlySpan<bool> ActionMask => default;
    public ReadOnlySpan<int> FinalRows => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_finalRows);
    public ObservationBuffer FinalObservations { get; }
    public ReadOnlySpan<float> Terms => _terms;
    public ReadOnlySpan<float> Measures => _measures;
    public ReadOnlySpan<int> Outcomes => _outcomes;
    public ReadOnlySpan<int> Groups => _groups;

    public void Reset(ulong seed, ObservationTarget? target = null)
    {
        for (var env = 0; env < _left.Length; env++)
        {
            _episode[env] = 0;
            _left[env] = _lengths[env][0];
        }
        Array.Fill(_started, true);
        Array.Fill(_active, false);
        Observe();
    }

    public void Step(ActionBuffer actions, ObservationTarget? target = null)
    {
        _finalRows.Clear();
        for (var env = 0; env < _left.Length; env++)
        {
            var length = _lengths[env][_episode[env] % _lengths[env].Length];
            var elapsed = length - --_left[env];
            for (var agent = 0; agent < Spec.AgentCount; agent++) StepRow(env, agent, elapsed, length, actions);
            if (_left[env] > 0) continue;
            _episode[env]++;
            _left[env] = _lengths[env][_episode[env] % _lengths[env].Length];
        }
        Observe();
    }

    private void StepRow(int env, int agent, int elapsed, int length, ActionBuffer actions)
    {
        var row = env * Spec.AgentCount + agent;
        var rows = _rewards.Length;
        var dropsOut = agent == 1 && elapsed == 1 && length > 1;
        _active[row] = agent == 0 || elapsed == 1;
        _terms[row] = _active[row] ? 1 : 0;
        _terms[rows + row] = _active[row] ? actions.Choices[row] : 0;
        _rewards[row] = _terms[row] + _terms[rows + row];
        var ends = _active[row] && (elapsed == length || dropsOut);
        _outcomes[row] = !ends ? -1 : dropsOut ? Crash : length % 2 == 1 ? Lap : Timeout;
        _truncated[row] = _outcomes[row] == Timeout;
        _terminated[row] = ends && !_truncated[row];
        _groups[row] = _episode[env] == 0 ? 0 : 1;
        _measures[row] = 10 * elapsed;
        _measures[rows + row] = _outcomes[row] == Lap ? length : float.NaN;
        _started[row] = elapsed == length;
        if (_truncated[row]) _finalRows.Add(row);
    }

    private void Observe()
    {
        for (var row = 0; row < _rewards.Length; row++) Observations.Row<float>(0, row)[0] = _left[row / Spec.AgentCount];
    }

    public void SaveState(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        for (var env = 0; env < _left.Length; env++)
        {
            writer.Write(_episode[env]);
            writer.Write(_left[env]);
        }
    }

    public void LoadState(Stream stream, ObservationTarget? target = null)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        for (var env = 0; env < _left.Length; env++)
        {
            _episode[env] = reader.ReadInt32();
            _left[env] = reader.ReadInt32();
        }
        Observe();
    }

    public void Dispose()
    {
        Observations.Dispose();
        FinalObservations.Dispose();
    }
}

/// <summary>Always takes the same action.</summary>
internal sealed class ConstantPolicy(int choice) : IPolicy
{
    public string Name => "constant";
    public int StateSize => 1;

    public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions) => actions.Choices.Fill(choice);

    public void Dispose()
    {
    }
}
