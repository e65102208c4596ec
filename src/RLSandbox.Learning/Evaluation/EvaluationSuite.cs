using RLSandbox.Core.Contract;

namespace RLSandbox.Learning.Evaluation;

/// <summary>A fixed set of episodes on which policies are compared: validation chooses checkpoints, test is what gets published, others ask a question of their own.</summary>
/// <remarks>Builds its environment at the first run and keeps it; every run begins with the same reset, so the episodes are the same.</remarks>
public sealed class EvaluationSuite(string name, Func<IEnvironment> build, int episodes, ulong seed) : IDisposable
{
    private IEnvironment? _environment;

    /// <summary>Name as in file names, such as <c>validation</c>.</summary>
    public string Name => name;

    /// <summary>Episodes in each run.</summary>
    public int Episodes => episodes;

    /// <summary>Seed of what the episodes draw.</summary>
    public ulong Seed => seed;

    /// <summary>What it plays on, for a policy that needs to know; built at the first use.</summary>
    public IEnvironment Environment => _environment ??= build();

    /// <summary>Plays all episodes with <paramref name="policy"/>, which stays the caller's.</summary>
    public EvaluationReport Run(IPolicy policy, CancellationToken interrupted = default) => Evaluator.Run(Environment, policy, episodes, seed, interrupted);

    /// <inheritdoc/>
    public void Dispose() => _environment?.Dispose();
}
