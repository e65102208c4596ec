using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Components;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Notes which agents touch an obstacle, a road user of a recorded scene or another agent; a touch is latched until the environment step ends.</summary>
/// <remarks>Reads <see cref="Pose"/>, <see cref="Footprint"/>, <see cref="Participation"/>, <see cref="ActorMotion"/>. Updates <see cref="Contact"/>. Bodies are oriented boxes, compared by separating axes; nothing bounces.</remarks>
public sealed class ContactSystem(Footprint agent, bool hasActors = false) : ISystem
{
    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var egos = chunk.Table<Ego>();
        var obstacles = chunk.Table<Obstacle>();
        var standing = obstacles.AliveCounts;
        for (var environment = 0; environment < standing.Length; environment++)
        {
            if (standing[environment] > 0) TouchObstacles(egos, obstacles, environment);
            if (egos.Capacity > 1) TouchEachOther(egos, environment);
            if (hasActors) TouchActors(egos, chunk.Table<Actor>(), environment);
        }
    }

    private void TouchObstacles(TableSlice egos, TableSlice obstacles, int environment)
    {
        ReadOnlySpan<Pose> pose = egos.Column<Pose>();
        ReadOnlySpan<Participation> participation = egos.Column<Participation>();
        ReadOnlySpan<Pose> obstaclePose = obstacles.Column<Pose>();
        ReadOnlySpan<Footprint> obstacleShape = obstacles.Column<Footprint>();
        var alive = obstacles.Alive;
        var contact = egos.Column<Contact>();
        for (var row = environment * egos.Capacity; row < (environment + 1) * egos.Capacity; row++)
        {
            if (participation[row].Active == 0) continue;
            for (var other = environment * obstacles.Capacity; other < (environment + 1) * obstacles.Capacity; other++)
                if (alive[other] && Overlap(pose[row], agent, obstaclePose[other], obstacleShape[other])) contact[row].InStep = 1;
        }
    }

    private void TouchActors(TableSlice egos, TableSlice actors, int environment)
    {
        ReadOnlySpan<Pose> pose = egos.Column<Pose>();
        ReadOnlySpan<Participation> participation = egos.Column<Participation>();
        ReadOnlySpan<Pose> actorPose = actors.Column<Pose>();
        ReadOnlySpan<Footprint> actorShape = actors.Column<Footprint>();
        ReadOnlySpan<ActorMotion> motion = actors.Column<ActorMotion>();
        var contact = egos.Column<Contact>();
        for (var row = environment * egos.Capacity; row < (environment + 1) * egos.Capacity; row++)
        {
            if (participation[row].Active == 0) continue;
            for (var other = environment * actors.Capacity; other < (environment + 1) * actors.Capacity; other++)
                if (motion[other].IsThere != 0 && Overlap(pose[row], agent, actorPose[other], actorShape[other])) contact[row].InStep = 1;
        }
    }

    private void TouchEachOther(TableSlice egos, int environment)
    {
        ReadOnlySpan<Pose> pose = egos.Column<Pose>();
        ReadOnlySpan<Participation> participation = egos.Column<Participation>();
        var contact = egos.Column<Contact>();
        var end = (environment + 1) * egos.Capacity;
        for (var first = environment * egos.Capacity; first < end; first++)
            for (var second = first + 1; second < end; second++)
            {
                if (participation[first].Active == 0 || participation[second].Active == 0) continue;
                if (!Overlap(pose[first], agent, pose[second], agent)) continue;
                contact[first].InStep = 1;
                contact[second].InStep = 1;
            }
    }

    /// <summary>Whether two boxes share a point: no axis of either separates them.</summary>
    public static bool Overlap(in Pose a, in Footprint sizeA, in Pose b, in Footprint sizeB)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var reach = sizeA.HalfLength + sizeA.HalfWidth + sizeB.HalfLength + sizeB.HalfWidth;   // longer than both half diagonals
        if (dx * dx + dy * dy > reach * reach) return false;
        var (sinA, cosA) = Elementary.SinCos(a.Heading);
        var (sinB, cosB) = Elementary.SinCos(b.Heading);
        var (c, s) = (MathF.Abs(cosA * cosB + sinA * sinB), MathF.Abs(sinB * cosA - cosB * sinA));   // of the angle between them
        return MathF.Abs(dx * cosA + dy * sinA) <= sizeA.HalfLength + sizeB.HalfLength * c + sizeB.HalfWidth * s
            && MathF.Abs(dy * cosA - dx * sinA) <= sizeA.HalfWidth + sizeB.HalfLength * s + sizeB.HalfWidth * c
            && MathF.Abs(dx * cosB + dy * sinB) <= sizeB.HalfLength + sizeA.HalfLength * c + sizeA.HalfWidth * s
            && MathF.Abs(dy * cosB - dx * sinB) <= sizeB.HalfWidth + sizeA.HalfLength * s + sizeA.HalfWidth * c;
    }
}
