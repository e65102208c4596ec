using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Tests.Networks;
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
        Assert.That(PpoLoss.Policy(ratio, advantage, 0.2f).Loss, Is.EqualTo(loss).Within(Rounding));

    [TestCase(1.5f, 2f)]
    [TestCase(0.5f, -2f)]
    public void PolicyLoss_BeyondTheClip_HasNoGradient(float ratio, float advantage) => Assert.That(PpoLoss.Policy(ratio, advantage, 0.2f).Slope, Is.Zero);

    [TestCase(1.1f, 2f)]
    [TestCase(1.5f, -2f)]
    [TestCase(0.5f, 2f)]
    public void PolicyLoss_OtherwiseFallsByTheAdvantage(float ratio, float advantage) => Assert.That(PpoLoss.Policy(ratio, advantage, 0.2f).Slope, Is.EqualTo(-advantage));

    /// <summary>Old value 1, new 3, return 2: ½·1² = 0.5. Held within ±0.5 of the old it is 1.5, ½·0.5² = 0.125: the larger counts. Return 4: 0.5 against ½·2.5² = 3.125.</summary>
    [TestCase(2f, 0f, 0.5f, 1f)]
    [TestCase(2f, 0.5f, 0.5f, 1f)]
    [TestCase(4f, 0f, 0.5f, -1f)]
    [TestCase(4f, 0.5f, 3.125f, 0f)]
    public void ValueLoss_IsTheLargerOfPlainAndClipped(float target, float clip, float loss, float slope) => Assert.That(PpoLoss.Value(3, 1, target, clip), Is.EqualTo(new LossTerm(loss, slope)));

    [Test]
    public void Divergence_IsZeroAtTheSamePolicyAndNeverNegative()
    {
        var divergence = Enumerable.Range(-10, 21).Select(i => 0.1f * i).Select(logRatio => PpoLoss.Divergence(logRatio, MathF.Exp(logRatio))).ToArray();
        Assert.That(divergence[10], Is.Zero.Within(Rounding));
        Assert.That(divergence, Has.All.GreaterThanOrEqualTo(-Rounding));
        Assert.That(divergence[20], Is.EqualTo(MathF.E - 2).Within(1e-5f));                    // (e − 1) − 1
    }

    /// <summary>The gradient that an update finds for its whole loss equals the slope that small steps of each parameter show, with kernels of our own and with torch.</summary>
    [TestCase(32, "discrete")]
    [TestCase(4, "discrete")]
    [TestCase(32, "continuous")]
    public void Gradient_AgreesWithFiniteDifferences(int units, string kind)
    {
        var action = kind == "discrete" ? ActionSpec.Discrete(3) : ActionSpec.Continuous(2);
        using var network = new ActorCritic([new("x", ElementType.Float32, 3)], action, new() { Convolutions = [], Hidden = [units], Activation = Activation.Tanh }, 1, CPU);
        Assert.That(PackedNetwork.Suits(network.Parts, network.Config, CPU), Is.EqualTo(units == 32));
        network.Parameters.Values.mul_(3);                               // so that the policy head matters
        Tensor[] x = [tensor(new[] { 0.5f, -1f, 2f, 1f, 0.3f, -0.7f, -1.2f, 0.1f, 0.4f }, [3, 3])];
        Loss(network, x, isForGradient: true);
        var gradient = TensorMemory.Span<float>(network.Parameters.Gradient).ToArray();
        const float step = 1e-2f;
        const double tolerance = 2e-3;                                   // third derivatives times step², and float rounding over the step
        var checkedCount = 0;
        for (var i = 0; i < gradient.Length; i++)
        {
            var value = TensorMemory.Span<float>(network.Parameters.Values)[i];
            double Shifted(float by)
            {
                TensorMemory.Span<float>(network.Parameters.Values)[i] = value + by;
                return Loss(network, x, isForGradient: false);
            }

            var slope = (Shifted(step) - Shifted(-step)) / (2 * step);
            Shifted(0);
            Assert.That(gradient[i], Is.EqualTo(slope).Within(tolerance), $"parameter {i}");
            if (gradient[i] != 0) checkedCount++;
        }

        Assert.That(checkedCount, Is.GreaterThanOrEqualTo(20));
    }

    /// <summary>Mean loss of three samples, as an update computes it: clip so wide that no kink is near.</summary>
    private static double Loss(ActorCritic network, Tensor[] x, bool isForGradient)
    {
        var (distribution, width) = (network.Distribution, network.OutputCount);
        var (outputs, values) = network.Ask(x, isForGradient: isForGradient);
        var (slopes, valueSlopes, total) = (new float[outputs.Length], new float[3], 0.0);
        int[] choices = [0, 2, 1];
        float[] drawn = [0.3f, -0.4f, 1, 0.2f, -0.9f, 0.1f], old = [-1.1f, -1.0f, -1.2f], advantages = [1, -0.5f, 0.2f], targets = [1, 0, -1];
        for (var b = 0; b < 3; b++)
        {
            var (row, slope, isDiscrete) = (outputs.AsMemory(b * width, width), slopes.AsMemory(b * width, width), width == 3);
            var logProbability = isDiscrete ? distribution.LogProbability(row.Span, choices.AsSpan(b, 1)) : distribution.LogProbability(row.Span, drawn.AsSpan(2 * b, 2));
            var ratio = MathF.Exp(logProbability - old[b]);
            var policy = PpoLoss.Policy(ratio, advantages[b], 10);
            var value = PpoLoss.Value(values[b], 0, targets[b], 0);
            if (isDiscrete) distribution.AddLogProbabilitySlope(choices.AsSpan(b, 1), policy.Slope * ratio / 3, slope.Span);
            else distribution.AddLogProbabilitySlope(row.Span, drawn.AsSpan(2 * b, 2), policy.Slope * ratio / 3, slope.Span);
            total += policy.Loss + value.Loss - 0.1 * distribution.Entropy(row.Span, -0.1f / 3, slope.Span);
            valueSlopes[b] = value.Slope / 3;
        }

        if (isForGradient) network.Backward(outputs, slopes, valueSlopes);
        return total / 3;
    }
}
