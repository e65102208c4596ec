using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Measuring;

/// <summary>Makes the calls of a list again, on constant inputs: the time that the networks of a training take and nothing else.</summary>
/// <remarks>
/// Uses the parts that learners use: <see cref="ActorCritic"/>, <see cref="GradientWorkers"/>, <see cref="Adam"/>. Its weights stay as they are (Adam's step size is 0, which
/// takes as long as any other), so that a replay of any length asks for the same work. The loss is the sum of all outputs.
/// </remarks>
public sealed class NetworkReplay : IDisposable
{
    private const double AdamEpsilon = 1e-5;
    private static readonly uint Purpose = RandomPurpose.Of("network.replay");

    private readonly ActorCritic _network, _twin;
    private readonly ActorCritic[] _others;                           // by shard, with weights of their own: what stands for target networks
    private readonly ShardMemory[] _tracked, _other;                  // by shard
    private readonly GradientWorkers _workers;
    private readonly Adam _optimizer;
    private readonly Dictionary<int, Tensor[]> _inputs = [];          // by number of rows

    /// <summary>A replay on networks of the shape of <paramref name="pattern"/>, which must live longer.</summary>
    /// <param name="shards">Parts that batches are cut into.</param>
    /// <param name="threads">Threads that run them.</param>
    /// <param name="calls">Hears of the calls that are made, as it would of a learner's; null: nobody does.</param>
    public NetworkReplay(ActorCritic pattern, int shards, int threads, NetworkCalls? calls = null)
    {
        _network = pattern.Twin();
        _network.Parameters.Calls = null;                             // the pattern's calls are somebody else's
        calls?.Watch(_network);
        _twin = _network.Twin();
        _workers = new(_network, shards, threads);
        _others = [.. Enumerable.Range(0, shards).Select(_ => _twin.Replica())];
        _optimizer = new(_network.Parameters, AdamEpsilon);
        ShardMemory[] Memory() => [.. Enumerable.Range(0, shards).Select(_ => new ShardMemory(pattern.OutputCount))];
        (_tracked, _other) = (Memory(), Memory());
    }

    /// <summary>The network that stands for the one that is trained.</summary>
    internal ActorCritic Network => _network;

    /// <summary>One evaluation of <paramref name="rows"/> rows, as a learner acts.</summary>
    public static IReadOnlyList<NetworkSection> Evaluation(int rows, int shards) => [Shards(rows, shards, share => [new(NetworkCallKind.Forward, share, IsTwin: false)])];

    /// <summary>One gradient step on <paramref name="rows"/> rows.</summary>
    public static IReadOnlyList<NetworkSection> Update(int rows, int shards) =>
    [
        Shards(rows, shards, share => [new(NetworkCallKind.TrackedForward, share, IsTwin: false), new(NetworkCallKind.Backward, 0, IsTwin: false)]),
        new([], IsParallel: false),
    ];

    /// <summary>Makes inputs for every number of rows in the list, so that a replay does not have to.</summary>
    public void Prepare(IEnumerable<NetworkSection> sections)
    {
        foreach (var call in sections.SelectMany(section => section.Shards).SelectMany(shard => shard))
            if (call.Kind != NetworkCallKind.Backward && !_inputs.ContainsKey(call.Rows)) _inputs.Add(call.Rows, [.. _network.Parts.Select((part, p) => Input(part, p, call.Rows))]);
    }

    /// <summary>Makes every call of the list, in its order.</summary>
    public void Run(IReadOnlyList<NetworkSection> sections)
    {
        foreach (var section in sections)
        {
            using var scope = NewDisposeScope();
            if (section.IsStep) _optimizer.Step(learningRate: 0, shorten: 1, _workers);
            else if (!section.IsParallel) _workers.RunTogether(network => RunShard(section.Shards[0], network, shard: 0));
            else if (section.IsAccumulated) _workers.Accumulate((shard, network) => RunShard(section.Shards[shard], network, shard));
            else _workers.Run((shard, network) => RunShard(section.Shards[shard], network, shard));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var input in _inputs.Values.SelectMany(parts => parts)) input.Dispose();
        _optimizer.Dispose();
        _workers.Dispose();
        foreach (var other in _others) other.Dispose();
        _twin.Dispose();
        _network.Dispose();
    }

    private static NetworkSection Shards(int rows, int shards, Func<int, List<NetworkCall>> calls) =>
        new([.. Enumerable.Range(0, shards).Select(shard => (int)((long)rows * (shard + 1) / shards) - (int)((long)rows * shard / shards)).Select(share => share == 0 ? [] : calls(share))], IsParallel: true);

    private void RunShard(List<NetworkCall> calls, ActorCritic network, int shard)
    {
        foreach (var call in calls)
        {
            if (call.Kind == NetworkCallKind.Backward)
            {
                network.Backward(_tracked[shard].Outputs, _tracked[shard].Slopes, HasValue ? _tracked[shard].ValueSlopes : []);
                continue;
            }

            var isTracked = call.Kind == NetworkCallKind.TrackedForward;
            var memory = (isTracked ? _tracked : _other)[shard].For(call.Rows);
            memory.Slopes.Fill(1);
            memory.ValueSlopes.Fill(1);
            (call.IsTwin ? _others[shard] : network).Evaluate(_inputs[call.Rows], mask: [], isTracked, memory.Outputs, HasValue ? memory.Values : []);
        }
    }

    private bool HasValue => _network.Heads == NetworkHeads.PolicyAndValue;

    /// <summary>Any picture and any numbers of −1 … 1 will do, as long as they are not all alike.</summary>
    private Tensor Input(ObservationPart part, int index, int rows)
    {
        using var noGradient = no_grad();
        long[] shape = [rows, .. part.Shape.Select(size => (long)size)];
        var key = new RandomKey(0, (uint)index, 0, Purpose);
        var numbers = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = key.Uniform(-1, 1, (uint)i);
        using var all = tensor(numbers, shape, device: _network.Device);
        return (part.Type == ElementType.UInt8 ? ((all + 1) * 127.5f).to(ScalarType.Byte) : all.clone()).DetachFromDisposeScope();
    }
}
