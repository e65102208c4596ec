using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Sums up how long every agent was off the road or on it the wrong way, on maps with lanes; on circuits, beyond the edge.</summary>
/// <remarks>
/// Reads <see cref="Pose"/>, <see cref="EpisodeState"/>, <see cref="CircuitPosition"/>. Updates <see cref="OffRoadTime"/>, <see cref="WrongWayTime"/>.
/// Whoever keeps to the lanes of the route is on the road the right way, and that is nearly everybody. Of the others the centre of gravity is looked up: off
/// the road where the map's surface is not made for driving; the wrong way where the lane below leads the other way by more than a right angle.
/// </remarks>
internal sealed class RoadSystem(IReadOnlyList<CompiledMap> maps) : ISystem
{
    private readonly CompiledMap[] _maps = [.. maps];

    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var egos = chunk.Table<Ego>();
        ReadOnlySpan<Pose> pose = egos.Column<Pose>();
        ReadOnlySpan<CircuitPosition> position = egos.Column<CircuitPosition>();
        ReadOnlySpan<EpisodeState> episode = chunk.Table<EpisodeSlot>().Column<EpisodeState>();
        var offRoad = egos.Column<OffRoadTime>();
        var wrongWay = egos.Column<WrongWayTime>();

        for (var row = 0; row < egos.RowCount; row++)
        {
            var isBeside = position[row].BeyondEdge > 0;
            var map = _maps[episode[row / egos.Capacity].MapIndex];
            var isOff = isBeside && (map.Roads is null || !SurfaceClasses.IsRoad(map.Raster.At(pose[row].X, pose[row].Y)));
            RouteSystem.Watch(ref offRoad[row], isOff, step.Dt);
            Watch(ref wrongWay[row], isBeside && !isOff && IsWrongWay(map, pose[row], position[row]), step.Dt);
        }
    }

    private static bool IsWrongWay(CompiledMap map, in Pose pose, in CircuitPosition position)
    {
        if (map.Roads is not { } roads) return false;
        var lane = roads.Nearest(pose.X, pose.Y, map.Circuit.HeightAt(position.Arc), pose.Heading);
        return lane.IsFound && !roads.Lanes[lane.Lane].IsBidirectional && MathF.Abs(Angle.Difference(pose.Heading, lane.Heading)) > MathF.PI / 2;
    }

    private static void Watch(ref WrongWayTime time, bool isWrong, float dt)
    {
        time.SpellSeconds = isWrong ? time.SpellSeconds + dt : 0;
        time.LongestSpellSeconds = MathF.Max(time.LongestSpellSeconds, time.SpellSeconds);
        if (isWrong) time.TotalSeconds += dt;
    }
}
