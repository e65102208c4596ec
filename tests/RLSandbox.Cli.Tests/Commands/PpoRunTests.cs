using System.Text.Json;

namespace RLSandbox.Cli.Tests.Commands;

/// <summary>The whole way with the real algorithm on a small task: train, stop, go on, evaluate from disk.</summary>
public sealed class PpoRunTests
{
    private const int StepsPerIteration = 32 * 8;      // PPO's default rollout of 32 steps, eight environments
    private string _folder = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-cli-").FullName;
        File.WriteAllText(Path.Combine(_folder, "task.yaml"), "");
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void SameSeed_LearnsTheSameBits_AndAnotherSeedDoesNot()
    {
        Train("a", seed: 1);
        Train("b", seed: 1);
        Train("c", seed: 2);
        Assert.That(Learned("b"), Is.EqualTo(Learned("a")));
        Assert.That(Learned("c"), Is.Not.EqualTo(Learned("a")));
    }

    [Test]
    public void StoppedAndResumed_LearnsTheSameBitsAsInOneGo()
    {
        Train("whole", seed: 1);
        using var interruption = new CancellationTokenSource();
        var real = RealLearner();
        var stopping = real with
        {
            CreateLearner = (run, environment, training, folder) => new StopsAfter(2 * StepsPerIteration, real.CreateLearner(run, environment, training, folder), interruption),
        };
        var first = ToyServices.Run(stopping, Line("torn", seed: 1), interruption.Token);
        Assert.That(first.ExitCode, Is.EqualTo(ExitCode.Interrupted), first.Error);
        Assert.That(File.ReadAllLines(LearningCsv("torn")), Has.Length.EqualTo(3));            // header and two iterations

        var second = ToyServices.Run(real, $"train --resume --run torn --runs {_folder}/runs");
        Assert.That(second.ExitCode, Is.EqualTo(ExitCode.Done), second.Error);
        Assert.That(Learned("torn"), Is.EqualTo(Learned("whole")));
    }

    [Test]
    public void CheckpointOnDisk_PlaysLikeTheLearnerThatWroteIt()
    {
        Train("mine", seed: 1);
        var result = ToyServices.Run(RealLearner(), $"evaluate mine --runs {_folder}/runs --json");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        using var fromDisk = JsonDocument.Parse(result.Output);
        using var afterTraining = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(Path.Combine(_folder, "runs", "mine", "evaluations"), "test-*.json").Single()));
        Assert.That(fromDisk.RootElement.GetRawText(), Is.EqualTo(afterTraining.RootElement.GetRawText()));
    }

    private static Services RealLearner() => ToyServices.Create() with
    {
        CreateLearner = Services.Default.CreateLearner,
        LoadPolicy = Services.Default.LoadPolicy,
    };

    private string Line(string run, int seed) =>
        $"train {_folder}/task.yaml --runs {_folder}/runs --run {run} --seed {seed} --environments 8 --steps {5 * StepsPerIteration} --threads 1 --device cpu";

    private void Train(string run, int seed)
    {
        var result = ToyServices.Run(RealLearner(), Line(run, seed));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
    }

    private string LearningCsv(string run) => Path.Combine(_folder, "runs", run, "learning.csv");

    private string Learned(string run) => File.ReadAllText(LearningCsv(run));
}
