using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Scenes;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Begins a new episode in every environment that ended: draws its map, places agents and obstacles, clears all sums.</summary>
/// <remarks>
/// Reads <see cref="EpisodeState.Ended"/>. Updates every column of the environment, and the contract's <c>Started</c>. Every draw is a hash of (seed, environment, episode,
/// purpose, slot), so an environment's episodes do not depend on the others. Maps in order: episode e of environment k runs on map (k + e · N) mod maps.
/// </remarks>
public sealed class ResetSystem(DrivingConfig config, IReadOnlyList<CompiledMap> maps, BatchPlace place, StepBuffers buffers) : ISystem
{
    /// <summary>Metres between agents of one environment at the start, and around them without obstacles.</summary>
    public const float StartGap = 12f;

    /// <summary>Share of a route after which no episode begins, so that each has some of it to drive.</summary>
    private const float LatestStart = 0.8f;

    private static readonly uint MapDraw = RandomPurpose.Of("map"), StartDraw = RandomPurpose.Of("episode.start"), SpeedDraw = RandomPurpose.Of("episode.startSpeedMps"),
        OffsetDraw = RandomPurpose.Of("episode.startOffset"), HeadingDraw = RandomPurpose.Of("episode.startHeading"), ObstacleDraw = RandomPurpose.Of("traffic.obstacles");

    private readonly Circuit[] _circuits = [.. maps.Select(map => map.Circuit)];
    private readonly int[] _stepLimits = [.. maps.Select(map => StepLimit(config, map))];
    private readonly bool _hasLanes = maps.Any(map => map.Roads is not null);
    private readonly bool _hasActors = maps.Any(map => map.Scene is { Ids.Count: > 0 });

    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var egos = chunk.Table<Ego>();
        var episodes = chunk.Table<EpisodeSlot>().Column<EpisodeState>();
        buffers.Started.Slice(egos.FirstRow, egos.RowCount).Clear();
        for (var i = 0; i < episodes.Length; i++)
            if (episodes[i].Ended != 0) Draw(step.Seed, place.First + chunk.FirstEnvironment + i, ref episodes[i]);
        for (var i = 0; i < episodes.Length; i++)
            if (episodes[i].Ended != 0) Place(step.Seed, chunk, i, ref episodes[i]);
    }

    /// <summary>Draws the map and asks for the memory of where the episode begins, of all environments first: a place that nobody looked at lately comes from far away.</summary>
    private void Draw(ulong seed, int global, ref EpisodeState episode)
    {
        var number = episode.Number + 1;
        var map = config.MapsInOrder
            ? (int)((global + (long)number * place.Count) % _circuits.Length)
            : new RandomKey(seed, (uint)global, (uint)number, MapDraw).Integer(_circuits.Length);
        var circuit = _circuits[map];
        episode = new(number, map, 0, _stepLimits[map], 1);
        circuit.Prefetch(Start(new(seed, (uint)global, (uint)number), map));
    }

    /// <summary>The time limit of the route; of a scene, one step more than the time of its goals.</summary>
    private static int StepLimit(DrivingConfig config, CompiledMap map)
    {
        if (map.Scene is not { Goals.LastStep: < int.MaxValue } scene) return config.Episode.StepLimit(config.Episode.GoalMetres(map.Circuit));
        return (int)Math.Ceiling((scene.Goals.LastStep + 1 - scene.Ego.Start.Step) * scene.StepSeconds / config.Episode.StepSeconds) + 1;
    }

    private float Start(EpisodeDraw draw, int map)
    {
        var circuit = _circuits[map];
        var share = config.Episode.Start == "line" || maps[map].Scene is not null ? 0f : draw.Uniform(StartDraw, 0);
        return circuit.IsRoute ? circuit.StartArc + share * LatestStart * circuit.RouteLength : share * circuit.Length;
    }

    private void Place(ulong seed, Chunk chunk, int environment, ref EpisodeState episode)
    {
        var circuit = _circuits[episode.MapIndex];
        var draw = new EpisodeDraw(seed, (uint)(place.First + chunk.FirstEnvironment + environment), (uint)episode.Number);
        var start = Start(draw, episode.MapIndex);
        episode.Ended = 0;
        var egos = chunk.Table<Ego>();
        for (var agent = 0; agent < egos.Capacity; agent++) PlaceAgent(draw, circuit, maps[episode.MapIndex].Scene, egos, environment * egos.Capacity + agent, start - agent * StartGap);
        PlaceObstacles(draw, circuit, chunk.Table<Obstacle>(), environment, start);
        if (_hasActors) ActorSystem.Reset(maps[episode.MapIndex].Scene, chunk.Table<Actor>(), environment);
    }

    private void PlaceAgent(EpisodeDraw draw, Circuit circuit, CompiledScene? scene, TableSlice egos, int row, float arc)
    {
        var agent = (uint)(row % egos.Capacity);
        var centre = circuit.Sample(arc);
        var share = config.Episode.StartOffset.Draw(draw.Uniform(OffsetDraw, agent));
        var offset = share * (share > 0 ? centre.LeftWidth : centre.RightWidth);
        var (sin, cos) = Elementary.SinCos(centre.Heading);
        var heading = Angle.Wrap(centre.Heading + config.Episode.StartHeading.Draw(draw.Uniform(HeadingDraw, agent)));
        var pose = new Pose(centre.X - sin * offset, centre.Y + cos * offset, heading);

        var speed = config.Episode.StartSpeedMps.Draw(draw.Uniform(SpeedDraw, agent));
        if (scene is not null && agent == 0) (pose, speed) = (scene.Ego.Pose, (float)scene.Ego.Start.Speed);       // recorded, not drawn

        egos.Column<Pose>()[row] = pose;
        egos.Column<Motion>()[row] = new(MathF.Min(config.Vehicle.TopSpeedMps, speed), 0, 0, 0, 0);
        egos.Column<Control>()[row] = default;
        egos.Column<SteeringCommand>()[row] = default;
        egos.Column<CircuitPosition>()[row] = circuit.Locate(pose.X, pose.Y, arc);
        // A goal counts from the start of its route, a lap from wherever the episode begins.
        var travelled = circuit.IsRoute ? arc - circuit.StartArc : 0;
        egos.Column<RouteProgress>()[row] = new(0, travelled, travelled, 0, travelled);
        egos.Column<OffRoadTime>()[row] = default;
        if (_hasLanes) egos.Column<WrongWayTime>()[row] = default;
        egos.Column<Contact>()[row] = default;
        egos.Column<EpisodeTotals>()[row] = default;
        egos.Column<EndState>()[row] = new(-1, 0, 0);
        egos.Column<Participation>()[row] = new(1);
        buffers.Started[egos.FirstRow + row] = true;
    }

    /// <summary>Spreads obstacles over the lap, one per equal stretch, between a quarter and three quarters of the way from the centre line to an edge.</summary>
    private void PlaceObstacles(EpisodeDraw draw, Circuit circuit, TableSlice obstacles, int environment, float start)
    {
        obstacles.Clear(environment);
        var count = (int)config.Traffic.Obstacles.Draw(draw.Uniform(ObstacleDraw, 0));
        var first = StartGap;
        var length = circuit.IsRoute ? circuit.StartArc + circuit.RouteLength - start : circuit.Length;
        var stretch = (length - first - StartGap * config.Traffic.Agents) / Math.Max(1, count);
        for (var i = 0; i < count && stretch > 0; i++)
        {
            var slot = (uint)i + 1;
            var centre = circuit.Sample(start + first + (i + draw.Uniform(ObstacleDraw, slot, 0)) * stretch);
            var share = 0.25f + 0.5f * draw.Uniform(ObstacleDraw, slot, 1);
            var offset = draw.Uniform(ObstacleDraw, slot, 2) < 0.5f ? share * centre.LeftWidth : -share * centre.RightWidth;
            var (sin, cos) = Elementary.SinCos(centre.Heading);
            var row = environment * obstacles.Capacity + obstacles.Spawn(environment).Slot;
            obstacles.Column<Pose>()[row] = new(centre.X - sin * offset, centre.Y + cos * offset, centre.Heading);
            obstacles.Column<Footprint>()[row] = new(config.Traffic.ObstacleMetres / 2, config.Traffic.ObstacleMetres / 2);
        }
    }

    /// <summary>Draws of one episode by purpose and slot.</summary>
    private readonly record struct EpisodeDraw(ulong Seed, uint Environment, uint Episode)
    {
        public float Uniform(uint purpose, uint slot, uint draw = 0) => new RandomKey(Seed, Environment, Episode, purpose).Uniform(slot, 0, draw);
    }
}
