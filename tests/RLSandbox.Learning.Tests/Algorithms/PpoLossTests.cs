using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Algorithms;

[TensorScope]
public sealed class PpoLossTests
{
    private const float Rounding = 1e-6f;                                // one or two float products of numbers of about 1

    /// <summary>ε = 0.2. Worth more: a ratio of 1.5 counts as 1.2, 0.5 counts as it is. Worth less: 1.5 counts as it is, 0.5 as 0.8.</summary>
    [TestCase(1.0f, 2f, -2.0f)]
    [TestCase(1.5f, 2f, -2.4f)]
    [TestCase(0.5f, 2f, -1.0f)]
    [TestCase(1.5f, -2f, 3.0f)]
    [TestCase(0.5f, -2f, 1.6f)]
    public void PolicyLoss_IsClippedOnlyWhereThatIsPessimistic(float ratio, float advantage, float loss) =>
        Assert.That(PpoLoss.Policy(tensor(new[] { ratio }), tensor(new[] { advantage }), 0.2).item<float>(), Is.EqualTo(loss).Within(Rounding));

    [TestCase(1.5f, 2f)]
    [TestCase(0.5f, -2f)]
    public void PolicyLoss_BeyondTheClip_HasNoGradient(float ratio, float advantage)
    {
        var r = tensor(new[] { ratio }).requires_grad_(true);
        PpoLoss.Policy(r, tensor(new[] { advantage }), 0.2).sum().backward();
        Assert.That(r.grad!.item<float>(), Is.Zero);
    }

    /// <summary>Old value 1, new 3, return 2: ½·1² = 0.5. Held within ±0.5 of the old it is 1.5, ½·0.5² = 0.125: the larger counts. Return 4: 0.5 against ½·2.5² = 3.125.</summary>
    [TestCase(2f, 0.0, 0.5f)]
    [TestCase(2f, 0.5, 0.5f)]
    [TestCase(4f, 0.0, 0.5f)]
    [TestCase(4f, 0.5, 3.125f)]
    public void ValueLoss_IsTheLargerOfPlainAndClipped(float target, double clip, float loss) =>
        Assert.That(PpoLoss.Value(tensor(new[] { 3f }), tensor(new[] { 1f }), tensor(new[] { target }), clip).item<float>(), Is.EqualTo(loss).Within(Rounding));

    [Test]
    public void Divergence_IsZeroAtTheSamePolicyAndNeverNegative()
    {
        var logRatio = linspace(-1, 1, 21);
        var divergence = TensorMemory.Span<float>(PpoLoss.Divergence(logRatio, logRatio.exp()).contiguous()).ToArray();
        Assert.That(divergence[10], Is.Zero.Within(Rounding));
        Assert.That(divergence, Has.All.GreaterThanOrEqualTo(-Rounding));
        Assert.That(divergence[20], Is.EqualTo(MathF.E - 2).Within(1e-5f));                    // (e − 1) − 1
    }

    /// <summary>The gradient that backward finds for the whole loss equals the slope that small steps of each of 20 parameters show.</summary>
    [Test]
    public void Gradient_AgreesWithFiniteDifferences()
    {
        using var network = new ActorCritic([new("x", ElementType.Float32, 3)], ActionSpec.Discrete(3), new() { Convolutions = [], Hidden = [4], Activation = Activation.Tanh }, 1, CPU);
        network.Parameters.Values.mul_(3);                               // so that the policy head matters
        var x = tensor(new[] { 0.5f, -1f, 2f, 1f, 0.3f, -0.7f, -1.2f, 0.1f, 0.4f }, [3, 3]);
        Loss(network, x).backward();
        var values = TensorMemory.Span<float>(network.Parameters.Values);
        var gradient = TensorMemory.Span<float>(network.Parameters.Gradient).ToArray();
        using var noGradient = no_grad();
        const float step = 1e-2f;
        const float tolerance = 2e-3f;                                   // third derivatives times step², and float rounding over the step
        var checkedCount = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            values[i] = value + step;
            var above = Loss(network, x).item<float>();
            values[i] = value - step;
            var below = Loss(network, x).item<float>();
            values[i] = value;
            Assert.That(gradient[i], Is.EqualTo((above - below) / (2 * step)).Within(tolerance), $"parameter {i}");
            if (gradient[i] != 0) checkedCount++;
        }

        Assert.That(checkedCount, Is.GreaterThanOrEqualTo(20));
    }

    private static Tensor Loss(ActorCritic network, Tensor x)
    {
        var output = network.Forward([x], null);
        var logProbability = network.Distribution.LogProbability(output.Distribution, tensor(new[] { 0L, 2L, 1L }, [3, 1]));
        var ratio = (logProbability - tensor(new[] { -1.1f, -1.0f, -1.2f })).exp();
        return (PpoLoss.Policy(ratio, tensor(new[] { 1f, -0.5f, 0.2f }), 10)                   // clip so wide that no kink is near
            + PpoLoss.Value(output.Value, zeros(3), tensor(new[] { 1f, 0f, -1f }), 0)
            - 0.1f * network.Distribution.Entropy(output.Distribution)).mean();
    }
}
