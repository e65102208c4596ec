using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Networks;

/// <summary>Torch's own convolutions are the oracle: same features, same gradients.</summary>
[TensorScope]
public sealed class PictureEncoderTests
{
    private const int Count = 5;
    private const float Rounding = 2e-5f;                                // sums of up to 1,600 products in another order, relative to the largest number

    [TestCase("tiny", 1, 64, 64, TestName = "Tiny_AsInFirstLap")]
    [TestCase("tiny", 1, 96, 48, TestName = "Tiny_HighPicture")]
    [TestCase("tiny", 1, 37, 50, TestName = "Tiny_SizesThatLeaveARest")]
    [TestCase("tiny", 4, 64, 64, TestName = "Tiny_FourFrames")]
    [TestCase("small", 1, 64, 64, TestName = "Small")]
    [TestCase("nature", 4, 84, 84, TestName = "Nature_AsOnAtari")]
    [TestCase("nature", 2, 36, 36, TestName = "Nature_OnePositionAtTheEnd")]
    [TestCase("odd", 1, 44, 52, TestName = "OddFilters_AndAKernelOfOne")]
    [TestCase("tiny", 1, 64, 64, true, TestName = "Tiny_Normalised")]
    [TestCase("nature", 4, 84, 84, true, TestName = "Nature_Normalised")]
    public unsafe void FeaturesAndGradients_AreThoseOfTorch(string preset, int channels, int height, int width, bool layerNorm = false)
    {
        var part = new ObservationPart("camera", ElementType.UInt8, channels, height, width);
        var config = Config(preset) with { LayerNorm = layerNorm };
        Assert.That(PictureEncoder.Suits(part, config, CPU));
        using var network = new ActorCritic([part], ActionSpec.Discrete(2), config, 1, CPU);
        for (var i = 0; i < config.ParametersPerLayer * config.Convolutions.Count; i++)
        {
            if (i % config.ParametersPerLayer > 0) network.Parameters[i].detach().copy_(arange(network.Parameters[i].numel()).remainder(5) * 0.1f + 0.1f);     // biases, scales and shifts that matter
        }

        PackedLayer[] packed = [.. PictureEncoder.Shapes(part, config).Select((shape, i) => PackedLayer.Convolution(shape, network.Parameters, config.ParametersPerLayer * i))];
        using var encoder = new PictureEncoder(part, config, network.Parameters, packed, 0);
        var bytes = (arange((long)Count * part.ElementCount) * 37).remainder(251).to(uint8).view(Count, channels, height, width);
        var expected = Torch(bytes, config, network.Parameters);
        var features = new float[Count * encoder.FeatureCount];
        var pictures = TensorMemory.Span<byte>(bytes);
        fixed (byte* pixels = pictures) fixed (float* target = features) encoder.Forward(pixels, Count, target, encoder.FeatureCount, isForGradient: true);
        AssertClose(tensor(features), expected.detach().flatten(), "features");

        var weight = (arange(expected.numel()).remainder(7) - 3).to(float32).view(expected.shape);
        (expected * weight).sum().backward();
        var gradient = network.Parameters.Gradient.clone();
        network.Parameters.Gradient.zero_();
        fixed (byte* pixels = pictures) fixed (float* delta = TensorMemory.Span<float>(weight)) encoder.Backward(pixels, Count, delta, encoder.FeatureCount, TensorMemory.Span<float>(network.Parameters.Gradient));
        foreach (var layer in packed) layer.Dispose();
        for (var i = 0; i < config.ParametersPerLayer * config.Convolutions.Count; i++)
        {
            var range = network.Parameters.Range(i);
            var (start, length) = range.GetOffsetAndLength((int)gradient.numel());
            AssertClose(network.Parameters.Gradient.narrow(0, start, length), gradient.narrow(0, start, length), network.Parameters.Shapes[i].Name);
        }
    }

    [Test]
    public void ColourPictures_AreLeftToTorch()
    {
        var part = new ObservationPart("camera", ElementType.UInt8, 3, 64, 64);          // runs of 24 numbers
        Assert.That(PictureEncoder.Suits(part, NetworkConfig.Preset("tiny"), CPU), Is.False);
        using var network = new ActorCritic([part], ActionSpec.Discrete(2), NetworkConfig.Preset("tiny"), 1, CPU);
        network.Learn([ones(2, 3, 64, 64).to(uint8)]);
        Assert.That(TensorMemory.Span<float>(network.Parameters.Gradient)[network.Parameters.Range(0)].ToArray(), Has.Some.Not.Zero);
    }

    /// <summary>The convolutions as torch computes them in numbers of a type, with normalisation in single precision.</summary>
    internal static Tensor Torch(Tensor bytes, NetworkConfig config, ParameterVector parameters, ScalarType type = ScalarType.Float32)
    {
        var x = (bytes.to(float32) - config.ImageMean) / config.ImageScale;
        for (var i = 0; i < config.Convolutions.Count; i++)
        {
            long[] stride = [config.Convolutions[i].Stride, config.Convolutions[i].Stride];
            var weight = config.ParametersPerLayer * i;
            x = nn.functional.conv2d(x.to(type), parameters[weight].to(type), parameters[weight + 1].to(type), strides: stride).to(float32);
            if (config.LayerNorm) x = Normalized(x, parameters[weight + 2], parameters[weight + 3]);
            x = x.relu();
        }

        return x.flatten(1);
    }

    /// <summary>Written out: over the channels of each pixel, (x − mean) / √(variance + 10⁻⁵) · scale + shift.</summary>
    private static Tensor Normalized(Tensor x, Tensor scale, Tensor shift)
    {
        var deviation = x - x.mean([1], keepdim: true);
        return deviation / (deviation.square().mean([1], keepdim: true) + 1e-5f).sqrt() * scale.view(1, -1, 1, 1) + shift.view(1, -1, 1, 1);
    }

    /// <summary>A preset, or layers of 48 and 24 filters, one of them with a kernel of one.</summary>
    internal static NetworkConfig Config(string preset) =>
        preset == "odd" ? NetworkConfig.Preset("tiny") with { Convolutions = [new(48, 8, 4), new(24, 1, 1), new(40, 2, 1)] } : NetworkConfig.Preset(preset);

    private static void AssertClose(Tensor actual, Tensor expected, string what)
    {
        var scale = expected.abs().max().item<float>();
        Assert.That(scale, Is.Positive, what);
        Assert.That((actual - expected).abs().max().item<float>(), Is.LessThan(Rounding * scale), what);
    }
}
