namespace RLSandbox.Core.Contract;

/// <summary>What a policy sees when it acts: all rows of one moment.</summary>
public readonly ref struct PolicyInput
{
    /// <summary>R observation rows.</summary>
    public required ObservationBuffer Observations { get; init; }

    /// <summary>[R] first observation of an episode: memory of the row is forgotten before it is used.</summary>
    public required ReadOnlySpan<bool> Started { get; init; }

    /// <summary>[R, choices], or empty.</summary>
    public ReadOnlySpan<bool> ActionMask { get; init; }
}

/// <summary>Chooses an action for every row; deterministic given its input, state and construction (evaluation uses it as it is).</summary>
public interface IPolicy : IDisposable
{
    /// <summary>Name for tables, such as <c>ppo</c> or <c>pure-pursuit</c>.</summary>
    string Name { get; }

    /// <summary>Floats of memory per row; 0 for feed-forward policies.</summary>
    int StateSize { get; }

    /// <summary>Whether it may act differently on the same observation, so that two episodes from one beginning tell more than one.</summary>
    bool DrawsActions => false;

    /// <summary>Writes one action per row.</summary>
    /// <param name="state">[R, <see cref="StateSize"/>], read and updated.</param>
    void Act(in PolicyInput input, Span<float> state, ActionBuffer actions);
}
