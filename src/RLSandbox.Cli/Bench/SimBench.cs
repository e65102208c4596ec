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
        (int Environments, int Threads)[] sizes = [.. from environments in request.Environments ?? EnvironmentCounts from threads in request.ThreadCounts select (environments, threads)];
        return
            from observation in new[] { "none", "state", "camera" }
            where observation == "none" || scenario.Shows(observation)
            from maps in scenario.Counts
            select new BenchTask(
                [.. sizes.Select(size => FormattableString.Invariant($"sim {scenario.Name} {observation} {size.Environments} environments {maps} maps {size.Threads} threads"))],
                (repeats, rows) => Measure(rows.Select(row => new World(Build(scenario, observation, sizes[row].Environments, maps, sizes[row].Threads), observation, sizes[row].Threads)), scenario.Name, maps, repeats));
    }

    /// <summary>Classic tasks step on the calling thread, whatever is asked.</summary>
    private IEnumerable<BenchTask> Classic()
    {
        RefuseDriving(request.Map, "--map", "no maps");
        RefuseDriving(request.Maps, "--maps", "no maps");
        RefuseDriving(request.Agents, "--agents", "a number of agents of its own");
        var counts = request.Environments ?? EnvironmentCounts;
        return
        [
            new(
                [.. counts.Select(environments => FormattableString.Invariant($"sim {request.Scenario} {environments} environments 1 threads"))],
                (repeats, rows) =>
                {
                    using var scenario = ScenarioSource.Load(request.Scenario!, request.With());
                    return Measure(rows.Select(row => Show(scenario.Build(new(MapPurpose.Training, counts[row], 1)))), scenario.Name, 0, repeats);
                }),
        ];

        static World Show(IEnvironment environment) => new(environment, environment.Spec.Parts.Any(ActorCritic.IsPicture) ? "camera" : "vector", 1);
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

    /// <summary>Worlds of several sizes step in turn: what a step costs more in a large one, and how much faster it is on more threads, is the machine's then and not the minute's.</summary>
    private static IEnumerable<BenchResult> Measure(IEnumerable<World> build, string scenario, int maps, Repeats repeats)
    {
        var worlds = new List<World>();
        try
        {
            worlds.AddRange(build);
            foreach (var (world, rates) in worlds.Zip(repeats.InTurn([.. worlds.Select(world => ((Action)world.Step, (long)world.EnvironmentCount))]))) world.Rates = rates;
            return [.. worlds.Select(world => Row(world, worlds, scenario, maps))];
        }
        finally
        {
            foreach (var world in worlds) world.Dispose();
        }
    }

    private static BenchResult Row(World world, IReadOnlyList<World> all, string scenario, int maps)
    {
        var (rates, agents) = (world.Rates!, world.Environment.Spec.AgentCount);
        var smallest = all.Where(other => other.Threads == world.Threads).MinBy(other => other.EnvironmentCount)!;
        var fewest = all.Where(other => other.EnvironmentCount == world.EnvironmentCount).MinBy(other => other.Threads)!;
        return new(
            "sim", ("scenario", scenario), ("observation", world.Observation), ("environments", world.EnvironmentCount), ("agents", agents), ("maps", maps), ("physicsStepsPerAction", world.PhysicsSteps), ("threads", world.Threads),
            ("environmentStepsPerSecond", rates.Measured.Median), ("agentStepsPerSecond", rates.Measured.Median * agents), ("min", rates.Measured.Min), ("max", rates.Measured.Max),
            ("costRatio", smallest == world ? null : smallest.Rates!.Times(rates)), ("threadSpeedup", fewest == world ? null : rates.Times(fewest.Rates!)),
            ("managedBytesPerStep", rates.BytesPerCall), ("nativeBytesPerEnvironment", (world.Environment as DrivingEnvironment)?.BytesPerEnvironment));
    }

    /// <summary>An environment that was reset, with actions to step it with; owned here.</summary>
    private sealed class World : IDisposable
    {
        private readonly ActionBuffer[] _actions;
        private int _next;

        public World(IEnvironment environment, string observation, int threads)
        {
            (Environment, Observation, Threads) = (environment, observation, threads);
            _actions = [.. Enumerable.Range(0, ActionSets).Select(set => Draw(environment.Spec, (uint)set))];
            environment.Reset(Seed);
        }

        public IEnvironment Environment { get; }
        public string Observation { get; }
        public int Threads { get; }
        public Rates? Rates { get; set; }
        public int EnvironmentCount => Environment.Spec.EnvironmentCount;
        public int PhysicsSteps => (Environment as DrivingEnvironment)?.Config.Episode.PhysicsStepsPerAction ?? 1;

        public void Step() => Environment.Step(_actions[_next = (_next + 1) % ActionSets]);

        public void Dispose()
        {
            foreach (var set in _actions) set.Dispose();
            Environment.Dispose();
        }
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
