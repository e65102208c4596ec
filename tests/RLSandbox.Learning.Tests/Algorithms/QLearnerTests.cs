using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Classic;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Training;
using TorchSharp;

namespace RLSandbox.Learning.Tests.Algorithms;

/// <summary>What DQN and PQN promise as learners: the same bits for a seed, for any number of threads, and after a save.</summary>
public sealed class QLearnerTests
{
    private static readonly string[] Names = ["dqn", "dqn with everything", "dqn masked", "dqn mapped", "pqn", "pqn with everything", "pqn masked"];
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rlsandbox-test-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    /// <summary>Rows that end early, stacks, priorities, averages, masks, a replay that has gone round: saved after four iterations, five more are the same.</summary>
    [TestCaseSource(nameof(Names))]
    public void SavedAndLoaded_ContinuesWithTheSameBits(string name)
    {
        using var environment = Environment(name);
        using var learner = Learner(name, environment);
        learner.Begin(7);
        Iterate(learner, 4);
        learner.Save(_folder);
        var expected = Iterate(learner, 5);

        using var laterEnvironment = Environment(name);
        using var later = Learner(name, laterEnvironment, folder: Directory.CreateDirectory(Path.Combine(_folder, "later")).FullName);
        later.Load(_folder);
        Assert.That(Iterate(later, 5), Is.EqualTo(expected));
        Assert.That(later.Steps, Is.EqualTo(learner.Steps));
        Assert.That(Network(later).Parameters.Values.eq(Network(learner).Parameters.Values).all().item<bool>());
    }

    [TestCaseSource(nameof(Names))]
    public void Seed_DecidesEverything_AndThreadsNothing(string name)
    {
        var first = NineIterations(name, seed: 3, threads: 1);
        Assert.That(NineIterations(name, seed: 3, threads: 1), Is.EqualTo(first));
        Assert.That(NineIterations(name, seed: 3, threads: 2), Is.EqualTo(first));
        Assert.That(NineIterations(name, seed: 4, threads: 1), Is.Not.EqualTo(first));
    }

    /// <summary>A replay in a file gives the same bits as one in memory.</summary>
    [Test]
    public void MappedReplay_ChangesNothing() => Assert.That(NineIterations("dqn mapped", 3, 1), Is.EqualTo(NineIterations("dqn", 3, 1)));

    [Test]
    public void LiveTensors_StayFlatOverManyUpdates([Values("dqn with everything", "pqn with everything")] string name)
    {
        using var environment = Environment(name);
        using var learner = Learner(name, environment);
        learner.Begin(1);
        Iterate(learner, 4);
        var before = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, torch.Tensor.TotalCount);
        Iterate(learner, 13);                                            // eight gradient steps each
        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before.ThreadTotalLiveCount));
        Assert.That(torch.Tensor.TotalCount, Is.LessThanOrEqualTo(before.TotalCount), "fewer: what an earlier test forgot was finalised meanwhile");
    }

    [TestCaseSource(nameof(Names))]
    public void LoadedPolicy_ActsTheSame_WithoutTheEnvironment(string name)
    {
        using var environment = Environment(name);
        using var learner = Learner(name, environment);
        learner.Begin(7);
        Iterate(learner, 4);
        learner.Save(_folder);
        using var policy = PolicyFile.Load(_folder);
        Assert.That(policy.Name, Is.EqualTo(learner.Algorithm));
        Assert.That(ToyTraining.GreedyReturn(policy, environment, 40), Is.EqualTo(ToyTraining.GreedyReturn(learner.Policy, environment, 40)));
    }

    [Test]
    public void AveragedWeights_AreThePolicy_NotWhatIsTrained([Values("dqn with everything", "pqn with everything")] string name)
    {
        using var environment = Environment(name);
        using var learner = Learner(name, environment);
        learner.Begin(7);
        Iterate(learner, 5);
        learner.Save(_folder);
        using var saved = (GreedyPolicy)PolicyFile.Load(_folder);
        using var network = saved.Spec.Build(0, torch.CPU);
        PolicyFile.LoadInto(network, _folder);
        Assert.That(network.Parameters.Values.eq(Network(learner).Parameters.Values).all().item<bool>(), Is.False);
    }

    [Test]
    public void CheckpointOfAnotherAlgorithmOrSeed_IsRefused()
    {
        using var environment = Environment("pqn");
        using (var learner = Learner("pqn", environment)) learner.Save(_folder);
        using var other = Learner("pqn", environment, seed: 6);
        Assert.That(() => other.Load(_folder), Throws.TypeOf<Core.UserErrorException>().With.Message.Contains("seed 5, not 6"));
        using var dqn = Learner("dqn", environment);
        Assert.That(() => dqn.Load(_folder), Throws.TypeOf<Core.UserErrorException>());
    }

    [Test]
    public void NotFinite_StopsWithAMessage([Values("dqn", "pqn")] string name)
    {
        using var environment = Environment(name);
        using var learner = Learner(name, environment);
        learner.Begin(1);
        Network(learner).Parameters.Values.fill_(float.NaN);
        Assert.That(() => Iterate(learner, 3), Throws.TypeOf<DivergedException>().With.Message.Contains("gradient step 1"));
    }

    [Test]
    public void EveryMetric_IsExplainedInTheDocs([Values("dqn", "pqn")] string name)
    {
        using var environment = Environment(name);
        using var learner = Learner(name, environment);
        learner.Begin(1);
        var docs = File.ReadAllText(Path.Combine(Repository.Root, "docs", "algorithms", $"{name}.md"));
        foreach (var metric in learner.Iterate(ToyTraining.NoSink.Instance)) Assert.That(docs, Does.Contain($"`{metric.Key}`"));
    }

    /// <summary>20 rows of warm-up: nothing is learned in the first iteration of 16 rows, and the metrics that do not apply are empty.</summary>
    [Test]
    public void BeforeTheWarmUpIsOver_NothingIsLearned()
    {
        using var environment = Environment("dqn");
        using var learner = new DqnLearner(environment, Small with { WarmupRows = 20, IterationSteps = 1 }, new(5, 1, 5000, "cpu"));
        learner.Begin(1);
        var metrics = learner.Iterate(ToyTraining.NoSink.Instance).ToDictionary();
        Assert.That((metrics["gradientSteps"], metrics["loss"], metrics["replayAge"]), Is.EqualTo((0.0, double.NaN, double.NaN)));
        Assert.That(metrics["replayRows"], Is.EqualTo(16));
    }

    private static DqnConfig Small { get; } = ToyTraining.Dqn with
    {
        IterationSteps = 8, WarmupRows = 32, MinibatchRows = 32, ReturnSteps = 1, TargetEveryUpdates = 7, Replay = new() { Rows = 320 },
    };

    private static ILearner Learner(string name, IEnvironment environment, ulong seed = 5, int threads = 2, string? folder = null)
    {
        var options = new LearnerOptions(seed, threads, TotalSteps: 5000, Device: "cpu", folder);
        var pqn = ToyTraining.Pqn with { RolloutSteps = 8, MinibatchRows = 32, Epochs = 2 };
        return name switch
        {
            "dqn with everything" => new DqnLearner(environment, Small with
            {
                ReturnSteps = 3, Duelling = true, AverageUpdates = 5, FrameStack = 3, TargetEveryUpdates = 1, TargetRate = 0.1f,
                Replay = new() { Rows = 320, Priority = 0.6f }, Network = Small.Network with { LayerNorm = true },
            }, options),
            "dqn mapped" => new DqnLearner(environment, Small with { Replay = Small.Replay with { MemoryMapped = true } }, options),
            "pqn with everything" => new PqnLearner(environment, pqn with { Duelling = true, AverageUpdates = 5, FrameStack = 3 }, options),
            _ when name.StartsWith("pqn", StringComparison.Ordinal) => new PqnLearner(environment, pqn, options),
            _ => new DqnLearner(environment, Small, options),
        };
    }

    private static IEnvironment Environment(string name) => name.EndsWith("masked", StringComparison.Ordinal) ? IdentityEnvironment.Discrete(16, masked: true) : PairEnvironment.Create(8);

    private static ActorCritic Network(ILearner learner) => learner is DqnLearner dqn ? dqn.Network : ((PqnLearner)learner).Network;

    private List<string> NineIterations(string name, ulong seed, int threads)
    {
        using var environment = Environment(name);
        using var learner = Learner(name, environment, seed, threads, _folder);
        learner.Begin(seed);
        return Iterate(learner, 9);
    }

    private static List<string> Iterate(ILearner learner, int count)
    {
        var metrics = new List<string>();
        for (var i = 0; i < count; i++) metrics.AddRange(learner.Iterate(ToyTraining.NoSink.Instance).Select(metric => $"{metric.Key} {metric.Value:R}"));
        return metrics;
    }
}
