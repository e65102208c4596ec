using RLSandbox.Learning.Tests.Networks;
using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using RLSandbox.Learning.Classic;
using TorchSharp;

namespace RLSandbox.Learning.Tests.Algorithms;

public sealed class PpoLearnerTests
{
    private static readonly PpoConfig Small = ToyTraining.Config with { RolloutSteps = 8, MinibatchRows = 32, Epochs = 2 };
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rlsandbox-test-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    /// <summary>Every kind of action, masks, rows that end early, stacks and return normalisation: five iterations, saved after two, continue the same.</summary>
    [Test]
    public void SavedAndLoaded_ContinuesWithTheSameBits([Values("masked", "continuous", "pair", "stack", "averaged")] string name)
    {
        var config = Config(name);
        using var environment = Environment(name);
        using var learner = Learner(environment, config);
        learner.Begin(7);
        Iterate(learner, 2);
        learner.Save(_folder);
        var expected = Iterate(learner, 3);

        using var laterEnvironment = Environment(name);
        using var later = Learner(laterEnvironment, config);
        later.Load(_folder);
        Assert.That(Iterate(later, 3), Is.EqualTo(expected));
        Assert.That(later.Steps, Is.EqualTo(learner.Steps));
        Assert.That(later.Network.Parameters.Values.eq(learner.Network.Parameters.Values).all().item<bool>());
    }

    [Test]
    public void Seed_DecidesEverything()
    {
        var first = FiveIterations(seed: 3, threads: 1);
        var again = FiveIterations(seed: 3, threads: 1);
        Assert.That(again, Is.EqualTo(first));
        Assert.That(FiveIterations(seed: 4, threads: 1), Is.Not.EqualTo(first));
    }

    [Test]
    public void Threads_ChangeNothing()
    {
        var one = FiveIterations(seed: 3, threads: 1);
        Assert.That(FiveIterations(seed: 3, threads: 2), Is.EqualTo(one));
    }

    [Test]
    public void OneUpdate_MovesEveryParameter()
    {
        using var environment = Environment("stack");
        using var learner = Learner(environment, Config("stack"));
        learner.Begin(1);
        using var scope = torch.NewDisposeScope();
        var before = Enumerable.Range(0, learner.Network.Parameters.Shapes.Count).Select(i => learner.Network.Parameters[i].detach().clone()).ToArray();
        Iterate(learner, 1);
        for (var i = 0; i < before.Length; i++) Assert.That(before[i].eq(learner.Network.Parameters[i]).all().item<bool>(), Is.False, learner.Network.Parameters.Shapes[i].Name);
    }

    [Test]
    public void LiveTensors_StayFlatOverManyUpdates()
    {
        using var environment = Environment("stack");
        using var learner = Learner(environment, Config("stack"));
        learner.Begin(1);
        Iterate(learner, 3);
        var before = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, torch.Tensor.TotalCount);
        Iterate(learner, 100 / (2 * 4));                                 // two epochs of four minibatches each
        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before.ThreadTotalLiveCount));
        Assert.That(torch.Tensor.TotalCount, Is.LessThanOrEqualTo(before.TotalCount), "fewer: what an earlier test forgot was finalised meanwhile");
    }

    [Test]
    public void LoadedPolicy_ActsTheSame_WithoutTheEnvironment([Values("masked", "continuous", "pair", "stack", "averaged")] string name)
    {
        using var environment = Environment(name);
        using var learner = Learner(environment, Config(name));
        learner.Begin(7);
        Iterate(learner, 2);
        learner.Save(_folder);
        using var policy = PolicyFile.Load(_folder);
        Assert.That(ToyTraining.GreedyReturn(policy, environment, 40), Is.EqualTo(ToyTraining.GreedyReturn(learner.Policy, environment, 40)));
        Assert.That(policy.StateSize, Is.EqualTo(learner.Policy.StateSize));
    }

    /// <summary>One update of one gradient step: a long average is the newest weights; after the second one it lies half way.</summary>
    [Test]
    public void AveragedPolicy_LagsBehindWhatIsTrained()
    {
        using var environment = Environment("averaged");
        using var learner = Learner(environment, Small with { AverageUpdates = 100, Epochs = 1, MinibatchRows = 1000 });
        learner.Begin(7);
        using var scope = torch.NewDisposeScope();
        Iterate(learner, 1);
        var first = learner.Network.Parameters.Values.detach().clone();
        Iterate(learner, 1);
        var half = (first + learner.Network.Parameters.Values.detach()) / 2;
        Assert.That((learner.Acting.Parameters.Values - half).abs().max().item<float>(), Is.LessThan(1e-6f));
        Assert.That(learner.Acting.Parameters.Values.eq(learner.Network.Parameters.Values).all().item<bool>(), Is.False);
    }

    [Test]
    public void PolicyWithMemory_SeesTheSameStacksAsTheRollout()
    {
        using var environment = Environment("stack");
        using var learner = Learner(environment, Config("stack"));
        learner.Begin(7);
        using var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        using var stackedActions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        var state = new float[environment.Spec.RowCount * learner.Policy.StateSize];
        var memory = learner.Rollout.Observations;
        environment.Reset(7);
        for (var t = 0; t < 6; t++)
        {
            for (var p = 0; p < environment.Spec.Parts.Count; p++) Bytes(environment.Observations, p).CopyTo(memory.Bytes(p, t));
            environment.Started.CopyTo(memory.Started(t));
            learner.Policy.Act(new() { Observations = environment.Observations, Started = environment.Started }, state, actions);
            using var scope = torch.NewDisposeScope();
            using var noGradient = torch.no_grad();
            var distribution = learner.Network.Ask(memory.Range(memory.FirstFrame(t), memory.RowCount)).Outputs;
            for (var row = 0; row < memory.RowCount; row++) learner.Network.Distribution.GreedyChoices(distribution.AsSpan(2 * row, 2), stackedActions.Choices.Slice(row, 1));
            Assert.That(actions.Choices.ToArray(), Is.EqualTo(stackedActions.Choices.ToArray()), $"step {t}");
            environment.Step(actions);
        }
    }

    [Test]
    public void DamagedCheckpoint_IsNamed([Values(PolicyFile.SpecName, PolicyFile.ModelName)] string file, [Values] bool isMissing)
    {
        using (var environment = Environment("pair"))
        using (var learner = Learner(environment, Small)) learner.Save(_folder);
        var path = Path.Combine(_folder, file);
        if (isMissing) File.Delete(path);
        else File.WriteAllBytes(path, File.ReadAllBytes(path)[..^20]);
        Assert.That(() => PolicyFile.Load(_folder), Throws.TypeOf<UserErrorException>().With.Message.Contains(_folder));
    }

    [Test]
    public void PolicyInAnotherTask_IsRefused()
    {
        using var environment = Environment("pair");
        using var other = Environment("masked");
        using var learner = Learner(environment, Small);
        Assert.That(() => ToyTraining.GreedyReturn(learner.Policy, other, 1), Throws.ArgumentException.With.Message.Contains("fuse").And.Message.Contains("wanted"));
    }

    [Test]
    public void Schedules_AreStraightLines()
    {
        var config = new PpoConfig { LearningRate = 1e-3f, LearningRateEnd = 0, Clip = 0.2f, ClipEnd = 0.1f, Entropy = 0.01f, EntropyEnd = 0.01f };
        Assert.That(PpoRates.At(config, 0), Is.EqualTo(new PpoRates(1e-3f, 0.2f, 0.01f)));
        Assert.That(PpoRates.At(config, 0.5).LearningRate, Is.EqualTo(5e-4f).Within(1e-9f));
        Assert.That(PpoRates.At(config, 2).Clip, Is.EqualTo(0.1f).Within(1e-9f), "a run that goes on stays at the end");
    }

    [Test]
    public void NotFinite_StopsWithAMessage()
    {
        using var environment = Environment("pair");
        using var learner = Learner(environment, Small);
        learner.Begin(1);
        learner.Network.Parameters.Values.fill_(float.NaN);
        Assert.That(() => Iterate(learner, 1), Throws.TypeOf<DivergedException>().With.Message.Contains("gradient step 1"));
    }

    [Test]
    public void EveryMetric_IsExplainedInTheDocs()
    {
        using var environment = Environment("pair");
        using var learner = Learner(environment, Small);
        learner.Begin(1);
        var docs = File.ReadAllText(Path.Combine(Repository.Root, "docs", "algorithms", "ppo.md"));
        foreach (var metric in learner.Iterate(ToyTraining.NoSink.Instance)) Assert.That(docs, Does.Contain($"`{metric.Key}`"));
    }

    private static PpoConfig Config(string name) => name switch
    {
        "stack" => Small with { FrameStack = 3 },
        "averaged" => Small with { AverageUpdates = 5 },
        "continuous" => Small with { NormalizeReturns = true, ValueClip = 0.2f, TargetKl = 0.5f },
        _ => Small,
    };

    private static IEnvironment Environment(string name) => name switch
    {
        "masked" => IdentityEnvironment.MultiDiscrete(16, masked: true, 3, 4),
        "continuous" => IdentityEnvironment.Continuous(16),
        _ => PairEnvironment.Create(8),
    };

    private static PpoLearner Learner(IEnvironment environment, PpoConfig config, ulong seed = 5, int threads = 2) => new(environment, config, new(seed, threads, TotalSteps: 5000, Device: "cpu"));

    private static List<string> FiveIterations(ulong seed, int threads)
    {
        using var environment = Environment("pair");
        using var learner = Learner(environment, Small, seed, threads);
        learner.Begin(seed);
        return Iterate(learner, 5);
    }

    private static List<string> Iterate(PpoLearner learner, int count)
    {
        var metrics = new List<string>();
        for (var i = 0; i < count; i++) metrics.AddRange(learner.Iterate(ToyTraining.NoSink.Instance).Select(metric => $"{metric.Key} {metric.Value:R}"));
        return metrics;
    }

    private static unsafe Span<byte> Bytes(ObservationBuffer buffer, int part) => new((void*)buffer.Address(part), buffer.RowCount * buffer.Parts[part].ByteCount);
}
