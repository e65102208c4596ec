using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Networks;

/// <summary>Torch is the oracle: same outputs, same gradients.</summary>
[TensorScope]
public sealed class CpuNetworkTests
{
    private const int Rows = 13;                                         // blocks of six and a rest
    private const float Rounding = 3e-5f;                                // sums of up to 600 products in another order, relative to the largest number

    private static readonly ObservationPart Camera = new("camera", ElementType.UInt8, 1, 36, 36), State = new("state", ElementType.Float32, 5);

    private static IEnumerable<TestCaseData> Networks()
    {
        var (mlp, tiny) = (NetworkConfig.Preset("mlp"), NetworkConfig.Preset("tiny"));
        yield return Case("Mlp_Discrete", [State], ActionSpec.Discrete(3), mlp, NetworkHeads.PolicyAndValue);
        yield return Case("Mlp_Continuous", [State], ActionSpec.Continuous(2), mlp, NetworkHeads.PolicyAndValue);
        yield return Case("Mlp_MultiDiscrete_Rectified", [State], ActionSpec.MultiDiscrete(2, 3), mlp with { Activation = Activation.Relu }, NetworkHeads.PolicyAndValue);
        yield return Case("Mlp_ActionValues_Normalised", [State], ActionSpec.Discrete(3), mlp with { LayerNorm = true, Activation = Activation.Relu }, NetworkHeads.ActionValues);
        yield return Case("Mlp_Normalised_Tanh", [State], ActionSpec.Discrete(3), mlp with { LayerNorm = true }, NetworkHeads.Duelling);
        yield return Case("NoHiddenLayer", [State], ActionSpec.Discrete(3), mlp with { Hidden = [] }, NetworkHeads.PolicyAndValue);
        yield return Case("Tiny_PictureAndNumbers", [Camera, State], ActionSpec.Discrete(15), tiny, NetworkHeads.PolicyAndValue);
        yield return Case("Tiny_NumbersFirst_Duelling_Normalised", [State, Camera], ActionSpec.Discrete(15), tiny with { LayerNorm = true }, NetworkHeads.Duelling);
        yield return Case("Nature", [Camera, State], ActionSpec.Discrete(5), NetworkConfig.Preset("nature"), NetworkHeads.PolicyAndValue);
    }

    [TestCaseSource(nameof(Networks))]
    public void OutputsAndGradients_AreThoseOfTorch(ObservationPart[] parts, ActionSpec action, NetworkConfig config, NetworkHeads heads)
    {
        Assert.That(PackedNetwork.Suits(parts, config, CPU));
        using var network = new ActorCritic(parts, action, config, 1, CPU, heads);
        network.Parameters.Values.add_(arange(network.Parameters.Values.numel()).remainder(11).sub_(5) * 0.003f);        // biases, scales and small heads that matter
        network.Normalizers[Array.IndexOf(parts, State)]!.Statistics.Update([1, 2, 3, 4, 5, 3, 2, 1, 0, -1], [true, true]);
        network.Normalizers[Array.IndexOf(parts, State)]!.Refresh();
        var input = parts.Select(part => part == Camera ? Pictures() : (arange(Rows * 5).remainder(17) * 0.3f - 2).view(Rows, 5)).ToArray();

        var (outputs, values) = network.Ask(input, isForGradient: true);
        var expected = heads == NetworkHeads.PolicyAndValue ? network.Forward(input, null) : new(network.ActionValues(input, null), zeros(0));
        AssertClose(outputs, expected.Distribution, "outputs");
        AssertClose(values, expected.Value, "values");

        network.Backward(outputs, NetworkProbe.Slopes(outputs), NetworkProbe.Slopes(values));
        var gradient = TensorMemory.Span<float>(network.Parameters.Gradient).ToArray();
        network.Parameters.Gradient.zero_();
        var loss = (expected.Distribution * tensor(NetworkProbe.Slopes(outputs), expected.Distribution.shape)).sum();
        if (values.Length > 0) loss += (expected.Value * tensor(NetworkProbe.Slopes(values))).sum();
        loss.backward();
        for (var i = 0; i < network.Parameters.Shapes.Count; i++)
        {
            var (start, length) = network.Parameters.Range(i).GetOffsetAndLength(gradient.Length);
            AssertClose(gradient[network.Parameters.Range(i)], network.Parameters.Gradient.narrow(0, start, length), network.Parameters.Shapes[i].Name);
        }
    }

    [Test]
    public void Gaps_BetweenParameters_HaveNoGradient()
    {
        using var network = new ActorCritic([Camera, State], ActionSpec.Discrete(5), NetworkConfig.Preset("tiny"), 1, CPU);
        network.Learn([Pictures(), zeros(Rows, 5)]);
        var gradient = TensorMemory.Span<float>(network.Parameters.Gradient).ToArray();
        for (var i = 0; i < network.Parameters.Shapes.Count; i++) gradient.AsSpan(network.Parameters.Range(i)).Clear();
        Assert.That(gradient, Has.All.Zero);
    }

    [Test]
    public void Masks_TakeProbabilityAndGradient()
    {
        using var network = new ActorCritic([State], ActionSpec.Discrete(3), NetworkConfig.Preset("mlp"), 1, CPU);
        bool[] mask = [.. Enumerable.Range(0, 3 * Rows).Select(i => i % 3 != 1)];
        var input = (arange(Rows * 5).remainder(17) * 0.3f - 2).view(Rows, 5);
        var (outputs, _) = network.Ask([input], mask, isForGradient: true);
        var expected = network.Forward([input], tensor(mask, [Rows, 3]));
        AssertClose([.. outputs.Select(MathF.Exp)], expected.Distribution.exp(), "probabilities");
        Assert.That(outputs.Where((_, i) => i % 3 == 1).Select(MathF.Exp), Has.All.Zero);
    }

    [Test]
    public void ChangedWeights_AreSeen_ByReplicasToo()
    {
        using var network = new ActorCritic([State], ActionSpec.Discrete(3), NetworkConfig.Preset("mlp"), 1, CPU);
        using var replica = network.Replica();
        using var twin = network.Twin();
        Tensor[] input = [ones(Rows, 5)];
        var before = network.Ask(input).Values;
        Assert.That(replica.Ask(input).Values, Is.EqualTo(before));
        network.Parameters.Values.mul_(2);
        Assert.That(network.Ask(input).Values, Is.Not.EqualTo(before));
        Assert.That(replica.Ask(input).Values, Is.EqualTo(network.Ask(input).Values));
        Assert.That(twin.Ask(input).Values, Is.EqualTo(before), "a twin goes its own way");
    }

    [TestCase(48, TestName = "HiddenUnitsNotInThirtyTwos_AreLeftToTorch")]
    public void OtherShapes_AreLeftToTorch(int units) => Assert.That(PackedNetwork.Suits([State], NetworkConfig.Preset("mlp") with { Hidden = [units] }, CPU), Is.False);

    private static Tensor Pictures() => (arange(Rows * 36 * 36) * 37).remainder(251).to(uint8).view(Rows, 1, 36, 36);

    private static TestCaseData Case(string name, ObservationPart[] parts, ActionSpec action, NetworkConfig config, NetworkHeads heads) => new TestCaseData(parts, action, config, heads).SetName(name);

    private static void AssertClose(float[] actual, Tensor expected, string name)
    {
        var numbers = TensorMemory.Span<float>(expected.detach().contiguous()).ToArray();
        var largest = numbers.Length == 0 ? 0 : numbers.Max(MathF.Abs);
        Assert.That(actual, Is.EqualTo(numbers).Within(Rounding * MathF.Max(largest, 1e-3f)), name);
    }
}
