using System.CommandLine;
using RLSandbox.Learning.Diagnosis;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Commands;

/// <summary><c>sanity</c>: looks at task, network and algorithm before a training that takes hours.</summary>
internal static class SanityCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Services services)
    {
        var scenario = new Argument<string>("SCENARIO") { Description = "Scenario file, or the name of a classic task such as cartpole." };
        var algorithm = new Option<string?>("--algorithm") { Description = "Learning algorithm [training.algorithm of the scenario, ppo].", HelpName = "NAME" };
        var environments = CommonOptions.Number<int>("--environments", "Copies of the environment in the batch [training.environments of the scenario].", 1, TrainingConfig.MostEnvironments);
        var seed = CommonOptions.Number<ulong>("--seed", "Seed of everything random [1].", 0);
        var device = CommonOptions.Device(DeviceName.Auto);
        var overrides = new Option<string[]>("--set") { Description = "Override one value of the scenario: dotted.path=value; may be repeated.", HelpName = "PATH=VALUE" };
        var (threads, json) = (CommonOptions.Threads(), CommonOptions.Json());
        var command = new Command("sanity", "Check task, network and algorithm before a training: exit code 1 if something is wrong.") { scenario, algorithm, environments, seed, device, threads, overrides, json };
        command.SetAction(parse =>
        {
            var request = new TrainRequest
            {
                Scenario = parse.GetValue(scenario),
                Algorithm = parse.GetValue(algorithm),
                Environments = parse.GetValue(environments),
                Seed = parse.GetValue(seed),
                Device = parse.GetValue(device),
                Threads = parse.GetValue(threads),
                Overrides = parse.GetValue(overrides) ?? [],
                Runs = RunFolder.DefaultRuns,
            };
            return new SanitySession(services, request, Terminal.Of(parse, parse.GetValue(json)), parse.GetValue(json)).Run();
        });
        return command;
    }
}

/// <summary>One call of <c>sanity</c>. Nothing is written but scratch files, which are deleted.</summary>
internal sealed class SanitySession(Services services, TrainRequest request, Terminal terminal, bool json)
{
    /// <summary>Builds what a training would build, checks it and reports.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run()
    {
        var plan = TrainPlan.Make(services, request);
        using var scenario = plan.Scenario;
        var scratch = Directory.CreateTempSubdirectory("rlsandbox-sanity-").FullName;
        try
        {
            using var environment = scenario.Build(new(MapPurpose.Training, plan.Manifest.Environments, plan.Manifest.Threads));
            using var learner = services.CreateLearner(plan.Manifest, environment, scenario.Training, scratch);
            return Report(plan.Manifest, SanityCheck.Run(learner, environment, plan.Manifest.Seed));
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private int Report(RunManifest manifest, IReadOnlyList<SanityResult> results)
    {
        if (json) terminal.Results.Write(SanityJson.Write(manifest.Scenario, manifest.Algorithm, results));
        terminal.Say($"{manifest.Scenario}, {manifest.Algorithm}:");
        foreach (var result in results)
        {
            terminal.Say($"{(result.Passed ? "ok    " : "FAILED")}  {result.Name}: {result.Seen} (expected: {result.Expected})");
            if (!result.Passed) terminal.Say($"        {result.Try}");
        }
        var failed = results.Count(result => !result.Passed);
        terminal.Say($"{results.Count - failed} of {results.Count} checks passed.");
        return failed == 0 ? ExitCode.Done : ExitCode.Failure;
    }
}
