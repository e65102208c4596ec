using System.Diagnostics;
using RLSandbox.Core.Threading;

namespace RLSandbox.Ecs.Tests;

/// <summary>Prints the figures of decision records 0004 and 0005; asserts nothing.</summary>
/// <remarks><c>dotnet test -c Release tests/RLSandbox.Ecs.Tests --filter "FullyQualifiedName~EcsMeasurements" --logger "console;verbosity=detailed"</c></remarks>
[Explicit("Measures, asserts nothing.")]
[Category("Slow")]
public sealed class EcsMeasurements
{
    private const int Rounds = 7;

    [Test]
    public void RowsOfATrivialSystem([Values(64, 4096)] int environments, [Values(1, 16)] int capacity)
    {
        using var world = new WorldBuilder(environments).FixedTable<Car>(capacity, columns => columns.Column<Place>().Column<Speed>()).Build();
        using var pool = new WorkerPool(1);
        var schedule = new Schedule().Add(new Move());
        var runs = Math.Max(100, 20_000_000 / (environments * capacity));
        var nanoseconds = Median(runs, () => schedule.Run(world, pool, new(0.1f, 0, 0)));
        TestContext.Out.WriteLine($"{environments} environments × {capacity}: {nanoseconds / (environments * capacity):F2} ns per row, {world.ChunkStarts(1).Length - 1} chunks");
    }

    [Test]
    public void ChunkSizes([Values(1, 4, 16, 64, 1024, 4096)] int chunk)
    {
        const int Systems = 10;
        using var world = new WorldBuilder(4096).FixedTable<Car>(16, columns => columns.Column<Place>().Column<Speed>()).Chunks(chunk).Build();
        using var pool = new WorkerPool(1);
        var schedule = new Schedule().Repeat(Systems, block => block.Add(new Move()));
        var nanoseconds = Median(50, () => schedule.Run(world, pool, new(0.1f, 0, 0)));
        TestContext.Out.WriteLine($"chunks of {chunk}: {nanoseconds / (4096 * 16 * Systems):F3} ns per row and system");
    }

    [Test]
    public void LivingRowsOfAHalfEmptyTable()
    {
        using var world = new WorldBuilder(4096).Table<Car>(16, columns => columns.Column<Place>().Column<Speed>()).Build();
        for (var environment = 0; environment < 4096; environment++)
            for (var slot = 0; slot < 4; slot++) world.Table<Car>().Spawn(environment);
        using var pool = new WorkerPool(1);
        var schedule = new Schedule().Add(new MoveAlive());
        var nanoseconds = Median(300, () => schedule.Run(world, pool, new(0.1f, 0, 0)));
        TestContext.Out.WriteLine($"4 of 16 slots alive: {nanoseconds / (4096 * 4):F2} ns per living row");
    }

    [Test]
    public void Dispatch([Values(1, 2)] int threads)
    {
        using var pool = new WorkerPool(threads);
        var work = new Nothing();
        var nanoseconds = Median(20_000, () => pool.Run(work, 8));
        TestContext.Out.WriteLine($"{threads} threads: {nanoseconds / 1000:F2} µs per dispatch of 8 empty pieces");
    }

    [Test]
    public void Scaling([Values(1, 2)] int threads)
    {
        using var world = new WorldBuilder(4096).FixedTable<Car>(16, columns => columns.Column<Place>().Column<Speed>()).Build();
        using var pool = new WorkerPool(threads);
        var schedule = new Schedule().Repeat(10, block => block.Add(new Move()));
        TestContext.Out.WriteLine($"{threads} threads: {Median(50, () => schedule.Run(world, pool, new(0.1f, 0, 0))) / 1000:F0} µs for 655,360 rows");
    }

    [Test]
    public void WakingAWorker()
    {
        using var pool = new WorkerPool(2);
        var work = new Meet();
        var nanoseconds = Median(2000, () =>
        {
            work.Arrived = 0;
            pool.Run(work, 2);
        });
        TestContext.Out.WriteLine($"{nanoseconds / 1000:F1} µs until a sleeping worker has met the caller");
    }

    [Test]
    public void IdlePool([Values(1, 8)] int threads)
    {
        using var pool = new WorkerPool(threads);
        pool.Run(new Nothing(), threads);
        using var never = new ManualResetEventSlim();
        never.Wait(1000);                                       // the compiler's background work of earlier tests ends
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        never.Wait(3000);
        TestContext.Out.WriteLine($"{threads} threads idle for 3 s: {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds:F0} ms of processor time");
    }

    [Test]
    public void Hash()
    {
        using var world = new WorldBuilder(4096).FixedTable<Car>(16, columns => columns.Column<Place>().Column<Speed>()).Build();
        var nanoseconds = Median(20, () => world.Hash());
        TestContext.Out.WriteLine($"hash of {4096 * 16} rows of 16 bytes: {nanoseconds / (4096 * 16):F2} ns per row");
    }

    /// <summary>Nanoseconds per run: median of the rounds after one for warm-up.</summary>
    private static double Median(int runs, Action action)
    {
        var rounds = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < runs; i++) action();
            if (round > 0) rounds.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / runs);
        }
        rounds.Sort();
        return rounds[Rounds / 2];
    }

    private struct Car : IArchetype;

    private record struct Place(float X, float Y);

    private record struct Speed(float X, float Y);

    private sealed class Move : ISystem
    {
        public void Run(in StepContext step, Chunk chunk)
        {
            var cars = chunk.Table<Car>();
            var place = cars.Column<Place>();
            ReadOnlySpan<Speed> speed = cars.Column<Speed>();
            for (var row = 0; row < cars.RowCount; row++)
            {
                place[row].X += speed[row].X * step.Dt;
                place[row].Y += speed[row].Y * step.Dt;
            }
        }
    }

    private sealed class MoveAlive : ISystem
    {
        public void Run(in StepContext step, Chunk chunk)
        {
            var cars = chunk.Table<Car>();
            var place = cars.Column<Place>();
            ReadOnlySpan<Speed> speed = cars.Column<Speed>();
            foreach (var row in cars.AliveRows)
            {
                place[row].X += speed[row].X * step.Dt;
                place[row].Y += speed[row].Y * step.Dt;
            }
        }
    }

    private sealed class Meet : IParallelWork
    {
        public int Arrived;

        public void Run(int index)
        {
            Interlocked.Increment(ref Arrived);
            while (Volatile.Read(ref Arrived) < 2) Thread.Yield();
        }
    }

    private sealed class Nothing : IParallelWork
    {
        public void Run(int index)
        {
        }
    }
}
