using RLSandbox.Learning.Networks;

namespace RLSandbox.Learning.Measuring;

/// <summary>What is asked of a network.</summary>
public enum NetworkCallKind
{
    /// <summary>An evaluation whose gradient nobody wants.</summary>
    Forward,

    /// <summary>An evaluation that a backward pass may follow.</summary>
    TrackedForward,

    /// <summary>The backward pass through the last <see cref="TrackedForward"/>.</summary>
    Backward,
}

/// <summary>One call.</summary>
/// <param name="Rows">B; 0 for a backward pass, which has those of its forward pass.</param>
/// <param name="IsTwin">Whether a network with weights of its own was called, such as a target network, and not the one that is trained.</param>
public readonly record struct NetworkCall(NetworkCallKind Kind, int Rows, bool IsTwin);

/// <summary>Calls between which nothing of the networks waits for anything else: those of each shard in their order, or one step of the optimizer.</summary>
/// <param name="Shards">By shard; empty for a step of the optimizer.</param>
/// <param name="IsParallel">Whether <see cref="GradientWorkers"/> ran the shards; otherwise there is one, run by the caller, and its layers by all threads.</param>
public sealed record NetworkSection(IReadOnlyList<List<NetworkCall>> Shards, bool IsParallel)
{
    /// <summary>Whether this is a step of the optimizer.</summary>
    public bool IsStep => Shards.Count == 0;

    /// <summary>Whether gradients are summed over the shards.</summary>
    public bool IsAccumulated => Shards.Any(shard => shard.Any(call => call.Kind == NetworkCallKind.Backward));
}

/// <summary>Writes down what a learner asks of its networks: the part of a training that no other code can take away.</summary>
/// <remarks>
/// Given to a learner as <see cref="Algorithms.LearnerOptions.Calls"/>. Costs some tenths of a microsecond per call, and nothing where there is none. What a
/// learner looks at for its log (<see cref="ActorCritic.DeadUnits"/>) is left out: it learns without.
/// </remarks>
public sealed class NetworkCalls
{
    [ThreadStatic]
    private static int _shard;

    private List<NetworkSection> _sections = [];
    private NetworkSection? _open;

    /// <summary>The network that is trained; null before a learner has made it.</summary>
    public ActorCritic? Network { get; private set; }

    /// <summary>Writes down the calls of <paramref name="network"/> and of every replica and twin made of it from now on.</summary>
    public void Watch(ActorCritic network)
    {
        Network = network;
        network.Parameters.Calls = this;
    }

    /// <summary>Everything since the last time, in order.</summary>
    public IReadOnlyList<NetworkSection> Take()
    {
        var taken = _sections;
        _sections = [];
        return taken;
    }

    /// <summary>From now on shards run side by side, until <see cref="EndShards"/>.</summary>
    internal void BeginShards(int count)
    {
        _open = new([.. Enumerable.Range(0, count).Select(_ => new List<NetworkCall>())], IsParallel: true);
        _sections.Add(_open);
    }

    /// <summary>What this thread asks from now on belongs to <paramref name="shard"/>.</summary>
    internal static void EnterShard(int shard) => _shard = shard;

    internal void EndShards() => _open = null;

    internal void Forward(ParameterVector parameters, long rows, bool isTracked) =>
        Add(new(isTracked ? NetworkCallKind.TrackedForward : NetworkCallKind.Forward, (int)rows, !parameters.SharesValues(Network!.Parameters)));

    internal void Backward() => Add(new(NetworkCallKind.Backward, 0, IsTwin: false));

    internal void Step() => _sections.Add(new([], IsParallel: false));

    /// <summary>A shard is one thread's at a time, so nothing is locked.</summary>
    private void Add(NetworkCall call)
    {
        if (_open is { } open) open.Shards[_shard].Add(call);
        else if (_sections.Count > 0 && _sections[^1] is { IsParallel: false, IsStep: false } last) last.Shards[0].Add(call);
        else _sections.Add(new([[call]], IsParallel: false));
    }
}
