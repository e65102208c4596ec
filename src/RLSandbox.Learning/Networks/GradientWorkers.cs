using System.Runtime.ExceptionServices;
using RLSandbox.Learning.Measuring;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>Work on one shard of a batch with a replica of the network.</summary>
public delegate void ShardWork(int shard, ActorCritic network);

/// <summary>Runs the shards of a batch on several threads, each with a replica of the network, and sums their gradients in shard order.</summary>
/// <remarks>
/// Two threads on two halves use two cores 1.9 times as well as one; two threads inside each operation of a small network only 1.3 times (decision record 0012).
/// The number of shards is part of the configuration, the number of threads is not: one thread that runs all shards gives the same bits as many.
/// Whoever is free takes the next shard, so a core that another process uses does not hold up the rest.
/// Workers park between calls. Torch itself runs every operation on one thread.
/// </remarks>
public sealed class GradientWorkers : IDisposable
{
    private readonly ActorCritic _main;
    private readonly ActorCritic[] _replicas;
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _start;
    private readonly CountdownEvent _finished;
    private readonly Exception?[] _failures;
    private ShardWork? _work;
    private int _taken;                                   // shards that some thread has begun
    private volatile bool _isStopping;

    /// <summary>Replicas of <paramref name="main"/> for <paramref name="shards"/> shards, run by the caller and up to <paramref name="threads"/> − 1 workers.</summary>
    public GradientWorkers(ActorCritic main, int shards, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        TorchRuntime.SetThreads(1);
        _main = main;
        _replicas = [.. Enumerable.Range(0, shards).Select(_ => main.Replica())];
        ThreadCount = Math.Min(shards, threads);
        _failures = new Exception?[ThreadCount];
        _finished = new(0);
        _start = [.. Enumerable.Range(1, ThreadCount - 1).Select(_ => new SemaphoreSlim(0))];
        _threads = [.. Enumerable.Range(1, ThreadCount - 1).Select(index => new Thread(() => Serve(index)) { IsBackground = true, Name = $"gradient worker {index}" })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Parts that a batch is cut into.</summary>
    public int ShardCount => _replicas.Length;

    /// <summary>Threads that work, the caller included.</summary>
    public int ThreadCount { get; }

    /// <summary>First row of a shard when <paramref name="rows"/> rows are cut evenly; shard <see cref="ShardCount"/> gives the end.</summary>
    public int FirstRow(int shard, int rows) => (int)((long)rows * shard / ShardCount);

    /// <summary>Runs <paramref name="work"/> once for each shard and returns when all have ended. Each call has a dispose scope of its own.</summary>
    /// <exception cref="Exception">The first failure of a shard, as it was thrown.</exception>
    public void Run(ShardWork work)
    {
        (_work, _taken) = (work, 0);
        _main.Parameters.Calls?.BeginShards(ShardCount);
        _finished.Reset(Math.Max(1, ThreadCount - 1));
        foreach (var start in _start) start.Release();
        RunShards(0);
        if (ThreadCount > 1) _finished.Wait();
        _main.Parameters.Calls?.EndShards();
        foreach (var failure in _failures) if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Runs <paramref name="backward"/>, which ends in a backward pass of the shard's part of the loss, and sums the gradients into the main network's.</summary>
    public void Accumulate(ShardWork backward)
    {
        Run((shard, network) =>
        {
            network.Parameters.Gradient.zero_();
            backward(shard, network);
        });
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var sum = _main.Parameters.Gradient;
        sum.copy_(_replicas[0].Parameters.Gradient);
        for (var shard = 1; shard < _replicas.Length; shard++) sum.add_(_replicas[shard].Parameters.Gradient);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isStopping = true;
        foreach (var start in _start) start.Release();
        foreach (var thread in _threads) thread.Join();
        foreach (var start in _start) start.Dispose();
        foreach (var replica in _replicas) replica.Dispose();
        _finished.Dispose();
    }

    private void Serve(int index)
    {
        TorchRuntime.SetThreads(1);                       // this thread's own setting: the libraries below torch read it before torch passes its own on
        while (true)
        {
            _start[index - 1].Wait();
            if (_isStopping) return;
            RunShards(index);
            _finished.Signal();
        }
    }

    private void RunShards(int index)
    {
        _failures[index] = null;
        try
        {
            for (var shard = Interlocked.Increment(ref _taken) - 1; shard < _replicas.Length; shard = Interlocked.Increment(ref _taken) - 1)
            {
                using var scope = NewDisposeScope();
                NetworkCalls.EnterShard(shard);
                _work!(shard, _replicas[shard]);
            }
        }
        catch (Exception failure)
        {
            _failures[index] = failure;
        }
    }
}
