using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace RLSandbox.Core.Threading;

/// <summary>Threads that stay alive between steps and sleep while there is nothing to do; the calling thread works too.</summary>
/// <remarks>
/// Pieces are handed out by one atomic counter: no lock and no allocation while they run. Who has nothing to do looks as long as its <see cref="Patience"/> lasts
/// and then sleeps, so idle workers leave their cores to the learner. A worker that the machine wakes too late to find work is not waited for.
/// </remarks>
public sealed class WorkerPool : IDisposable
{
    private readonly Thread[] _workers;
    private readonly Action? _begin;
    private readonly object _gate = new();          // guards _work, _run and _stopped; idle workers wait on it
    private readonly object _finished = new();      // the caller waits on it
    private IParallelWork? _work;
    private ExceptionDispatchInfo? _failure;
    private long _run;
    private int _count;
    private int _next;
    private int _joined;
    private int _isRunning;
    private bool _stopped;

    /// <summary>Starts <paramref name="threads"/> − 1 threads; the caller of <see cref="Run"/> is the last one.</summary>
    /// <param name="begin">Each of them begins with it: settings that belong to a thread.</param>
    public WorkerPool(int threads, Action? begin = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (Threads, _begin) = (threads, begin);
        _workers = new Thread[threads - 1];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = $"rlsandbox worker {i + 1}" };
            _workers[i].Start();
        }
    }

    /// <summary>Threads that work, the caller included.</summary>
    public int Threads { get; }

    /// <summary>Microseconds for which a thread looks before it sleeps: about what waking it takes, so that runs one after the other need no sleep (decision 0035).</summary>
    public int Patience { get; set; } = 20;

    /// <summary>Does pieces 0 … <paramref name="count"/> − 1 and returns when all are done.</summary>
    /// <remarks>An exception in one piece stops the handing out of further ones and is thrown here, with its own stack trace.</remarks>
    /// <exception cref="InvalidOperationException">Called from inside a piece, or from two threads at once.</exception>
    public void Run(IParallelWork work, int count)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ObjectDisposedException.ThrowIf(_stopped, this);
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
            throw new InvalidOperationException("This pool is running already: a piece of work must not start another run, and two threads need a pool each.");

        _failure = null;
        _count = count;
        Volatile.Write(ref _next, 0);
        var wanted = Math.Min(_workers.Length, count - 1);
        if (wanted > 0) Open(work, wanted);
        TakePieces(work);
        if (wanted > 0) Close();
        Volatile.Write(ref _isRunning, 0);
        _failure?.Throw();
    }

    /// <summary>Ends the threads and waits for them.</summary>
    /// <exception cref="InvalidOperationException">Called from inside a piece of work.</exception>
    public void Dispose()
    {
        if (Volatile.Read(ref _isRunning) != 0) throw new InvalidOperationException("A pool cannot be disposed while it runs.");
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
        foreach (var worker in _workers) worker.Join();
    }

    private void Open(IParallelWork work, int workers)
    {
        lock (_gate)
        {
            _work = work;
            Volatile.Write(ref _run, _run + 1);
            for (var i = 0; i < workers; i++) Monitor.Pulse(_gate);
        }
    }

    /// <summary>Lets no further worker in and waits for those inside.</summary>
    private void Close()
    {
        lock (_gate) _work = null;
        for (var waiting = new Waiting(this); Volatile.Read(ref _joined) > 0 && waiting.Lasts();) { }
        if (Volatile.Read(ref _joined) == 0) return;
        lock (_finished)
        {
            while (Volatile.Read(ref _joined) > 0) Monitor.Wait(_finished);
        }
    }

    private void TakePieces(IParallelWork work)
    {
        try
        {
            int index;
            while ((index = Interlocked.Increment(ref _next) - 1) < _count) work.Run(index);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            Volatile.Write(ref _next, _count);
        }
    }

    private void Work()
    {
        _begin?.Invoke();
        var seen = 0L;
        while (Join(ref seen) is { } work)
        {
            TakePieces(work);
            if (Interlocked.Decrement(ref _joined) > 0) continue;
            lock (_finished) Monitor.Pulse(_finished);
        }
    }

    /// <summary>Waits until there is a run that this worker has not seen; null when the pool ends.</summary>
    private IParallelWork? Join(ref long seen)
    {
        for (var waiting = new Waiting(this); Volatile.Read(ref _run) == seen && waiting.Lasts();) { }
        lock (_gate)
        {
            while (!_stopped && (_work is null || seen == _run)) Monitor.Wait(_gate);
            if (_stopped) return null;
            seen = _run;
            Interlocked.Increment(ref _joined);
            return _work;
        }
    }

    /// <summary>The end of a thread's patience.</summary>
    /// <remarks>None at all where threads have to share processors: there, looking would keep another one from working.</remarks>
    private readonly struct Waiting(WorkerPool pool)
    {
        private readonly long _end = pool.Threads > Environment.ProcessorCount ? 0 : Stopwatch.GetTimestamp() + Stopwatch.Frequency * pool.Patience / 1_000_000;

        public bool Lasts()
        {
            Thread.SpinWait(4);
            return Stopwatch.GetTimestamp() < _end;
        }
    }
}
