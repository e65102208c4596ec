using RLSandbox.Core.Contract;
using RLSandbox.Learning.Classic;
using RLSandbox.Learning.Logging;
using RLSandbox.Learning.Tests.Evaluation;

namespace RLSandbox.Learning.Tests.Logging;

public sealed class EpisodeRecorderTests
{
    private const double Exact = 1e-9;

    [Test]
    public void FinishedEpisodes_AreAveragedByNameAndInactiveRowsAreLeftOut()
    {
        // One environment, two agents, action 1: agent 0 drives 3 steps and laps (return 6), agent 1 crashes after one step (return 2).
        using var environment = new CountdownEnvironment(2, [3]);
        var recorder = new EpisodeRecorder(environment.Spec);
        Step(environment, recorder, steps: 3, choice: 1);
        var numbers = recorder.TakeIteration().ToDictionary();
        Assert.Multiple(() =>
        {
            Assert.That(numbers["episodes"], Is.EqualTo(2));
            Assert.That(numbers["iterationEpisodes"], Is.EqualTo(2));
            Assert.That(numbers["return"], Is.EqualTo(4).Within(Exact));
            Assert.That(numbers["length"], Is.EqualTo(2).Within(Exact));
            Assert.That(numbers["success"], Is.EqualTo(0.5).Within(Exact));
            Assert.That(numbers["outcome/crash"], Is.EqualTo(0.5).Within(Exact));
            Assert.That(numbers["term/bonus"], Is.EqualTo(2).Within(Exact));           // 3 and 1
            Assert.That(numbers["measure/lapTime"], Is.EqualTo(3).Within(Exact));      // the crash has none
            Assert.That(numbers["stepReward"], Is.EqualTo(2).Within(Exact));           // 8 over 4 active rows
            Assert.That(recorder.EnvironmentSteps, Is.EqualTo(3));                     // actions applied, not rows
        });
    }

    [Test]
    public void Window_ForgetsWhatIsOlderThanItsSize()
    {
        using var environment = new CountdownEnvironment(1, [.. Enumerable.Repeat(2, 10), .. Enumerable.Repeat(1, EpisodeRecorder.WindowSize)]);
        var recorder = new EpisodeRecorder(environment.Spec);
        Step(environment, recorder, steps: 20 + EpisodeRecorder.WindowSize, choice: 0);
        var numbers = recorder.TakeIteration().ToDictionary();
        Assert.That(numbers["episodes"], Is.EqualTo(10 + EpisodeRecorder.WindowSize));
        Assert.That(numbers["length"], Is.EqualTo(1).Within(Exact));                   // the ten episodes of 2 steps are out
        Assert.That(numbers["success"], Is.EqualTo(1).Within(Exact));
    }

    /// <summary>One episode of ten steps that is cut off, one that ends, none.</summary>
    [Test]
    public void Truncated_IsTheShareOfTheIterationsEpisodes()
    {
        using var environment = EndlessRewardEnvironment.Create(1, terminates: false);
        var recorder = new EpisodeRecorder(environment.Spec);
        Step(environment, recorder, steps: 10, choice: 0);
        Assert.That(recorder.TakeIteration().ToDictionary()["iterationTruncated"], Is.EqualTo(1));
        using var ending = EndlessRewardEnvironment.Create(1, terminates: true);
        Step(ending, recorder, steps: 10, choice: 0);
        Assert.That(recorder.TakeIteration().ToDictionary()["iterationTruncated"], Is.Zero);
        Assert.That(recorder.TakeIteration().ToDictionary()["iterationTruncated"], Is.NaN);
    }

    [Test]
    public void BeforeTheFirstEnd_EpisodeNumbersAreUnknownAndStepNumbersAreNot()
    {
        using var environment = new CountdownEnvironment(1, [9]);
        var recorder = new EpisodeRecorder(environment.Spec);
        Step(environment, recorder, steps: 4, choice: 0);
        var numbers = recorder.TakeIteration().ToDictionary();
        Assert.That(numbers["return"], Is.NaN);
        Assert.That(numbers["stepReward"], Is.EqualTo(1).Within(Exact));
    }

    [Test]
    public void SavedAndLoaded_GoesOnTheSame()
    {
        using var environment = new CountdownEnvironment(1, [5], [3]);
        var recorder = new EpisodeRecorder(environment.Spec);
        Step(environment, recorder, steps: 4, choice: 1);                              // in the middle of both episodes
        recorder.TakeIteration();
        using var memory = new MemoryStream();
        recorder.Save(memory);
        memory.Position = 0;
        var loaded = new EpisodeRecorder(environment.Spec);
        loaded.Load(memory);
        using var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        for (var step = 0; step < 4; step++)
        {
            environment.Step(actions);
            recorder.AfterStep(environment);
            loaded.AfterStep(environment);
        }
        Assert.That(loaded.TakeIteration(), Is.EqualTo(recorder.TakeIteration()));
    }

    [Test]
    public void Load_FromAnotherShape_IsRefused()
    {
        using var one = new CountdownEnvironment(1, [5]);
        using var two = new CountdownEnvironment(1, [5], [5]);
        using var memory = new MemoryStream();
        new EpisodeRecorder(one.Spec).Save(memory);
        memory.Position = 0;
        Assert.That(() => new EpisodeRecorder(two.Spec).Load(memory), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void AfterStep_AllocatesNothing()
    {
        using var environment = new CountdownEnvironment(1, [.. Enumerable.Repeat(1, 300)]);      // every step ends an episode
        using var actions = new ActionBuffer(environment.Spec.Action, 1);
        var recorder = new EpisodeRecorder(environment.Spec);
        environment.Reset(0);
        environment.Step(actions);
        recorder.AfterStep(environment);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) recorder.AfterStep(environment);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Step(IEnvironment environment, EpisodeRecorder recorder, int steps, int choice)
    {
        using var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        actions.Choices.Fill(choice);
        environment.Reset(0);
        for (var step = 0; step < steps; step++)
        {
            environment.Step(actions);
            recorder.AfterStep(environment);
        }
    }
}
