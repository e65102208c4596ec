using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.TestKit.Toys;

/// <summary>The rules of a toy, seen from one agent of one environment; <see cref="ToyEnvironment"/> makes a batch that keeps the whole contract out of them.</summary>
internal interface IToyTask
{
    /// <summary>Shapes and names of the batch.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>Integers that one environment remembers between steps.</summary>
    int StateSize { get; }

    /// <summary>Environment steps after which an episode is truncated.</summary>
    int StepLimit { get; }

    /// <summary>Outcome of rows that are truncated.</summary>
    int LimitOutcome { get; }

    /// <summary>Starts an episode from a zeroed state.</summary>
    /// <returns>Its group, 0 where there is one.</returns>
    int Begin(RandomKey key, Span<int> state);

    /// <summary>What one action of one agent brings.</summary>
    void Act(in ToyMoment moment, in ToyAction action, ref ToyResult result);

    /// <summary>Writes every part of what the agent sees now into <paramref name="row"/> of the target.</summary>
    void Observe(in ToyMoment moment, ObservationTarget target, int row);

    /// <summary>Clears the choices that are not allowed now; called only with a mask in the spec, and all are set before.</summary>
    void Mask(in ToyMoment moment, Span<bool> mask);
}

/// <summary>Where an episode stands.</summary>
internal readonly ref struct ToyMoment
{
    /// <summary>Random draws of this episode.</summary>
    public required RandomKey Key { get; init; }

    /// <summary>Steps taken in this episode.</summary>
    public required int Step { get; init; }

    /// <summary>Index of the agent in its environment.</summary>
    public required int Agent { get; init; }

    /// <summary>[<see cref="IToyTask.StateSize"/>] of this environment.</summary>
    public required Span<int> State { get; init; }
}

/// <summary>The action of one row: one of the two is empty.</summary>
internal readonly ref struct ToyAction
{
    public required ReadOnlySpan<int> Choices { get; init; }

    public required ReadOnlySpan<float> Values { get; init; }
}

/// <summary>What a step brought one row.</summary>
internal ref struct ToyResult
{
    /// <summary>[K] weighted contributions, zero at first; their sum is the reward.</summary>
    public required Span<float> Terms { get; init; }

    /// <summary>[M] as they would be published if the row ended now.</summary>
    public required Span<float> Measures { get; init; }

    /// <summary>Whether the task itself ended for this row.</summary>
    public bool Terminated { get; set; }

    /// <summary>Outcome of a terminated row.</summary>
    public int Outcome { get; set; }
}
