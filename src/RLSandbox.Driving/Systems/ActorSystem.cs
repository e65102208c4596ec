using RLSandbox.Driving.Components;
using RLSandbox.Driving.Scenes;
using RLSandbox.Ecs;

namespace RLSandbox.Driving.Systems;

/// <summary>Moves the road users of recorded scenes one physics step: where the recording says, or, after the handover, along their recorded path at a speed of their own.</summary>
/// <remarks>
/// Reads <see cref="EpisodeState"/>, the ego vehicles' <see cref="Pose"/> and <see cref="Motion"/>. Updates <see cref="Pose"/> and
/// <see cref="ActorMotion"/> of actors. All actors react to where the others were one physics step ago, so their order does not matter.
/// </remarks>
/// <param name="scenes">By map.</param>
/// <param name="physicsStepsPerAction">Physics steps in an environment step: time is counted in them, because sums of seconds drift.</param>
public sealed class ActorSystem(IReadOnlyList<CompiledScene?> scenes, int physicsStepsPerAction, Footprint ego) : ISystem
{
    private const float Reach = 60f;                                     // m ahead that a driver looks
    private const float SideMargin = 0.3f;                               // m beside a body that a driver keeps out of
    private const double StepGrain = 1e6;                                // a step of 0.05f seconds is meant as 0.05

    /// <inheritdoc/>
    public void Run(in StepContext step, Chunk chunk)
    {
        var episodes = chunk.Table<EpisodeSlot>();
        ReadOnlySpan<EpisodeState> episode = episodes.Column<EpisodeState>();
        var dt = Math.Round(step.Dt * StepGrain) / StepGrain;
        for (var environment = 0; environment < episode.Length; environment++)
        {
            if (scenes[episode[environment].MapIndex] is not { } scene) continue;
            var seconds = ((long)episode[environment].Step * physicsStepsPerAction + step.Repetition + 1) * dt;
            Move(scene, chunk, environment, seconds, step.Dt);
        }
    }

    /// <summary>Puts every actor of one environment where it begins.</summary>
    internal static void Reset(CompiledScene? scene, TableSlice actors, int environment)
    {
        var first = environment * actors.Capacity;
        actors.Column<Pose>().Slice(first, actors.Capacity).Clear();
        actors.Column<Footprint>().Slice(first, actors.Capacity).Clear();
        actors.Column<ActorMotion>().Slice(first, actors.Capacity).Fill(new(0, -1, 0));
        for (var slot = 0; slot < (scene?.Tracks.Count ?? 0); slot++)
        {
            actors.Column<Footprint>()[first + slot] = scene!.Tracks[slot].Footprint;
            Replay(scene, actors, first + slot, slot, scene.StepsAt(0));
        }
    }

    private void Move(CompiledScene scene, Chunk chunk, int environment, double seconds, float dt)
    {
        var actors = chunk.Table<Actor>();
        var first = environment * actors.Capacity;
        var motion = actors.Column<ActorMotion>();
        Span<float> acceleration = stackalloc float[scene.Tracks.Count];
        for (var slot = 0; slot < scene.Tracks.Count; slot++)
        {
            ref var now = ref motion[first + slot];
            if (now.Arc < 0 && now.IsThere != 0 && scene.IsHandedOver(slot, seconds)) now.Arc = scene.Paths[slot].Project(actors.Column<Pose>()[first + slot].X, actors.Column<Pose>()[first + slot].Y).Arc;
            if (now.Arc >= 0 && now.IsThere != 0) acceleration[slot] = Decide(scene, chunk, environment, slot);
        }
        for (var slot = 0; slot < scene.Tracks.Count; slot++)
        {
            ref var now = ref motion[first + slot];
            if (now.Arc < 0) Replay(scene, actors, first + slot, slot, scene.StepsAt(seconds));
            else if (now.IsThere != 0) Drive(scene.Paths[slot], ref actors.Column<Pose>()[first + slot], ref now, acceleration[slot], dt);
        }
    }

    private static void Replay(CompiledScene scene, TableSlice actors, int row, int slot, double steps)
    {
        var isThere = scene.Tracks[slot].TryAt(steps, out var pose, out var speed);
        actors.Column<ActorMotion>()[row] = new(speed, -1, isThere ? 1 : 0);
        if (isThere) actors.Column<Pose>()[row] = pose;
    }

    private static void Drive(ActorPath path, ref Pose pose, ref ActorMotion motion, float acceleration, float dt)
    {
        motion.Speed = MathF.Max(0, motion.Speed + acceleration * dt);
        motion.Arc += motion.Speed * dt;
        pose = path.At(motion.Arc);
        if (motion.Arc >= path.Length) motion.IsThere = 0;               // whoever is through has left the scene
    }

    /// <summary>Acceleration behind the nearest body that reaches into the way.</summary>
    private float Decide(CompiledScene scene, Chunk chunk, int environment, int slot)
    {
        var (actors, egos) = (chunk.Table<Actor>(), chunk.Table<Ego>());
        ReadOnlySpan<Pose> pose = actors.Column<Pose>();
        ReadOnlySpan<ActorMotion> motion = actors.Column<ActorMotion>();
        var path = scene.Paths[slot];
        var row = environment * actors.Capacity + slot;
        var ahead = new Leader(float.PositiveInfinity, 0);
        for (var other = 0; other < scene.Tracks.Count; other++)
        {
            var place = environment * actors.Capacity + other;
            if (other != slot && motion[place].IsThere != 0) ahead = Nearer(ahead, path, motion[row].Arc, scene.Tracks[slot].Footprint, pose[row], pose[place], scene.Tracks[other].Footprint, motion[place].Speed);
        }
        for (var agent = environment * egos.Capacity; agent < (environment + 1) * egos.Capacity; agent++)
            if (egos.Column<Participation>()[agent].Active != 0) ahead = Nearer(ahead, path, motion[row].Arc, scene.Tracks[slot].Footprint, pose[row], egos.Column<Pose>()[agent], ego, egos.Column<Motion>()[agent].Speed);
        return IntelligentDriver.Accelerate(motion[row].Speed, path.TopSpeed, ahead.Gap, motion[row].Speed - ahead.Speed);
    }

    private static Leader Nearer(in Leader ahead, ActorPath path, float arc, in Footprint own, in Pose here, in Pose there, in Footprint size, float speed)
    {
        float dx = there.X - here.X, dy = there.Y - here.Y;
        if (dx * dx + dy * dy > Reach * Reach) return ahead;
        var (at, beside) = path.Project(there.X, there.Y);
        var gap = at - arc - own.HalfLength - size.HalfLength;
        return at > arc && beside < own.HalfWidth + size.HalfWidth + SideMargin && gap < ahead.Gap ? new(gap, speed) : ahead;
    }

    /// <summary>Who is next on the way: how far from bumper to bumper, and how fast.</summary>
    private readonly record struct Leader(float Gap, float Speed);
}
