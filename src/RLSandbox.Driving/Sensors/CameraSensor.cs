using RLSandbox.Core.Contract;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Sensors;

/// <summary>The camera as a sensor: gathers the other bodies of an agent's environment and draws its picture into the caller's memory.</summary>
/// <remarks>Reads <see cref="Pose"/>, <see cref="Participation"/>, <see cref="EpisodeState"/>. From above obstacles are drawn first, then other agents in order, then road users of a scene; ended agents are gone.</remarks>
/// <param name="heights">Of vehicles and obstacles, m: how tall a forward camera sees them.</param>
/// <param name="place">Which copies of a batch these are; part of the draws of weather and noise.</param>
public sealed class CameraSensor(CameraConfig config, Footprint agent, (float Vehicle, float Obstacle) heights, IReadOnlyList<CompiledMap> maps, BatchPlace place) : ISensor
{
    private const long CachedBytes = 4 << 20;                            // of maps: they stay near a core, and asking for them would only cost time

    private readonly CameraRenderer _renderer = new(config);
    private readonly ClassRaster[] _rasters = [.. maps.Select(map => map.Raster)];
    private readonly int _roomForTiles = RoomForTiles(config, maps);
    private readonly bool _hasActors = maps.Any(map => map.Scene is { Ids.Count: > 0 });

    /// <inheritdoc/>
    public ObservationPart Part => _renderer.Part;

    /// <inheritdoc/>
    public void Write(in StepContext step, Chunk chunk, RowSelection rows, PartTarget target)
    {
        var egos = chunk.Table<Ego>();
        var obstacles = chunk.Table<Obstacle>();
        ReadOnlySpan<Pose> pose = egos.Column<Pose>();
        ReadOnlySpan<EpisodeState> episode = chunk.Table<EpisodeSlot>().Column<EpisodeState>();
        var actors = _hasActors ? chunk.Table<Actor>() : default;
        Span<OrientedBox> boxes = stackalloc OrientedBox[config.ShowOthers ? egos.Capacity + obstacles.Capacity + (_hasActors ? actors.Capacity : 0) : 0];
        Span<uint> tiles = stackalloc uint[_roomForTiles];

        for (int row = rows.Next(0), following; row < rows.RowCount; row = following)
        {
            following = rows.Next(row + 1);
            var next = _roomForTiles > 0 && following < rows.RowCount ? _renderer.Ahead(_rasters[episode[following / egos.Capacity].MapIndex], pose[following], tiles) : default;
            var environment = row / egos.Capacity;
            var count = config.ShowOthers ? Gather(egos, obstacles, environment, row, boxes) : 0;
            if (config.ShowOthers && _hasActors) count += GatherActors(actors, environment, boxes[count..]);
            ref readonly var now = ref episode[environment];
            var moment = new CameraMoment(step.Seed, (uint)(place.First + chunk.FirstEnvironment + environment), (uint)now.Number, (uint)(row % egos.Capacity), (uint)now.Step);
            _renderer.Render(_rasters[now.MapIndex], pose[row], agent, boxes[..count], moment, next, target.Row<byte>(egos.FirstRow + row, Part.ElementCount));
        }
    }

    private static int RoomForTiles(CameraConfig config, IReadOnlyList<CompiledMap> maps)
    {
        var isWorthIt = TilesAhead.IsSupported && config.Projection == CameraProjection.TopDown && maps.Sum(map => map.Raster.ByteCount) > CachedBytes;
        return isWorthIt ? maps.Max(map => TilesAhead.RoomFor(config.View, map.Raster.Level(map.Raster.LevelFor(config.View.MetresPerPixel)).MetresPerCell)) : 0;
    }

    private int GatherActors(TableSlice actors, int environment, Span<OrientedBox> boxes)
    {
        var count = 0;
        for (var row = environment * actors.Capacity; row < (environment + 1) * actors.Capacity; row++)
            if (actors.Column<ActorMotion>()[row].IsThere != 0) boxes[count++] = new(actors.Column<Pose>()[row], actors.Column<Footprint>()[row], SurfaceClass.Vehicle, heights.Vehicle);
        return count;
    }

    private int Gather(TableSlice egos, TableSlice obstacles, int environment, int self, Span<OrientedBox> boxes)
    {
        var count = 0;
        if (obstacles.AliveCounts[environment] > 0)
        {
            ReadOnlySpan<Pose> obstaclePose = obstacles.Column<Pose>();
            ReadOnlySpan<Footprint> obstacleShape = obstacles.Column<Footprint>();
            for (var row = environment * obstacles.Capacity; row < (environment + 1) * obstacles.Capacity; row++)
                if (obstacles.Alive[row]) boxes[count++] = new(obstaclePose[row], obstacleShape[row], SurfaceClass.Obstacle, heights.Obstacle);
        }
        if (egos.Capacity == 1) return count;
        ReadOnlySpan<Pose> pose = egos.Column<Pose>();
        ReadOnlySpan<Participation> participation = egos.Column<Participation>();
        for (var row = environment * egos.Capacity; row < (environment + 1) * egos.Capacity; row++)
            if (row != self && participation[row].Active != 0) boxes[count++] = new(pose[row], agent, SurfaceClass.Vehicle, heights.Vehicle);
        return count;
    }
}
