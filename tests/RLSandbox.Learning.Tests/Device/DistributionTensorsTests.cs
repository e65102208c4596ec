using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Device;

/// <summary>The same actions, log-probabilities and entropies by torch as row by row.</summary>
[TensorScope]
public sealed class DistributionTensorsTests
{
    private const int Rows = 500;
    private const double Rounding = 2e-6;                                // sums of up to four numbers of about 1, and one exponential

    [Test]
    public void Choices_AreTheSameAsRowByRow([Values] bool masked)
    {
        var spec = ActionSpec.MultiDiscrete(3, 4);
        var distribution = new ActionDistribution(spec);
        using var tensors = new DistributionTensors(spec, CPU);
        var heads = Normals(Rows * 7, 1);
        var mask = masked ? Tensor(heads, 7).gt(-0.5) : null;
        mask?.select(1, 0).fill_(true);
        mask?.select(1, 3).fill_(true);
        var parameters = distribution.Parameters(Tensor(heads, 7), null, mask);
        var (numbers, drawn) = (parameters.data<float>().ToArray(), new int[2]);
        var noise = new float[Rows * 2];
        var (expected, expectedLog, expectedEntropy) = (new List<int>(), new List<float>(), new List<float>());
        for (var row = 0; row < Rows; row++)
        {
            var key = new RandomKey(5, (uint)row, 0, 9);
            for (var d = 0; d < 2; d++) noise[row * 2 + d] = key.Uniform((uint)d, 3);
            expectedLog.Add(distribution.SampleChoices(numbers.AsSpan(row * 7, 7), key, 3, drawn));
            expected.AddRange(drawn);
            expectedEntropy.Add(distribution.Entropy(numbers.AsSpan(row * 7, 7), 0, new float[7]));
        }

        var choices = tensors.Sample(parameters, tensor(noise, [Rows, 2]));
        Assert.That(choices.data<long>().Select(choice => (int)choice), Is.EqualTo(expected));
        Assert.That(tensors.LogProbability(parameters, choices).data<float>().ToArray(), Is.EqualTo(expectedLog).Within(Rounding));
        Assert.That(tensors.Entropy(parameters).data<float>().ToArray(), Is.EqualTo(expectedEntropy).Within(Rounding));
    }

    [Test]
    public void Values_AreTheSameAsRowByRow()
    {
        var spec = ActionSpec.Continuous(2);
        var distribution = new ActionDistribution(spec);
        using var tensors = new DistributionTensors(spec, CPU);
        var parameters = Tensor(Normals(Rows * 4, 2), 4);
        var (numbers, drawn) = (parameters.data<float>().ToArray(), new float[2]);
        var noise = new float[Rows * 2];
        var (expected, expectedLog, expectedEntropy) = (new List<float>(), new List<float>(), new List<float>());
        for (var row = 0; row < Rows; row++)
        {
            var key = new RandomKey(5, (uint)row, 0, 9);
            for (var d = 0; d < 2; d++) noise[row * 2 + d] = key.Normal((uint)d, 3);
            expectedLog.Add(distribution.SampleValues(numbers.AsSpan(row * 4, 4), key, 3, drawn));
            expected.AddRange(drawn);
            expectedEntropy.Add(distribution.Entropy(numbers.AsSpan(row * 4, 4), 0, new float[4]));
        }

        var values = tensors.Sample(parameters, tensor(noise, [Rows, 2]));
        Assert.That(values.data<float>().ToArray(), Is.EqualTo(expected).Within(1e-5), "deviations reach e³");
        Assert.That(tensors.LogProbability(parameters, values).data<float>().ToArray(), Is.EqualTo(expectedLog).Within(1e-4), "the value is rounded, then divided by a deviation of down to e⁻³");
        Assert.That(tensors.Entropy(parameters).data<float>().ToArray(), Is.EqualTo(expectedEntropy).Within(Rounding));
    }

    /// <summary>Probabilities ½, 0, ½ and 0: below ½ the first, from ½ on the third, and with a sum that never exceeds the uniform the last possible one, not the last.</summary>
    [TestCase(0f, 0)]
    [TestCase(0.4999f, 0)]
    [TestCase(0.5f, 2)]
    [TestCase(1f, 2)]
    public void Uniform_FindsTheChoice(float uniform, int choice)
    {
        using var tensors = new DistributionTensors(ActionSpec.Discrete(4), CPU);
        var half = -MathF.Log(2);
        var drawn = tensors.Sample(tensor(new[] { half, -1e9f, half, -1e9f }, [1, 4]), tensor(new[] { uniform }, [1, 1]));
        Assert.That(drawn.item<long>(), Is.EqualTo(choice));
    }

    private static Tensor Tensor(float[] values, int width) => tensor(values, [values.Length / width, width]);

    private static float[] Normals(int count, uint purpose) => [.. Enumerable.Range(0, count).Select(i => new RandomKey(1, (uint)i, 0, purpose).Normal())];
}
