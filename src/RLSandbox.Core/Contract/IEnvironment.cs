namespace RLSandbox.Core.Contract;

/// <summary>A batch of N environments with A agents each, stepped as one: the contract between environment and learner.</summary>
/// <remarks>
/// <para><b>Order of one step</b>: actions → physics → ends → rewards → observations of truncated rows into <see cref="FinalObservations"/>
/// → reset of ended environments → observations of all rows into the target. An environment resets in the step in which it is
/// truncated or none of its rows is active; a row that ends earlier becomes inactive (reward 0) until then.</para>
/// <para><b>Ends</b>: terminated means that the task itself ended, truncated that we stopped watching; both at once is terminated. Only truncated rows bootstrap.</para>
/// <para><b>Columns</b> belong to the environment and hold until the next call. Calls come from one thread; an environment may use workers inside.</para>
/// <para><b>Allocation</b>: a step allocates nothing on the managed heap after warm-up.</para>
/// </remarks>
public interface IEnvironment : IDisposable
{
    /// <summary>Shapes and names.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>Starts every environment anew at episode 0 of <paramref name="seed"/> and writes the first observations of all rows.</summary>
    /// <param name="target">Where to write; null writes to <see cref="Observations"/>.</param>
    void Reset(ulong seed, ObservationTarget? target = null);

    /// <summary>Applies one action per row and writes the next observations of all rows.</summary>
    /// <param name="target">Where to write; null writes to <see cref="Observations"/>.</param>
    void Step(ActionBuffer actions, ObservationTarget? target = null);

    /// <summary>The environment's own observation memory; holds the last observations only if the last call had no target.</summary>
    ObservationBuffer Observations { get; }

    /// <summary>[R] sum of the weighted terms of the last step.</summary>
    ReadOnlySpan<float> Rewards { get; }

    /// <summary>[R] the task itself ended in the last step.</summary>
    ReadOnlySpan<bool> Terminated { get; }

    /// <summary>[R] the episode was cut off in the last step; never set together with <see cref="Terminated"/>.</summary>
    ReadOnlySpan<bool> Truncated { get; }

    /// <summary>[R] whether the row took part in the last step. Inactive rows have reward 0 and are never stored.</summary>
    ReadOnlySpan<bool> Active { get; }

    /// <summary>[R] whether the observation just written is the first of an episode.</summary>
    ReadOnlySpan<bool> Started { get; }

    /// <summary>[R, <see cref="ActionSpec.ChoiceCount"/>] which choices are allowed next; empty without a mask. At least one choice per dimension is.</summary>
    ReadOnlySpan<bool> ActionMask { get; }

    /// <summary>Rows that were truncated in the last step, ascending; entry i belongs to row i of <see cref="FinalObservations"/>.</summary>
    ReadOnlySpan<int> FinalRows { get; }

    /// <summary>What the truncated rows saw last, before their reset: first <see cref="FinalRows"/>.Length rows are valid.</summary>
    ObservationBuffer FinalObservations { get; }

    /// <summary>[K, R] weighted reward contributions of the last step.</summary>
    ReadOnlySpan<float> Terms { get; }

    /// <summary>[M, R] valid on rows that ended in the last step; NaN where a measure does not apply.</summary>
    ReadOnlySpan<float> Measures { get; }

    /// <summary>[R] index into <see cref="EnvironmentSpec.Outcomes"/> on rows that ended in the last step, otherwise -1.</summary>
    ReadOnlySpan<int> Outcomes { get; }

    /// <summary>[R] index into <see cref="EnvironmentSpec.Groups"/> of the episode that the last step belonged to (not of the one that a reset just began).</summary>
    ReadOnlySpan<int> Groups { get; }

    /// <summary>Writes everything that the future depends on; after <see cref="LoadState"/> the same actions give the same bits.</summary>
    void SaveState(Stream stream);

    /// <summary>Restores what <see cref="SaveState"/> wrote and writes the observations of all rows again.</summary>
    /// <exception cref="InvalidDataException">The stream was not written by an environment of the same shape.</exception>
    void LoadState(Stream stream, ObservationTarget? target = null);
}
