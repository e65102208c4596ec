using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving;
using RLSandbox.Learning.Networks;

namespace RLSandbox.Cli.Bench;

/// <summary>Whole steps of the simulator, with random actions that were drawn beforehand and nobody who learns.</summary>
internal sealed class SimBench(BenchRequest request) : IBench
{
    private const int ActionSets = 16;                                   // of all rows; taken in turn
    private const ulong Seed = 1;
    private static readonly uint Purpose = RandomPurpose.Of("bench.actions");
    private static readonly int[] EnvironmentCounts = [1, 64, 1024, 8192], MapCounts = [256];

    /// <summary>What is measured of the standard scenario besides itself: two physics steps per action, seven reward terms, ten points of the road ahead.</summary>
    internal static readonly string[] LookAhead =
    [
        "scenario=first-lap-look-ahead-v1", "episode.physicsStepsPerAction=2",
        "rewards.progress=0.02", "rewards.time=-0.01", "rewards.offRoad=-1", "rewards.wobble=-0.01", "rewards.cornering=-0.01", "rewards.lap=1", "rewards.failure=-4",
        "state.features=[speed, steering, yawRate, lookAhead]", "state.lookAhead.points=10",
    ];

    private readonly List<BenchMaps> _scenarios = [];

    /// <inheritdoc/>
    public IEnumerable<BenchTask> Tasks()
    {
        string[][] variations = request.Scenario is null ? [[], LookAhead] : [[]];
        return [.. variations.SelectMany(Variation)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var scenario in _scenarios) scenario.Dispose();
    }

    private IEnumerable<BenchTask> Variation(string[] variation)
    {
        if (BenchMaps.Load(request, variation, MapCounts) is not { } scenario) return Classic();
        _scenarios.Add(scenario);
        return
            from observation in new[] { "none", "state", "camera" }
            from environments in request.Environments ?? EnvironmentCounts
            from maps in scenario.Counts
            from threads in request.ThreadCounts
            where observation == "none" || scenario.Shows(observation)
            select new BenchTask(
                FormattableString.Invariant($"sim {scenario.Name} {observation} {environments} environments {maps} maps {threads} threads"),
                repeats =>
                {
                    using var environment = Build(scenario, observation, environments, maps, threads);
                    return Measure(environment, scenario.Name, (observation, maps, environment.Config.Episode.PhysicsStepsPerAction, threads, environment.BytesPerEnvironment), repeats);
                });
    }

    /// <summary>Classic tasks step on the calling thread, whatever is asked.</summary>
    private IEnumerable<BenchTask> Classic()
    {
        RefuseDriving(request.Map, "--map", "no maps");
        RefuseDriving(request.Maps, "--maps", "no maps");
        RefuseDriving(request.Agents, "--agents", "a number of agents of its own");
        return
            from environments in request.Environments ?? EnvironmentCounts
            select new BenchTask(
                FormattableString.Invariant($"sim {request.Scenario} {environments} environments 1 threads"),
                repeats =>
                {
                    using var scenario = ScenarioSource.Load(request.Scenario!, request.With());
                    using var environment = scenario.Build(new(MapPurpose.Training, environments, 1));
                    return Measure(environment, scenario.Name, (environment.Spec.Parts.Any(ActorCritic.IsPicture) ? "camera" : "vector", 0, 1, 1, null), repeats);
                });
    }

    private void RefuseDriving(object? option, string name, string what)
    {
        if (option is not null) throw new UserErrorException($"{name}: {request.Scenario} is a classic task and has {what}. Leave {name} out.");
    }

    /// <summary><c>state</c> is the state alone, <c>camera</c> everything that the scenario shows.</summary>
    private static DrivingEnvironment Build(BenchMaps scenario, string observation, int environments, int maps, int threads)
    {
        var (config, of) = (scenario.Config, scenario.Maps(maps));
        return observation switch
        {
            "none" => DrivingEnvironment.WithoutSensors(config, of, environments, threads),
            "state" => new(config with { Camera = null }, of, environments, threads),
            _ => new(config, of, environments, threads),
        };
    }

    private static BenchResult Measure(
        IEnvironment environment, string scenario, (string Observation, int Maps, int PhysicsSteps, int Threads, long? Bytes) what, Repeats repeats)
    {
        var spec = environment.Spec;
        var actions = Enumerable.Range(0, ActionSets).Select(set => Draw(spec, (uint)set)).ToArray();
        environment.Reset(Seed);
        var next = 0;
        var (rate, bytes) = repeats.RateAndAllocation(() => environment.Step(actions[next = (next + 1) % ActionSets]), spec.EnvironmentCount);
        foreach (var set in actions) set.Dispose();
        return new(
            "sim", ("scenario", scenario), ("observation", what.Observation), ("environments", spec.EnvironmentCount), ("agents", spec.AgentCount), ("maps", what.Maps),
            ("physicsStepsPerAction", what.PhysicsSteps), ("threads", what.Threads), ("environmentStepsPerSecond", rate.Median), ("agentStepsPerSecond", rate.Median * spec.AgentCount),
            ("min", rate.Min), ("max", rate.Max), ("managedBytesPerStep", bytes), ("nativeBytesPerEnvironment", what.Bytes));
    }

    private static ActionBuffer Draw(EnvironmentSpec spec, uint set)
    {
        var actions = new ActionBuffer(spec.Action, spec.RowCount);
        var key = new RandomKey(Seed, set, 0, Purpose);
        for (var i = 0; i < actions.Choices.Length; i++) actions.Choices[i] = key.Integer(spec.Action.Choices[i % spec.Action.Dimensions], (uint)i);
        for (var i = 0; i < actions.Values.Length; i++) actions.Values[i] = key.Uniform(-1, 1, (uint)i);
        return actions;
    }
}
