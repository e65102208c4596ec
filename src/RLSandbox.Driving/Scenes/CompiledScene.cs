using RLSandbox.Driving.Components;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Driving.Scenes;

/// <summary>A recorded scene as the simulation reads it, without the actor that the ego vehicle stands for. Immutable, shared by all environments.</summary>
public sealed class CompiledScene
{
    /// <summary>The scene seen by one of its problems or actors.</summary>
    /// <param name="map">Where it happens; null where no goal names a lane.</param>
    /// <param name="handoverSeconds">When moving vehicles begin to drive by themselves along their recorded paths; +∞ for never.</param>
    public CompiledScene(RecordedScene scene, SceneEgo ego, RoadMap? map = null, float handoverSeconds = float.PositiveInfinity)
    {
        (Ego, StepSeconds, HandoverSeconds) = (ego, scene.StepSeconds, handoverSeconds);
        var actors = scene.Actors.Where(actor => actor.Id != ego.ActorId && actor.States.Count > 0).ToArray();
        Ids = [.. actors.Select(actor => actor.Id)];
        Tracks = [.. actors.Select(actor => new ActorTrack(actor))];
        Goals = ego.Goals.Count > 0 ? new(ego.Goals, map) : null;
        Paths = [.. Tracks.Select(track => new ActorPath(track))];
    }

    /// <summary>Whom the agent stands for.</summary>
    public SceneEgo Ego { get; }

    /// <summary>From recorded step to recorded step, s.</summary>
    public double StepSeconds { get; }

    /// <summary>Seconds after which moving vehicles drive by themselves.</summary>
    public float HandoverSeconds { get; }

    /// <summary>Ids of the actors by slot.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>What the ego vehicle is to reach; null where it is the end of its route.</summary>
    internal SceneGoals? Goals { get; }

    /// <summary>Recorded actors by slot.</summary>
    internal IReadOnlyList<ActorTrack> Tracks { get; }

    /// <summary>Their paths by slot.</summary>
    internal IReadOnlyList<ActorPath> Paths { get; }

    /// <summary>Moment of the recording, in its steps, at a time of the episode: the ego vehicle may begin in the middle.</summary>
    internal double StepsAt(double seconds) => Ego.Start.Step + seconds / StepSeconds;

    /// <summary>Whether an actor ever drives by itself: people, parked cars and whatever else stands do not.</summary>
    internal bool IsHandedOver(int slot, double seconds) =>
        seconds >= HandoverSeconds && Paths[slot].Length >= ActorPath.Spacing && !Tracks[slot].IsStatic && Tracks[slot].Kind is not (ActorKind.Pedestrian or ActorKind.Obstacle);
}

/// <summary>Whom the agent stands for in a scene, and what it is to reach.</summary>
/// <param name="ActorId">Id of the recorded actor that it replaces; empty for none.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Goals">Any one of these; empty where reaching the end of its route is the goal.</param>
public sealed record SceneEgo(string ActorId, ActorState Start, IReadOnlyList<SceneGoal> Goals)
{
    /// <summary>Where it begins.</summary>
    internal Pose Pose => new((float)Start.X, (float)Start.Y, Core.Mathematics.Angle.Wrap((float)Start.Heading));
}
