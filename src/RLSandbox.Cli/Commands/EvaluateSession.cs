using RLSandbox.Core;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Cli.Commands;

/// <summary>One call of <c>evaluate</c>.</summary>
internal sealed class EvaluateSession(Services services, EvaluateRequest request, Terminal terminal)
{
    private const int MostEnvironments = 256;

    /// <summary>As many environments as there are episodes, so that the batch is full to the end; no more than a batch of training.</summary>
    public static int EnvironmentsFor(int episodes) => Math.Min(episodes, MostEnvironments);

    /// <summary>Plays and reports.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken interrupted)
    {
        if (request.Maps.Count > 0 && request.Suites.Count > 0) throw new UserErrorException("--map and --suite: a suite has maps of its own. Leave one of the two options out.");
        EpisodeKeeper.Check(request.Record);
        var choice = new PolicyChoice(services, request.Policy, request.Runs, request.Checkpoint, request.Device);
        using var scenario = choice.LoadScenario(request.Scenario);
        var plans = Plans(scenario);
        var kept = new List<KeptEpisodes>();
        var reports = plans.Select(plan => Play(choice, scenario, plan, kept, interrupted)).ToList();

        if (request.Json) terminal.Results.Write(reports.Count == 1 ? EvaluationJson.Write(reports[0]) : EvaluationJson.Write(reports));
        else if (reports.Count == 1) EvaluationTable.Write(terminal, reports[0]);
        else EvaluationTable.Write(terminal, reports);

        // The report of a long evaluation must not be lost to a full disk: it is out by now.
        var target = new KeepTarget(request, scenario, IsOneOfMany: plans.Count > 1);
        foreach (var episodes in kept) episodes.WriteRecordings(target, terminal);
        foreach (var episodes in kept) episodes.DrawVideo(target, terminal, interrupted);
        return ExitCode.Done;
    }

    private IReadOnlyList<SuitePlan> Plans(ILoadedScenario scenario)
    {
        var threads = request.Threads ?? Environment.ProcessorCount;
        if (request.Suites.Count > 0) return [.. SuitePlan.Named(scenario, request.Suites, threads).Select(plan => plan.With(request.Episodes, request.Seed))];
        var test = SuitePlan.Test(scenario, threads);
        var episodes = request.Episodes ?? (request.Maps.Count > 0 ? request.Maps.Count : null);
        return [(test with { Request = test.Request with { MapFiles = request.Maps } }).With(episodes, request.Seed)];
    }

    private EvaluationReport Play(PolicyChoice choice, ILoadedScenario scenario, SuitePlan plan, List<KeptEpisodes> kept, CancellationToken interrupted)
    {
        using var suite = plan.Build(scenario);
        using var policy = choice.Create(suite.Environment, suite.Seed);
        using var keeper = EpisodeKeeper.For(request, scenario, suite.Environment);
        var report = keeper is null ? suite.Run(policy, interrupted) : Evaluator.Run(keeper.Batch, policy, suite.Episodes, suite.Seed, interrupted);
        if (keeper is not null) kept.Add(keeper.Collect(plan, policy.Name, choice.Checkpoint));
        return report with { Suite = request.Suites.Count > 0 ? suite.Name : null };
    }
}
