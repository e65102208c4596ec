using RLSandbox.Driving.Components;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Ends;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Scenes;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Decides which agents ended in this environment step, how, and which environments must be reset.</summary>
/// <remarks>
/// Reads <see cref="Pose"/>, <see cref="RouteProgress"/>, <see cref="OffRoadTime"/>, <see cref="Contact"/>, <see cref="Motion"/>. Updates <see cref="EpisodeState"/>, <see cref="EpisodeTotals"/>,
/// <see cref="EndState"/>, <see cref="Participation"/>, and the contract's ends. Terminated wins over truncated. An environment is reset when it is truncated or nobody is left.
/// </remarks>
public sealed class EndSystem(EndsConfig ends, EpisodeConfig config, IReadOnlyList<CompiledMap> maps, StepBuffers buffers) : ISystem
{
    private const int TimeDigits = 6;                                    // a step of 0.1f seconds is meant as 0.1

    private readonly bool _hasLanes = maps.Any(map => map.Roads is not null);
    private readonly CompiledScene?[] _scenes = [.. maps.Select(map => map.Scene)];
    private readonly int[] _done = [.. maps.Select(map => (int)(map.Circuit.IsRoute ? Outcome.Goal : Outcome.Lap))];
    private readonly float[] _goal = [.. maps.Select(map => config.GoalMetres(map.Circuit))];

    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var episodes = chunk.Table<EpisodeSlot>().Column<EpisodeState>();
        var egos = chunk.Table<Ego>();
        var columns = new Columns(egos, buffers, _hasLanes);
        for (var i = 0; i < episodes.Length; i++)
        {
            ref var episode = ref episodes[i];
            episode.Step++;
            var outOfTime = episode.Step >= episode.StepLimit;
            var left = 0;
            for (var row = i * egos.Capacity; row < (i + 1) * egos.Capacity; row++) left += End(columns, row, episode, outOfTime);
            episode.Ended = outOfTime || left == 0 ? 1 : 0;
        }
    }

    /// <summary>Ends one agent if it must be; returns 1 while it goes on.</summary>
    private int End(in Columns columns, int row, in EpisodeState episode, bool outOfTime)
    {
        ref var participation = ref columns.Participation[row];
        var end = new EndState(-1, 0, 0);
        columns.TookPart[row] = participation.Active != 0;
        if (participation.Active != 0)
        {
            Gather(columns, row);
            var outcome = Decide(columns, row, episode);
            if (outcome >= 0) end = new(outcome, 1, 0);
            else if (outOfTime) end = new((int)Outcome.TimeLimit, 0, 1);
            if (end.Outcome >= 0) participation.Active = 0;
        }
        columns.End[row] = end;
        columns.Terminated[row] = end.Terminated != 0;
        columns.Truncated[row] = end.Truncated != 0;
        columns.Outcomes[row] = end.Outcome;
        columns.Groups[row] = episode.MapIndex;
        return participation.Active;
    }

    private void Gather(in Columns columns, int row)
    {
        ref var totals = ref columns.Totals[row];
        totals.Steps++;
        totals.SpeedSum += columns.Motion[row].Speed;
        ref var contact = ref columns.Contact[row];
        contact.Count += contact.InStep;
        ref var progress = ref columns.Progress[row];
        if (progress.Furthest >= progress.StalledFrom + 1f) (progress.StalledFrom, progress.StalledSeconds) = (progress.Furthest, 0);
        else progress.StalledSeconds += config.StepSeconds;
    }

    private int Decide(in Columns columns, int row, in EpisodeState episode)
    {
        ref readonly var progress = ref columns.Progress[row];
        var map = episode.MapIndex;
        if (_scenes[map] is { Goals: { } goals } scene)
        {
            var steps = scene.StepsAt(episode.Step * Math.Round(config.StepSeconds, TimeDigits));
            if (goals.IsReached(columns.Pose[row], columns.Motion[row].Speed, steps)) return (int)Outcome.Goal;
            if (goals.IsOver(steps)) return (int)Outcome.Missed;
        }
        else if (progress.Travelled >= _goal[map]) return _done[map];
        if (ends.Crash && columns.Contact[row].InStep != 0) return (int)Outcome.Crash;
        if (ends.OffRoadSeconds > 0 && columns.OffRoad[row].LongestSpellSeconds >= ends.OffRoadSeconds) return (int)Outcome.OffRoad;
        if (_hasLanes && ends.WrongWaySeconds > 0 && columns.WrongWay[row].LongestSpellSeconds >= ends.WrongWaySeconds) return (int)Outcome.WrongWay;
        if (ends.BackwardsMetres > 0 && progress.Travelled <= progress.Furthest - ends.BackwardsMetres) return (int)Outcome.Backwards;
        if (ends.StalledSeconds > 0 && progress.StalledSeconds >= ends.StalledSeconds) return (int)Outcome.Stalled;
        return -1;
    }

    /// <summary>What the remarks name, looked up once per chunk.</summary>
    private readonly ref struct Columns(TableSlice egos, StepBuffers buffers, bool hasLanes)
    {
        public readonly ReadOnlySpan<Pose> Pose = egos.Column<Pose>();
        public readonly ReadOnlySpan<Motion> Motion = egos.Column<Motion>();
        public readonly ReadOnlySpan<OffRoadTime> OffRoad = egos.Column<OffRoadTime>();
        public readonly ReadOnlySpan<WrongWayTime> WrongWay = hasLanes ? egos.Column<WrongWayTime>() : [];
        public readonly Span<RouteProgress> Progress = egos.Column<RouteProgress>();
        public readonly Span<Contact> Contact = egos.Column<Contact>();
        public readonly Span<EpisodeTotals> Totals = egos.Column<EpisodeTotals>();
        public readonly Span<Participation> Participation = egos.Column<Participation>();
        public readonly Span<EndState> End = egos.Column<EndState>();
        public readonly Span<bool> TookPart = buffers.Active.Slice(egos.FirstRow, egos.RowCount);
        public readonly Span<bool> Terminated = buffers.Terminated.Slice(egos.FirstRow, egos.RowCount);
        public readonly Span<bool> Truncated = buffers.Truncated.Slice(egos.FirstRow, egos.RowCount);
        public readonly Span<int> Outcomes = buffers.Outcomes.Slice(egos.FirstRow, egos.RowCount);
        public readonly Span<int> Groups = buffers.Groups.Slice(egos.FirstRow, egos.RowCount);
    }
}
