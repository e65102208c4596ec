namespace RLSandbox.Core.Contract;

/// <summary>How the importance of a pixel is measured.</summary>
public enum SaliencyKind
{
    /// <summary>Size of the derivative by the pixel, averaged over noisy copies of the picture (SmoothGrad, Smilkov et al. 2017, arXiv:1706.03825).</summary>
    Gradient,

    /// <summary>Where the last convolution found what speaks for it (Grad-CAM, Selvaraju et al. 2017, arXiv:1610.02391).</summary>
    GradCam,

    /// <summary>How much is lost when a patch around the pixel is covered (Zeiler and Fergus 2014, arXiv:1311.2901).</summary>
    Occlusion,
}

/// <summary>What a pixel is important for.</summary>
public enum SaliencyTarget
{
    /// <summary>The preference for the action that the policy takes: its Q, its log-probability, or the distance of its mean from rest.</summary>
    Action,

    /// <summary>What the policy expects of the row: V(s), or max Q(s, a).</summary>
    Value,
}

/// <summary>A policy that can show which pixels of its camera matter to it.</summary>
public interface ISalientPolicy : IPolicy
{
    /// <summary>Importance of each pixel of the newest frame of the first picture that the policy sees. Changes nothing, and gives the same map for the same input.</summary>
    /// <param name="input">All rows, as <see cref="IPolicy.Act"/> gets or got them.</param>
    /// <param name="state">[R, <see cref="IPolicy.StateSize"/>] as it was <b>before</b> <see cref="IPolicy.Act"/> read and updated it.</param>
    /// <param name="row">Which one, 0 … R − 1.</param>
    /// <returns>[H, W] in 0 … 1, the most important pixel 1; all 0 where no pixel matters. Empty: the policy sees no picture, or its network has no part that this kind needs.</returns>
    float[] Saliency(in PolicyInput input, ReadOnlySpan<float> state, int row, SaliencyKind kind, SaliencyTarget of = SaliencyTarget.Action);
}
