using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Networks;

/// <summary>As near to the features and gradients in single precision as torch's own convolutions in bfloat16 are.</summary>
[TensorScope]
public sealed class RoundedEncoderTests
{
    private const int Count = 11;                                        // a group of eight and a rest
    private const float Allowed = 2.5f;                                  // of torch's distance: both round, at other places, and of the sixteen numbers of a small layer one may be luckier

    [TestCase("tiny", 1, 64, 64, TestName = "Tiny_AsInFirstLap_Rounded")]
    [TestCase("tiny", 1, 37, 50, TestName = "Tiny_SizesThatLeaveARest_Rounded")]
    [TestCase("tiny", 4, 64, 64, TestName = "Tiny_FourFrames_Rounded")]
    [TestCase("small", 1, 64, 64, TestName = "Small_Rounded")]
    [TestCase("nature", 4, 84, 84, TestName = "Nature_AsOnAtari_Rounded")]
    [TestCase("nature", 2, 36, 36, TestName = "Nature_OnePositionAtTheEnd_Rounded")]
    [TestCase("odd", 1, 44, 52, TestName = "OddFilters_AndAKernelOfOne_Rounded")]
    [TestCase("tiny", 1, 64, 64, true, TestName = "Tiny_Normalised_Rounded")]
    [TestCase("nature", 4, 84, 84, true, TestName = "Nature_Normalised_Rounded")]
    public void FeaturesAndGradients_AreAsNearAsThoseOfTorch(string preset, int channels, int height, int width, bool layerNorm = false)
    {
        if (!RoundedBlock.IsSupported) Assert.Ignore("This processor has no instructions for bfloat16 (AVX512_BF16).");
        var part = new ObservationPart("camera", ElementType.UInt8, channels, height, width);
        var config = PictureEncoderTests.Config(preset) with { LayerNorm = layerNorm };
        using var network = new ActorCritic([part], ActionSpec.Discrete(2), config, 1, CPU);
        for (var i = 0; i < config.ParametersPerLayer * config.Convolutions.Count; i++)
        {
            if (i % config.ParametersPerLayer > 0) network.Parameters[i].detach().copy_(arange(network.Parameters[i].numel()).remainder(5) * 0.1f + 0.1f);     // biases, scales and shifts that matter
        }

        var bytes = (arange((long)Count * part.ElementCount) * 37).remainder(251).to(uint8).view(Count, channels, height, width);
        var exact = OfTorch(bytes, config, network.Parameters, ScalarType.Float32);
        var coarse = OfTorch(bytes, config, network.Parameters, ScalarType.BFloat16);
        var ours = Ours(bytes, part, config, network.Parameters);
        Assert.That((ours.Features - exact.Features).norm().item<float>(), Is.Positive, "nothing was rounded");
        AssertAsNear(ours.Features, coarse.Features, exact.Features, "features");
        for (var i = 0; i < config.ParametersPerLayer * config.Convolutions.Count; i++)
        {
            var (start, length) = network.Parameters.Range(i).GetOffsetAndLength((int)exact.Gradient.numel());
            AssertAsNear(ours.Gradient.narrow(0, start, length), coarse.Gradient.narrow(0, start, length), exact.Gradient.narrow(0, start, length), network.Parameters.Shapes[i].Name);
        }
    }

    private static (Tensor Features, Tensor Gradient) OfTorch(Tensor bytes, NetworkConfig config, ParameterVector parameters, ScalarType type)
    {
        parameters.Gradient.zero_();
        var features = PictureEncoderTests.Torch(bytes, config, parameters, type);
        (features * Slopes(features)).sum().backward();
        return (features.detach().flatten(), parameters.Gradient.clone());
    }

    private static unsafe (Tensor Features, Tensor Gradient) Ours(Tensor bytes, ObservationPart part, NetworkConfig config, ParameterVector parameters)
    {
        PackedLayer[] packed = [.. PictureEncoder.Shapes(part, config).Select((shape, i) => PackedLayer.Convolution(shape, parameters, config.ParametersPerLayer * i, Precision.BFloat16))];
        using var encoder = new RoundedEncoder(part, config, parameters, packed, 0);
        var features = zeros(Count, encoder.FeatureCount);
        var pictures = (byte*)TensorMemory.Address(bytes);
        encoder.Forward(pictures, Count, (float*)TensorMemory.Address(features), encoder.FeatureCount, isForGradient: true);
        parameters.Gradient.zero_();
        encoder.Backward(pictures, Count, (float*)TensorMemory.Address(Slopes(features)), encoder.FeatureCount, TensorMemory.Span<float>(parameters.Gradient));
        foreach (var layer in packed) layer.Dispose();
        return (features.flatten(), parameters.Gradient.clone());
    }

    private static Tensor Slopes(Tensor features) => (arange(features.numel()).remainder(7) - 2).to(float32).view(features.shape);

    private static void AssertAsNear(Tensor actual, Tensor coarse, Tensor exact, string what)
    {
        var (distance, allowed) = ((actual - exact).norm().item<float>(), (coarse - exact).norm().item<float>());
        Assert.That(distance, Is.LessThanOrEqualTo(Allowed * allowed), what);
    }
}
