using RLSandbox.Core.Contract;
using RLSandbox.Learning.Classic;

namespace RLSandbox.Learning.Tests.Contract;

/// <summary>Ways to break the contract, one at a time.</summary>
public enum Defect
{
    None,
    NotAllRowsWritten,
    WritesOutsideTheRow,
    ObservationNotFinite,
    IgnoresTheTarget,
    BothEndsAtOnce,
    FinalRowsMissing,
    StartedForgotten,
    ActiveAlways,
    InactiveRewarded,
    RewardIsNotTheSum,
    NoOutcome,
    DependsOnHistory,
    StateNotWhole,
    LoadsGarbage,
    Allocates,
}

/// <summary>The pair toy with one defect.</summary>
internal sealed class BrokenEnvironment(Defect defect) : IEnvironment
{
    private readonly IEnvironment _inner = PairEnvironment.Create(4);
    private readonly bool[] _allTrue = [.. Enumerable.Repeat(true, 8)];
    private readonly bool[] _allFalse = new bool[8];
    private readonly float[] _ones = [.. Enumerable.Repeat(1f, 8)];
    private readonly int[] _none = [.. Enumerable.Repeat(-1, 8)];
    private byte[] _garbage = [];
    private ulong _resets;

    public EnvironmentSpec Spec => _inner.Spec;

    public ObservationBuffer Observations => _inner.Observations;

    public ReadOnlySpan<float> Rewards => defect switch
    {
        Defect.InactiveRewarded => _ones,
        Defect.RewardIsNotTheSum => Raised(),
        _ => _inner.Rewards,
    };

    public ReadOnlySpan<bool> Terminated => defect == Defect.BothEndsAtOnce && _inner.Truncated.Contains(true) ? _inner.Truncated : _inner.Terminated;

    public ReadOnlySpan<bool> Truncated => _inner.Truncated;

    public ReadOnlySpan<bool> Active => defect == Defect.ActiveAlways ? _allTrue : _inner.Active;

    public ReadOnlySpan<bool> Started => defect == Defect.StartedForgotten && !_inner.Started.SequenceEqual(_allTrue) ? _allFalse : _inner.Started;

    public ReadOnlySpan<bool> ActionMask => _inner.ActionMask;

    public ReadOnlySpan<int> FinalRows => defect == Defect.FinalRowsMissing ? [] : _inner.FinalRows;

    public ObservationBuffer FinalObservations => _inner.FinalObservations;

    public ReadOnlySpan<float> Terms => _inner.Terms;

    public ReadOnlySpan<float> Measures => _inner.Measures;

    public ReadOnlySpan<int> Outcomes => defect == Defect.NoOutcome ? _none : _inner.Outcomes;

    public ReadOnlySpan<int> Groups => _inner.Groups;

    public void Reset(ulong seed, ObservationTarget? target = null) => _inner.Reset(defect == Defect.DependsOnHistory ? seed + _resets++ : seed, target);

    public void Step(ActionBuffer actions, ObservationTarget? target = null)
    {
        if (defect == Defect.Allocates) _garbage = new byte[10];
        if (target is null || defect == Defect.IgnoresTheTarget)
        {
            _inner.Step(actions);
            return;
        }
        var last = target[1].Row<float>(7, 3);                  // one element more than the row has
        var before = last[1];
        _inner.Step(actions, target);
        if (defect == Defect.NotAllRowsWritten) last[1] = before;
        if (defect == Defect.WritesOutsideTheRow) last[2] = 0f;
        if (defect == Defect.ObservationNotFinite) last[1] = float.NaN;
    }

    public void SaveState(Stream stream)
    {
        if (defect != Defect.StateNotWhole) _inner.SaveState(stream);
    }

    public void LoadState(Stream stream, ObservationTarget? target = null)
    {
        if (defect == Defect.StateNotWhole || (defect == Defect.LoadsGarbage && stream.Length < 10)) return;
        _inner.LoadState(stream, target);
    }

    public void Dispose() => _inner.Dispose();

    private float[] Raised()
    {
        var raised = _inner.Rewards.ToArray();
        for (var row = 0; row < raised.Length; row++)
            if (_inner.Active[row]) raised[row] += 0.01f;
        return raised;
    }
}
