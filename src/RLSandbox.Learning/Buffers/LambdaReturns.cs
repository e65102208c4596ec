namespace RLSandbox.Learning.Buffers;

/// <summary>λ-returns for values of actions: returns over one, two, … steps, each continued by the best value of the state it reaches, mixed with weights that fall by λ.</summary>
public static class LambdaReturns
{
    /// <summary>Fills <paramref name="returns"/> for T steps of R rows, last step first.</summary>
    /// <param name="rewards">[T, R], row-major: index t·R + row. All spans have this shape.</param>
    /// <param name="nextValues">Largest value of a choice in the state each step led to, taken before the reset (final observation) on truncated steps; unused on terminated ones.</param>
    /// <param name="terminated">Ends without a bootstrap. An inactive row is given as terminated and done with reward 0: its return is 0.</param>
    /// <param name="done">Terminated or truncated: later rewards do not reach back across it.</param>
    /// <param name="rowCount">R.</param>
    /// <remarks>
    /// G(t) = r + γ [λ G(t + 1) + (1 − λ) max Q(t + 1)], and r + γ max Q at the last step and at a truncation. Exploratory actions do not cut it (Peng's Q(λ)).
    /// Source: Gallici et al. 2024, arXiv:2407.04811, algorithm 1. No allocation.
    /// </remarks>
    public static void Compute(
        ReadOnlySpan<float> rewards, ReadOnlySpan<float> nextValues, ReadOnlySpan<bool> terminated, ReadOnlySpan<bool> done,
        int rowCount, float discount, float lambda, Span<float> returns)
    {
        if (nextValues.Length != rewards.Length || terminated.Length != rewards.Length || done.Length != rewards.Length || returns.Length != rewards.Length)
        {
            throw new ArgumentException("All spans need the length of the rewards.", nameof(rewards));
        }

        for (var i = rewards.Length - 1; i >= 0; i--)
        {
            var goesOn = i + rowCount < rewards.Length && !done[i];
            var later = terminated[i] ? 0f : goesOn ? lambda * returns[i + rowCount] + (1 - lambda) * nextValues[i] : nextValues[i];
            returns[i] = rewards[i] + discount * later;
        }
    }
}
