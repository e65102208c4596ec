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
        var parameters = Parameters(distribution, [0f, MathF.Log(2), MathF.Log(5)]);
        Assert.That(distribution.LogProbability(parameters, [2]), Is.EqualTo(MathF.Log(5f / 8)).Within(Rounding));
        Assert.That(Entropy(distribution, parameters), Is.EqualTo(-(0.125f * MathF.Log(0.125f) + 0.25f * MathF.Log(0.25f) + 0.625f * MathF.Log(0.625f))).Within(Rounding));
    }

    /// <summary>With the last choice masked, the same logits are 1/3 and 2/3.</summary>
    [Test]
    public void Masked_HasProbabilityZero_AndTheRestIsRenormalised()
    {
        var distribution = new ActionDistribution(ActionSpec.Discrete(3));
        var parameters = Parameters(distribution, [0f, MathF.Log(2), MathF.Log(5)], mask: [true, true, false]);
        Assert.That(parameters.Select(MathF.Exp), Is.EqualTo(new[] { 1 / 3f, 2 / 3f, 0f }).Within(Rounding));
        Assert.That(MathF.Exp(parameters[2]), Is.Zero);
        var (slope, headSlope) = (new float[3], new float[3]);
        Assert.That(distribution.Entropy(parameters, 1, slope), Is.EqualTo(MathF.Log(3) - 2 / 3f * MathF.Log(2)).Within(Rounding));
        distribution.ParametersSlope(parameters, slope, headSlope, []);
        Assert.That(headSlope, Has.All.Matches<float>(float.IsFinite));
        Assert.That(headSlope[2], Is.Zero, "nothing pulls at a masked choice");
    }

    /// <summary>Dimensions of 2 and 3 choices: the log-probabilities of the parts add up, 1/4 · 1/2.</summary>
    [Test]
    public void MultiDiscrete_DimensionsAreIndependent()
    {
        var distribution = new ActionDistribution(ActionSpec.MultiDiscrete(2, 3));
        var parameters = Parameters(distribution, [0f, MathF.Log(3), 0f, MathF.Log(2), 0f]);
        Assert.That(distribution.LogProbability(parameters, [0, 1]), Is.EqualTo(MathF.Log(1f / 8)).Within(Rounding));
        Assert.That(Entropy(distribution, parameters), Is.EqualTo(-(0.25f * MathF.Log(0.25f) + 0.75f * MathF.Log(0.75f)) + 0.5f * MathF.Log(2) + 0.5f * MathF.Log(4)).Within(Rounding));
    }

    /// <summary>Mean 1, deviation 2, at 3: z = 1, density −½ − ln 2 − ½ ln 2π. Entropy ½ + ½ ln 2π + ln 2.</summary>
    [Test]
    public void Continuous_IsADiagonalGaussian()
    {
        var distribution = new ActionDistribution(ActionSpec.Continuous(1));
        var parameters = Parameters(distribution, [1f], [MathF.Log(2)]);
        var halfLogTwoPi = 0.5f * MathF.Log(2 * MathF.PI);
        Assert.That(distribution.LogProbability(parameters, [3f]), Is.EqualTo(-0.5f - MathF.Log(2) - halfLogTwoPi).Within(Rounding));
        Assert.That(Entropy(distribution, parameters), Is.EqualTo(0.5f + halfLogTwoPi + MathF.Log(2)).Within(Rounding));
    }

    [TestCase(10f, 2f)]
    [TestCase(-10f, -5f)]
    public void LogDeviation_IsHeldInsideItsRange_WhereNothingPullsAtIt(float given, float held)
    {
        var distribution = new ActionDistribution(ActionSpec.Continuous(1));
        var parameters = Parameters(distribution, [0f], [given]);
        Assert.That(parameters[1], Is.EqualTo(held));
        var deviationSlope = new float[1];
        distribution.ParametersSlope(parameters, [1, 1], new float[1], deviationSlope);
        Assert.That(deviationSlope[0], Is.Zero);
    }

    /// <summary>The networks on a GPU get theirs from torch.</summary>
    [Test]
    public void Parameters_AreThoseOfTorch()
    {
        float[] head = [0.3f, -2, 1, 0.5f, 4];
        bool[] mask = [true, true, true, false, true];
        var discrete = new ActionDistribution(ActionSpec.MultiDiscrete(2, 3));
        Assert.That(Parameters(discrete, head, mask: mask), Is.EqualTo(TensorMemory.Span<float>(discrete.Parameters(tensor(head, [1, 5]), null, tensor(mask, [1, 5])).contiguous()).ToArray()).Within(Rounding));
        var continuous = new ActionDistribution(ActionSpec.Continuous(2));
        Assert.That(Parameters(continuous, [1, 2], [9f, -1]), Is.EqualTo(TensorMemory.Span<float>(continuous.Parameters(tensor(new[] { 1f, 2 }, [1, 2]), tensor(new[] { 9f, -1 }), null)).ToArray()));
    }

    private static float[] Parameters(ActionDistribution distribution, float[] head, float[]? logDeviation = null, bool[]? mask = null)
    {
        var parameters = new float[distribution.ParameterCount];
        distribution.Parameters(head, logDeviation, mask, parameters);
        return parameters;
    }

    private static float Entropy(ActionDistribution distribution, float[] parameters) => distribution.Entropy(parameters, 0, new float[parameters.Length]);

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
