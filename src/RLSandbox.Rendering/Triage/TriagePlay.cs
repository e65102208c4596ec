using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Ends;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Rendering.Triage;

/// <summary>Plays the episodes that an evaluation counts and keeps of each a few numbers, with the place where it turned.</summary>
/// <remarks>Row r gives its first ⌊E / R⌋ (+ 1 for the first E mod R rows) episodes, as in an evaluation with the same seed.</remarks>
public sealed class TriagePlay
{
    private readonly DrivingEnvironment _environment;
    private readonly double[] _returns;
    private readonly int[] _firstSteps, _counts;
    private readonly TurningPoint[] _latest, _onRoad;

    /// <summary>A play in <paramref name="environment"/>, which stays the caller's.</summary>
    public TriagePlay(DrivingEnvironment environment)
    {
        var rows = environment.Spec.RowCount;
        _environment = environment;
        _returns = new double[rows];
        (_firstSteps, _counts) = (new int[rows], new int[rows]);
        (_latest, _onRoad) = (new TurningPoint[rows], new TurningPoint[rows]);
    }

    /// <summary>Plays from a reset.</summary>
    /// <returns>The episodes by row, then by time.</returns>
    /// <exception cref="OperationCanceledException">Interrupted between two steps.</exception>
    public IReadOnlyList<PlayedEpisode> Run(IPolicy policy, int episodes, ulong seed, CancellationToken interrupted = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        var spec = _environment.Spec;
        var state = new float[spec.RowCount * policy.StateSize];
        using var actions = new ActionBuffer(spec.Action, spec.RowCount);
        var played = new List<PlayedEpisode>();
        _environment.Reset(seed);
        for (var step = 0; played.Count < episodes; step++)
        {
            interrupted.ThrowIfCancellationRequested();
            Look(step);
            policy.Act(new() { Observations = _environment.Observations, Started = _environment.Started, ActionMask = _environment.ActionMask }, state, actions);
            _environment.Step(actions);
            for (var row = 0; row < spec.RowCount; row++)
            {
                if (!_environment.Active[row]) continue;
                _returns[row] += _environment.Rewards[row];
                if (!_environment.Terminated[row] && !_environment.Truncated[row]) continue;
                var quota = episodes / spec.RowCount + (row < episodes % spec.RowCount ? 1 : 0);
                if (_counts[row] < quota) played.Add(Ended(row, step + 1));
                _returns[row] = 0;
                _counts[row]++;
            }
        }
        return [.. played.OrderBy(episode => episode.Row).ThenBy(episode => episode.Ordinal)];
    }

    /// <summary>Notes where every row is: an ended environment is reset within the step, so it must be seen before.</summary>
    private void Look(int step)
    {
        var egos = _environment.World.Table<Ego>();
        ReadOnlySpan<Motion> motion = egos.Column<Motion>();
        ReadOnlySpan<CircuitPosition> position = egos.Column<CircuitPosition>();
        ReadOnlySpan<OffRoadTime> offRoad = egos.Column<OffRoadTime>();
        for (var row = 0; row < _latest.Length; row++)
        {
            if (_environment.Started[row]) _firstSteps[row] = step;                      // not the step after the last end: an agent waits for the others of its environment
            _latest[row] = new(step, MathF.Sqrt(motion[row].Speed * motion[row].Speed + motion[row].LateralVelocity * motion[row].LateralVelocity), position[row].Curvature, position[row].LateralOffset, position[row].Arc);
            if (offRoad[row].SpellSeconds == 0 || _environment.Started[row]) _onRoad[row] = _latest[row];
        }
    }

    private PlayedEpisode Ended(int row, int lastStep)
    {
        var outcome = _environment.Outcomes[row];
        var progress = _environment.Measures[(int)Measure.Progress * _environment.Spec.RowCount + row];
        var map = _environment.Spec.Groups.Count > 0 && !_environment.Groups.IsEmpty ? _environment.Spec.Groups[_environment.Groups[row]] : "";
        return new(row, _counts[row], _firstSteps[row], lastStep, _environment.Spec.Outcomes[outcome], map, _returns[row], progress, outcome == (int)Outcome.OffRoad ? _onRoad[row] : _latest[row]);
    }
}
