using RLSandbox.Core;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Commands;

/// <summary>A training run decided in every detail, before anything is built or written.</summary>
/// <param name="Scenario">Owned by whoever holds the plan.</param>
/// <param name="Manifest">What run.json will say.</param>
/// <param name="Config">Section <c>training</c> of the scenario, with what the algorithm's own section says instead.</param>
/// <param name="Existing">The run to go on with; null for a new one.</param>
/// <param name="Kept">What run.json said so far; null for a new run.</param>
internal sealed record TrainPlan(ILoadedScenario Scenario, RunManifest Manifest, TrainingConfig Config, RunFolder? Existing, RunManifest? Kept = null)
{
    private const ulong DefaultSeed = 1;
    private const string DefaultPrecision = "float32";

    /// <summary>Decides from command line, scenario and, for a resumed run, its manifest.</summary>
    /// <exception cref="UserErrorException">The command line contradicts itself or the run.</exception>
    public static TrainPlan Make(Services services, TrainRequest request)
    {
        if (PolicyChoice.NeedsNoRun(services, request.Run))
            throw new UserErrorException($"--run {request.Run}: this name stands for a policy that needs no run, as in evaluate {request.Run}. Choose another name.");
        if (!request.Resume) return New(services, request);
        if (request.Run is null) throw new UserErrorException("--resume needs the name of the run: train --resume --run NAME.");
        if (RunFolder.Find(request.Runs, request.Run) is { } run) return Resumed(services, request, run);
        if (request.Scenario is not null) return New(services, request);        // stopped before there was anything to go on from
        throw new UserErrorException($"There is no run '{request.Run}' in {Path.GetFullPath(request.Runs)}. Runs there: {RunFolder.Names(request.Runs)}. To begin it, name its scenario, too.");
    }

    private static TrainPlan New(Services services, TrainRequest request)
    {
        if (request.Scenario is null) throw new UserErrorException("train needs a scenario file or the name of a classic task, for example: train scenarios/first-lap.yaml, or train cartpole. To go on with a run: train --resume --run NAME.");
        var scenario = services.LoadScenario(request.Scenario, request.Overrides);
        var config = ConfigFor(scenario, request.Algorithm);
        var device = TorchRuntime.Device(request.Device ?? DeviceName.Auto);
        var manifest = new RunManifest
        {
            Scenario = scenario.Name,
            Algorithm = config.Algorithm,
            Seed = request.Seed ?? DefaultSeed,
            Steps = request.Steps ?? config.Steps,
            Environments = request.Environments ?? config.Environments,
            Threads = request.Threads ?? Environment.ProcessorCount,
            Device = TorchRuntime.Name(device),
            Precision = Precisions.Name(Precisions.Resolve(request.Precision ?? DefaultPrecision, Learners.Network(config.Algorithm, scenario.Training), device)),
            Overrides = request.Overrides,
        };
        return new(scenario, manifest, config, Existing: null);
    }

    private static TrainPlan Resumed(Services services, TrainRequest request, RunFolder run)
    {
        var kept = RunManifest.Read(run.Manifest);
        RefuseChange(request.Algorithm, kept.Algorithm, "--algorithm");
        RefuseChange(request.Environments, kept.Environments, "--environments");
        RefuseChange(request.Seed, kept.Seed, "--seed");
        if (request.Precision != "auto") RefuseChange(request.Precision, kept.Precision, "--precision");
        var scenario = services.LoadScenario(run.Scenario, []);
        RefuseOtherScenario(services, request, run, scenario);
        var manifest = kept with
        {
            Steps = request.Steps ?? kept.Steps,
            Threads = request.Threads ?? kept.Threads,
            Device = request.Device is null or DeviceName.Auto ? kept.Device : TorchRuntime.Name(TorchRuntime.Device(request.Device)),
        };
        return new(scenario, manifest, ConfigFor(scenario, manifest.Algorithm), run, kept);
    }

    private static TrainingConfig ConfigFor(ILoadedScenario scenario, string? algorithm)
    {
        var shared = TrainingConfig.Bind(scenario.Training);
        return shared.For(algorithm ?? shared.Algorithm, scenario.Training);
    }

    /// <summary>The same arguments as at the beginning are welcome, so that one command can be given again and again; others are refused, never ignored.</summary>
    private static void RefuseOtherScenario(Services services, TrainRequest request, RunFolder run, ILoadedScenario kept)
    {
        if (request.Scenario is null && request.Overrides.Count == 0) return;
        using var asked = services.LoadScenario(request.Scenario ?? run.Scenario, request.Overrides);
        var (keptText, askedText) = (kept.ToYaml(comments: false), asked.ToYaml(comments: false));
        if (askedText == keptText) return;
        var (ours, theirs) = keptText.Split('\n').Zip(askedText.Split('\n')).FirstOrDefault(pair => pair.First != pair.Second, (First: "fewer keys", Second: "more keys"));
        var source = string.Join(" with ", [.. request.Scenario is null ? [] : new[] { request.Scenario }, .. request.Overrides.Count == 0 ? [] : new[] { "--set" }]);
        throw new UserErrorException(
            $"--resume: the run began with '{ours.Trim()}', {source} says '{theirs.Trim()}'. A run keeps the scenario it began with: leave scenario and --set out, or begin another run under another name.");
    }

    private static void RefuseChange<T>(T? asked, T kept, string option)
    {
        if (asked is not null && !asked.Equals(kept)) throw new UserErrorException(FormattableString.Invariant($"{option} {asked}: the run began with {kept} and keeps it. Leave the option out, or start a new run."));
    }
}
