using RLSandbox.Driving.Components;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Ends;
using RLSandbox.Driving.Maps;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Decides which agents ended in this environment step, how, and which environments must be reset.</summary>
/// <remarks>
/// Reads <see cref="RouteProgress"/>, <see cref="OffRoadTime"/>, <see cref="Contact"/>, <see cref="Motion"/>. Updates <see cref="EpisodeState"/>, <see cref="EpisodeTotals"/>,
/// <see cref="EndState"/>, <see cref="Participation"/>, and the contract's ends. Terminated wins over truncated. An environment is reset when it is truncated or nobody is left.
/// </remarks>
public sealed class EndSystem(EndsConfig ends, EpisodeConfig config, IReadOnlyList<CompiledMap> maps, StepBuffers buffers) : ISystem
{
    private readonly float[] _goal = [.. maps.Select(map => map.Circuit.Length * config.Laps)];

    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var episodes = chunk.Table<EpisodeSlot>().Column<EpisodeState>();
        var egos = chunk.Table<Ego>();
        for (var i = 0; i < episodes.Length; i++)
        {
            ref var episode = ref episodes[i];
            episode.Step++;
            var outOfTime = episode.Step >= episode.StepLimit;
            var left = 0;
            for (var row = i * egos.Capacity; row < (i + 1) * egos.Capacity; row++) left += End(egos, row, episode.MapIndex, outOfTime);
            episode.Ended = outOfTime || left == 0 ? 1 : 0;
        }
    }

    /// <summary>Ends one agent if it must be; returns 1 while it goes on.</summary>
    private int End(TableSlice egos, int row, int map, bool outOfTime)
    {
        ref var participation = ref egos.Column<Participation>()[row];
        ref var end = ref egos.Column<EndState>()[row];
        end = new(-1, 0, 0);
        var contractRow = egos.FirstRow + row;
        buffers.Active[contractRow] = participation.Active != 0;
        if (participation.Active != 0)
        {
            Gather(egos, row);
            var outcome = Decide(egos, row, map);
            if (outcome >= 0) end = new(outcome, 1, 0);
            else if (outOfTime) end = new((int)Outcome.TimeLimit, 0, 1);
            if (end.Outcome >= 0) participation.Active = 0;
        }
        buffers.Terminated[contractRow] = end.Terminated != 0;
        buffers.Truncated[contractRow] = end.Truncated != 0;
        buffers.Outcomes[contractRow] = end.Outcome;
        buffers.Groups[contractRow] = map;
        return participation.Active;
    }

    private void Gather(TableSlice egos, int row)
    {
        ref var totals = ref egos.Column<EpisodeTotals>()[row];
        totals.Steps++;
        totals.SpeedSum += egos.Column<Motion>()[row].Speed;
        ref var contact = ref egos.Column<Contact>()[row];
        contact.Count += contact.InStep;
        ref var progress = ref egos.Column<RouteProgress>()[row];
        if (progress.Furthest >= progress.StalledFrom + 1f) progress = progress with { StalledFrom = progress.Furthest, StalledSeconds = 0 };
        else progress.StalledSeconds += config.StepSeconds;
    }

    private int Decide(TableSlice egos, int row, int map)
    {
        ref readonly var progress = ref egos.Column<RouteProgress>()[row];
        if (progress.Travelled >= _goal[map]) return (int)Outcome.Lap;
        if (ends.Crash && egos.Column<Contact>()[row].InStep != 0) return (int)Outcome.Crash;
        if (ends.OffRoadSeconds > 0 && egos.Column<OffRoadTime>()[row].LongestSpellSeconds >= ends.OffRoadSeconds) return (int)Outcome.OffRoad;
        if (ends.BackwardsMetres > 0 && progress.Travelled <= progress.Furthest - ends.BackwardsMetres) return (int)Outcome.Backwards;
        if (ends.StalledSeconds > 0 && progress.StalledSeconds >= ends.StalledSeconds) return (int)Outcome.Stalled;
        return -1;
    }
}
