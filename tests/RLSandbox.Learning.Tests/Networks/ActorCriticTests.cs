using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Networks;

[TensorScope]
public sealed class ActorCriticTests
{
    private const float Rounding = 1e-5f;                                // float products of up to 576 numbers of about 0.1
    private static readonly ObservationPart[] Parts = [new("camera", ElementType.UInt8, 1, 36, 36), new("state", ElementType.Float32, 3)];

    /// <summary>Rows or columns, whichever are fewer: W·Wᵀ or Wᵀ·W is gain² times the identity; gain² is 2, for the policy head 10⁻⁴, for the value head 1.</summary>
    [Test]
    public void InitialWeights_AreOrthogonalWithTheirGain()
    {
        using var network = Network(seed: 1);
        foreach (var (shape, i) in network.Parameters.Shapes.Select((shape, i) => (shape, i)).Where(pair => pair.shape.Name.EndsWith(".weight", StringComparison.Ordinal)))
        {
            var squaredGain = shape.Name == "policy.weight" ? 1e-4 : shape.Name == "value.weight" ? 1.0 : 2.0;
            var weight = network.Parameters[i].detach().view(shape.Shape[0], -1);
            if (weight.shape[0] > weight.shape[1]) weight = weight.t();
            var error = (weight.mm(weight.t()) - eye(weight.shape[0]) * squaredGain).abs().max().item<float>();
            Assert.That(error, Is.LessThan(Rounding), shape.Name);
        }
    }

    [Test]
    public void Seed_DecidesTheWeights()
    {
        using var first = Network(seed: 1);
        using var same = Network(seed: 1);
        using var other = Network(seed: 2);
        Assert.That(first.Parameters.Values.eq(same.Parameters.Values).all().item<bool>());
        Assert.That(first.Parameters.Values.eq(other.Parameters.Values).all().item<bool>(), Is.False);
    }

    [Test]
    public void EveryPart_ReachesBothHeads()
    {
        using var network = Network(seed: 1);
        var (picture, state) = (Pictures(2), zeros(2, 3));
        var plain = network.Ask([picture, state]);
        foreach (var changed in new[] { network.Ask([picture.bitwise_xor(255), state]), network.Ask([picture, state + 1]) })
        {
            Assert.That(changed.Values, Is.Not.EqualTo(plain.Values));
            Assert.That(changed.Outputs, Is.Not.EqualTo(plain.Outputs));
        }
    }

    [TestCase("tiny", "discrete")]
    [TestCase("small", "multiDiscrete")]
    [TestCase("mlp", "continuous")]
    public void BackwardOfBothHeads_ReachesEveryParameter(string preset, string kind)
    {
        var action = kind switch { "discrete" => ActionSpec.Discrete(5), "multiDiscrete" => ActionSpec.MultiDiscrete(2, 3), _ => ActionSpec.Continuous(2) };
        using var network = new ActorCritic(Parts, action, NetworkConfig.Preset(preset), 1, CPU);
        network.Learn([Pictures(8), randn(8, 3)]);
        for (var i = 0; i < network.Parameters.Shapes.Count; i++)
        {
            Assert.That(network.Parameters[i].grad!.abs().sum().item<float>(), Is.Positive, network.Parameters.Shapes[i].Name);
        }

        Assert.That(network.Parameters.Gradient.abs().sum().item<float>(), Is.Positive, "the gradients are views of the flat vector");
    }

    [TestCase(NetworkHeads.ActionValues, false)]
    [TestCase(NetworkHeads.Duelling, false)]
    [TestCase(NetworkHeads.Duelling, true)]
    public void BackwardOfActionValues_ReachesEveryParameter(NetworkHeads heads, bool layerNorm)
    {
        using var network = new ActorCritic(Parts, ActionSpec.Discrete(5), NetworkConfig.Preset("tiny") with { LayerNorm = layerNorm }, 1, CPU, heads);
        network.Learn([Pictures(8), randn(8, 3)]);
        for (var i = 0; i < network.Parameters.Shapes.Count; i++) Assert.That(network.Parameters[i].grad!.abs().sum().item<float>(), Is.Positive, network.Parameters.Shapes[i].Name);
    }

    /// <summary>One input of 2: value 0.5·2 + 1 = 2; advantages 1·2 and 3·2, mean 4. So Q is 2 + 2 − 4 = 0 and 2 + 6 − 4 = 4.</summary>
    [Test]
    public void Duelling_IsValuePlusAdvantageLessTheMeanAdvantage()
    {
        using var network = new ActorCritic([Parts[1]], ActionSpec.Discrete(2), NetworkConfig.Preset("mlp") with { Hidden = [] }, 1, CPU, NetworkHeads.Duelling);
        foreach (var (name, values) in new[] { ("advantage.weight", new[] { 1f, 0, 0, 3, 0, 0 }), ("value.weight", [0.5f, 0, 0]), ("value.bias", [1f]) })
        {
            values.CopyTo(TensorMemory.Span<float>(network.Parameters.Values)[network.Parameters.Range(network.Parameters.Shapes.Select(shape => shape.Name).ToList().IndexOf(name))]);
        }

        var input = tensor(new[] { 2f, 7, 7 }, [1, 3]);
        Assert.That(network.Ask([input]).Outputs, Is.EqualTo(new[] { 0f, 4f }).Within(Rounding));
        var masked = network.Ask([input], [true, false]).Outputs;
        Assert.That(masked[0], Is.GreaterThan(masked[1]), "a masked choice is never the best");
    }

    [Test]
    public void Twin_GoesItsOwnWay_WithTheSameStatistics()
    {
        using var network = Network(seed: 1);
        using var twin = network.Twin();
        Assert.That(twin.Parameters.Values.eq(network.Parameters.Values).all().item<bool>());
        network.Parameters.Values.mul_(2);
        Assert.That(twin.Parameters.Values.eq(network.Parameters.Values).all().item<bool>(), Is.False);
        Assert.That(twin.Normalizers[1], Is.SameAs(network.Normalizers[1]));
    }

    /// <summary>Horizon 2: 4; then the mean of 4 and 8, 6; then halfway from 6 to 0, 3.</summary>
    [Test]
    public void WeightAverage_IsAMeanThatBecomesExponential()
    {
        using var network = Network(seed: 1);
        using var average = new WeightAverage(network, horizon: 2);
        foreach (var (step, weight, expected) in new[] { (1, 4f, 4f), (2, 8f, 6f), (3, 0f, 3f) })
        {
            network.Parameters.Values.fill_(weight);
            average.Update(step);
            Assert.That(average.Network.Parameters.Values[0].item<float>(), Is.EqualTo(expected).Within(Rounding));
        }
    }

    [Test]
    public void PictureTooSmallForTheConvolutions_IsTheUsersMistake() =>
        Assert.That(
            () => new ActorCritic([new("camera", ElementType.UInt8, 1, 8, 8)], ActionSpec.Discrete(2), NetworkConfig.Preset("tiny"), 1, CPU),
            Throws.TypeOf<UserErrorException>().With.Message.Contains("camera").And.Message.Contains("mlp"));

    [Test]
    public void Replica_SeesChangesOfTheMainWeights_AndHasItsOwnGradient()
    {
        using var network = Network(seed: 1);
        using var replica = network.Replica();
        network.Parameters.Values.mul_(2);
        Assert.That(replica.Parameters[0].eq(network.Parameters[0]).all().item<bool>());
        replica.Learn([Pictures(2), zeros(2, 3)]);
        Assert.That(network.Parameters.Gradient.abs().sum().item<float>(), Is.Zero);
    }

    [Test]
    public void VectorParts_AreNormalisedByWhatWasSeen()
    {
        var normalizer = new InputNormalizer(1, CPU);
        normalizer.Statistics.Update([1, 2, 6], [true, true, true]);     // mean 3, variance 14 / 3
        normalizer.Refresh();
        var normal = TensorMemory.Span<float>(normalizer.Apply(tensor(new[] { 3f, 10f, -1000f }, [3, 1]))).ToArray();
        Assert.That(normal, Is.EqualTo(new[] { 0f, 7 / MathF.Sqrt(14f / 3), -10f }).Within(Rounding));
    }

    [TestCase("16@8/4", 16, 8, 4)]
    [TestCase("8@3/1", 8, 3, 1)]
    public void Convolution_ReadsWhatItWrites(string text, int channels, int kernel, int stride)
    {
        var layer = ConvolutionLayer.Parse(text);
        Assert.That(layer, Is.EqualTo(new ConvolutionLayer(channels, kernel, stride)));
        Assert.That(layer!.ToString(), Is.EqualTo(text));
    }

    [TestCase("16@8")]
    [TestCase("0@8/4")]
    [TestCase("16@8/4 ")]
    [TestCase("-1@8/4")]
    public void OtherText_IsNoConvolution(string text) => Assert.That(ConvolutionLayer.Parse(text), Is.Null);

    private static ActorCritic Network(ulong seed) => new(Parts, ActionSpec.Discrete(5), NetworkConfig.Preset("tiny"), seed, CPU);

    private static Tensor Pictures(int count) => arange(count * 36 * 36).remainder(251).to(uint8).view(count, 1, 36, 36);
}
