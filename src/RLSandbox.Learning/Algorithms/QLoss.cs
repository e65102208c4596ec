namespace RLSandbox.Learning.Algorithms;

/// <summary>Losses of DQN and PQN, for one row. Slopes are by the value.</summary>
public static class QLoss
{
    /// <summary>½ e² for small errors, and a straight line of the same slope beyond <paramref name="threshold"/>: κ (|e| − ½ κ).</summary>
    /// <param name="error">e: value − target.</param>
    /// <param name="threshold">κ, above 0, in units of the return.</param>
    /// <remarks>Source: Huber 1964, doi:10.1214/aoms/1177703732; Mnih et al. 2015 clip the error to the same effect, with κ = 1.</remarks>
    public static LossTerm Huber(float error, float threshold)
    {
        var size = MathF.Abs(error);
        return size > threshold ? new(threshold * (size - 0.5f * threshold), MathF.CopySign(threshold, error)) : Squared(error);
    }

    /// <summary>½ e².</summary>
    public static LossTerm Squared(float error) => new(0.5f * error * error, error);
}
