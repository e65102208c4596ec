using RLSandbox.Learning.Tests.Networks;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Classic;
using TorchSharp;

namespace RLSandbox.Learning.Tests.Algorithms;

[Category("Learning")]
public sealed class PpoLearningTests
{
    private const double ValueTolerance = 0.05;                          // the issue's ±5 %

    [Test]
    public void Bandit_PullsTheBestArm([Values(1u, 2u, 3u)] ulong seed)
    {
        using var environment = BanditEnvironment.Create(ToyTraining.Environments, 0.2f, 0.8f, 0.5f);
        using var learner = ToyTraining.Train(environment, seed, 16_000);
        Assert.That(ToyTraining.GreedyReturn(learner.Policy, environment, 100), Is.EqualTo(0.8).Within(0.05));      // noise of 6,400 pulls: 0.004
    }

    [Test]
    public void Identity_SaysWhatItSees([Values(1u, 2u, 3u)] ulong seed)
    {
        using var environment = IdentityEnvironment.Discrete(ToyTraining.Environments);
        using var learner = ToyTraining.Train(environment, seed, 30_000);
        Assert.That(ToyTraining.GreedyReturn(learner.Policy, environment, 80), Is.GreaterThan(7.8));                // best 8, by chance 2
    }

    [Test]
    public void MaskedMultiDiscreteIdentity_NeverTakesAMaskedChoice([Values(1u, 2u, 3u)] ulong seed)
    {
        using var environment = IdentityEnvironment.MultiDiscrete(ToyTraining.Environments, masked: true, 3, 4);    // a masked choice throws
        using var learner = ToyTraining.Train(environment, seed, 30_000);
        Assert.That(ToyTraining.GreedyReturn(learner.Policy, environment, 80), Is.GreaterThan(7.8));
    }

    [Test]
    public void ContinuousIdentity_ApproachesTheWantedValues([Values(1u, 2u, 3u)] ulong seed)
    {
        using var environment = IdentityEnvironment.Continuous(ToyTraining.Environments);
        using var learner = ToyTraining.Train(environment, seed, 40_000, ToyTraining.Config with { Entropy = 0, EntropyEnd = 0, MinibatchRows = 128, Discount = 0.5f });
        Assert.That(ToyTraining.GreedyReturn(learner.Policy, environment, 80), Is.GreaterThan(7.8));                // best 8; always 0 gives 8 · (1 − 0.8²/3) = 6.3
    }

    [Test]
    public void Corridor_WalksPastTheNearDoor([Values(1u, 2u, 3u)] ulong seed)
    {
        using var environment = CorridorEnvironment.Create(ToyTraining.Environments, length: 5);
        using var learner = ToyTraining.Train(environment, seed, 30_000, ToyTraining.Config with { Entropy = 0.02f, EntropyEnd = 0.02f });
        Assert.That(ToyTraining.GreedyReturn(learner.Policy, environment, 200), Is.GreaterThan(0.98));              // best 1; the near door pays 0.1
    }

    [Test]
    public void Pair_LearnsFromRowsThatEndBeforeTheirEnvironment([Values(1u, 2u, 3u)] ulong seed)
    {
        using var environment = PairEnvironment.Create(ToyTraining.Environments);
        using var learner = ToyTraining.Train(environment, seed, 60_000);
        var best = 4.0 / 6;                                              // a fuse of 1 … 6 ends within the limit of 4 steps in 4 of 6 episodes
        Assert.That(ToyTraining.GreedyReturn(learner.Policy, environment, 400), Is.EqualTo(best).Within(0.03));     // noise of about 13,000 rows: 0.004
    }

    /// <summary>Reward 1 for ever at γ = 0.9: worth 1 / (1 − 0.9) = 10 when the limit of 10 steps only stops the watching, (1 − 0.9¹⁰) / (1 − 0.9) = 6.51 when it ends the task.</summary>
    /// <remarks>The final observation is never acted in, so its value is extrapolated: a narrow network with a small λ (many fresh bootstraps) gets there soonest.</remarks>
    [Test]
    public void EndlessReward_ValueAtTheStartDependsOnTheKindOfEnd([Values(1u, 2u, 3u)] ulong seed, [Values] bool terminates)
    {
        var config = ToyTraining.Config with
        {
            RolloutSteps = 10, LearningRate = 1e-2f, LearningRateEnd = 1e-3f, Lambda = 0.8f, Network = new() { Convolutions = [], Hidden = [32], Activation = Activation.Tanh },
        };
        using var environment = EndlessRewardEnvironment.Create(16, terminates);
        using var learner = ToyTraining.Train(environment, seed, 30_000, config);
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var value = learner.Network.Ask([torch.tensor(new[] { 1f }, [1, 1])]).Values[0];
        var expected = terminates ? 6.513 : 10.0;
        Assert.That(value, Is.EqualTo(expected).Within(ValueTolerance * expected));
    }
}
