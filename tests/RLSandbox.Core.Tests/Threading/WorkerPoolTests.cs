using RLSandbox.Core.Threading;

namespace RLSandbox.Core.Tests.Threading;

public sealed class WorkerPoolTests
{
    [Test]
    public void EveryPiece_IsDoneOnce([Values(1, 2, 7)] int threads, [Values(0, 1, 6, 100)] int count)
    {
        using var pool = new WorkerPool(threads);
        var work = new Count(count);
        for (var run = 0; run < 50; run++) pool.Run(work, count);
        Assert.That(work.Times, Is.All.EqualTo(50));
    }

    [Test]
    public void TwoPiecesThatNeedEachOther_MeetOnTwoThreads()
    {
        using var pool = new WorkerPool(2);
        var work = new Meet();
        pool.Run(work, 2);                                      // would never return on one thread
        Assert.That(work.Threads, Is.Unique);
        Assert.That(work.Threads, Has.Member(Environment.CurrentManagedThreadId), "the caller works too");
    }

    [Test]
    public void Exception_IsThrownToTheCallerAndThePoolGoesOn([Values(1, 3)] int threads)
    {
        using var pool = new WorkerPool(threads);
        Assert.That(() => pool.Run(new Fail(3), 10), Throws.InstanceOf<ArithmeticException>().With.Message.EqualTo("piece 3"));
        var work = new Count(10);
        pool.Run(work, 10);
        Assert.That(work.Times, Is.All.EqualTo(1));
    }

    [Test]
    public void Exception_StopsTheHandingOut()
    {
        using var pool = new WorkerPool(1);
        var work = new Count(10, failAt: 4);
        Assert.That(() => pool.Run(work, 10), Throws.InstanceOf<ArithmeticException>());
        Assert.That(work.Times.Sum(), Is.EqualTo(5));           // 0, 1, 2, 3 and the one that failed
    }

    [Test]
    public void ExceptionOfAWorkerThread_IsThrownToTheCaller()
    {
        using var pool = new WorkerPool(2);
        Assert.That(() => pool.Run(new Meet { WorkerFails = Environment.CurrentManagedThreadId }, 2), Throws.InstanceOf<ArithmeticException>().With.Message.EqualTo("on a worker"));
    }

    [Test]
    public void NestedRun_Throws()
    {
        using var pool = new WorkerPool(2);
        Assert.That(() => pool.Run(new Nest(pool), 1), Throws.InvalidOperationException.With.Message.Contains("running already"));
        Assert.That(() => pool.Run(new Count(1), 1), Throws.Nothing);
    }

    [Test]
    public void DisposedPool_Throws()
    {
        var pool = new WorkerPool(3);
        pool.Dispose();
        Assert.That(() => pool.Run(new Count(1), 1), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(pool.Dispose, Throws.Nothing);
    }

    [Test]
    public void NoThread_IsRefused() => Assert.That(() => new WorkerPool(0), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private sealed class Count(int pieces, int failAt = -1) : IParallelWork
    {
        public int[] Times { get; } = new int[pieces];

        public void Run(int index)
        {
            Interlocked.Increment(ref Times[index]);
            if (index == failAt) throw new ArithmeticException();
        }
    }

    private sealed class Fail(int piece) : IParallelWork
    {
        public void Run(int index)
        {
            if (index == piece) throw new ArithmeticException($"piece {index}");
        }
    }

    /// <summary>Each of two pieces waits for the other.</summary>
    private sealed class Meet : IParallelWork
    {
        private readonly Barrier _barrier = new(2);

        public int[] Threads { get; } = new int[2];

        /// <summary>Id of the calling thread, if the other one is to fail.</summary>
        public int WorkerFails { get; init; }

        public void Run(int index)
        {
            Threads[index] = Environment.CurrentManagedThreadId;
            _barrier.SignalAndWait();
            if (WorkerFails != 0 && WorkerFails != Environment.CurrentManagedThreadId) throw new ArithmeticException("on a worker");
        }
    }

    private sealed class Nest(WorkerPool pool) : IParallelWork
    {
        public void Run(int index) => pool.Run(this, 1);
    }
}
