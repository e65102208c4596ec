using RLSandbox.Core.Threading;
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
/// Workers look for work for a moment and then park. Torch itself runs every operation on one thread.
/// </remarks>
public sealed class GradientWorkers : IParallelWork, IDisposable
{
    private const int Stretch = 16 * ParameterKernels.Block;
    private const int PatienceForOneRow = 100;            // µs: one environment's step lies between two rows, and needs no second thread
    private readonly ActorCritic _main;
    private readonly ActorCritic[] _replicas;
    private readonly ParameterPieces? _pieces;            // null on a GPU
    private readonly WorkerPool _pool;
    private Action<int>? _piece;                          // what is being run

    /// <summary>Replicas of <paramref name="main"/> for <paramref name="shards"/> shards, run by the caller and up to <paramref name="threads"/> − 1 workers.</summary>
    public GradientWorkers(ActorCritic main, int shards, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        TorchRuntime.SetThreads(1);
        _main = main;
        _replicas = [.. Enumerable.Range(0, shards).Select(_ => main.Replica())];
        if (main.Device.type == DeviceType.CPU) _pieces = new(main, _replicas);
        ThreadCount = Math.Min(shards, threads);
        _pool = new(ThreadCount, () => TorchRuntime.SetThreads(1));       // each thread's own setting: the libraries below torch read it before torch passes its own on
    }

    /// <summary>Parts that a batch is cut into.</summary>
    public int ShardCount => _replicas.Length;

    /// <summary>Threads that work, the caller included.</summary>
    public int ThreadCount { get; }

    /// <summary>First row of a shard when <paramref name="rows"/> rows are cut evenly; shard <see cref="ShardCount"/> gives the end.</summary>
    public int FirstRow(int shard, int rows) => (int)((long)rows * shard / ShardCount);

    /// <summary>Runs <paramref name="work"/> once for each shard and returns when all have ended. Each call has a dispose scope of its own.</summary>
    /// <exception cref="Exception">The first failure of a shard, as it was thrown.</exception>
    public void Run(ShardWork work) => Run(work, isForGradient: false);

    /// <summary>Runs <paramref name="work"/> once, on the calling thread, with a replica whose layers all threads compute together: for a single row, which no shards can share. In a dispose scope of its own.</summary>
    public void RunTogether(Action<ActorCritic> work)
    {
        TakeOverWeights(isForGradient: false);
        using var scope = NewDisposeScope();
        if (_replicas[0].Cpu is not { } cpu)
        {
            work(_replicas[0]);
            return;
        }

        _pool.Patience = PatienceForOneRow;
        cpu.Helpers = this;
        try
        {
            work(_replicas[0]);
        }
        finally
        {
            cpu.Helpers = null;
        }
    }

    /// <summary><see cref="ActorCritic.DeadUnits"/> on <paramref name="rows"/> rows, each shard on its part of them where the kernels compute the network.</summary>
    /// <param name="observations">Rows first … first + count − 1 by part; called on worker threads, in a dispose scope of its own.</param>
    public double DeadUnits(int rows, Func<int, int, Tensor[]> observations)
    {
        using var scope = NewDisposeScope();
        if (_main.Cpu is null || _main.Config.Activation != Activation.Relu) return _main.DeadUnits(observations(0, rows));
        TakeOverWeights(isForGradient: false);
        UnitCount[] units = [.. _replicas.Select(_ => new UnitCount())];
        ForEach(ShardCount, shard =>
        {
            using var shardScope = NewDisposeScope();
            var first = FirstRow(shard, rows);
            var count = FirstRow(shard + 1, rows) - first;
            if (count > 0) _replicas[shard].Cpu!.CountUnits(observations(first, count), units[shard]);
        });
        foreach (var other in units.Skip(1)) units[0].Add(other);
        return units[0].DeadShare;
    }

    /// <summary>Runs <paramref name="backward"/>, which ends in a backward pass of the shard's part of the loss, and sums the gradients into the main network's.</summary>
    /// <returns>Euclidean length of the sum.</returns>
    public double Accumulate(ShardWork backward)
    {
        Run((shard, network) =>
        {
            if (_pieces is null) network.Parameters.Gradient.zero_();
            else _pieces.Clear(network);
            backward(shard, network);
        }, isForGradient: true);
        return _pieces?.SumGradients(this) ?? _main.Parameters.TakeGradients(_replicas);
    }

    /// <summary>Runs <paramref name="move"/>, which changes weights of the main network on the CPU, for the first place and the length of each of their pieces.</summary>
    internal void Step(Action<int, int> move) => _pieces!.Step(this, move);

    /// <summary>Runs <paramref name="piece"/> once for each number below <paramref name="count"/>, on whichever thread is free, and returns when all have ended.</summary>
    /// <exception cref="Exception">The first failure of a piece, as it was thrown.</exception>
    internal void ForEach(int count, Action<int> piece)
    {
        _piece = piece;
        _pool.Run(this, count);
    }

    /// <summary>Cuts <paramref name="length"/> numbers into stretches that are worth a thread, and gives the first place and the length of each.</summary>
    internal void ForEachStretch(long length, Action<int, int> stretch) =>
        ForEach((int)((length + Stretch - 1) / Stretch), piece => stretch(piece * Stretch, (int)Math.Min(Stretch, length - piece * Stretch)));

    /// <inheritdoc/>
    public void Dispose()
    {
        _pool.Dispose();
        foreach (var replica in _replicas) replica.Dispose();
    }

    /// <inheritdoc/>
    void IParallelWork.Run(int index) => _piece!(index);

    private void Run(ShardWork work, bool isForGradient)
    {
        TakeOverWeights(isForGradient);
        _main.Parameters.Calls?.BeginShards(ShardCount);
        ForEach(ShardCount, shard =>
        {
            using var scope = NewDisposeScope();
            NetworkCalls.EnterShard(shard);
            work(shard, _replicas[shard]);
        });
        _main.Parameters.Calls?.EndShards();
    }

    /// <summary>Takes over changed weights into the order of the kernels, or into bfloat16 for torch; an evaluation does it alone where nobody has.</summary>
    private void TakeOverWeights(bool isForGradient)
    {
        _main.Packed?.Refresh(this, isForGradient);
        _main.Rounded?.Refresh(this);
    }
}
