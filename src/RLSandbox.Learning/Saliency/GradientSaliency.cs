using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Torch;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Saliency;

/// <summary>How much the answer changes with each pixel: the size of the derivative, averaged over noisy copies of the picture.</summary>
/// <remarks>
/// Source: Smilkov, Thorat, Kim, Viégas and Wattenberg 2017, "SmoothGrad: removing noise by adding noise", arXiv:1706.03825, eq. 2 with |·|.
/// We differ: the noise falls on the newest frame only, and is drawn anew for each pixel from a stream that knows only copy and pixel, so that the map of a moment is always the same.
/// The channels of a pixel are summed.
/// </remarks>
internal static class GradientSaliency
{
    /// <summary>Noisy copies; the paper finds little to gain above 50 and most of it below 20.</summary>
    internal const int Copies = 16;

    /// <summary>Standard deviation of the noise as a share of the picture's range; the paper recommends 0.1 to 0.2.</summary>
    internal const float NoiseShare = 0.15f;

    private static readonly uint Purpose = RandomPurpose.Of("saliency.noise");

    /// <summary>[H · W], not negative.</summary>
    public static float[] Map(SaliencyQuestion question)
    {
        var shape = question.Picture.shape;                                                       // [1, S · C, H, W]
        using var pictures = Noisy(question).requires_grad_(true);
        var answers = question.Trace(pictures).Answers;
        var slope = autograd.grad([answers.sum()], [pictures])[0];                                // [B, S · C, H, W]
        var newest = slope.narrow(1, shape[1] - question.Channels, question.Channels);
        var map = new float[shape[2] * shape[3]];
        TensorMemory.Copy(newest.abs().mean([0]).sum([0]), map.AsSpan());                           // [H, W]
        return map;
    }

    private static Tensor Noisy(SaliencyQuestion question)
    {
        var bytes = TensorMemory.Span<byte>(question.Picture);
        var pixels = question.Channels * (int)(question.Picture.shape[2] * question.Picture.shape[3]);
        var newest = bytes[^pixels..];
        var (low, high) = (byte.MaxValue, byte.MinValue);
        foreach (var level in newest) (low, high) = (Math.Min(low, level), Math.Max(high, level));
        var deviation = NoiseShare * (high - low);
        var copies = new float[Copies * bytes.Length];
        for (var i = 0; i < copies.Length; i++) copies[i] = bytes[i % bytes.Length];
        var key = new RandomKey(0, 0, 0, Purpose);
        for (var copy = 0; copy < Copies; copy++)
        {
            var target = copies.AsSpan((copy + 1) * bytes.Length - pixels, pixels);
            for (var i = 0; i < pixels; i++) target[i] += deviation * key.Normal((uint)copy, (uint)i);
        }

        return tensor(copies, [Copies, .. question.Picture.shape[1..]]);
    }
}
