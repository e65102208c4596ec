using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Classic;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests.Algorithms;

[TensorScope]
public sealed class NetworkHealthTests
{
    private static readonly ObservationPart[] Parts = [new("camera", ElementType.UInt8, 1, 20, 20), new("state", ElementType.Float32, 3)];

    /// <summary>Without weights a unit says max(0, bias): 2 of 8 (6) filters, 1 of 8 filters and 3 of 10 hidden units say 0.</summary>
    [TestCase(8, 6.0 / 26, Description = "convolutions of our own")]
    [TestCase(6, 6.0 / 24, Description = "torch's")]
    public void DeadUnits_AreThoseThatSayZeroToEveryRow(int filters, double expected)
    {
        using var network = new ActorCritic(Parts, ActionSpec.Discrete(2), new() { Convolutions = [new(filters, 4, 2), new(8, 3, 2)], Hidden = [10] }, 1, CPU);
        network.Parameters.Values.zero_();
        Fill(network, "camera.convolution1.bias", dead: 2);
        Fill(network, "camera.convolution2.bias", dead: 1);
        Fill(network, "hidden1.bias", dead: 3);
        Assert.That(network.DeadUnits([zeros(5, 1, 20, 20, uint8), zeros(5, 3)]), Is.EqualTo(expected).Within(1e-12));
    }

    /// <summary>One weight of 1 and the input (−1, 2): zero for the first row only, so the unit lives.</summary>
    [Test]
    public void UnitThatAnswersOnce_Lives()
    {
        using var network = new ActorCritic([new("state", ElementType.Float32, 1)], ActionSpec.Discrete(2), new() { Convolutions = [], Hidden = [1] }, 1, CPU);
        network.Parameters.Values.zero_();
        TensorMemory.Span<float>(network.Parameters.Values)[0] = 1;
        Assert.That(network.DeadUnits([tensor(new[] { -1f, 2f }).reshape(2, 1)]), Is.Zero);
        Assert.That(network.DeadUnits([tensor(new[] { -1f, -2f }).reshape(2, 1)]), Is.EqualTo(1));
    }

    [Test]
    public void Tanh_HasNoDeadUnits()
    {
        using var network = new ActorCritic([Parts[1]], ActionSpec.Discrete(2), NetworkConfig.Preset("mlp"), 1, CPU);
        Assert.That(network.DeadUnits([zeros(5, 3)]), Is.NaN);
    }

    [TestCase(0.9f, -20.0, 5.0)]
    [TestCase(0f, -2.0, 0.5)]
    [TestCase(1f, double.NaN, double.NaN)]
    public void Limits_AreTheExtremeRewardsForEver(float discount, double low, double high) =>
        Assert.That(NetworkHealth.Limits([0.5f, -2f, 0.1f], discount), Is.EqualTo((low, high)).Using<double>((a, b) => a.Equals(b) || Math.Abs(a - b) < 1e-5));

    [TestCase(4, 1, 0.25)]
    [TestCase(1, 4, 1)]
    public void GradientThatIsTooLong_KeepsAShare(double norm, double limit, double expected) => Assert.That(NetworkHealth.Kept(norm, limit), Is.EqualTo(expected));

    [Test]
    public void OnlyRewards_CannotBeWorthLessThanNothing() => Assert.That(NetworkHealth.Limits([1f, 2f], 0.5f), Is.EqualTo((0.0, 4.0)));

    /// <summary>Each algorithm logs the norm of what it trains, and that gradients keep next to nothing once the limit is tiny.</summary>
    [TestCase("ppo")]
    [TestCase("dqn")]
    [TestCase("pqn")]
    public void Learner_LogsNormsAndWhatGradientsKeep(string name)
    {
        using var environment = IdentityEnvironment.Discrete(16);
        using var learner = Learner(name, environment, maxGradientNorm: 1e-6f);
        learner.Begin(1);
        var metrics = learner.Iterate(ToyTraining.NoSink.Instance).ToDictionary();
        Assert.That(metrics["weightNorm"], Is.EqualTo(Network(learner).Parameters.Values.norm().item<float>()));
        Assert.That(metrics["gradientKept"], Is.GreaterThan(0).And.LessThan(1e-2));
        Assert.That(metrics["deadUnits"], Is.NaN, "the network has no rectified units");
        using var free = Learner(name, environment, maxGradientNorm: 1e6f);
        free.Begin(1);
        Assert.That(free.Iterate(ToyTraining.NoSink.Instance).ToDictionary()["gradientKept"], Is.EqualTo(1));
    }

    private static ILearner Learner(string name, IEnvironment environment, float maxGradientNorm)
    {
        var options = new LearnerOptions(1, 1, 10_000, "cpu");
        return name switch
        {
            "ppo" => new PpoLearner(environment, ToyTraining.Config with { MaxGradientNorm = maxGradientNorm }, options),
            "dqn" => new DqnLearner(environment, ToyTraining.Dqn with { MaxGradientNorm = maxGradientNorm, WarmupRows = 32 }, options),
            _ => new PqnLearner(environment, ToyTraining.Pqn with { MaxGradientNorm = maxGradientNorm }, options),
        };
    }

    private static ActorCritic Network(ILearner learner) => learner switch { PpoLearner ppo => ppo.Network, DqnLearner dqn => dqn.Network, _ => ((PqnLearner)learner).Network };

    private static void Fill(ActorCritic network, string name, int dead)
    {
        var index = network.Parameters.Shapes.Select((shape, i) => (shape.Name, i)).Single(pair => pair.Name == name).i;
        var bias = TensorMemory.Span<float>(network.Parameters.Values)[network.Parameters.Range(index)];
        for (var unit = 0; unit < bias.Length; unit++) bias[unit] = unit < dead ? -1 : 1;
    }
}
