using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Classic;
using RLSandbox.Learning.Measuring;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Tests.Algorithms;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Tests.Measuring;

/// <summary>The floor of a training makes the calls that the training made.</summary>
[TensorScope]
public sealed class NetworkReplayTests
{
    private const int Environments = 8, Steps = 8, Rows = 32, Epochs = 2, Shards = 4;

    [TestCase("ppo", 1)]
    [TestCase("ppo", 2)]
    [TestCase("dqn", 2)]
    [TestCase("pqn", 2)]
    public void Replay_MakesTheCallsOfTheTraining(string algorithm, int threads)
    {
        var trained = Record(algorithm, threads, out var network, out var learner);
        var again = new NetworkCalls();
        using (learner)
        using (var replay = new NetworkReplay(network, Shards, threads, again))
        {
            replay.Prepare(trained);
            replay.Run(trained);
            Assert.That(Describe(again.Take()), Is.EqualTo(Describe(trained)));
        }
    }

    /// <summary>T forward passes, one more for the last moment; 64 samples in epochs of two minibatches: a forward and a backward pass of each shard, then a step.</summary>
    [Test]
    public void Ppo_AsksForWhatItsPageSays()
    {
        var trained = Record("ppo", 1, out _, out var learner);
        learner.Dispose();
        var updates = Epochs * Environments * Steps / Rows;
        Assert.That(trained.Count(section => section.IsStep), Is.EqualTo(updates));
        Assert.That(trained.Count(section => section.IsAccumulated), Is.EqualTo(updates));
        Assert.That(trained.Count(section => !section.IsStep && !section.IsAccumulated), Is.EqualTo(Steps + 1));
        NetworkCall[] expected = [new(NetworkCallKind.TrackedForward, Rows / Shards, IsTwin: false), new(NetworkCallKind.Backward, 0, IsTwin: false)];
        foreach (var shard in trained.Where(section => section.IsAccumulated).SelectMany(section => section.Shards)) Assert.That(shard, Is.EqualTo(expected));
    }

    [Test]
    public void Dqn_AlsoAsksItsTargetNetwork()
    {
        var trained = Record("dqn", 1, out _, out var learner);
        learner.Dispose();
        var calls = trained.First(section => section.IsAccumulated).Shards[0];
        Assert.That(calls.Where(call => call.Kind == NetworkCallKind.Forward).Select(call => call.IsTwin), Is.EqualTo(new[] { true, false }), "valued by the target network, chosen by the online one");
    }

    [Test]
    public void Replay_LeavesTheWeightsAsTheyAre()
    {
        var trained = Record("ppo", 1, out var network, out var learner);
        using (learner)
        using (var replay = new NetworkReplay(network, Shards, 1))
        {
            using var before = network.Parameters.Values.clone();
            replay.Prepare(trained);
            replay.Run(trained);
            Assert.That(replay.Network.Parameters.Values.eq(before).all().item<bool>());
            Assert.That(replay.Network.Parameters.Gradient.abs().sum().item<float>(), Is.Positive, "the backward passes did reach the weights");
        }
    }

    [TestCase(32, 4, "8 8 8 8")]
    [TestCase(3, 4, "1 1 1")]
    public void Update_CutsABatchAsLearnersDo(int rows, int shards, string expected)
    {
        var update = NetworkReplay.Update(rows, shards);
        Assert.That(string.Join(' ', update[0].Shards.Where(shard => shard.Count > 0).Select(shard => shard[0].Rows)), Is.EqualTo(expected));
        Assert.That(update[^1].IsStep);
    }

    private static IReadOnlyList<NetworkSection> Record(string algorithm, int threads, out ActorCritic network, out ILearner learner)
    {
        var calls = new NetworkCalls();
        var options = new LearnerOptions(1, threads, 1000, "cpu") { Calls = calls };
        var environment = ClassicTasks.Create("identity", Environments);
        learner = algorithm switch
        {
            "ppo" => new PpoLearner(environment, ToyTraining.Config with { RolloutSteps = Steps, MinibatchRows = Rows, Epochs = Epochs, GradientShards = Shards }, options),
            "dqn" => new DqnLearner(environment, ToyTraining.Dqn with { IterationSteps = Steps, WarmupRows = 0, MinibatchRows = Rows, GradientShards = Shards }, options),
            _ => new PqnLearner(environment, ToyTraining.Pqn with { RolloutSteps = Steps, MinibatchRows = Rows, Epochs = Epochs, GradientShards = Shards }, options),
        };
        learner.Begin(1);
        learner.Iterate(ToyTraining.NoSink.Instance);
        network = calls.Network!;
        return calls.Take();
    }

    private static string Describe(IEnumerable<NetworkSection> sections) =>
        string.Join('\n', sections.Select(section => section.IsStep ? "step" : string.Join(" | ", section.Shards.Select(shard => string.Join(' ', shard)))));
}
