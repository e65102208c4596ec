using RLSandbox.Core;
using RLSandbox.Learning.Evaluation;
using RLSandbox.Learning.Logging;
using RLSandbox.Learning.Tests.Evaluation;
using RLSandbox.Learning.Training;

namespace RLSandbox.Learning.Tests.Training;

public sealed class TrainerTests
{
    private const int StepsPerIteration = 2 * ToyLearner.StepsPerIteration;    // two environments

    [Test]
    public void SameSeed_WritesTheSameLearningCsv_AndAnotherSeedDoesNot()
    {
        using var runs = new TemporaryFolder();
        var first = Train(runs, "a", seed: 1, iterations: 8);
        var again = Train(runs, "b", seed: 1, iterations: 8);
        var other = Train(runs, "c", seed: 2, iterations: 8);
        Assert.That(File.ReadAllBytes(again.LearningCsv), Is.EqualTo(File.ReadAllBytes(first.LearningCsv)));
        Assert.That(File.ReadAllBytes(other.LearningCsv), Is.Not.EqualTo(File.ReadAllBytes(first.LearningCsv)));
        Assert.That(File.ReadAllLines(first.LearningCsv), Has.Length.EqualTo(9));
        Assert.That(File.ReadAllLines(first.TimingCsv), Has.Length.EqualTo(9));
    }

    [Test]
    public void InterruptedAndResumed_EqualsARunInOneGo()
    {
        using var runs = new TemporaryFolder();
        var whole = Train(runs, "whole", seed: 1, iterations: 8);
        var run = RunFolder.Create(runs.FullPath, "torn");
        using (var interruption = new CancellationTokenSource())
        {
            var monitor = new Monitor(afterIteration: progress => Cancel(interruption, progress.Iteration == 3));
            Assert.That(Begin(run, seed: 1, iterations: 8, monitor).Run(interruption.Token), Is.EqualTo(TrainingEnd.Interrupted));
        }
        Assert.That(CheckpointStore.StepsOf(run.Checkpoints.Latest!), Is.EqualTo(3 * StepsPerIteration));    // the iteration was finished and saved

        Assert.That(Resume(run, seed: 1, iterations: 8), Is.EqualTo(TrainingEnd.Finished));
        Assert.That(File.ReadAllBytes(run.LearningCsv), Is.EqualTo(File.ReadAllBytes(whole.LearningCsv)));
    }

    [Test]
    public void KilledAfterACheckpoint_ResumesFromItAndCutsTheRowsOff()
    {
        using var runs = new TemporaryFolder();
        var whole = Train(runs, "whole", seed: 1, iterations: 8);
        var run = RunFolder.Create(runs.FullPath, "killed");
        var monitor = new Monitor(afterIteration: progress =>
        {
            if (progress.Iteration == 7) throw new InvalidOperationException("power cut");     // checkpoints: 0, 3 and 6 iterations
        });
        Assert.That(() => Begin(run, seed: 1, iterations: 8, monitor).Run(), Throws.InvalidOperationException);
        Assert.That(File.ReadAllLines(run.LearningCsv), Has.Length.EqualTo(8));                // header and seven rows

        Resume(run, seed: 1, iterations: 8);
        Assert.That(File.ReadAllBytes(run.LearningCsv), Is.EqualTo(File.ReadAllBytes(whole.LearningCsv)));
        Assert.That(File.ReadAllLines(run.TimingCsv), Has.Length.EqualTo(9));
    }

    [Test]
    public void Divergence_NamesTheLastGoodCheckpoint()
    {
        using var runs = new TemporaryFolder();
        var run = RunFolder.Create(runs.FullPath, "wild");
        using var trainer = Begin(run, seed: 1, iterations: 8, divergesAfterSteps: 4 * StepsPerIteration);
        var expected = Path.Combine(run.FullPath, "checkpoints", $"{3 * StepsPerIteration}");
        Assert.That(() => trainer.Run(), Throws.InstanceOf<DivergedException>().With.Message.Contains(expected).And.Message.Contains("toy loss is NaN"));
    }

    [Test]
    public void Validation_IsWrittenAndTheBestIsMarked()
    {
        using var runs = new TemporaryFolder();
        var run = RunFolder.Create(runs.FullPath, "validated");
        using var validation = new EvaluationSuite("validation", () => new CountdownEnvironment(1, [3], [2]), episodes: 2, seed: 1);
        using var learner = NewLearner(seed: 1);
        var options = Options(seed: 1, iterations: 6, null) with { Validation = validation, ValidateEverySteps = 2 * StepsPerIteration };
        using var trainer = Trainer.Begin(learner, NewEnvironment().Spec, run, options);
        trainer.Run();

        Assert.That(
            Directory.GetFiles(run.Evaluations).Select(Path.GetFileName).Order(),
            Is.EqualTo(new[] { "validation-24.json", "validation-48.json", "validation-72.json" }));
        // The greedy toy policy never changes: of equals the latest one is the best.
        Assert.That(CheckpointStore.StepsOf(run.Checkpoints.Best!), Is.EqualTo(72));
        Assert.That(CheckpointStore.StepsOf(run.Checkpoints.Latest!), Is.EqualTo(72));
    }

    [Test]
    public void SuitesDuringTraining_AreColumnsOfTheirOwn()
    {
        using var runs = new TemporaryFolder();
        var run = RunFolder.Create(runs.FullPath, "watched");
        using var validation = new EvaluationSuite("validation", () => new CountdownEnvironment(1, [3]), episodes: 1, seed: 1);
        using var suite = new EvaluationSuite("wet-road", () => new CountdownEnvironment(1, [3], [2]), episodes: 2, seed: 1);
        using var learner = NewLearner(seed: 1);
        using (var trainer = Trainer.Begin(learner, NewEnvironment().Spec, run, Options(seed: 1, iterations: 3, null) with { Validation = validation, ValidateEverySteps = 2 * StepsPerIteration, Suites = [suite] })) trainer.Run();

        var rows = File.ReadAllLines(run.LearningCsv);
        Assert.That(rows[0], Does.EndWith(",suite/wet-road/success,suite/wet-road/return"));
        Assert.That(rows.Skip(1).Select(row => row.Split(',')[^2]), Is.EqualTo(new[] { "", "0.5", "0.5" }), "driven when validation is: after two iterations and at the end");
        Assert.That(Path.Combine(run.Evaluations, "wet-road-24.json"), Does.Exist);
        Assert.That(CheckpointStore.StepsOf(run.Checkpoints.Best!), Is.EqualTo(36), "validation alone chooses");
    }

    [Test]
    public void Resume_WithoutACheckpoint_Begins()
    {
        using var runs = new TemporaryFolder();
        var whole = Train(runs, "whole", seed: 1, iterations: 8);
        var run = RunFolder.Create(runs.FullPath, "empty");
        Assert.That(Resume(run, seed: 1, iterations: 8), Is.EqualTo(TrainingEnd.Finished));
        Assert.That(File.ReadAllBytes(run.LearningCsv), Is.EqualTo(File.ReadAllBytes(whole.LearningCsv)));
    }

    [Test]
    public void DamagedLatestCheckpoint_IsPassedOver_WithTheSameResult()
    {
        using var runs = new TemporaryFolder();
        var whole = Train(runs, "whole", seed: 1, iterations: 8);
        var run = Train(runs, "damaged", seed: 1, iterations: 7);
        using (var file = File.OpenWrite(Path.Combine(run.Checkpoints.Latest!, "toy.bin"))) file.SetLength(5);
        using var learner = NewLearner(seed: 1);
        using var trainer = Trainer.Resume(learner, NewEnvironment().Spec, run, Options(seed: 1, iterations: 8, null));
        Assert.That(trainer.Damage.Single(), Does.Contain("toy.bin has 5 bytes"));
        Assert.That(learner.Steps, Is.EqualTo(6 * StepsPerIteration));
        trainer.Run();
        Assert.That(File.ReadAllBytes(run.LearningCsv), Is.EqualTo(File.ReadAllBytes(whole.LearningCsv)));
        Assert.That(run.Checkpoints.NewestWhole().Damage, Is.Empty, "the damaged one was replaced");
    }

    [Test]
    public void AllCheckpointsDamaged_IsAUserMistakeThatNamesThem()
    {
        using var runs = new TemporaryFolder();
        var run = Train(runs, "damaged", seed: 1, iterations: 4);
        foreach (var checkpoint in Directory.GetDirectories(Path.Combine(run.FullPath, "checkpoints"))) File.Delete(Path.Combine(checkpoint, "toy.bin"));
        Assert.That(() => Resume(run, seed: 1, iterations: 8), Throws.InstanceOf<UserErrorException>().With.Message.Contains("no whole checkpoint").And.Message.Contains("toy.bin is missing"));
    }

    [TestCase("run-state.json", "{")]
    [TestCase("run-state.json", """{ "formatVersion": 9 }""")]
    [TestCase("run-state.json", """{ "learningBytes": -1 }""")]
    [TestCase("episodes.bin", "")]
    [TestCase("episodes.bin", "something else, longer than its header")]
    [TestCase("toy.bin", "short")]
    public void CheckpointThatFitsItsHashesButSaysNonsense_IsAUserMistake(string file, string content)
    {
        using var runs = new TemporaryFolder();
        var run = Train(runs, "hostile", seed: 1, iterations: 4);
        File.WriteAllText(Path.Combine(run.Checkpoints.Latest!, file), content);
        File.Delete(Path.Combine(run.Checkpoints.Latest!, CheckpointManifest.FileName));
        CheckpointManifest.Seal(run.Checkpoints.Latest!, CheckpointStore.StepsOf(run.Checkpoints.Latest!));
        Assert.That(() => Resume(run, seed: 1, iterations: 8), Throws.InstanceOf<UserErrorException>());
    }

    [Test]
    public void CheckpointFromBeforeManifests_IsRead()
    {
        using var runs = new TemporaryFolder();
        var whole = Train(runs, "whole", seed: 1, iterations: 8);
        var run = Train(runs, "older", seed: 1, iterations: 4);
        File.Delete(Path.Combine(run.Checkpoints.Latest!, CheckpointManifest.FileName));
        var state = Path.Combine(run.Checkpoints.Latest!, RunState.FileName);
        File.WriteAllText(state, File.ReadAllText(state).Replace("\"formatVersion\": 2", "\"formatVersion\": 1", StringComparison.Ordinal));
        Resume(run, seed: 1, iterations: 8);
        Assert.That(File.ReadAllBytes(run.LearningCsv), Is.EqualTo(File.ReadAllBytes(whole.LearningCsv)));
    }

    [TestCase(null, "is missing")]
    [TestCase("", "is cut off")]
    [TestCase("x", "was changed")]
    public void ChangedLog_IsAUserMistake(string? beginning, string expected)
    {
        using var runs = new TemporaryFolder();
        var run = Train(runs, "edited", seed: 1, iterations: 4);
        var text = File.ReadAllText(run.LearningCsv);
        if (beginning is null) File.Delete(run.LearningCsv);
        else File.WriteAllText(run.LearningCsv, beginning.Length == 0 ? "" : beginning + text[1..]);
        Assert.That(() => Resume(run, seed: 1, iterations: 8), Throws.InstanceOf<UserErrorException>().With.Message.Contains($"{run.LearningCsv} {expected}"));
    }

    [Test]
    public void LastValidationInterrupted_IsMadeUpFor()
    {
        using var runs = new TemporaryFolder();
        var run = RunFolder.Create(runs.FullPath, "late");
        using var interruption = new CancellationTokenSource();
        using (var learner = NewLearner(seed: 1))
        using (var stopped = new EvaluationSuite("validation", () => Interrupt(interruption), episodes: 2, seed: 1))
        {
            var options = Options(seed: 1, iterations: 4, null) with { Validation = stopped };
            using var trainer = Trainer.Begin(learner, NewEnvironment().Spec, run, options);
            Assert.That(trainer.Run(interruption.Token), Is.EqualTo(TrainingEnd.Interrupted), "all steps are done, the validation is not");
        }
        Assert.That(run.Checkpoints.Best, Is.Null);

        using (var learner = NewLearner(seed: 1))
        using (var validation = new EvaluationSuite("validation", () => new CountdownEnvironment(1, [3], [2]), episodes: 2, seed: 1))
        {
            using var trainer = Trainer.Resume(learner, NewEnvironment().Spec, run, Options(seed: 1, iterations: 4, null) with { Validation = validation });
            Assert.That(trainer.Run(), Is.EqualTo(TrainingEnd.Finished));
        }
        Assert.That(CheckpointStore.StepsOf(run.Checkpoints.Best!), Is.EqualTo(4 * StepsPerIteration));
        Assert.That(RunState.Read(run.Checkpoints.Latest!).ValidatedSteps, Is.EqualTo(4 * StepsPerIteration), "the checkpoint of the same step was written anew");
        Assert.That(Path.Combine(run.Evaluations, "validation-48.json"), Does.Exist);

        static CountdownEnvironment Interrupt(CancellationTokenSource source)
        {
            source.Cancel();
            return new(1, [3], [2]);
        }
    }

    [Test]
    public void FullDisk_StopsTheRun_AndThePreviousCheckpointIsWhole()
    {
        using var runs = new TemporaryFolder();
        var run = RunFolder.Create(runs.FullPath, "full");
        var monitor = new Monitor(progress =>
        {
            if (progress.Iteration == 4) throw new IOException("No space left on device");
        });
        using (var learner = NewLearner(seed: 1))
        {
            using var trainer = Trainer.Begin(learner, NewEnvironment().Spec, run, Options(seed: 1, iterations: 8, monitor));
            Assert.That(() => trainer.Run(), Throws.InstanceOf<StorageException>()
                .With.Message.Contains("No space left on device").And.Message.Contains(Path.Combine("checkpoints", "36")).And.Message.Contains("--resume --run full"));
        }
        Assert.That(run.Checkpoints.NewestWhole().Folder, Does.EndWith("36"));

        var whole = Train(runs, "whole", seed: 1, iterations: 8);
        Resume(run, seed: 1, iterations: 8);
        Assert.That(File.ReadAllBytes(run.LearningCsv), Is.EqualTo(File.ReadAllBytes(whole.LearningCsv)));
    }

    [TestCase(0.5, 9.0, 0.4, 10.0, true)]              // success counts first
    [TestCase(0.5, 9.0, 0.5, 8.0, true)]               // then return
    [TestCase(0.5, 9.0, 0.5, 9.0, true)]               // of equals the later
    [TestCase(0.5, 9.0, 0.5, 10.0, false)]
    [TestCase(0.5, 9.0, 0.6, 8.0, false)]
    public void ValidationScore_PrefersSuccessThenReturn(double success, double gain, double otherSuccess, double otherGain, bool expected) =>
        Assert.That(new ValidationScore(2, success, gain).IsPreferredTo(new(1, otherSuccess, otherGain)), Is.EqualTo(expected));

    private static RunFolder Train(TemporaryFolder runs, string name, ulong seed, int iterations)
    {
        var run = RunFolder.Create(runs.FullPath, name);
        using var trainer = Begin(run, seed, iterations);
        Assert.That(trainer.Run(), Is.EqualTo(TrainingEnd.Finished));
        return run;
    }

    private static Trainer Begin(RunFolder run, ulong seed, int iterations, Monitor? monitor = null, int divergesAfterSteps = int.MaxValue)
    {
        var learner = NewLearner(seed, divergesAfterSteps);
        return Trainer.Begin(learner, NewEnvironment().Spec, run, Options(seed, iterations, monitor));
    }

    private static TrainingEnd Resume(RunFolder run, ulong seed, int iterations)
    {
        using var learner = NewLearner(seed);
        using var trainer = Trainer.Resume(learner, NewEnvironment().Spec, run, Options(seed, iterations, null));
        return trainer.Run();
    }

    private static TrainingOptions Options(ulong seed, int iterations, Monitor? monitor) => new()
    {
        Steps = iterations * StepsPerIteration,
        Seed = seed,
        CheckpointEverySteps = 3 * StepsPerIteration,
        Monitor = monitor,
    };

    private static CountdownEnvironment NewEnvironment() => new(1, [5, 2, 9], [4, 7]);

    private static ToyLearner NewLearner(ulong seed, int divergesAfterSteps = int.MaxValue) => new(NewEnvironment(), seed, divergesAfterSteps);

    private static void Cancel(CancellationTokenSource source, bool now)
    {
        if (now) source.Cancel();
    }

    private sealed class Monitor(Action<TrainingProgress> afterIteration) : ITrainingMonitor
    {
        public void AfterIteration(TrainingProgress progress) => afterIteration(progress);

        public void AfterValidation(EvaluationReport report, bool isBest)
        {
        }

        public void AfterCheckpoint(string folder)
        {
        }
    }
}
