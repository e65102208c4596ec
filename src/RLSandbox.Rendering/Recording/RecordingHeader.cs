using RLSandbox.Core.Contract;
using RLSandbox.Driving;

namespace RLSandbox.Rendering.Recording;

/// <summary>What a recording says about itself: everything but the actions that is needed to play it again.</summary>
public sealed record RecordingHeader
{
    /// <summary>Version of the program that wrote it.</summary>
    public required string Program { get; init; }

    /// <summary>Name of the task with its version, which goes up whenever the same seed and actions give another trajectory.</summary>
    public required string Scenario { get; init; }

    /// <summary>Task, maps and who drove.</summary>
    public required RecordingOrigin Origin { get; init; }

    /// <summary>Every map that was driven on.</summary>
    public required IReadOnlyList<RecordedMap> Maps { get; init; }

    /// <summary>Of the reset.</summary>
    public required ulong Seed { get; init; }

    /// <summary>N: copies in the recording.</summary>
    public required int Environments { get; init; }

    /// <summary>Which copies of a larger batch they are.</summary>
    public required BatchPlace Place { get; init; }

    /// <summary>Agents in each copy.</summary>
    public required int Agents { get; init; }

    /// <summary>How an action is written down.</summary>
    public required ActionKind ActionKind { get; init; }

    /// <summary>Choices per dimension; empty for continuous actions.</summary>
    public required IReadOnlyList<int> ActionChoices { get; init; }

    /// <summary>Numbers per row.</summary>
    public required int ActionDimensions { get; init; }

    /// <summary>Environment steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Seconds of simulated time per step.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>Every end of an episode.</summary>
    public required IReadOnlyList<PlaybackEvent> Ends { get; init; }

    /// <summary>Shape of a row of actions.</summary>
    internal ActionSpec ActionSpec() => ActionKind switch
    {
        ActionKind.Continuous => Core.Contract.ActionSpec.Continuous(ActionDimensions),
        ActionKind.Discrete => Core.Contract.ActionSpec.Discrete(ActionChoices[0]),
        _ => Core.Contract.ActionSpec.MultiDiscrete([.. ActionChoices]),
    };
}

/// <summary>Where a recording comes from.</summary>
public sealed record RecordingOrigin
{
    /// <summary>The resolved scenario.</summary>
    public required string ScenarioYaml { get; init; }

    /// <summary>Set of maps: <c>training</c>, <c>validation</c> or <c>test</c>.</summary>
    public string Maps { get; init; } = "test";

    /// <summary>Suite of the scenario that was driven; null: the set of maps.</summary>
    public string? Suite { get; init; }

    /// <summary>Map files that were driven instead of the set; empty: the set.</summary>
    public IReadOnlyList<string> MapFiles { get; init; } = [];

    /// <summary>Name of the policy that drove, or <c>human</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>Folder of its checkpoint; null for policies without one.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Steps in which a person drove, in order: demonstrations for imitation learning.</summary>
    public IReadOnlyList<HumanStretch> Human { get; init; } = [];
}

/// <summary>Steps in a row that a person drove.</summary>
/// <param name="Row">Environment × agents + agent.</param>
/// <param name="First">The first of them; step 1 is the first one after the reset.</param>
/// <param name="Count">How many.</param>
public sealed record HumanStretch(int Row, int First, int Count);

/// <summary>A map that a recording drives on.</summary>
/// <param name="Index">Among the maps of the environment.</param>
/// <param name="Name">For people.</param>
/// <param name="Hash">As <see cref="Driving.Maps.CompiledMap.Hash"/> gives it, in hexadecimal.</param>
public sealed record RecordedMap(int Index, string Name, string Hash);
