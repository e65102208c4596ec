using System.CommandLine;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Cli.Commands;

/// <summary>What was asked for on the command line of <c>triage</c>; null: not said.</summary>
internal sealed record TriageRequest
{
    public required string Policy { get; init; }
    public string? Checkpoint { get; init; }
    public string? Scenario { get; init; }
    public string? Suite { get; init; }
    public string? Map { get; init; }
    public int? Episodes { get; init; }
    public ulong? Seed { get; init; }
    public string? Folder { get; init; }
    public int? Clips { get; init; }
    public double? Seconds { get; init; }
    public bool Files { get; init; }
    public int? Threads { get; init; }
    public string? Device { get; init; }
    public required string Runs { get; init; }
    public bool Json { get; init; }
}

/// <summary><c>triage</c>: how a policy fails, as one page.</summary>
internal static class TriageCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Services services)
    {
        var policy = new Argument<string>("POLICY") { Description = PolicyChoice.Description };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "Which checkpoint of a run: last, best (on the validation episodes), or its steps [last].", HelpName = "last|best|STEPS" };
        var scenario = new Option<string?>("--scenario") { Description = "Scenario file [the run's own].", HelpName = "FILE" };
        var suite = new Option<string?>("--suite") { Description = "Drive this suite of the scenario instead of the test.", HelpName = "NAME" };
        var map = new Option<string?>("--map") { Description = "Drive on this map instead of the test maps of the scenario.", HelpName = "FILE" };
        var episodes = CommonOptions.Number<int>("--episodes", "Episodes to play [as many as the suite has].", 1);
        var seed = CommonOptions.Number<ulong>("--seed", "Seed of the episodes [1, as in evaluate].", 0);
        var folder = new Option<string?>("--out") { Description = "Folder for index.html [triage in the folder of the run, otherwise triage].", HelpName = "FOLDER" };
        var clips = CommonOptions.Number<int>("--clips", "Failures of each cause that get a clip [4]; all are counted.", 0);
        var seconds = CommonOptions.Positive("--seconds", "Length of a clip, up to the end of the episode [4].");
        var files = new Option<bool>("--files") { Description = "Write pictures beside the page instead of into it." };
        var device = CommonOptions.Device(DeviceName.Cpu);
        var (threads, runs, json) = (CommonOptions.Threads(), CommonOptions.Runs(), CommonOptions.Json());

        var command = new Command("triage", "Collect the failures of a policy on one page: counts by cause and map; clips, camera, rewards and numbers of each.")
        {
            policy, checkpoint, scenario, suite, map, episodes, seed, folder, clips, seconds, files, device, threads, runs, json,
        };
        command.SetAction((parse, interrupted) =>
        {
            var request = new TriageRequest
            {
                Policy = parse.GetValue(policy)!,
                Checkpoint = parse.GetValue(checkpoint),
                Scenario = parse.GetValue(scenario),
                Suite = parse.GetValue(suite),
                Map = parse.GetValue(map),
                Episodes = parse.GetValue(episodes),
                Seed = parse.GetValue(seed),
                Folder = parse.GetValue(folder),
                Clips = parse.GetValue(clips),
                Seconds = parse.GetValue(seconds),
                Files = parse.GetValue(files),
                Threads = parse.GetValue(threads),
                Device = parse.GetValue(device),
                Runs = parse.GetValue(runs)!,
                Json = parse.GetValue(json),
            };
            return Task.FromResult(new TriageSession(services, request, Terminal.Of(parse, request.Json)).Run(interrupted));
        });
        return command;
    }
}
