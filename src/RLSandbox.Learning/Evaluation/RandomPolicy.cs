using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Evaluation;

/// <summary>Acts uniformly at random among the allowed actions: the floor that every learner has to beat.</summary>
/// <remarks>Every draw is a hash of (seed, row, call, dimension), so a new policy of the same seed acts the same again.</remarks>
public sealed class RandomPolicy(ActionSpec action, ulong seed) : IPolicy
{
    private static readonly uint Purpose = RandomPurpose.Of("evaluation.random-policy");
    private readonly int _maskLength = action.ChoiceCount;
    private uint _calls;

    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public int StateSize => 0;

    /// <inheritdoc/>
    public bool DrawsActions => true;

    /// <inheritdoc/>
    public void Act(in PolicyInput input, Span<float> state, ActionBuffer actions)
    {
        for (var row = 0; row < actions.RowCount; row++)
        {
            var key = new RandomKey(seed, (uint)row, 0, Purpose);
            if (action.Kind == ActionKind.Continuous) DrawValues(key, actions.Values.Slice(row * action.Dimensions, action.Dimensions));
            else DrawChoices(key, RowMask(input.ActionMask, row), actions.Choices.Slice(row * action.Dimensions, action.Dimensions));
        }
        _calls++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void DrawValues(RandomKey key, Span<float> values)
    {
        for (var dimension = 0; dimension < values.Length; dimension++) values[dimension] = key.Uniform(-1f, 1f, (uint)dimension, _calls);
    }

    private void DrawChoices(RandomKey key, ReadOnlySpan<bool> mask, Span<int> choices)
    {
        var first = 0;
        for (var dimension = 0; dimension < choices.Length; dimension++)
        {
            var count = action.Choices[dimension];
            var allowed = mask.IsEmpty ? mask : mask.Slice(first, count);
            var drawn = key.Integer(allowed.IsEmpty ? count : allowed.Count(true), (uint)dimension, _calls);
            choices[dimension] = allowed.IsEmpty ? drawn : NthAllowed(allowed, drawn);
            first += count;
        }
    }

    private static int NthAllowed(ReadOnlySpan<bool> allowed, int n)
    {
        var choice = allowed.IndexOf(true);
        for (; n > 0; n--) choice += 1 + allowed[(choice + 1)..].IndexOf(true);
        return choice;
    }

    private ReadOnlySpan<bool> RowMask(ReadOnlySpan<bool> mask, int row) =>
        mask.IsEmpty ? mask : mask.Slice(row * _maskLength, _maskLength);
}
