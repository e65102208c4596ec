using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Classic;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Tests.Algorithms;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Networks;

/// <summary>A network in bfloat16 is that in float32, rounded.</summary>
[TensorScope]
public sealed class PrecisionTests
{
    private const int Rows = 13;
    private const float RelativeRounding = 1 / 256f;                     // half a unit in the last of eight places

    private static readonly ObservationPart Camera = new("camera", ElementType.UInt8, 1, 36, 36), State = new("state", ElementType.Float32, 5);

    [Test]
    public void Outputs_AreThoseOfFloat32_ButForRounding([Values(NetworkHeads.PolicyAndValue, NetworkHeads.Duelling)] NetworkHeads heads, [Values] bool layerNorm)
    {
        using var exact = Network(Precision.Float32, heads, layerNorm);
        using var rounded = Network(Precision.BFloat16, heads, layerNorm);
        var (expected, expectedValues) = exact.Ask(Input());
        var (outputs, values) = rounded.Ask(Input());
        AssertNear(outputs, expected);
        AssertNear(values, expectedValues);
        Assert.That(outputs, Is.Not.EqualTo(expected), "nothing was rounded");
    }

    /// <summary>One row, whose dense layers go another way, and a group of eight pictures with a rest.</summary>
    [TestCase(1, 0.995f)]                                                // a rectifier that switches is more of one row
    [TestCase(Rows, 0.999f)]
    public void Gradients_PointWhereThoseOfFloat32Do(int rows, float cosine)
    {
        Tensor[] input = [.. Input().Select(part => part.narrow(0, 0, rows))];
        using var exact = Network(Precision.Float32);
        using var rounded = Network(Precision.BFloat16);
        exact.Learn(input);
        rounded.Learn(input);
        for (var i = 0; i < exact.Parameters.Shapes.Count; i++)
        {
            var (start, length) = (exact.Parameters.Range(i).Start.Value, exact.Parameters.Shapes[i].Count);
            var (a, b) = (exact.Parameters.Gradient.narrow(0, start, length), rounded.Parameters.Gradient.narrow(0, start, length));
            Assert.That((a.dot(b) / (a.norm() * b.norm())).item<float>(), Is.GreaterThan(cosine), exact.Parameters.Shapes[i].Name);
            Assert.That((b.norm() / a.norm()).item<float>(), Is.EqualTo(1).Within(0.02f), exact.Parameters.Shapes[i].Name);
        }
    }

    /// <summary>Memory of a large batch is used again for a small one: nothing of it may be added.</summary>
    [Test]
    public void Gradients_AreThoseOfTheirBatch_WhateverWasBefore([Values(1, 2, 3, 9)] int rows)
    {
        using var network = Network(Precision.BFloat16);
        Tensor[] input = [.. Input().Select(part => part.narrow(0, 0, rows))];
        network.Learn(input);
        var fresh = TensorMemory.Span<float>(network.Parameters.Gradient).ToArray();
        network.Learn(Input());
        network.Parameters.Gradient.zero_();
        network.Learn(input);
        Assert.That(TensorMemory.Span<float>(network.Parameters.Gradient).ToArray(), Is.EqualTo(fresh));
    }

    [Test]
    public void Gradients_AddUpOverCalls()
    {
        using var network = Network(Precision.BFloat16);
        network.Learn(Input());
        var one = TensorMemory.Span<float>(network.Parameters.Gradient).ToArray();
        network.Learn(Input());
        Assert.That(TensorMemory.Span<float>(network.Parameters.Gradient).ToArray(), Is.EqualTo(one.Select(x => 2 * x)));
    }

    /// <summary>1000 steps of 10⁻⁵ move a weight of 1 by 0.01; in bfloat16, whose next number below 1 is 0.4 % away, none of them would move it.</summary>
    [Test]
    public void Weights_StayFloat32_SoSmallStepsAddUp()
    {
        using var network = Network(Precision.BFloat16);
        using var adam = new Adam(network.Parameters, epsilon: 1e-8);
        network.Parameters.Values.fill_(1);
        for (var step = 0; step < 1000; step++)
        {
            network.Parameters.Gradient.fill_(1);
            adam.Step(1e-5);
        }

        Assert.That(TensorMemory.Span<float>(network.Parameters.Values)[0], Is.EqualTo(0.99f).Within(1e-4f));
    }

    [Test]
    public void ChangedWeights_AreRoundedAgain_ForReplicasAndNotForTwins()
    {
        using var network = Network(Precision.BFloat16);
        using var replica = network.Replica();
        using var twin = network.Twin();
        var before = network.Ask(Input()).Outputs;
        Assert.That((replica.Ask(Input()).Outputs, twin.Ask(Input()).Outputs), Is.EqualTo((before, before)));
        network.Parameters.Values.mul_(1.5f);
        var after = replica.Ask(Input()).Outputs;
        Assert.That(after, Is.Not.EqualTo(before));
        Assert.That(network.Ask(Input()).Outputs, Is.EqualTo(after));
        Assert.That(twin.Ask(Input()).Outputs, Is.EqualTo(before));
        Assert.That((replica.Precision, twin.Precision), Is.EqualTo((Precision.BFloat16, Precision.BFloat16)));
    }

    [Test]
    public void Replicas_HaveGradientsOfTheirOwn()
    {
        using var network = Network(Precision.BFloat16);
        using var replica = network.Replica();
        replica.Learn(Input());
        Assert.That(network.Parameters.Gradient.abs().sum().item<float>(), Is.Zero);
        Assert.That(replica.Parameters.Gradient.abs().sum().item<float>(), Is.GreaterThan(0));
    }

    [TestCase("ppo")]
    [TestCase("dqn")]
    [TestCase("pqn")]
    public void Identity_IsLearned_WithTheSameBitsForAnyNumberOfThreads(string algorithm)
    {
        var one = Train(algorithm, threads: 1, out var score);
        Assert.That(score, Is.GreaterThan(7.8), "best 8, by chance 2");
        Assert.That(Train(algorithm, threads: 2, out _), Is.EqualTo(one));
    }

    [Test]
    public void LiveTensors_StayFlat()
    {
        using var network = Network(Precision.BFloat16);
        var input = Input();
        long Learn()
        {
            using (NewDisposeScope()) network.Learn(input);
            return Tensor.TotalCount;
        }

        var before = Learn();
        for (var i = 0; i < 20; i++) Assert.That(Learn(), Is.EqualTo(before));
    }

    [Test]
    public void Centred_IsTorchsRounding_OfEveryByteAndOfARest()
    {
        using var rounded = RoundedParameters.Centre(arange(0, 256 + 5).remainder(256).to(uint8), mean: 90, scale: 1 / 64f);
        Assert.That(rounded.eq(((arange(0, 256 + 5).remainder(256).to(float32) - 90) * (1 / 64f)).to(bfloat16)).all().item<bool>());
    }

    [Test]
    public void Names_AreResolved()
    {
        var (nature, tiny) = (NetworkConfig.Preset("nature"), NetworkConfig.Preset("tiny"));
        Assert.That(Precisions.Resolve("bfloat16", tiny, CPU), Is.EqualTo(Precision.BFloat16));
        Assert.That(Precisions.Resolve("float32", nature, CPU), Is.EqualTo(Precision.Float32));
        Assert.That(Precisions.Resolve("auto", tiny, CPU), Is.EqualTo(Precision.Float32));
        Assert.That(Precisions.Resolve("auto", nature, CPU) == Precision.BFloat16, Is.EqualTo(RoundedBlock.IsSupported));
        Assert.That(() => Precisions.Parse("float16"), Throws.TypeOf<UserErrorException>().With.Message.Contains("float32, bfloat16, tf32, auto"));
        foreach (var precision in Enum.GetValues<Precision>()) Assert.That(Precisions.Parse(Precisions.Name(precision)), Is.EqualTo(precision));
    }

    private static ActorCritic Network(Precision precision, NetworkHeads heads = NetworkHeads.PolicyAndValue, bool layerNorm = false)
    {
        var network = new ActorCritic([Camera, State], ActionSpec.Discrete(5), NetworkConfig.Preset("small") with { LayerNorm = layerNorm }, 1, CPU, heads, precision);
        network.Parameters.Values.add_(arange(network.Parameters.Values.numel()).remainder(11).sub_(5) * 0.003f);        // biases, scales and heads that matter
        return network;
    }

    private static Tensor[] Input() =>
        [arange(Rows * 36 * 36).remainder(251).to(uint8).view(Rows, 1, 36, 36), (arange(Rows * 5).remainder(17) * 0.3f - 2).view(Rows, 5)];

    private static float[] Train(string algorithm, int threads, out double score)
    {
        using var environment = IdentityEnvironment.Discrete(ToyTraining.Environments);
        const int steps = 30_000;
        var options = new LearnerOptions(1, threads, steps, "cpu") { Precision = Precision.BFloat16 };
        using ILearner learner = algorithm switch
        {
            "ppo" => new PpoLearner(environment, ToyTraining.Config, options),
            "dqn" => new DqnLearner(environment, ToyTraining.Dqn, options),
            _ => new PqnLearner(environment, ToyTraining.Pqn, options),
        };
        learner.Begin(1);
        while (learner.Steps < steps) learner.Iterate(ToyTraining.NoSink.Instance);
        score = ToyTraining.GreedyReturn(learner.Policy, environment, 80);
        var network = learner switch { PpoLearner ppo => ppo.Network, DqnLearner dqn => dqn.Network, _ => ((PqnLearner)learner).Network };
        Assert.That(network.Precision, Is.EqualTo(Precision.BFloat16));
        return TensorMemory.Span<float>(network.Parameters.Values).ToArray();
    }

    private static void AssertNear(float[] actual, float[] expected)
    {
        var scale = expected.Select(MathF.Abs).DefaultIfEmpty().Max();
        Assert.That(actual, Is.EqualTo(expected).Within(4 * RelativeRounding * scale));      // four layers
    }
}
