using RLSandbox.Driving.Components;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Ends;
using RLSandbox.Driving.Maps;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Writes the measures of agents that ended in this environment step; NaN elsewhere.</summary>
/// <remarks>Reads <see cref="EndState"/>, <see cref="RouteProgress"/>, <see cref="OffRoadTime"/>, <see cref="Contact"/>, <see cref="EpisodeTotals"/>.</remarks>
public sealed class MeasureSystem(EpisodeConfig config, IReadOnlyList<CompiledMap> maps, StepBuffers buffers) : ISystem
{
    private readonly float[] _goal = [.. maps.Select(map => config.GoalMetres(map.Circuit))];

    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var egos = chunk.Table<Ego>();
        ReadOnlySpan<EndState> end = egos.Column<EndState>();
        ReadOnlySpan<RouteProgress> progress = egos.Column<RouteProgress>();
        ReadOnlySpan<EpisodeTotals> totals = egos.Column<EpisodeTotals>();
        ReadOnlySpan<OffRoadTime> offRoad = egos.Column<OffRoadTime>();
        ReadOnlySpan<Contact> contact = egos.Column<Contact>();
        ReadOnlySpan<EpisodeState> episode = chunk.Table<EpisodeSlot>().Column<EpisodeState>();

        for (var measure = 0; measure < MeasureSpecs.All.Count; measure++)
            buffers.Measures.Slice(measure * buffers.RowCount + egos.FirstRow, egos.RowCount).Fill(float.NaN);
        for (var row = 0; row < egos.RowCount; row++)
        {
            if (end[row].Outcome < 0) continue;
            var goal = _goal[episode[row / egos.Capacity].MapIndex];
            var target = egos.FirstRow + row;
            Set(Measure.Progress, target, Math.Clamp(progress[row].Furthest / goal, 0f, 1f));
            Set(Measure.Speed, target, totals[row].SpeedSum / totals[row].Steps);
            Set(Measure.LapTime, target, end[row].Outcome is (int)Outcome.Lap or (int)Outcome.Goal ? LapSeconds(totals[row], progress[row], goal) : float.NaN);
            Set(Measure.OffRoadTime, target, offRoad[row].TotalSeconds);
            Set(Measure.Collisions, target, contact[row].Count);
        }
    }

    /// <summary>Time at which the line was crossed: the last step counts by the share of it that was needed.</summary>
    private float LapSeconds(EpisodeTotals totals, RouteProgress progress, float goal)
    {
        var over = progress.Advance > 0 ? Math.Clamp((progress.Travelled - goal) / progress.Advance, 0f, 1f) : 0f;
        return (totals.Steps - over) * config.StepSeconds;
    }

    private void Set(Measure measure, int row, float value) => buffers.Measures[(int)measure * buffers.RowCount + row] = value;
}
