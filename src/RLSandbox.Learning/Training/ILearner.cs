using RLSandbox.Core.Contract;

namespace RLSandbox.Learning.Training;

/// <summary>An algorithm with its networks, buffers and environment: what the trainer drives, one iteration at a time.</summary>
/// <remarks>An iteration is the algorithm's own unit: a rollout and its updates for PPO. Nothing is half done between two iterations, so a checkpoint is taken there.</remarks>
public interface ILearner : IDisposable
{
    /// <summary>Name as in <c>--algorithm</c>.</summary>
    string Algorithm { get; }

    /// <summary>The greedy policy of the current weights; evaluation acts with it. Owned by the learner.</summary>
    IPolicy Policy { get; }

    /// <summary>Agent rows consumed so far.</summary>
    long Steps { get; }

    /// <summary>Resets the environment with <paramref name="seed"/> and forgets nothing else; called once for a new run.</summary>
    void Begin(ulong seed);

    /// <summary>One iteration. Finished episodes are reported to <paramref name="episodes"/>.</summary>
    /// <returns>Metrics by name in a fixed order, every one finite or NaN where it does not apply.</returns>
    /// <exception cref="DivergedException">A loss is not finite.</exception>
    IReadOnlyList<KeyValuePair<string, double>> Iterate(IEpisodeSink episodes);

    /// <summary>Writes policy, optimizer, counters and world into an existing folder.</summary>
    void Save(string folder);

    /// <summary>Continues where <see cref="Save"/> stopped.</summary>
    void Load(string folder);
}

/// <summary>Hears of every environment step that a learner takes, to gather episode returns, lengths, terms, measures and outcomes.</summary>
public interface IEpisodeSink
{
    /// <summary>Called after each environment step, before the next.</summary>
    void AfterStep(IEnvironment environment);
}

/// <summary>Training went wrong: a loss is not finite.</summary>
public sealed class DivergedException(string message) : Exception(message);
