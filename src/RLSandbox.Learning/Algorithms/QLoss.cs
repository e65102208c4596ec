using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>Parts of the losses of DQN and PQN, one number per row, as pure functions of tensors [B]. Results belong to the caller's dispose scope.</summary>
public static class QLoss
{
    /// <summary>½ e² for small errors, and a straight line of the same slope beyond <paramref name="threshold"/>: κ (|e| − ½ κ).</summary>
    /// <param name="error">e: value − target.</param>
    /// <param name="threshold">κ, above 0, in units of the return.</param>
    /// <remarks>Source: Huber 1964, doi:10.1214/aoms/1177703732; Mnih et al. 2015 clip the error to the same effect, with κ = 1.</remarks>
    public static Tensor Huber(Tensor error, double threshold)
    {
        var size = error.abs();
        var near = size.clamp(max: threshold);
        return near * (size - near * 0.5);
    }

    /// <summary>½ e².</summary>
    public static Tensor Squared(Tensor error) => error.square() * 0.5f;
}
