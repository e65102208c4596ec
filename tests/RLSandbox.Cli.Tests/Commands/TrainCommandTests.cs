using System.Text.Json;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Tests.Commands;

public sealed class TrainCommandTests
{
    private string _folder = "";

    private string Train => $"train {_folder}/task.yaml --runs {_folder}/runs --environments 4 --steps {6 * ToyServices.StepsPerIteration}";

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-cli-").FullName;
        File.WriteAllText(Path.Combine(_folder, "task.yaml"), "");
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void FinishedRun_LeavesEverythingInItsFolder()
    {
        var result = ToyServices.Run(ToyServices.Create(), Train);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        var run = Path.Combine(_folder, "runs", "corridor-v1-ppo-1-1");
        Assert.Multiple(() =>
        {
            foreach (var file in (string[])["scenario.yaml", "run.json", "learning.csv", "timing.csv", "latest"]) Assert.That(Path.Combine(run, file), Does.Exist);
            Assert.That(Directory.GetFiles(run, "events.out.tfevents.*"), Has.Length.EqualTo(1));
            Assert.That(Path.Combine(run, "evaluations", "test-192.json"), Does.Exist);         // 6 iterations of 4 × 8 steps
            Assert.That(result.Output, Does.Contain("Trained 192 steps").And.Contain("evaluate corridor-v1-ppo-1-1"));
        });
    }

    [Test]
    public void SecondRunOfTheSameKind_GetsTheNextName()
    {
        ToyServices.Run(ToyServices.Create(), Train);
        ToyServices.Run(ToyServices.Create(), Train);
        Assert.That(Path.Combine(_folder, "runs", "corridor-v1-ppo-1-2", "latest"), Does.Exist);
    }

    [Test]
    public void ExistingName_IsRefused()
    {
        ToyServices.Run(ToyServices.Create(), $"{Train} --run mine");
        var result = ToyServices.Run(ToyServices.Create(), $"{Train} --run mine");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain("'mine' exists already").And.Contain("--resume --run mine"));
    }

    [Test]
    public void InterruptedAndResumed_WritesTheSameLearningCsv()
    {
        ToyServices.Run(ToyServices.Create(), $"{Train} --run whole");
        using var interruption = new CancellationTokenSource();
        var services = ToyServices.Create(learner =>
        {
            if (learner.Steps == 2 * ToyServices.StepsPerIteration) interruption.Cancel();
        });
        var first = ToyServices.Run(services, $"{Train} --run torn", interruption.Token);
        Assert.That(first.ExitCode, Is.EqualTo(ExitCode.Interrupted));
        Assert.That(first.Output, Does.Contain("--resume --run torn"));

        var second = ToyServices.Run(ToyServices.Create(), $"train --resume --run torn --runs {_folder}/runs");
        Assert.That(second.ExitCode, Is.EqualTo(ExitCode.Done), second.Error);
        Assert.That(Learned("torn"), Is.EqualTo(Learned("whole")));
    }

    [Test]
    public void ResumeWithTheArgumentsOfTheBeginning_BeginsGoesOnAndEnds_WithTheSameResult()
    {
        ToyServices.Run(ToyServices.Create(), $"{Train} --run whole");
        for (var sitting = 1; sitting <= 3; sitting++)
        {
            using var interruption = new CancellationTokenSource();
            var services = ToyServices.Create(learner =>
            {
                if (learner.Steps == 2 * sitting * ToyServices.StepsPerIteration) interruption.Cancel();
            });
            var result = ToyServices.Run(services, $"{Train} --run torn --seed 1 --algorithm ppo --device auto --threads 1 --resume", interruption.Token);
            Assert.That(result.ExitCode, Is.EqualTo(sitting < 3 ? ExitCode.Interrupted : ExitCode.Done).Or.EqualTo(ExitCode.Interrupted), result.Error);
        }
        var last = ToyServices.Run(ToyServices.Create(), $"{Train} --run torn --resume");
        Assert.That(last.ExitCode, Is.EqualTo(ExitCode.Done), last.Error);
        Assert.That(Learned("torn"), Is.EqualTo(Learned("whole")));
    }

    [Test]
    public void ResumeAfterAKillBeforeTheFirstCheckpoint_Begins([Values] bool withManifest)
    {
        ToyServices.Run(ToyServices.Create(), $"{Train} --run whole");
        ToyServices.Run(ToyServices.Create(), $"{Train} --run early");
        var run = Path.Combine(_folder, "runs", "early");
        foreach (var file in Directory.GetFiles(run).Where(file => !file.EndsWith(".yaml", StringComparison.Ordinal) && !(withManifest && file.EndsWith("run.json", StringComparison.Ordinal)))) File.Delete(file);
        foreach (var folder in Directory.GetDirectories(run)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(Path.Combine(run, "evaluations"));
        var result = ToyServices.Run(ToyServices.Create(), $"{Train} --run early --resume");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(Learned("early"), Is.EqualTo(Learned("whole")));
    }

    [Test]
    public void ResumeIntoAFolderThatIsNoRun_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "runs", "holiday"));
        File.WriteAllText(Path.Combine(_folder, "runs", "holiday", "photo.jpg"), "");
        var result = ToyServices.Run(ToyServices.Create(), $"{Train} --run holiday --resume");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain("run.json is missing"));
    }

    [Test]
    public void OtherStepsAtAResume_AreAnExtensionThatIsSaidAndKept()
    {
        ToyServices.Run(ToyServices.Create(), $"{Train} --run longer");
        var result = ToyServices.Run(ToyServices.Create(), $"train --resume --run longer --runs {_folder}/runs --steps 256");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(result.Output, Does.Contain("planned for 192 steps and ends at 256 now"));
        var manifest = RunManifest.Read(Path.Combine(_folder, "runs", "longer", "run.json"));
        Assert.That((manifest.Steps, manifest.Extensions.Single()), Is.EqualTo((256L, new StepsChange(192, 192, 256))));
        var again = ToyServices.Run(ToyServices.Create(), $"train --resume --run longer --runs {_folder}/runs --steps 256");
        Assert.That(again.Output, Does.Not.Contain("planned for"), "the run's own steps are no extension");
    }

    [Test]
    public void SecondTrainerOfARun_IsRefused()
    {
        ToyServices.Run(ToyServices.Create(), $"{Train} --run mine");
        using var claim = RunFolder.Open(Path.Combine(_folder, "runs"), "mine").Claim();
        var result = ToyServices.Run(ToyServices.Create(), $"train --resume --run mine --runs {_folder}/runs");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain("being trained by another process"));
    }

    [Test]
    public void FullDisk_EndsWithAMessageAndNoStackTrace()
    {
        var services = ToyServices.Create(learner =>
        {
            if (learner.Steps > 3 * ToyServices.StepsPerIteration) throw new IOException("No space left on device");
        });
        var result = ToyServices.Run(services, $"{Train} --run full");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Failure));
        Assert.That(result.Error, Does.Contain("No space left on device").And.Contain(Path.Combine("checkpoints", "0")).And.Contain("--resume --run full").And.Not.Contain("   at "));
    }

    [Test]
    public void ResumedWhenAllIsDone_EvaluatesAgain()
    {
        ToyServices.Run(ToyServices.Create(), $"{Train} --run mine");
        var before = Learned("mine");
        var result = ToyServices.Run(ToyServices.Create(), $"train --resume --run mine --runs {_folder}/runs --json");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(Learned("mine"), Is.EqualTo(before));
        using var document = JsonDocument.Parse(result.Output);
        Assert.That(document.RootElement.GetProperty("trainingSeconds").GetDouble(), Is.Positive);         // of the first sitting
    }

    [Test]
    public void AnotherSeed_LearnsDifferently()
    {
        ToyServices.Run(ToyServices.Create(), $"{Train} --run a");
        ToyServices.Run(ToyServices.Create(), $"{Train} --run b --seed 2");
        Assert.That(Learned("b"), Is.Not.EqualTo(Learned("a")));
    }

    [Test]
    public void Divergence_HasItsExitCodeAndNamesTheCheckpoint()
    {
        var services = ToyServices.Create(learner =>
        {
            if (learner.Steps > 3 * ToyServices.StepsPerIteration) throw new DivergedException("loss is NaN");
        });
        var result = ToyServices.Run(services, $"{Train} --run wild");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Diverged));
        Assert.That(result.Error, Does.Contain("loss is NaN").And.Contain(Path.Combine("wild", "checkpoints", "0")));      // checkpoints come every 50,000 steps
    }

    [Test]
    public void Json_StandsAloneOnStandardOutput()
    {
        var result = ToyServices.Run(ToyServices.Create(), $"{Train} --json");
        using var document = JsonDocument.Parse(result.Output);
        Assert.That(document.RootElement.GetProperty("steps").GetInt64(), Is.EqualTo(192));
        Assert.That(document.RootElement.GetProperty("evaluation").GetProperty("success").GetProperty("rate").GetDouble(), Is.EqualTo(1));     // always walks to the far door
        Assert.That(result.Error, Does.Contain("env steps/s"));
    }

    [TestCase("train", "scenario file")]
    [TestCase("train nowhere.yaml", "nowhere.yaml")]
    [TestCase("train --resume", "--run NAME")]
    [TestCase("train --resume --run ghost --runs nowhere", "no run 'ghost'")]
    [TestCase("train a.yaml --steps 0", "at least 1")]
    [TestCase("train a.yaml --steps many", "--steps: expected a whole number of at least 1, got 'many'")]
    [TestCase("train a.yaml --device gpu", "--device")]
    [TestCase("train a.yaml --envronments 3", "did you mean '--environments'")]
    public void Mistake_IsExplained(string line, string expected)
    {
        var result = ToyServices.Run(ToyServices.Create(), line);
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error.ReplaceLineEndings(" "), Does.Contain(expected).And.Not.Contain("   at "));
    }

    [TestCase("--seed 9", "--seed")]
    [TestCase("--environments 5", "--environments")]
    [TestCase("--algorithm dqn", "--algorithm")]
    [TestCase("--set a=1", "--set")]
    public void ResumeWithAnotherBeginning_IsRefused(string option, string expected)
    {
        ToyServices.Run(ToyServices.Create(), $"{Train} --run mine");
        var result = ToyServices.Run(ToyServices.Create(), $"train --resume --run mine --runs {_folder}/runs {option}");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain(expected));
    }

    private string Learned(string run) => File.ReadAllText(Path.Combine(_folder, "runs", run, "learning.csv"));
}
