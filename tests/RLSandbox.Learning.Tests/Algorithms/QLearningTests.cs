using RLSandbox.Learning.Tests.Networks;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Classic;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Training;
using TorchSharp;

namespace RLSandbox.Learning.Tests.Algorithms;

/// <summary>DQN and PQN on tasks whose best return is known.</summary>
[Category("Learning")]
public sealed class QLearningTests
{
    private const double ValueTolerance = 0.05;                          // ±5 %, as for PPO

    [Test]
    public void Bandit_PullsTheBestArm([Values("dqn", "pqn")] string name, [Values(1u, 2u, 3u)] ulong seed)
    {
        using var environment = BanditEnvironment.Create(ToyTraining.Environments, 0.2f, 0.8f, 0.5f);
        using var learner = ToyTraining.Train(name, environment, seed, 16_000);
        Assert.That(ToyTraining.GreedyReturn(learner.Policy, environment, 100), Is.EqualTo(0.8).Within(0.05));      // noise of 6,400 pulls: 0.004
    }

    [Test]
    public void Identity_SaysWhatItSees([Values("dqn", "pqn")] string name, [Values] bool masked, [Values(1u, 2u, 3u)] ulong seed)
    {
        using var environment = IdentityEnvironment.Discrete(ToyTraining.Environments, masked: masked);             // a masked choice throws
        using var learner = ToyTraining.Train(name, environment, seed, 30_000);
        Assert.That(ToyTraining.GreedyReturn(learner.Policy, environment, 80), Is.GreaterThan(7.8));                // best 8, by chance 2
    }

    [Test]
    public void Corridor_WalksPastTheNearDoor([Values("dqn", "pqn")] string name, [Values(1u, 2u, 3u)] ulong seed)
    {
        using var environment = CorridorEnvironment.Create(ToyTraining.Environments, length: 5);
        using var learner = ToyTraining.Train(name, environment, seed, 30_000);
        Assert.That(ToyTraining.GreedyReturn(learner.Policy, environment, 200), Is.GreaterThan(0.98));              // best 1; the near door pays 0.1
    }

    [Test]
    public void Pair_LearnsFromRowsThatEndBeforeTheirEnvironment([Values("dqn", "pqn")] string name, [Values(1u, 2u, 3u)] ulong seed)
    {
        using var environment = PairEnvironment.Create(ToyTraining.Environments);
        using var learner = ToyTraining.Train(name, environment, seed, 60_000);
        var best = 4.0 / 6;                                              // a fuse of 1 … 6 ends within the limit of 4 steps in 4 of 6 episodes
        Assert.That(ToyTraining.GreedyReturn(learner.Policy, environment, 400), Is.EqualTo(best).Within(0.03));     // noise of about 13,000 rows: 0.004
    }

    /// <summary>Priorities, duelling, double Q, averages and a soft target network together still solve what plain DQN does.</summary>
    [Test]
    public void EveryOptionTogether_SolvesTheCorridor([Values(1u, 2u, 3u)] ulong seed)
    {
        using var environment = CorridorEnvironment.Create(ToyTraining.Environments, length: 5);
        var config = ToyTraining.Dqn with { Duelling = true, AverageUpdates = 50, TargetEveryUpdates = 1, TargetRate = 0.02f, Replay = ToyTraining.Dqn.Replay with { Priority = 0.6f } };
        using var learner = ToyTraining.Train("dqn", environment, seed, 30_000, (config, ToyTraining.Pqn));
        Assert.That(ToyTraining.GreedyReturn(learner.Policy, environment, 200), Is.GreaterThan(0.98));
    }

    /// <summary>Reward 1 for ever at γ = 0.9: worth 1 / (1 − 0.9) = 10 when the limit of 10 steps only stops the watching, (1 − 0.9¹⁰) / (1 − 0.9) = 6.51 when it ends the task.</summary>
    [Test]
    public void EndlessReward_ValueAtTheStartDependsOnTheKindOfEnd([Values("dqn", "pqn")] string name, [Values(1u, 2u, 3u)] ulong seed, [Values] bool terminates)
    {
        var narrow = new NetworkConfig { Convolutions = [], Hidden = [32], Activation = Activation.Tanh };
        var configs = (
            ToyTraining.Dqn with { Network = narrow, LearningRate = 1e-2f, LearningRateEnd = 1e-3f, GradientSteps = 2, TargetEveryUpdates = 20 },
            ToyTraining.Pqn with { Network = narrow, LearningRate = 1e-2f, LearningRateEnd = 1e-3f, RolloutSteps = 10, Lambda = 0.8f });
        using var environment = EndlessRewardEnvironment.Create(16, terminates);
        using var learner = ToyTraining.Train(name, environment, seed, 30_000, configs);
        var network = learner is DqnLearner dqn ? dqn.Network : ((PqnLearner)learner).Network;
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var value = network.Ask([torch.tensor(new[] { 1f }, [1, 1])]).Outputs.Max();
        var expected = terminates ? 6.513 : 10.0;
        Assert.That(value, Is.EqualTo(expected).Within(ValueTolerance * expected));
    }
}
