using RLSandbox.Driving.Roads;

namespace RLSandbox.Driving.Scenes;

/// <summary>What happened on a map: who moved where, and what an ego vehicle was to reach. Coordinates are those of the map, after its shift to a local origin.</summary>
public sealed record RecordedScene
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Terms under which the scene may be passed on; empty if unknown.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Where it came from; empty if unknown.</summary>
    public string Source { get; init; } = "";

    /// <summary>From step to step, s.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>Whoever is there, in the order of the source.</summary>
    public IReadOnlyList<RecordedActor> Actors { get; init; } = [];

    /// <summary>What there is to do: each has a start and one or more goals.</summary>
    public IReadOnlyList<SceneProblem> Problems { get; init; } = [];

    /// <summary>One more than the last step that any actor has; at least 1.</summary>
    public int StepCount => Math.Max(1, Actors.SelectMany(actor => actor.States).Select(state => state.Step + 1).DefaultIfEmpty(1).Max());
}

/// <summary>One road user of a scene.</summary>
public sealed record RecordedActor
{
    /// <summary>Unique in the scene.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required ActorKind Kind { get; init; }

    /// <summary>From bumper to bumper, m.</summary>
    public required double Length { get; init; }

    /// <summary>From side to side, m.</summary>
    public required double Width { get; init; }

    /// <summary>Where it was, by rising step. Before its first step it has not come yet, after its last one it has gone, and where steps are missing nobody saw it.</summary>
    public required IReadOnlyList<ActorState> States { get; init; }

    /// <summary>Whether it stands still all the time and is there at every step, however many states it has.</summary>
    public bool IsStatic { get; init; }

    /// <summary>Where it went or was to go; null if the source does not say.</summary>
    public MapPoint? Goal { get; init; }
}

/// <summary>Centre of an actor at a step: position in m, heading in rad counter-clockwise from east, speed in m/s.</summary>
public readonly record struct ActorState(int Step, double X, double Y, double Heading, double Speed);

/// <summary>Kinds of road users.</summary>
public enum ActorKind
{
    /// <summary>A car.</summary>
    Car,

    /// <summary>A lorry.</summary>
    Truck,

    /// <summary>A bus.</summary>
    Bus,

    /// <summary>A motorcycle.</summary>
    Motorcycle,

    /// <summary>A bicycle.</summary>
    Bicycle,

    /// <summary>Somebody on foot.</summary>
    Pedestrian,

    /// <summary>Something that is in the way.</summary>
    Obstacle,

    /// <summary>The source does not say.</summary>
    Other,
}

/// <summary>A start, and goals of which any one suffices.</summary>
public sealed record SceneProblem
{
    /// <summary>Unique among problems.</summary>
    public required string Id { get; init; }

    /// <summary>Where the ego vehicle begins.</summary>
    public required ActorState Start { get; init; }

    /// <summary>Any one of these; empty for none.</summary>
    public IReadOnlyList<SceneGoal> Goals { get; init; } = [];
}

/// <summary>A state to be in: every part that is given must hold at once.</summary>
public sealed record SceneGoal
{
    /// <summary>First step that counts.</summary>
    public int FirstStep { get; init; }

    /// <summary>Last step that counts; <see cref="int.MaxValue"/> for any.</summary>
    public int LastStep { get; init; } = int.MaxValue;

    /// <summary>Polygons, in one of which the centre must lie; empty for anywhere.</summary>
    public IReadOnlyList<IReadOnlyList<MapPoint>> Areas { get; init; } = [];

    /// <summary>Lanes, in one of which the centre must lie; empty for anywhere.</summary>
    public IReadOnlyList<string> Lanes { get; init; } = [];

    /// <summary>Smallest and largest heading, rad; null for any.</summary>
    public (double Low, double High)? Heading { get; init; }

    /// <summary>Smallest and largest speed, m/s; null for any.</summary>
    public (double Low, double High)? Speed { get; init; }
}
