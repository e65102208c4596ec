using RLSandbox.Core;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Commands;

/// <summary>A training run decided in every detail, before anything is built or written.</summary>
/// <param name="Scenario">Owned by whoever holds the plan.</param>
/// <param name="Manifest">What run.json will say.</param>
/// <param name="Config">Section <c>training</c> of the scenario, with what the algorithm's own section says instead.</param>
/// <param name="Existing">The run to go on with; null for a new one.</param>
internal sealed record TrainPlan(ILoadedScenario Scenario, RunManifest Manifest, TrainingConfig Config, RunFolder? Existing)
{
    private const ulong DefaultSeed = 1;
    private const string DefaultDevice = "auto";

    /// <summary>Decides from command line, scenario and, for a resumed run, its manifest.</summary>
    /// <exception cref="UserErrorException">The command line contradicts itself or the run.</exception>
    public static TrainPlan Make(Services services, TrainRequest request) => request.Resume ? Resumed(services, request) : New(services, request);

    private static TrainPlan New(Services services, TrainRequest request)
    {
        if (request.Scenario is null) throw new UserErrorException("train needs a scenario file or the name of a classic task, for example: train scenarios/first-lap.yaml, or train cartpole. To go on with a run: train --resume --run NAME.");
        var scenario = services.LoadScenario(request.Scenario, request.Overrides);
        var config = ConfigFor(scenario, request.Algorithm);
        var manifest = new RunManifest
        {
            Scenario = scenario.Name,
            Algorithm = config.Algorithm,
            Seed = request.Seed ?? DefaultSeed,
            Steps = request.Steps ?? config.Steps,
            Environments = request.Environments ?? config.Environments,
            Threads = request.Threads ?? Environment.ProcessorCount,
            Device = TorchRuntime.Device(request.Device ?? DefaultDevice).type.ToString().ToLowerInvariant(),
            Overrides = request.Overrides,
        };
        return new(scenario, manifest, config, Existing: null);
    }

    private static TrainPlan Resumed(Services services, TrainRequest request)
    {
        if (request.Run is null) throw new UserErrorException("--resume needs the name of the run: train --resume --run NAME.");
        if (request.Overrides.Count > 0) throw new UserErrorException("--set cannot be used with --resume: a run keeps the scenario it began with. Start a new run instead.");
        var run = RunFolder.Open(request.Runs, request.Run);
        var manifest = RunManifest.Read(run.Manifest);
        RefuseChange(request.Algorithm, manifest.Algorithm, "--algorithm");
        RefuseChange(request.Environments, manifest.Environments, "--environments");
        RefuseChange(request.Seed, manifest.Seed, "--seed");
        var scenario = services.LoadScenario(run.Scenario, []);
        manifest = manifest with
        {
            Steps = request.Steps ?? manifest.Steps,
            Threads = request.Threads ?? manifest.Threads,
            Device = request.Device ?? manifest.Device,
        };
        return new(scenario, manifest, ConfigFor(scenario, manifest.Algorithm), run);
    }

    private static TrainingConfig ConfigFor(ILoadedScenario scenario, string? algorithm)
    {
        var shared = TrainingConfig.Bind(scenario.Training);
        return shared.For(algorithm ?? shared.Algorithm, scenario.Training);
    }

    private static void RefuseChange<T>(T? asked, T kept, string option)
    {
        if (asked is not null && !asked.Equals(kept)) throw new UserErrorException(FormattableString.Invariant($"{option} {asked}: the run began with {kept} and keeps it. Leave the option out, or start a new run."));
    }
}
