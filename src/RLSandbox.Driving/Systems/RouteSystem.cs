using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RLSandbox.Driving.Components;
using RLSandbox.Driving.Maps;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Finds every agent's position along its circuit after a physics step and sums up how far it came.</summary>
/// <remarks>
/// Reads <see cref="Pose"/>, <see cref="EpisodeState"/>. Updates <see cref="CircuitPosition"/>, <see cref="RouteProgress"/>, <see cref="OffRoadTime"/>.
/// The search stays near the last arc, so a circuit that crosses itself on a bridge does not jump. Off the road = centre of gravity beyond the edge.
/// </remarks>
/// <param name="watchesEdges">Whether the edges of the circuit are those of the road; <see cref="RoadSystem"/> knows better where maps have lanes.</param>
internal sealed class RouteSystem(CircuitTable circuits, bool watchesEdges = true) : ISystem
{
    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var egos = chunk.Table<Ego>();
        ReadOnlySpan<Pose> pose = egos.Column<Pose>();
        ReadOnlySpan<EpisodeState> episode = chunk.Table<EpisodeSlot>().Column<EpisodeState>();
        var position = egos.Column<CircuitPosition>();
        var progress = egos.Column<RouteProgress>();
        var offRoad = egos.Column<OffRoadTime>();

        // What a step changes in the following chunk does not matter here: another thread may be at work there, and an address that is off by a little costs only time.
        var following = chunk.Following;
        ReadOnlySpan<CircuitPosition> laterPosition = step.Repetition == 0 ? following.Table<Ego>().Column<CircuitPosition>() : [];
        ReadOnlySpan<EpisodeState> laterEpisode = following.Table<EpisodeSlot>().Column<EpisodeState>();

        circuits.Prefetch(episode, position, 0, egos.Capacity);
        Span<float> advance = stackalloc float[Lanes.Count];
        for (var first = 0; first < egos.RowCount; first += Lanes.Count)
        {
            var count = Math.Min(Lanes.Count, egos.RowCount - first);
            circuits.PrefetchDetails(laterEpisode, laterPosition, first, egos.Capacity);
            circuits.Prefetch(episode, position, first + Lanes.Count, egos.Capacity);
            var rows = circuits.Rows(episode, first, egos.Capacity);
            if (count == Lanes.Count) Locate(rows, in pose[first], ref position[first], advance);
            else LocateRest(rows, pose[first..], position[first..], advance);
            for (var row = first; row < first + count; row++)
            {
                Advance(ref progress[row], advance[row - first]);
                if (watchesEdges) Watch(ref offRoad[row], position[row].LateralOffset > position[row].LeftWidth || position[row].LateralOffset < -position[row].RightWidth, step.Dt);
            }
        }
    }

    private static void Locate(scoped in CircuitLanes circuits, ref readonly Pose pose, ref CircuitPosition position, Span<float> advance)
    {
        ref var rows = ref Unsafe.AsRef(in pose);
        var before = Lanes.Gather(ref position, 0);
        var now = circuits.Locate(Lanes.Gather(ref rows, 0), Lanes.Gather(ref rows, 1), before);
        now.Store(ref position);
        circuits.Advance(before, now.Arc).CopyTo(advance);
    }

    private static void LocateRest(scoped in CircuitLanes circuits, ReadOnlySpan<Pose> pose, Span<CircuitPosition> position, Span<float> advance)
    {
        Span<Pose> poses = stackalloc Pose[Lanes.Count];
        Span<CircuitPosition> positions = stackalloc CircuitPosition[Lanes.Count];
        pose.CopyTo(poses);
        position.CopyTo(positions);
        Locate(circuits, in poses[0], ref positions[0], advance);
        positions[..position.Length].CopyTo(position);
    }

    private static void Advance(ref RouteProgress progress, float advance)
    {
        progress.Advance += advance;
        progress.Travelled += advance;
        progress.Furthest = MathF.Max(progress.Furthest, progress.Travelled);
    }

    /// <summary>Adds one physics step.</summary>
    internal static void Watch(ref OffRoadTime offRoad, bool isOff, float dt)
    {
        if (isOff)
        {
            offRoad.SpellSeconds += dt;
            offRoad.LongestSpellSeconds = MathF.Max(offRoad.LongestSpellSeconds, offRoad.SpellSeconds);
            offRoad.StepSeconds += dt;
            offRoad.TotalSeconds += dt;
        }
        else
        {
            offRoad.SpellSeconds = 0;
        }
    }
}
