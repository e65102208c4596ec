namespace RLSandbox.Core.Contract;

/// <summary>A number that is valid on rows that just ended, such as progress or lap time.</summary>
/// <param name="Name">camelCase name, used in JSON, CSV and plots.</param>
/// <param name="Unit">Unit as people read it, such as <c>m/s</c>; empty for shares.</param>
public sealed record MeasureSpec(string Name, string Unit);

/// <summary>A way an episode can end.</summary>
/// <param name="Name">camelCase name.</param>
/// <param name="IsSuccess">Whether evaluation counts it as success.</param>
public sealed record OutcomeSpec(string Name, bool IsSuccess);

/// <summary>Everything a learner, an evaluator or a plot needs to know about an environment before the first step.</summary>
public sealed record EnvironmentSpec
{
    /// <summary>Name and version of the task, such as <c>first-lap-v1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>N: copies in the batch.</summary>
    public required int EnvironmentCount { get; init; }

    /// <summary>A: learning agents in each environment.</summary>
    public int AgentCount { get; init; } = 1;

    /// <summary>R = N × A; row = environment × A + agent.</summary>
    public int RowCount => EnvironmentCount * AgentCount;

    /// <summary>Ordered observation parts.</summary>
    public required IReadOnlyList<ObservationPart> Parts { get; init; }

    /// <summary>Shape of an action.</summary>
    public required ActionSpec Action { get; init; }

    /// <summary>Whether <see cref="IEnvironment.ActionMask"/> is filled.</summary>
    public bool HasActionMask { get; init; }

    /// <summary>K reward terms by name.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>M measures.</summary>
    public IReadOnlyList<MeasureSpec> Measures { get; init; } = [];

    /// <summary>Named outcomes.</summary>
    public required IReadOnlyList<OutcomeSpec> Outcomes { get; init; }

    /// <summary>Named conditions an episode can run under (maps, perturbations); evaluation reports each apart. Empty when there is one.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Episodes that begin differently, over all rows: where the tasks are a fixed list that is walked through in order, the next episode repeats the first. Null where every episode draws its own beginning.</summary>
    public int? DistinctEpisodes { get; init; }

    /// <summary>Seconds of simulated time per environment step; 0 where time has no meaning.</summary>
    public double StepSeconds { get; init; }
}
