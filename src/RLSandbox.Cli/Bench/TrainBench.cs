using RLSandbox.Cli.Commands;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Measuring;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;

namespace RLSandbox.Cli.Bench;

/// <summary>A training to measure.</summary>
/// <param name="Scenario">File, or name of a classic task.</param>
/// <param name="Threads">Where more would not help; null: as asked for.</param>
/// <param name="Overrides">Other values for its keys; another name among them, where the task is another one.</param>
internal sealed record TrainCase(string Scenario, int? Threads, params IReadOnlyList<string> Overrides)
{
    /// <summary>What is measured where no scenario is named: first-lap as shipped, and settings that other libraries publish figures for.</summary>
    public static IReadOnlyList<TrainCase> All { get; } =
    [
        new(BenchRequest.StandardScenario, null),
        new(
            BenchRequest.StandardScenario, null, "scenario=first-lap-84-v1", "map.generated.count=16", "camera.width=84", "camera.height=84", "training.algorithm=ppo", "training.ppo.environments=8",
            "training.ppo.rolloutSteps=128", "training.ppo.minibatchRows=256", "training.ppo.epochs=4", "training.ppo.averageUpdates=0", "training.ppo.frameStack=4", "training.ppo.gradientShards=2",
            "training.ppo.network.preset=nature"),
        new(
            BenchRequest.StandardScenario, null, "scenario=first-lap-84-v1", "map.generated.count=16", "camera.width=84", "camera.height=84", "training.algorithm=dqn", "training.dqn.environments=1",
            "training.dqn.iterationSteps=256", "training.dqn.learnEverySteps=4", "training.dqn.gradientSteps=1", "training.dqn.minibatchRows=32", "training.dqn.warmupRows=64", "training.dqn.doubleQ=false",
            "training.dqn.returnSteps=1", "training.dqn.targetEveryUpdates=1000", "training.dqn.targetRate=1", "training.dqn.averageUpdates=0", "training.dqn.frameStack=4", "training.dqn.replay.rows=20000", "training.dqn.gradientShards=2",
            "training.dqn.network.preset=nature", "training.dqn.network.layerNorm=false"),
        new("cartpole", 1, "training.algorithm=ppo", "training.ppo.environments=8", "training.ppo.rolloutSteps=256", "training.ppo.minibatchRows=256", "training.ppo.epochs=10", "training.ppo.network.preset=mlp"),
    ];

    /// <summary>What is measured on a GPU: first-lap as shipped, and the network that figures are published for with as many environments as keep such a device busy, by PPO and by DQN.</summary>
    public static IReadOnlyList<TrainCase> OnDevice { get; } =
    [
        new(BenchRequest.StandardScenario, null),
        new(
            BenchRequest.StandardScenario, null, "scenario=first-lap-84-v1", "map.generated.count=16", "camera.width=84", "camera.height=84", "training.algorithm=ppo", "training.ppo.environments=4096",
            "training.ppo.rolloutSteps=32", "training.ppo.minibatchRows=16384", "training.ppo.epochs=1", "training.ppo.averageUpdates=0", "training.ppo.frameStack=4", "training.ppo.network.preset=nature"),
        new(
            BenchRequest.StandardScenario, null, "scenario=first-lap-84-v1", "map.generated.count=16", "camera.width=84", "camera.height=84", "training.algorithm=dqn", "training.dqn.environments=1024",
            "training.dqn.iterationSteps=32", "training.dqn.learnEverySteps=1", "training.dqn.gradientSteps=4", "training.dqn.minibatchRows=1024", "training.dqn.warmupRows=20000", "training.dqn.averageUpdates=0",
            "training.dqn.frameStack=4", "training.dqn.replay.rows=400000", "training.dqn.network.preset=nature"),
    ];
}

/// <summary>Real training, updates and logs included, beside the floor: the calls that it made of its networks, made again on constant inputs right after each repeat.</summary>
/// <remarks>Without validation, and without checkpoints but the first and the last one, which are not measured. On a GPU there is no floor: its networks are asked for nothing that could be asked again alone.</remarks>
internal sealed class TrainBench(BenchRequest request, CancellationToken interrupted) : IBench
{
    private bool IsOnDevice => request.Device != DeviceName.Cpu;

    /// <inheritdoc/>
    public IEnumerable<BenchTask> Tasks()
    {
        var cases = request.Scenario is { } scenario ? [new TrainCase(scenario, null)] : IsOnDevice ? TrainCase.OnDevice : TrainCase.All;
        return
            from task in cases
            from environments in request.Environments?.Select(count => (int?)count) ?? [null]
            from threads in task.Threads is { } most ? [most] : request.ThreadCounts
            from precision in PrecisionsOf(task)
            let plan = Plan(task, environments, threads, precision)
            select new BenchTask(
                FormattableString.Invariant($"train {plan.Manifest.Scenario} {plan.Manifest.Algorithm} {precision} {plan.Manifest.Environments} environments {threads} threads"), repeats => Measure(task, plan, repeats));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private IEnumerable<string> PrecisionsOf(TrainCase task)
    {
        var plan = Plan(task, environments: null, threads: 1, precision: "float32");
        using var scenario = plan.Scenario;
        return [.. request.PrecisionsFor(Learners.Network(plan.Manifest.Algorithm, scenario.Training)).Select(Precisions.Name)];
    }

    private TrainPlan Plan(TrainCase task, int? environments, int threads, string precision) => TrainPlan.Make(Services.Default, new()
    {
        Scenario = task.Scenario, Algorithm = request.Algorithm, Environments = environments, Threads = threads, Device = request.Device, Precision = precision, Overrides = request.With(task.Overrides), Runs = RunFolder.DefaultRuns,
    });

    private BenchResult Measure(TrainCase task, TrainPlan plan, Repeats repeats)
    {
        var (run, scratch) = (plan.Manifest, Directory.CreateTempSubdirectory("rlsandbox-bench-").FullName);
        try
        {
            using var scenario = plan.Scenario;
            using var environment = scenario.Build(new(MapPurpose.Training, run.Environments, run.Threads) { MapFiles = request.Map is null ? [] : [request.Map] });
            var calls = new NetworkCalls();
            using var learner = Learners.Create(run.Algorithm, environment, scenario.Training, new(run.Seed, run.Threads, run.Steps, run.Device, scratch) { Calls = IsOnDevice ? null : calls, Precision = Precisions.Parse(run.Precision) });
            using var watch = new TrainWatch(IsOnDevice ? null : calls, run.Threads, repeats, interrupted);
            var options = new TrainingOptions { Steps = long.MaxValue, Seed = run.Seed, CheckpointEverySteps = long.MaxValue, Monitor = watch };
            using (var trainer = Trainer.Begin(learner, environment.Spec, RunFolder.Create(scratch, "bench"), options)) trainer.Run(watch.Enough);
            interrupted.ThrowIfCancellationRequested();
            return Result(task, run, Learners.Network(run.Algorithm, scenario.Training), watch);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static BenchResult Result(TrainCase task, RunManifest run, NetworkConfig network, TrainWatch watch)
    {
        var rate = Measurement.Of(watch.Rates);
        Measurement? share = watch.Shares.Count > 0 ? Measurement.Of(watch.Shares) : null;
        return new(
            "train", ("scenario", run.Scenario), ("algorithm", run.Algorithm), ("network", network.Name), ("precision", run.Precision), ("device", run.Device), ("environments", run.Environments), ("threads", run.Threads),
            ("environmentStepsPerSecond", rate.Median), ("min", rate.Min), ("max", rate.Max), ("shareOfFloor", share?.Median), ("shareMin", share?.Min), ("shareMax", share?.Max), ("overrides", task.Overrides));
    }
}
