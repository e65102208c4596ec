namespace RLSandbox.Learning.Buffers;

/// <summary>Generalised advantage estimation: how much better an action turned out than the value function expected.</summary>
public static class Gae
{
    /// <summary>Fills <paramref name="advantages"/> for T steps of R rows, last step first.</summary>
    /// <param name="rewards">[T, R], row-major: index t·R + row. All spans have this shape.</param>
    /// <param name="values">Value of the state each action was taken in.</param>
    /// <param name="nextValues">Value of the state each step led to, taken before the reset (final observation) on truncated steps; unused on terminated ones.</param>
    /// <param name="terminated">Ends without a bootstrap. An inactive row is given as terminated and done with reward and value 0: its advantage is 0.</param>
    /// <param name="done">Terminated or truncated: later advantages do not reach back across it.</param>
    /// <param name="rowCount">R.</param>
    /// <remarks>Source: Schulman et al. 2016, arXiv:1506.02438, eq. 16. No allocation.</remarks>
    public static void Compute(
        ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, ReadOnlySpan<float> nextValues,
        ReadOnlySpan<bool> terminated, ReadOnlySpan<bool> done,
        int rowCount, float discount, float lambda, Span<float> advantages)
    {
        if (values.Length != rewards.Length || nextValues.Length != rewards.Length || terminated.Length != rewards.Length || done.Length != rewards.Length || advantages.Length != rewards.Length)
        {
            throw new ArgumentException("All spans need the length of the rewards.", nameof(rewards));
        }

        for (var i = rewards.Length - 1; i >= 0; i--)
        {
            var later = i + rowCount < rewards.Length && !done[i] ? advantages[i + rowCount] : 0f;
            var bootstrap = terminated[i] ? 0f : nextValues[i];
            advantages[i] = rewards[i] + discount * bootstrap - values[i] + discount * lambda * later;
        }
    }
}
