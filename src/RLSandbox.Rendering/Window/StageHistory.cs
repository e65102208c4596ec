using RLSandbox.Driving;
using RLSandbox.Driving.Components;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Rendering.Window;

/// <summary>One row after one environment step, in a few numbers: what plots and trails are drawn from.</summary>
/// <param name="X">World, m.</param>
/// <param name="Y">World, m.</param>
/// <param name="Speed">m/s.</param>
/// <param name="Value">What the policy expected of the row when the step was shown; NaN: it was not asked.</param>
/// <param name="IsFirst">Whether an episode began with this step's observation.</param>
/// <param name="IsHuman">Whether a person drove the step.</param>
public readonly record struct HistoryPoint(float X, float Y, float Speed, float Value, bool IsFirst, bool IsHuman);

/// <summary>Every known step of every row in a few numbers; grows at its end and is cut where a playback is.</summary>
public sealed class StageHistory(int rowCount, int termCount)
{
    private readonly List<HistoryPoint[]> _points = [];
    private readonly List<float[]> _terms = [];

    /// <summary>Steps known, the start included.</summary>
    public int Count => _points.Count;

    /// <summary>What happened in step <paramref name="step"/>; 0 is the start.</summary>
    public HistoryPoint Point(int step, int row) => _points[step][row];

    /// <summary>[K] what the step paid.</summary>
    public ReadOnlySpan<float> Terms(int step, int row) => _terms[step].AsSpan(row * termCount, termCount);

    /// <summary>The first step of the episode that <paramref name="step"/> belongs to. A step that ended an episode counts to the one that it ended.</summary>
    public int EpisodeStart(int step, int row)
    {
        var first = step;
        if (first > 0 && _points[first][row].IsFirst) first--;
        while (first > 0 && !_points[first][row].IsFirst) first--;
        return first;
    }

    /// <summary>Notes what the policy expects at a step.</summary>
    public void SetValue(int step, int row, float value) => _points[step][row] = _points[step][row] with { Value = value };

    /// <summary>Adds the environment as it stands after a step.</summary>
    internal void Add(DrivingEnvironment environment, int humanRow)
    {
        var points = new HistoryPoint[rowCount];
        var terms = new float[rowCount * termCount];
        var egos = environment.World.Table<Ego>();
        ReadOnlySpan<Pose> pose = egos.Column<Pose>();
        ReadOnlySpan<Motion> motion = egos.Column<Motion>();
        for (var row = 0; row < rowCount; row++)
        {
            points[row] = new(pose[row].X, pose[row].Y, motion[row].Speed, float.NaN, environment.Started[row], row == humanRow);
            for (var term = 0; term < termCount; term++) terms[row * termCount + term] = environment.Terms[term * rowCount + row];
        }
        _points.Add(points);
        _terms.Add(terms);
    }

    /// <summary>Adds what stored moments say, [R], where there is no simulation to ask.</summary>
    internal void Add(IReadOnlyList<EpisodeMoment> moments, int agentCount)
    {
        var points = new HistoryPoint[rowCount];
        var terms = new float[rowCount * termCount];
        for (var row = 0; row < rowCount; row++)
        {
            var vehicle = moments[row].Snapshot.Vehicles[row % agentCount];
            points[row] = new(vehicle.Pose.X, vehicle.Pose.Y, vehicle.Motion.Speed, float.NaN, moments[row].Outcome is not null, IsHuman: false);
            moments[row].Terms.AsSpan(0, Math.Min(termCount, moments[row].Terms.Length)).CopyTo(terms.AsSpan(row * termCount));
        }
        _points.Add(points);
        _terms.Add(terms);
    }

    /// <summary>Marks steps that a person drove.</summary>
    internal void MarkHuman(HumanStretch stretch)
    {
        for (var step = stretch.First; step < stretch.First + stretch.Count && step < _points.Count; step++) _points[step][stretch.Row] = _points[step][stretch.Row] with { IsHuman = true };
    }

    /// <summary>Steps that a person drove, as a recording has them.</summary>
    public IReadOnlyList<HumanStretch> HumanStretches()
    {
        var stretches = new List<HumanStretch>();
        for (var row = 0; row < rowCount; row++)
            for (var step = 1; step < _points.Count; step++)
            {
                if (!_points[step][row].IsHuman) continue;
                if (stretches.Count > 0 && stretches[^1] is var last && last.Row == row && last.First + last.Count == step) stretches[^1] = last with { Count = last.Count + 1 };
                else stretches.Add(new(row, step, 1));
            }
        return stretches;
    }

    /// <summary>Forgets everything after a step.</summary>
    internal void Truncate(int step)
    {
        _points.RemoveRange(step + 1, _points.Count - step - 1);
        _terms.RemoveRange(step + 1, _terms.Count - step - 1);
    }
}
