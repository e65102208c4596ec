namespace RLSandbox.Core.Contract;

/// <summary>What a policy makes of one row: what it expects and how it weighs its actions. What it has no notion of is empty, or null.</summary>
public sealed record PolicyInsight
{
    /// <summary>Expected discounted return of the row, V(s); of a policy that knows only values of actions the best allowed one, max Q(s, a). Null: it knows neither. In rewards as the training scaled them.</summary>
    public float? Value { get; init; }

    /// <summary>[<see cref="ActionSpec.ChoiceCount"/>] Q(s, a) by choice, masked ones NaN.</summary>
    public IReadOnlyList<float> ActionValues { get; init; } = [];

    /// <summary>[<see cref="ActionSpec.ChoiceCount"/>] probability by choice, in [0, 1]; sums to 1 over each dimension of the action.</summary>
    public IReadOnlyList<float> Probabilities { get; init; } = [];

    /// <summary>[dimensions] mean of a continuous action, before it is clamped to [-1, 1].</summary>
    public IReadOnlyList<float> Means { get; init; } = [];

    /// <summary>[dimensions] standard deviation with which training draws around <see cref="Means"/>.</summary>
    public IReadOnlyList<float> Deviations { get; init; } = [];
}
