using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Classic;
using RLSandbox.Learning.Logging;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Tests.Algorithms;
using RLSandbox.Learning.Training;
using RLSandbox.TestKit;

namespace RLSandbox.Learning.Tests.Training;

/// <summary>Files of a run of each algorithm, damaged at random and with hashes that agree: every one is read or refused with a message, and what is read can be gone on with.</summary>
[TestFixture("ppo")]
[TestFixture("dqn")]
[TestFixture("pqn")]
internal sealed class DamagedCheckpointTests(string algorithm)
{
    private const uint PolicyRounds = 400, LearnerRounds = 300, SmallRounds = 500;
    private const int MostBytesOfARefusal = 64 << 20;
    private static readonly NetworkConfig Network = NetworkConfig.Preset("mlp") with { Hidden = [8] };

    private TemporaryFolder _folder = null!;
    private ILearner _learner = null!;
    private RunFolder _run = null!;
    private string _checkpoint = "";

    [SetUp]
    public void SaveARun()
    {
        _folder = new();
        var environment = PairEnvironment.Create(4);
        _learner = Learner(environment, new(1, Threads: 1, TotalSteps: 64, Device: "cpu"));
        _run = RunFolder.Create(_folder.FullPath, "run");
        new RunManifest { Scenario = "pair", Algorithm = algorithm, Seed = 1, Steps = 64, Environments = 4, Threads = 1, Device = "cpu" }.Write(_run.Manifest);
        using var trainer = Trainer.Begin(_learner, environment.Spec, _run, new() { Steps = 64, Seed = 1, CheckpointEverySteps = 16 });
        trainer.Run();
        _checkpoint = _run.Checkpoints.Latest!;
    }

    [TearDown]
    public void Remove()
    {
        _learner.Dispose();
        _folder.Dispose();
    }

    [TestCase("policy.json")]
    [TestCase("model.safetensors")]
    public void Policy_IsReadOrRefused(string file)
    {
        File.Delete(Path.Combine(_checkpoint, CheckpointManifest.FileName));            // so that the reader itself meets the damage
        Fuzz(Path.Combine(_checkpoint, file), PolicyRounds, () => PolicyFile.Load(_checkpoint).Dispose());
    }

    [Test]
    public void Learner_GoesOnOrRefuses()
    {
        string[] files = ["trainer.json", "optimizer.safetensors", "world.bin", .. algorithm == "dqn" ? ["replay.bin.lz4"] : Array.Empty<string>()];
        var before = Environment.WorkingSet;
        foreach (var path in files.Select(file => Path.Combine(_checkpoint, file)))
        {
            var original = File.ReadAllBytes(path);
            Fuzz(path, LearnerRounds, LoadAndGoOn);
            File.WriteAllBytes(path, original);
        }

        Assert.That(LoadAndGoOn, Throws.Nothing);
        Assert.That(Environment.WorkingSet - before, Is.LessThan(MostBytesOfARefusal), "the files have some kilobytes");
    }

    [Test]
    public void StateOfTheTrainer_IsReadOrRefused() => Fuzz(Path.Combine(_checkpoint, RunState.FileName), SmallRounds, () => RunState.Read(_checkpoint));

    [Test]
    public void Manifest_IsReadOrRefused() => Fuzz(_run.Manifest, SmallRounds, () => RunManifest.Read(_run.Manifest));

    [Test]
    public void ManifestOfACheckpoint_IsReadOrRefused() => Fuzz(Path.Combine(_checkpoint, CheckpointManifest.FileName), SmallRounds, () => CheckpointManifest.Verify(_checkpoint));

    [Test]
    public void Episodes_AreReadOrRefused()
    {
        using var environment = PairEnvironment.Create(4);
        var path = Path.Combine(_checkpoint, "episodes.bin");
        Fuzz(path, SmallRounds, () => CheckpointReading.Explain(_checkpoint, () =>
        {
            var recorder = new EpisodeRecorder(environment.Spec);
            using var stream = File.OpenRead(path);
            recorder.Load(stream);
            return recorder.TakeIteration();                  // what was read must not bring the next row down either
        }));
    }

    [Test]
    public void GiantNetwork_IsRefusedWithoutItsMemory()
    {
        File.Delete(Path.Combine(_checkpoint, CheckpointManifest.FileName));
        var path = Path.Combine(_checkpoint, PolicyFile.SpecName);
        var text = File.ReadAllText(path);
        var hidden = text.IndexOf("\"hidden\": [", StringComparison.Ordinal);
        File.WriteAllText(path, text[..hidden] + "\"hidden\": [65536, 65536" + text[text.IndexOf(']', hidden)..]);
        var before = Environment.WorkingSet;
        Assert.That(() => PolicyFile.Load(_checkpoint), Throws.InstanceOf<UserErrorException>().With.Message.Contains("describes a network of"));
        Assert.That(Environment.WorkingSet - before, Is.LessThan(MostBytesOfARefusal), "the network would take 17 GB");
    }

    private void LoadAndGoOn()
    {
        CheckpointReading.Explain(_checkpoint, () =>
        {
            _learner.Load(_checkpoint);
            return true;
        });
        _learner.Iterate(ToyTraining.NoSink.Instance);
    }

    private ILearner Learner(IEnvironment environment, LearnerOptions options) => algorithm switch
    {
        "ppo" => new PpoLearner(environment, new() { RolloutSteps = 4, MinibatchRows = 16, Epochs = 1, GradientShards = 1, NormalizeReturns = true, Network = Network, FrameStack = 2 }, options),
        "pqn" => new PqnLearner(environment, new() { RolloutSteps = 4, MinibatchRows = 16, Epochs = 1, GradientShards = 1, AverageUpdates = 3, Network = Network with { LayerNorm = true } }, options),
        _ => new DqnLearner(environment, new()
        {
            IterationSteps = 4, WarmupRows = 8, MinibatchRows = 8, GradientShards = 1, ReturnSteps = 2, FrameStack = 2, AverageUpdates = 3, Duelling = true, Network = Network,
            Replay = new() { Rows = 40, Priority = 0.6f },
        }, options),
    };

    private static void Fuzz(string path, uint rounds, Action read)
    {
        var original = File.ReadAllBytes(path);
        var refused = 0;
        for (uint round = 0; round < rounds; round++)
        {
            File.WriteAllBytes(path, Mutation.Of(original, round));
            try
            {
                read();
            }
            catch (Exception error) when (error is UserErrorException or DivergedException)
            {
                Assert.That(error.Message, Is.Not.Empty);
                refused++;
            }
            catch (Exception error)
            {
                throw new AssertionException($"round {round}: {error}");
            }
        }
        Assert.That(refused, Is.Positive);
    }
}
