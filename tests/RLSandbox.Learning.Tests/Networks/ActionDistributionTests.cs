using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Networks;

[TensorScope]
public sealed class ActionDistributionTests
{
    private const float Rounding = 1e-5f;                                // a few float exponentials and logarithms of numbers of about 1
    private static readonly RandomKey Key = new(1, 0, 0, RandomPurpose.Of("test"));

    /// <summary>Logits ln 1, ln 2, ln 5 are probabilities 1/8, 2/8, 5/8.</summary>
    [Test]
    public void Discrete_ProbabilitiesAndEntropy()
    {
        var distribution = new ActionDistribution(ActionSpec.Discrete(3));
        var parameters = distribution.Parameters(tensor(new[] { 0f, MathF.Log(2), MathF.Log(5) }, [1, 3]), null, null);
        Assert.That(distribution.LogProbability(parameters, tensor(new[] { 2L }, [1, 1])).item<float>(), Is.EqualTo(MathF.Log(5f / 8)).Within(Rounding));
        var entropy = -(0.125f * MathF.Log(0.125f) + 0.25f * MathF.Log(0.25f) + 0.625f * MathF.Log(0.625f));
        Assert.That(distribution.Entropy(parameters).item<float>(), Is.EqualTo(entropy).Within(Rounding));
    }

    /// <summary>With the last choice masked, the same logits are 1/3 and 2/3.</summary>
    [Test]
    public void Masked_HasProbabilityZero_AndTheRestIsRenormalised()
    {
        var distribution = new ActionDistribution(ActionSpec.Discrete(3));
        var head = tensor(new[] { 0f, MathF.Log(2), MathF.Log(5) }, [1, 3]).requires_grad_(true);
        var parameters = distribution.Parameters(head, null, tensor(new[] { true, true, false }, [1, 3]));
        Assert.That(TensorMemory.Span<float>(parameters.exp().detach()).ToArray(), Is.EqualTo(new[] { 1 / 3f, 2 / 3f, 0f }).Within(Rounding));
        Assert.That(TensorMemory.Span<float>(parameters.exp().detach())[2], Is.Zero);
        var entropy = distribution.Entropy(parameters);
        Assert.That(entropy.item<float>(), Is.EqualTo(MathF.Log(3) - 2 / 3f * MathF.Log(2)).Within(Rounding));
        entropy.backward();
        Assert.That(TensorMemory.Span<float>(head.grad!).ToArray(), Has.All.Matches<float>(float.IsFinite));
    }

    /// <summary>Dimensions of 2 and 3 choices: the log-probabilities of the parts add up, 1/4 · 1/2.</summary>
    [Test]
    public void MultiDiscrete_DimensionsAreIndependent()
    {
        var distribution = new ActionDistribution(ActionSpec.MultiDiscrete(2, 3));
        var parameters = distribution.Parameters(tensor(new[] { 0f, MathF.Log(3), 0f, MathF.Log(2), 0f }, [1, 5]), null, null);
        Assert.That(distribution.LogProbability(parameters, tensor(new[] { 0L, 1L }, [1, 2])).item<float>(), Is.EqualTo(MathF.Log(1f / 8)).Within(Rounding));
        var entropy = -(0.25f * MathF.Log(0.25f) + 0.75f * MathF.Log(0.75f)) + 0.5f * MathF.Log(2) + 0.5f * MathF.Log(4);
        Assert.That(distribution.Entropy(parameters).item<float>(), Is.EqualTo(entropy).Within(Rounding));
    }

    /// <summary>Mean 1, deviation 2, at 3: z = 1, density −½ − ln 2 − ½ ln 2π. Entropy ½ + ½ ln 2π + ln 2.</summary>
    [Test]
    public void Continuous_IsADiagonalGaussian()
    {
        var distribution = new ActionDistribution(ActionSpec.Continuous(1));
        var parameters = distribution.Parameters(tensor(new[] { 1f }, [1, 1]), tensor(new[] { MathF.Log(2) }), null);
        var halfLogTwoPi = 0.5f * MathF.Log(2 * MathF.PI);
        Assert.That(distribution.LogProbability(parameters, tensor(new[] { 3f }, [1, 1])).item<float>(), Is.EqualTo(-0.5f - MathF.Log(2) - halfLogTwoPi).Within(Rounding));
        Assert.That(distribution.Entropy(parameters).item<float>(), Is.EqualTo(0.5f + halfLogTwoPi + MathF.Log(2)).Within(Rounding));
    }

    [TestCase(10f, 2f)]
    [TestCase(-10f, -5f)]
    public void LogDeviation_IsHeldInsideItsRange(float given, float held)
    {
        var distribution = new ActionDistribution(ActionSpec.Continuous(1));
        var parameters = distribution.Parameters(zeros(1, 1), tensor(new[] { given }), null);
        Assert.That(TensorMemory.Span<float>(parameters)[1], Is.EqualTo(held));
    }

    [Test]
    public void SampledChoices_FollowTheProbabilities_AndReportThem()
    {
        var distribution = new ActionDistribution(ActionSpec.Discrete(4));
        float[] logProbabilities = [MathF.Log(0.1f), -1e9f, MathF.Log(0.6f), MathF.Log(0.3f)];
        var counts = new int[4];
        Span<int> choice = stackalloc int[1];
        const int draws = 20_000;
        for (uint step = 0; step < draws; step++)
        {
            var reported = distribution.SampleChoices(logProbabilities, Key, step, choice);
            Assert.That(reported, Is.EqualTo(logProbabilities[choice[0]]));
            counts[choice[0]]++;
        }

        const double fiveDeviations = 5 * 0.0035;                        // √(0.6 · 0.4 / 20,000) = 0.0035
        Assert.That(counts.Select(count => (double)count / draws), Is.EqualTo(new[] { 0.1, 0.0, 0.6, 0.3 }).Within(fiveDeviations));
        Assert.That(counts[1], Is.Zero);
    }

    [Test]
    public void SampledValues_HaveMeanAndDeviation_AndReportTheirDensity()
    {
        var distribution = new ActionDistribution(ActionSpec.Continuous(1));
        float[] parameters = [0.5f, MathF.Log(2)];
        var (sum, squares) = (0.0, 0.0);
        Span<float> value = stackalloc float[1];
        const int draws = 20_000;
        for (uint step = 0; step < draws; step++)
        {
            var reported = distribution.SampleValues(parameters, Key, step, value);
            var z = (value[0] - 0.5f) / 2;
            Assert.That(reported, Is.EqualTo(-0.5f * z * z - MathF.Log(2) - 0.5f * MathF.Log(2 * MathF.PI)).Within(1e-4f));
            (sum, squares) = (sum + value[0], squares + (value[0] - 0.5) * (value[0] - 0.5));
        }

        Assert.That(sum / draws, Is.EqualTo(0.5).Within(5 * 2 / Math.Sqrt(draws)));
        Assert.That(Math.Sqrt(squares / draws), Is.EqualTo(2).Within(5 * 2 / Math.Sqrt(2 * draws)));
    }

    [Test]
    public void Greedy_TakesTheLikeliest_TheLowestAmongEquals()
    {
        var choices = new int[2];
        new ActionDistribution(ActionSpec.MultiDiscrete(3, 2)).GreedyChoices([-2, -1, -1, -3, -1], choices);
        Assert.That(choices, Is.EqualTo(new[] { 1, 1 }));
    }
}
