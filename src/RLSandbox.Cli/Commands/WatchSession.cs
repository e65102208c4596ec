using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Training;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Window;

namespace RLSandbox.Cli.Commands;

/// <summary>One call of <c>watch</c> or <c>drive</c>.</summary>
internal sealed class WatchSession(Services services, WatchRequest request, Terminal terminal)
{
    private const string ScenarioDriver = "pure-pursuit", RandomDriver = "random";

    /// <summary>Builds what there is to see and shows it.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken interrupted)
    {
        var window = new WindowSession(request.Window, request.Runs, terminal);
        var settings = window.Settings();
        var run = request.Live ? RunFolder.Locate(request.Runs, request.Target) : null;
        if (request.Live && request.Checkpoint is not null) throw new UserErrorException("--live follows the newest checkpoint; leave --checkpoint out.");
        var isScenario = request.IsDrive || IsScenario(request.Target);
        if (isScenario && request.Scenario is not null) throw new UserErrorException($"{request.Target} is a scenario already: leave --scenario out, or name a run or a driver in its place.");
        var name = isScenario ? ScenarioDriver : run is { Checkpoints.Latest: null } ? RandomDriver : request.Target;
        var choice = new PolicyChoice(services, name, request.Runs, request.Checkpoint, request.Device);
        using var scenario = choice.LoadScenario(isScenario ? request.Target : request.Scenario ?? (run?.Scenario));
        using var environment = Build(scenario, request.Environments);
        var seed = request.Seed ?? TrainSession.EvaluationSeed;
        using var policy = choice.Create(environment, seed);
        using var playback = new Playback(environment, seed);
        using var stage = new Stage(environment, playback, policy, FrameStackOf(policy)) { DriverName = policy.Name };
        var viewer = new Viewer(stage, settings, request.IsDrive ? MakeRace(scenario, seed, interrupted) : null, request.IsDrive);
        using var live = run is null ? null : new LiveRun(services, run, stage, viewer, environment.Spec, request.Device);
        window.Show(viewer, stage, OriginOf(scenario, choice, policy), interrupted, isLive: run is not null, live is null ? null : live.LookForNews);
        return ExitCode.Done;
    }

    /// <summary>Frames that a policy sees at a time.</summary>
    internal static int FrameStackOf(IPolicy policy) => policy is GreedyPolicy learned ? learned.Spec.FrameStack : 1;

    private static bool IsScenario(string target) =>
        target.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || target.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private DrivingEnvironment Build(ILoadedScenario scenario, int environments)
    {
        // A training beside it needs the processors more.
        var threads = request.Threads ?? (request.Live ? 1 : Environment.ProcessorCount);
        var built = scenario.Build(new(MapPurpose.Test, environments, threads) { MapFiles = request.Map is null ? [] : [request.Map] });
        if (built is DrivingEnvironment driving) return driving;
        built.Dispose();
        throw new UserErrorException($"{scenario.Name} is not a driving task: there is nothing to see.");
    }

    private RecordingOrigin OriginOf(ILoadedScenario scenario, PolicyChoice choice, IPolicy policy) => new()
    {
        ScenarioYaml = scenario.ToYaml(comments: false),
        MapFiles = request.Map is null ? [] : [Path.GetFullPath(request.Map)],
        Policy = request.IsDrive ? "human" : policy.Name,
        Checkpoint = choice.Checkpoint,
    };

    private Race MakeRace(ILoadedScenario scenario, ulong seed, CancellationToken interrupted)
    {
        var board = new LapBoard(LapBoard.StandardPath, TimeProvider.System);
        if (board.Note is { } note) terminal.Say($"{note}");
        if (request.Ghost is null) return new(board, Environment.UserName);
        var choice = new PolicyChoice(services, request.Ghost, request.Runs, device: request.Device);
        using var own = choice.LoadScenario(request.Target);
        using var environment = Build(own, Math.Min(GhostTracks.MostMaps, MapCount(own)));
        using var policy = choice.Create(environment, seed);
        return Race.Against(policy.Name, GhostTracks.Record(environment, policy, seed, interrupted), board, Environment.UserName);
    }

    private int MapCount(ILoadedScenario scenario)
    {
        using var one = Build(scenario, environments: 1);
        return one.Maps.Count;
    }
}
