namespace RLSandbox.Learning.Buffers;

/// <summary>Divides rewards by the running standard deviation of the discounted return, so that values are about 1 in size whatever the task pays.</summary>
/// <remarks>Source: Engstrom et al. 2020, arXiv:2005.12729, section 2 ("reward scaling"). The mean is not subtracted: it would change the task. Saved with a checkpoint.</remarks>
public sealed class ReturnNormalizer
{
    private readonly float _discount;
    private readonly float[] _returns;

    /// <summary>Statistics of <paramref name="rowCount"/> rows.</summary>
    public ReturnNormalizer(int rowCount, float discount)
    {
        _discount = discount;
        _returns = new float[rowCount];
    }

    /// <summary>[R] discounted sum of the rewards of each row's episode so far.</summary>
    public Span<float> Returns => _returns;

    /// <summary>Moments of the returns.</summary>
    public RunningNormalizer Statistics { get; } = new(1);

    /// <summary>Takes in one step and writes the scaled rewards.</summary>
    /// <param name="rewards">[R].</param>
    /// <param name="active">[R] rows that took part in the step; the others are left out of the statistics.</param>
    /// <param name="done">[R] rows whose episode ended with this step, or that took no part.</param>
    /// <param name="scaled">[R].</param>
    public void Apply(ReadOnlySpan<float> rewards, ReadOnlySpan<bool> active, ReadOnlySpan<bool> done, Span<float> scaled)
    {
        for (var row = 0; row < rewards.Length; row++) _returns[row] = _discount * _returns[row] + rewards[row];
        Statistics.Update(_returns, active);
        var scale = 1 / (float)Math.Sqrt(Statistics.Variance(0));
        for (var row = 0; row < rewards.Length; row++)
        {
            scaled[row] = rewards[row] * scale;
            if (done[row]) _returns[row] = 0;
        }
    }
}
