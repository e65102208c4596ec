using RLSandbox.Core.Threading;

namespace RLSandbox.Ecs.Tests;

public sealed class ScheduleTests
{
    [Test]
    public void Systems_RunInTheOrderOfTheList()
    {
        Assert.That(Trace(schedule => schedule.Add(new Write(1)).Add(new Write(2)).Add(new Write(3))), Is.EqualTo(123));
        Assert.That(Trace(schedule => schedule.Add(new Write(3)).Add(new Write(1)).Add(new Write(2))), Is.EqualTo(312));
    }

    [Test]
    public void RepeatBlock_RunsAsAWhole() =>
        Assert.That(Trace(schedule => schedule.Add(new Write(1)).Repeat(3, block => block.Add(new Write(2)).Add(new Write(3))).Add(new Write(4))), Is.EqualTo(12323234));

    [Test]
    public void Repetition_CountsThroughNestedBlocks() =>
        Assert.That(Trace(schedule => schedule.Repeat(2, outer => outer.Repeat(3, inner => inner.Add(new WriteRepetition())))), Is.EqualTo(012345));

    [Test]
    public void EveryEnvironment_IsRunOnce([Values(1, 4, 10, 11)] int chunk)
    {
        using var world = World(environments: 11, chunk);
        using var pool = new WorkerPool(3);
        new Schedule().Add(new Write(7)).Run(world, pool, default);
        Assert.That(world.Table<Log>().Column<Digits>().ToArray().Select(digits => digits.Value), Is.All.EqualTo(7));
    }

    [Test]
    public void StepContext_ReachesTheSystem()
    {
        using var world = World(environments: 1, chunk: 1);
        using var pool = new WorkerPool(1);
        var probe = new Probe();
        new Schedule().Add(probe).Run(world, pool, new(0.05f, 12, 34));
        Assert.That(probe.Seen, Is.EqualTo(new StepContext(0.05f, 12, 34)));
    }

    [Test]
    public void ExceptionOfASystem_ReachesTheCaller()
    {
        using var world = World(environments: 8, chunk: 1);
        using var pool = new WorkerPool(3);
        var schedule = new Schedule().Add(new Fail(environment: 5));
        Assert.That(() => schedule.Run(world, pool, default), Throws.InstanceOf<ArithmeticException>().With.Message.EqualTo("environment 5"));
    }

    private static int Trace(Action<Schedule> build)
    {
        using var world = World(environments: 1, chunk: 1);
        using var pool = new WorkerPool(1);
        var schedule = new Schedule();
        build(schedule);
        schedule.Run(world, pool, default);
        return world.Table<Log>().Column<Digits>()[0].Value;
    }

    private static World World(int environments, int chunk) =>
        new WorldBuilder(environments).FixedTable<Log>(1, columns => columns.Column<Digits>()).Chunks(chunk).Build();

    private struct Log : IArchetype;

    private record struct Digits(int Value);

    /// <summary>Appends a decimal digit.</summary>
    private sealed class Write(int digit) : ISystem
    {
        public void Run(in StepContext step, Chunk chunk)
        {
            foreach (ref var digits in chunk.Table<Log>().Column<Digits>()) digits.Value = digits.Value * 10 + digit;
        }
    }

    private sealed class WriteRepetition : ISystem
    {
        public void Run(in StepContext step, Chunk chunk) => new Write(step.Repetition).Run(step, chunk);
    }

    private sealed class Probe : ISystem
    {
        public StepContext Seen { get; private set; }

        public void Run(in StepContext step, Chunk chunk) => Seen = step;
    }

    private sealed class Fail(int environment) : ISystem
    {
        public void Run(in StepContext step, Chunk chunk)
        {
            if (chunk.FirstEnvironment == environment) throw new ArithmeticException($"environment {environment}");
        }
    }
}
