using RLSandbox.Core.Contract;

namespace RLSandbox.Driving.Ends;

/// <summary>How an episode of driving can end, in the order of <see cref="Outcomes.All"/>.</summary>
/// <remarks>When several apply at once: the task done, a crash, then the others in this order; the time limit always yields.</remarks>
public enum Outcome
{
    /// <summary>The laps that the episode asks for, counted from where it began: the task is done.</summary>
    Lap = 0,

    /// <summary>Hit an obstacle or another vehicle.</summary>
    Crash = 1,

    /// <summary>Off the road for longer than the limit.</summary>
    OffRoad = 2,

    /// <summary>Drove back along the route by more than the limit.</summary>
    Backwards = 3,

    /// <summary>No progress for longer than the limit.</summary>
    Stalled = 4,

    /// <summary>Out of time: truncated.</summary>
    TimeLimit = 5,

    /// <summary>Reached the end of the route, or a goal of the scene: the task is done. Only on routes.</summary>
    Goal = 6,

    /// <summary>Against the direction of the lanes for longer than the limit. Only on maps with lanes.</summary>
    WrongWay = 7,

    /// <summary>The time in which a scene's goal could be reached is over: terminated, because that time belongs to the task.</summary>
    Missed = 8,
}

/// <summary>The outcomes as the contract publishes them.</summary>
public static class Outcomes
{
    /// <summary>Names in the order of <see cref="Outcome"/>.</summary>
    public static IReadOnlyList<OutcomeSpec> All { get; } =
    [
        new("lap", true), new("crash", false), new("offRoad", false), new("backwards", false), new("stalled", false), new("timeLimit", false), new("goal", true), new("wrongWay", false), new("missed", false),
    ];

    /// <summary>Those that can happen on closed roads: the first ones.</summary>
    public static IReadOnlyList<OutcomeSpec> OfCircuits { get; } = [.. All.Take((int)Outcome.Goal)];
}
