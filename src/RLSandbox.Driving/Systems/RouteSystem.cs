using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Finds every agent's position along its circuit after a physics step and sums up how far it came.</summary>
/// <remarks>
/// Reads <see cref="Pose"/>, <see cref="EpisodeState"/>. Updates <see cref="CircuitPosition"/>, <see cref="RouteProgress"/>, <see cref="OffRoadTime"/>.
/// The search stays near the last arc, so a circuit that crosses itself on a bridge does not jump. Off the road = centre of gravity beyond the edge.
/// </remarks>
public sealed class RouteSystem(IReadOnlyList<CompiledMap> maps) : ISystem
{
    private readonly Circuit[] _circuits = [.. maps.Select(map => map.Circuit)];

    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var egos = chunk.Table<Ego>();
        ReadOnlySpan<Pose> pose = egos.Column<Pose>();
        ReadOnlySpan<EpisodeState> episode = chunk.Table<EpisodeSlot>().Column<EpisodeState>();
        var position = egos.Column<CircuitPosition>();
        var progress = egos.Column<RouteProgress>();
        var offRoad = egos.Column<OffRoadTime>();

        for (var row = 0; row < egos.RowCount; row++)
        {
            var circuit = _circuits[episode[row / egos.Capacity].MapIndex];
            var before = position[row].Arc;
            var now = circuit.Locate(pose[row].X, pose[row].Y, before);
            position[row] = now;

            ref var p = ref progress[row];
            var advance = circuit.Advance(before, now.Arc);
            p.Advance += advance;
            p.Travelled += advance;
            p.Furthest = MathF.Max(p.Furthest, p.Travelled);

            ref var o = ref offRoad[row];
            if (now.LateralOffset > now.LeftWidth || now.LateralOffset < -now.RightWidth)
            {
                o.SpellSeconds += step.Dt;
                o.LongestSpellSeconds = MathF.Max(o.LongestSpellSeconds, o.SpellSeconds);
                o.StepSeconds += step.Dt;
                o.TotalSeconds += step.Dt;
            }
            else
            {
                o.SpellSeconds = 0;
            }
        }
    }
}
