using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Evaluation;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Commands;

/// <summary>One call of <c>evaluate</c>.</summary>
internal sealed class EvaluateSession(Services services, EvaluateRequest request, Terminal terminal)
{
    private const string RandomName = "random";
    private const int MostEnvironments = 256;

    /// <summary>As many environments as there are episodes, so that the batch is full to the end; no more than a batch of training.</summary>
    public static int EnvironmentsFor(int episodes) => Math.Min(episodes, MostEnvironments);

    /// <summary>Plays and reports.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken interrupted)
    {
        var checkpoint = FindCheckpoint();
        using var scenario = services.LoadScenario(ScenarioPath(checkpoint), services.ScriptedPolicies.Contains(request.Policy) ? services.ScriptedOverrides : []);
        var episodes = request.Episodes ?? (request.Maps.Count > 0 ? request.Maps.Count : scenario.EvaluationEpisodes);
        var wanted = new EnvironmentRequest(MapPurpose.Test, EnvironmentsFor(episodes), request.Threads ?? Environment.ProcessorCount) { MapFiles = request.Maps };
        using var environment = scenario.Build(wanted);
        var seed = request.Seed ?? TrainSession.EvaluationSeed;
        using var policy = CreatePolicy(checkpoint, environment, seed);

        var report = Evaluator.Run(environment, policy, episodes, seed, interrupted);
        if (request.Json) terminal.Results.Write(EvaluationJson.Write(report));
        else EvaluationTable.Write(terminal, report);
        return ExitCode.Done;
    }

    /// <summary>The checkpoint that was asked for; null for policies that need none.</summary>
    private string? FindCheckpoint()
    {
        if (request.Policy == RandomName || services.ScriptedPolicies.Contains(request.Policy)) return null;
        return RunFolder.FindCheckpoint(request.Runs, request.Policy) ?? throw new UserErrorException(
            $"There is no run or checkpoint '{request.Policy}': looked at {Path.GetFullPath(request.Policy)} and in {Path.GetFullPath(request.Runs)}. "
            + $"Runs there: {RunFolder.Names(request.Runs)}. Policies without a run: {string.Join(", ", [RandomName, .. services.ScriptedPolicies])}.");
    }

    private string ScenarioPath(string? checkpoint)
    {
        if (request.Scenario is not null) return request.Scenario;
        if (checkpoint is not null && RunFolder.OfCheckpoint(checkpoint) is { } run) return run.Scenario;
        throw new UserErrorException($"'{request.Policy}' belongs to no run: say what to drive with --scenario FILE.");
    }

    private IPolicy CreatePolicy(string? checkpoint, IEnvironment environment, ulong seed)
    {
        if (checkpoint is not null) return services.LoadPolicy(checkpoint);
        return request.Policy == RandomName ? new RandomPolicy(environment.Spec.Action, seed) : services.CreateScripted(request.Policy, environment);
    }
}
