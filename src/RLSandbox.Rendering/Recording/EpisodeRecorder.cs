using RLSandbox.Core.Contract;
using RLSandbox.Driving;

namespace RLSandbox.Rendering.Recording;

/// <summary>Plays a policy in a driving environment and keeps the first episode of one of its copies.</summary>
/// <remarks>Copy k of a batch drives the same first episode whatever the size of the batch, so the episode is the one that an evaluation with the same seed counts.</remarks>
public sealed class EpisodeRecorder
{
    /// <summary>A step of 0.1f is a little longer than 0.1 s; without it 10 s would be 99 steps.</summary>
    private const double TimeRounding = 1e-4;

    private readonly DrivingEnvironment _environment;
    private readonly MomentReader _reader;
    private readonly int _row;
    private readonly double[] _sums;

    /// <summary>A recorder of environment <paramref name="index"/>, first agent; both arguments stay the caller's.</summary>
    public EpisodeRecorder(DrivingEnvironment environment, int index = 0)
    {
        (_environment, _row) = (environment, index * environment.Spec.AgentCount);
        _reader = new(environment, index, agent: 0);
        _sums = new double[environment.Spec.Terms.Count];
    }

    /// <summary>Plays from a reset until the episode ends or <paramref name="seconds"/> of simulated time have passed.</summary>
    /// <exception cref="OperationCanceledException">Interrupted between two steps.</exception>
    public RecordedEpisode Record(IPolicy policy, ulong seed, double seconds = double.PositiveInfinity, CancellationToken interrupted = default)
    {
        var spec = _environment.Spec;
        var state = new float[spec.RowCount * policy.StateSize];
        using var actions = new ActionBuffer(spec.Action, spec.RowCount);
        Array.Clear(_sums);
        _environment.Reset(seed);
        var moments = new List<EpisodeMoment> { _reader.Now(_sums) };
        while (moments[^1].Outcome is null && moments.Count * spec.StepSeconds <= seconds + TimeRounding)
        {
            interrupted.ThrowIfCancellationRequested();
            policy.Act(new() { Observations = _environment.Observations, Started = _environment.Started, ActionMask = _environment.ActionMask }, state, actions);
            _environment.Step(actions);
            _reader.AddTerms(_sums);
            moments.Add(_environment.Started[_row] ? _reader.End(moments[^1], _sums) : _reader.Now(_sums));
        }
        return RecordedEpisode.Of(_environment, policy.Name, moments);
    }
}
