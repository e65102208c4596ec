using RLSandbox.Core.Configuration;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.TestKit.Contract;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Driving.Tests.Environment;

/// <summary>The whole step: same bits whatever the threads and the batch, nothing allocated, saved and resumed exactly.</summary>
public sealed class DrivingEnvironmentTests
{
    private const int Steps = 400;
    private IReadOnlyList<CompiledMap> _maps = [];

    [OneTimeSetUp]
    public void Compile() => _maps = DrivingScenes.Maps();

    [OneTimeTearDown]
    public void Release()
    {
        foreach (var map in _maps) map.Dispose();
    }

    [TestCase(1, 0, "discrete")]
    [TestCase(3, 4, "continuous")]
    [TestCase(2, 0, "multiDiscrete")]
    public void Contract_IsKept(int agents, float obstacles, string actions)
    {
        var config = DrivingScenes.Config(agents, obstacles) with { Actions = new() { Use = actions } };
        using var environment = DrivingScenes.Environment(_maps, 5, threads: 2, config);
        EnvironmentContract.Check(environment, steps: 400);
    }

    [TestCase(1, 1)]
    [TestCase(2, 9)]                                                      // 32, seven of 16, 6
    [TestCase(7, 25)]                                                     // from 10 down to fives
    public void OtherThreadCountsAndChunkSizes_GiveTheSameWorld(int threads, int chunks)
    {
        const int environments = 150;
        using (var environment = DrivingScenes.Environment(_maps, environments, threads)) Assert.That(environment.World.ChunkStarts(threads), Has.Length.EqualTo(chunks + 1));
        Assert.That(HashAfter(environments, threads), Is.EqualTo(HashAfter(environments, threads: 3)));
    }

    [TestCase(1, 0, 3, 512, 400)]
    [TestCase(4, 6, 3, 512, 400)]
    [TestCase(2, 5, 1, 4096, 100)]                                        // alone, and in a batch of many chunks
    public void EnvironmentInALargerBatch_EqualsItself(int agents, float obstacles, int fewer, int more, int steps)
    {
        var config = DrivingScenes.Config(agents, obstacles);
        using var few = DrivingScenes.Environment(_maps, fewer, config: config);
        using var many = DrivingScenes.Environment(_maps, more, threads: 2, config: config);
        Drive(few, seed: 5, steps);
        Drive(many, seed: 5, steps);
        for (var environment = 0; environment < fewer; environment++)
            Assert.That(many.World.Hash(environment), Is.EqualTo(few.World.Hash(environment)), $"environment {environment}");
    }

    [Test]
    public void RewardsInALargerBatch_AreThoseAlone()
    {
        const int fewer = 3, more = 19;                                   // row by row; two blocks of eight and three rows
        using DrivingEnvironment few = DrivingScenes.Environment(_maps, fewer), many = DrivingScenes.Environment(_maps, more);
        using ActionBuffer fewActions = new(few.Spec.Action, fewer), manyActions = new(many.Spec.Action, more);
        few.Reset(5);
        many.Reset(5);
        for (var step = 0; step < Steps; step++)
        {
            Step(few, fewActions, step);
            Step(many, manyActions, step);
            Assert.That(many.Rewards[..fewer].SequenceEqual(few.Rewards), Is.True, $"rewards of step {step}");
            for (var k = 0; k < few.Spec.Terms.Count; k++)
                Assert.That(many.Terms.Slice(k * more, fewer).SequenceEqual(few.Terms.Slice(k * fewer, fewer)), Is.True, $"{few.Spec.Terms[k]} of step {step}");
        }
    }

    [Test]
    public void AnotherSeed_GivesAnotherWorld() => Assert.That(HashAfter(8, 1, seed: 2), Is.Not.EqualTo(HashAfter(8, 1, seed: 1)));

    [Test]
    [NonParallelizable]                                                   // counts what every thread allocates
    public void Step_AllocatesNothing()
    {
        using var environment = DrivingScenes.Environment(_maps, 64, threads: 2, DrivingScenes.Config(agents: 2, obstacles: 4));
        using var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        environment.Reset(1);
        for (var step = 0; step < 50; step++) Step(environment, actions, step);
        var (before, mine) = (GC.GetTotalAllocatedBytes(precise: true), GC.GetAllocatedBytesForCurrentThread());
        for (var step = 50; step < 150; step++) Step(environment, actions, step);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - mine, Is.Zero);
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(2000), "the runtime takes a few hundred now and then; an object per step on a worker would be 2,400 bytes");
    }

    [Test]
    public void SavedAndLoadedMidEpisode_HasTheSameFuture()
    {
        using var original = DrivingScenes.Environment(_maps, 6, config: DrivingScenes.Config(agents: 2, obstacles: 3));
        Drive(original, seed: 3, 150);
        using var saved = new MemoryStream();
        original.SaveState(saved);
        saved.Position = 0;
        using var restored = DrivingScenes.Environment(_maps, 6, threads: 2, DrivingScenes.Config(agents: 2, obstacles: 3));
        restored.LoadState(saved);

        Assert.That(restored.Observations.Bytes(0, 7).SequenceEqual(original.Observations.Bytes(0, 7)), Is.True, "the picture is drawn again on load");
        Continue(original, 150, 300);
        Continue(restored, 150, 300);
        Assert.That(restored.World.Hash(), Is.EqualTo(original.World.Hash()));
    }

    [Test]
    public void StateOfAnotherShape_IsRefused()
    {
        using var four = DrivingScenes.Environment(_maps, 4);
        using var five = DrivingScenes.Environment(_maps, 5);
        four.Reset(1);
        using var saved = new MemoryStream();
        four.SaveState(saved);
        saved.Position = 0;
        Assert.That(() => five.LoadState(saved), Throws.InstanceOf<InvalidDataException>());
    }

    [TestCase(0f, 1000)]                                                  // 400 m at 0.25 s/m in steps of 0.1 s
    [TestCase(25f, 250)]
    [TestCase(500f, 1000)]                                                // a cut beyond the limit changes nothing
    public void StepLimit_IsTheTimeLimitOrTheCut(float cut, int expected)
        => Assert.That(new EpisodeConfig { CutAfterSeconds = cut }.StepLimit(400f), Is.EqualTo(expected));

    [Test]
    public void Evaluation_KnowsHowManyEpisodesBeginDifferently()
    {
        var training = new DrivingConfig { Name = "task-v1", Episode = new() { StartOffset = NumberRange.Uniform(-1, 1) } };
        Assert.That(training.DistinctEpisodes(3), Is.Null, "training draws map and start");
        Assert.That(training.ForEvaluation().DistinctEpisodes(3), Is.EqualTo(3), "a lap from the line on each map");
        Assert.That((training with { Traffic = new() { Agents = 2 } }).ForEvaluation().DistinctEpisodes(3), Is.EqualTo(6));
        Assert.That((training with { Traffic = new() { Obstacles = NumberRange.Uniform(0, 4) } }).ForEvaluation().DistinctEpisodes(3), Is.Null);
    }

    [Test]
    public void Evaluation_NeitherCutsNorShiftsTheStart()
    {
        var training = DrivingScenes.Config() with { Episode = new() { CutAfterSeconds = 5, StartOffset = 0.5f, StartSpeedMps = 9 } };
        Assert.That(training.ForEvaluation().Episode, Is.EqualTo(new EpisodeConfig { Start = "line" }));
        Assert.That(training.ForEvaluation().MapsInOrder, Is.True);
    }

    [Test]
    public void TruncatedEpisode_KeepsWhatItSawLast()
    {
        var config = DrivingScenes.Config() with { Episode = new() { TimeLimitSecondsPerMetre = 0.004f }, Ends = new() { StalledSeconds = 0 } };   // about 1.5 s
        using var environment = DrivingScenes.Environment(_maps, 3, config: config);
        using var actions = new ActionBuffer(environment.Spec.Action, 3);
        actions.Choices.Fill(7);                                                                 // straight on, rolling: never moves
        environment.Reset(1);
        var first = environment.Observations.Bytes(0, 0).ToArray();
        while (environment.FinalRows.IsEmpty) environment.Step(actions);

        var row = environment.FinalRows[0];
        Assert.That(environment.Truncated[row], Is.True);
        Assert.That(environment.Terminated[row], Is.False);
        Assert.That(environment.Started[row], Is.True);
        if (row == 0) Assert.That(environment.FinalObservations.Bytes(0, 0).SequenceEqual(first), Is.True, "a car that stood still saw the same picture to the end");
        Assert.That(environment.Spec.Outcomes[environment.Outcomes[row]].Name, Is.EqualTo("timeLimit"));
    }

    [Test]
    public void ActionOutOfRange_NamesTheRow()
    {
        using var environment = DrivingScenes.Environment(_maps, 2);
        using var actions = new ActionBuffer(environment.Spec.Action, 2);
        environment.Reset(1);
        actions.Choices[1] = 15;
        Assert.That(() => environment.Step(actions), Throws.ArgumentException.With.Message.Contains("Row 1").And.Message.Contains("0 … 14"));
    }

    private ulong HashAfter(int environments, int threads, ulong seed = 1)
    {
        using var environment = DrivingScenes.Environment(_maps, environments, threads, DrivingScenes.Config(agents: 2, obstacles: 5));
        Drive(environment, seed, Steps);
        return environment.World.Hash();
    }

    private static void Drive(DrivingEnvironment environment, ulong seed, int steps)
    {
        environment.Reset(seed);
        Continue(environment, 0, steps);
    }

    private static void Continue(DrivingEnvironment environment, int from, int to)
    {
        using var actions = new ActionBuffer(environment.Spec.Action, environment.Spec.RowCount);
        for (var step = from; step < to; step++) Step(environment, actions, step);
    }

    /// <summary>Random actions that depend on row and step only, mostly pushing forward.</summary>
    private static void Step(DrivingEnvironment environment, ActionBuffer actions, int step)
    {
        for (var row = 0; row < actions.RowCount; row++)
            actions.Choices[row] = new RandomKey(9, (uint)row, 0, 0).Integer(15, step: (uint)step / 4) / 3 * 3 + 2 - step % 3 / 2;
        environment.Step(actions);
    }
}
