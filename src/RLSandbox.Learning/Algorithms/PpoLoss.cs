namespace RLSandbox.Learning.Algorithms;

/// <summary>A term of a loss for one row.</summary>
/// <param name="Loss">Its value.</param>
/// <param name="Slope">Its derivative by what it is a function of.</param>
public readonly record struct LossTerm(float Loss, float Slope);

/// <summary>Parts of the PPO loss, for one row.</summary>
public static class PpoLoss
{
    /// <summary>−min(r·A, clip(r, 1 − ε, 1 + ε)·A): no reward for moving the probability of an action further than ε from where it was. The slope is by r.</summary>
    /// <param name="ratio">r: new over old probability of the action.</param>
    /// <param name="advantage">A.</param>
    /// <remarks>Source: Schulman et al. 2017, arXiv:1707.06347, eq. 7.</remarks>
    public static LossTerm Policy(float ratio, float advantage, float clip)
    {
        var plain = ratio * advantage;
        var clipped = Math.Clamp(ratio, 1 - clip, 1 + clip) * advantage;
        return clipped < plain ? new(-clipped, 0) : new(-plain, -advantage);       // NaN stays NaN, for the trainer to see
    }

    /// <summary>½ (value − return)²; with <paramref name="clip"/> above 0 the larger of that and the same with the value held within ±clip of the old one. The slope is by the value.</summary>
    public static LossTerm Value(float value, float oldValue, float target, float clip)
    {
        var error = value - target;
        var plain = new LossTerm(0.5f * error * error, error);
        if (clip <= 0) return plain;
        var held = oldValue + Math.Clamp(value - oldValue, -clip, clip) - target;
        return 0.5f * held * held > plain.Loss ? new(0.5f * held * held, 0) : plain;   // where the held value counts and differs, it does not move with the value
    }

    /// <summary>(r − 1) − log r: an estimate of the divergence of the new from the old policy that is never negative.</summary>
    /// <remarks>Source: Schulman 2020, "Approximating KL divergence", joschu.net/blog/kl-approx.html, estimator k3.</remarks>
    public static float Divergence(float logRatio, float ratio) => ratio - 1 - logRatio;
}
