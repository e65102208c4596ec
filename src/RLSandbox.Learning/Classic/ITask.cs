using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Classic;

/// <summary>The rules of a small task, seen from one agent of one environment; <see cref="BatchEnvironment{TTask, TState}"/> makes a batch that keeps the whole contract out of them.</summary>
/// <remarks>Implemented by structs, so that the batch is compiled for each of them and a row costs no virtual call.</remarks>
/// <typeparam name="TState">What one environment remembers between steps.</typeparam>
internal interface ITask<TState> where TState : unmanaged
{
    /// <summary>Shapes and names of the batch.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>Environment steps after which an episode is truncated.</summary>
    int StepLimit { get; }

    /// <summary>Starts an episode.</summary>
    /// <param name="state">Zeroed.</param>
    /// <returns>Its group, 0 where there is one.</returns>
    int Begin(RandomKey key, ref TState state);

    /// <summary>What one action of one agent brings.</summary>
    void Act(in TaskMoment moment, ref TState state, in TaskAction action, ref TaskResult result);

    /// <summary>Writes every part of what the agent sees now into <paramref name="row"/> of the target.</summary>
    void Observe(in TaskMoment moment, in TState state, ObservationTarget target, int row);

    /// <summary>Clears the choices that are not allowed now; called only with a mask in the spec, and all are set before.</summary>
    void Mask(in TaskMoment moment, Span<bool> mask);
}

/// <summary>The state of a task that remembers nothing but the step.</summary>
internal readonly struct NoState;

/// <summary>Where an episode stands.</summary>
internal readonly ref struct TaskMoment
{
    /// <summary>Random draws of this episode.</summary>
    public required RandomKey Key { get; init; }

    /// <summary>Steps taken in this episode.</summary>
    public required int Step { get; init; }

    /// <summary>Index of the agent in its environment.</summary>
    public required int Agent { get; init; }
}

/// <summary>The action of one row: one of the two is empty.</summary>
internal readonly ref struct TaskAction
{
    public required ReadOnlySpan<int> Choices { get; init; }

    public required ReadOnlySpan<float> Values { get; init; }
}

/// <summary>What a step brought one row.</summary>
internal ref struct TaskResult
{
    /// <summary>[K] weighted contributions, zero at first; their sum is the reward.</summary>
    public required Span<float> Terms { get; init; }

    /// <summary>[M] as they would be published if the row ended now; NaN at first.</summary>
    public required Span<float> Measures { get; init; }

    /// <summary>Whether the task itself ended for this row.</summary>
    public bool Terminated { get; set; }

    /// <summary>Outcome if the row ends now, by itself or at the limit; 0 at first.</summary>
    public int Outcome { get; set; }
}
