using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>Parts of the PPO loss, one number per row, as pure functions of tensors [B]. Results belong to the caller's dispose scope.</summary>
public static class PpoLoss
{
    /// <summary>−min(r·A, clip(r, 1 − ε, 1 + ε)·A): no reward for moving the probability of an action further than ε from where it was.</summary>
    /// <param name="ratio">r: new over old probability of the action.</param>
    /// <param name="advantage">A.</param>
    /// <remarks>Source: Schulman et al. 2017, arXiv:1707.06347, eq. 7.</remarks>
    public static Tensor Policy(Tensor ratio, Tensor advantage, double clip) =>
        -minimum(ratio * advantage, ratio.clamp(1 - clip, 1 + clip) * advantage);

    /// <summary>½ (value − return)²; with <paramref name="clip"/> above 0 the larger of that and the same with the value held within ±clip of the old one.</summary>
    public static Tensor Value(Tensor value, Tensor oldValue, Tensor target, double clip)
    {
        var plain = (value - target).square() * 0.5f;
        return clip > 0 ? maximum(plain, (oldValue + (value - oldValue).clamp(-clip, clip) - target).square() * 0.5f) : plain;
    }

    /// <summary>(r − 1) − log r: an estimate of the divergence of the new from the old policy that is never negative.</summary>
    /// <remarks>Source: Schulman 2020, "Approximating KL divergence", joschu.net/blog/kl-approx.html, estimator k3.</remarks>
    public static Tensor Divergence(Tensor logRatio, Tensor ratio) => ratio - 1 - logRatio;
}
