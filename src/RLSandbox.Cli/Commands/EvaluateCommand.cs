using System.CommandLine;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Cli.Commands;

/// <summary>What was asked for on the command line of <c>evaluate</c>; null: not said.</summary>
internal sealed record EvaluateRequest
{
    public required string Policy { get; init; }
    public string? Scenario { get; init; }
    public string? Checkpoint { get; init; }
    public IReadOnlyList<string> Maps { get; init; } = [];
    public IReadOnlyList<string> Suites { get; init; } = [];
    public int? Episodes { get; init; }
    public int? Threads { get; init; }
    public string? Device { get; init; }
    public ulong? Seed { get; init; }
    public required string Runs { get; init; }
    public bool Json { get; init; }
    public RecordRequest Record { get; init; } = new();
}

/// <summary>What is kept of the episodes themselves.</summary>
/// <param name="Which">Which recordings are written: <c>all</c>, <c>failures</c>; null: none.</param>
/// <param name="Folder">Where they go; null: where they belong.</param>
/// <param name="WithPoses">Whether they keep where every body was.</param>
/// <param name="Video">Video of one of the episodes; null: none.</param>
internal sealed record RecordRequest(string? Which = null, string? Folder = null, bool WithPoses = false, string? Video = null)
{
    /// <summary>Everything.</summary>
    public const string All = "all";

    /// <summary>Episodes in which an agent had no success.</summary>
    public const string Failures = "failures";
}

/// <summary><c>evaluate</c>: plays a policy on the test maps, or on maps of the caller's choice, and reports with intervals.</summary>
internal static class EvaluateCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Services services)
    {
        var policy = new Argument<string>("POLICY") { Description = PolicyChoice.Description };
        var scenario = new Option<string?>("--scenario") { Description = "Scenario file or classic task [the run's own].", HelpName = "FILE" };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "Which checkpoint of a run: last, best (on the validation episodes), or its steps [last].", HelpName = "last|best|STEPS" };
        var maps = new Option<string[]>("--map") { Description = "Drive on this map instead of the scenario's test maps; may be repeated.", HelpName = "FILE" };
        var suites = new Option<string[]>("--suite") { Description = "Drive this suite of the scenario instead of the test: a name under evaluation.suites, test, validation, or all; may be repeated.", HelpName = "NAME" };
        var episodes = CommonOptions.Number<int>("--episodes", "Episodes to play [evaluation.episodes of the scenario].", 1);
        var seed = CommonOptions.Number<ulong>("--seed", "Seed of the episodes [1].", 0);
        var device = CommonOptions.Device(DeviceName.Cpu);
        var record = CommonOptions.Choice("--record", "Write recordings of these episodes, the first one of each environment.", RecordRequest.All, RecordRequest.Failures);
        var folder = new Option<string?>("--out-folder") { Description = "Where the recordings go [recordings/ of the run, else ./recordings/].", HelpName = "FOLDER" };
        var poses = new Option<bool>("--poses") { Description = "Keep in the recordings where every body was, so that later versions of the simulation can show them, too." };
        var video = new Option<string?>("--video") { Description = "Draw the first episode, or with --record failures the first that failed, into this file.", HelpName = "FILE" };
        var (threads, runs, json) = (CommonOptions.Threads(), CommonOptions.Runs(), CommonOptions.Json());

        var command = new Command("evaluate", "Play a policy on maps it was not trained on and report with 95 % intervals.")
        {
            policy, scenario, checkpoint, maps, suites, episodes, threads, seed, device, runs, json, record, folder, poses, video,
        };
        command.SetAction((parse, interrupted) =>
        {
            var request = new EvaluateRequest
            {
                Policy = parse.GetValue(policy)!,
                Scenario = parse.GetValue(scenario),
                Checkpoint = parse.GetValue(checkpoint),
                Maps = parse.GetValue(maps) ?? [],
                Suites = parse.GetValue(suites) ?? [],
                Episodes = parse.GetValue(episodes),
                Threads = parse.GetValue(threads),
                Seed = parse.GetValue(seed),
                Device = parse.GetValue(device),
                Runs = parse.GetValue(runs)!,
                Json = parse.GetValue(json),
                Record = new(parse.GetValue(record), parse.GetValue(folder), parse.GetValue(poses), parse.GetValue(video)),
            };
            return Task.FromResult(new EvaluateSession(services, request, Terminal.Of(parse, request.Json)).Run(interrupted));
        });
        return command;
    }
}
