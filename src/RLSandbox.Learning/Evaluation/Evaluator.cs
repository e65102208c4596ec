using RLSandbox.Core.Contract;

namespace RLSandbox.Learning.Evaluation;

/// <summary>What came of one evaluated episode of one row.</summary>
/// <param name="Return">Undiscounted sum of rewards.</param>
/// <param name="Length">Environment steps in which the row was active.</param>
/// <param name="Outcome">Index into <see cref="EnvironmentSpec.Outcomes"/>.</param>
/// <param name="Group">Index into <see cref="EnvironmentSpec.Groups"/>; 0 where there are none.</param>
/// <param name="Measures">In the order of <see cref="EnvironmentSpec.Measures"/>; NaN where one does not apply.</param>
public sealed record EpisodeResult(double Return, int Length, int Outcome, int Group, double[] Measures);

/// <summary>Plays a policy on any environment of the contract and reports what came of a fixed number of episodes.</summary>
/// <remarks>
/// Which episodes count is fixed before the first step: row r gives its first ⌊E / R⌋ (+ 1 for the first E mod R rows).
/// Taking the first E episodes to finish would favour short ones, and short ones are mostly crashes.
/// </remarks>
public static class Evaluator
{
    /// <summary>Plays <paramref name="episodes"/> episodes from a reset with <paramref name="seed"/>, but none twice.</summary>
    /// <remarks>An episode that repeats another one bit for bit tells nothing new; counted again it would make every interval too narrow.</remarks>
    /// <exception cref="OperationCanceledException">Interrupted between two steps.</exception>
    public static EvaluationReport Run(
        IEnvironment environment, IPolicy policy, int episodes, ulong seed, CancellationToken interrupted = default)
    {
        var distinct = policy.DrawsActions ? episodes : Math.Min(episodes, environment.Spec.DistinctEpisodes ?? episodes);
        return EvaluationReport.From(environment.Spec, policy.Name, Play(environment, policy, distinct, seed, interrupted), seed) with { RequestedEpisodes = episodes };
    }

    /// <summary>The episodes themselves, ordered by row and then by time.</summary>
    public static IReadOnlyList<EpisodeResult> Play(
        IEnvironment environment, IPolicy policy, int episodes, ulong seed, CancellationToken interrupted = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        var spec = environment.Spec;
        var collector = new EpisodeCollector(spec, episodes);
        var state = new float[spec.RowCount * policy.StateSize];
        using var actions = new ActionBuffer(spec.Action, spec.RowCount);

        environment.Reset(seed);
        while (!collector.IsComplete)
        {
            interrupted.ThrowIfCancellationRequested();
            var input = new PolicyInput { Observations = environment.Observations, Started = environment.Started, ActionMask = environment.ActionMask };
            policy.Act(input, state, actions);
            environment.Step(actions);
            collector.AfterStep(environment);
        }
        return collector.Results();
    }

    /// <summary>Adds up rewards per row and keeps the episodes that count.</summary>
    private sealed class EpisodeCollector(EnvironmentSpec spec, int episodes)
    {
        private readonly List<EpisodeResult>[] _results = [.. Enumerable.Range(0, spec.RowCount).Select(_ => new List<EpisodeResult>())];
        private readonly double[] _returns = new double[spec.RowCount];
        private readonly int[] _lengths = new int[spec.RowCount];
        private int _found;

        public bool IsComplete => _found == episodes;

        public IReadOnlyList<EpisodeResult> Results() => [.. _results.SelectMany(row => row)];

        public void AfterStep(IEnvironment environment)
        {
            for (var row = 0; row < _returns.Length; row++)
            {
                if (!environment.Active[row]) continue;
                _returns[row] += environment.Rewards[row];
                _lengths[row]++;
                if (environment.Terminated[row] || environment.Truncated[row]) End(environment, row);
            }
        }

        private void End(IEnvironment environment, int row)
        {
            var quota = episodes / _returns.Length + (row < episodes % _returns.Length ? 1 : 0);
            if (_results[row].Count < quota)
            {
                var measures = new double[spec.Measures.Count];
                for (var i = 0; i < measures.Length; i++) measures[i] = environment.Measures[i * _returns.Length + row];
                var group = environment.Groups.IsEmpty ? 0 : environment.Groups[row];
                _results[row].Add(new(_returns[row], _lengths[row], environment.Outcomes[row], group, measures));
                _found++;
            }
            _returns[row] = 0;
            _lengths[row] = 0;
        }
    }
}
