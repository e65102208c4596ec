using RLSandbox.Core.Contract;

namespace RLSandbox.Learning.Evaluation;

/// <summary>Counts what a policy does, in the first episode of each row: later ones are there only because others take longer.</summary>
/// <param name="policy">Stays the caller's.</param>
/// <param name="bins">Into which −1 … 1 of a continuous number is cut; the outer two are centred on the ends.</param>
public sealed class ActionCounter(IPolicy policy, ActionSpec action, int bins) : IPolicy
{
    private readonly long[] _counts = new long[action.Kind == ActionKind.Continuous ? bins * action.Dimensions : action.ChoiceCount];
    private int[] _episodes = [];

    /// <inheritdoc/>
    public string Name => policy.Name;

    /// <inheritdoc/>
    public int StateSize => policy.StateSize;

    /// <inheritdoc/>
    public bool DrawsActions => policy.DrawsActions;

    /// <summary>Actions counted.</summary>
    public long Steps { get; private set; }

    /// <summary>By choice, all dimensions one after another, or by dimension and bin: how often it was taken, 0 … 1.</summary>
    public IReadOnlyList<double> Shares => [.. _counts.Select(count => (double)count / Math.Max(1, Steps))];

    /// <inheritdoc/>
    public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions)
    {
        policy.Act(input, state, actions);
        if (_episodes.Length == 0) _episodes = new int[input.Started.Length];
        for (var row = 0; row < _episodes.Length; row++)
        {
            if (input.Started[row]) _episodes[row]++;
            if (_episodes[row] == 1) Count(actions, row);
        }
    }

    /// <summary>Does nothing: the policy is the caller's.</summary>
    public void Dispose()
    {
    }

    private void Count(ActionBuffer actions, int row)
    {
        Steps++;
        for (int d = 0, first = 0; d < action.Dimensions; d++)
        {
            var at = row * action.Dimensions + d;
            if (action.Kind == ActionKind.Continuous) _counts[d * bins + (int)MathF.Round((Math.Clamp(actions.Values[at], -1, 1) + 1) / 2 * (bins - 1))]++;
            else
            {
                _counts[first + actions.Choices[at]]++;
                first += action.Choices[d];
            }
        }
    }
}
