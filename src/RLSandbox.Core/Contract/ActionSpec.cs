namespace RLSandbox.Core.Contract;

/// <summary>How an action is written down.</summary>
public enum ActionKind
{
    /// <summary>One choice of <see cref="ActionSpec.Choices"/>[0].</summary>
    Discrete,

    /// <summary>One choice for each entry of <see cref="ActionSpec.Choices"/>.</summary>
    MultiDiscrete,

    /// <summary><see cref="ActionSpec.Dimensions"/> numbers in [-1, 1]; values outside are clamped by the environment, which says so in its docs.</summary>
    Continuous,
}

/// <summary>Shape of one row's action.</summary>
public sealed record ActionSpec
{
    private ActionSpec(ActionKind kind, int[] choices, int dimensions)
    {
        Kind = kind;
        Choices = choices;
        Dimensions = dimensions;
    }

    /// <summary>Discrete, multi-discrete or continuous.</summary>
    public ActionKind Kind { get; }

    /// <summary>Choices per dimension; empty for continuous actions.</summary>
    public IReadOnlyList<int> Choices { get; }

    /// <summary>Numbers per row: 1 for discrete, otherwise the length of the action vector.</summary>
    public int Dimensions { get; }

    /// <summary>Length of a mask row and of a vector of logits: the sum of all choices (0 for continuous actions).</summary>
    public int ChoiceCount => Choices.Sum();

    /// <summary>One of <paramref name="choices"/>.</summary>
    public static ActionSpec Discrete(int choices)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(choices, 1);
        return new(ActionKind.Discrete, [choices], 1);
    }

    /// <summary>One choice per dimension.</summary>
    public static ActionSpec MultiDiscrete(params int[] choices)
    {
        if (choices.Length == 0 || choices.Any(count => count < 1)) throw new ArgumentException("Every dimension needs at least one choice.", nameof(choices));
        return new(ActionKind.MultiDiscrete, [.. choices], choices.Length);
    }

    /// <summary>A vector in [-1, 1].</summary>
    public static ActionSpec Continuous(int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        return new(ActionKind.Continuous, [], dimensions);
    }
}
