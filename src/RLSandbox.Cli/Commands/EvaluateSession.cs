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
        var choice = new PolicyChoice(services, request.Policy, request.Runs, request.Checkpoint);
        using var scenario = choice.LoadScenario(request.Scenario);
        var episodes = request.Episodes ?? (request.Maps.Count > 0 ? request.Maps.Count : scenario.EvaluationEpisodes);
        var wanted = new EnvironmentRequest(MapPurpose.Test, EnvironmentsFor(episodes), request.Threads ?? Environment.ProcessorCount) { MapFiles = request.Maps };
        using var environment = scenario.Build(wanted);
        var seed = request.Seed ?? TrainSession.EvaluationSeed;
        using var policy = choice.Create(environment, seed);

        var report = Evaluator.Run(environment, policy, episodes, seed, interrupted);
        if (request.Json) terminal.Results.Write(EvaluationJson.Write(report));
        else EvaluationTable.Write(terminal, report);
        return ExitCode.Done;
    }
}
