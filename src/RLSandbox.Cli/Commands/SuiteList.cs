using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Cli.Commands;

/// <summary>Some of the suites of a scenario, built one by one as they are needed and disposed together.</summary>
internal sealed class SuiteList(ILoadedScenario scenario, int threads, Func<NamedSuite, bool> isWanted) : IDisposable
{
    /// <summary>In the order of the scenario.</summary>
    public IReadOnlyList<EvaluationSuite> Suites { get; } = [.. scenario.Suites.Where(isWanted).Select(suite => SuitePlan.Of(suite, threads).Build(scenario))];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var suite in Suites) suite.Dispose();
    }
}
