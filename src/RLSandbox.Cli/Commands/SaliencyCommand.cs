using System.CommandLine;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Cli.Commands;

/// <summary>What was asked for on the command line of <c>saliency</c>; null: not said.</summary>
internal sealed record SaliencyRequest
{
    public required string Policy { get; init; }
    public required string Target { get; init; }
    public string? Checkpoint { get; init; }
    public string? Scenario { get; init; }
    public string? Map { get; init; }
    public string? Suite { get; init; }
    public SaliencyKind? Kind { get; init; }
    public SaliencyTarget Of { get; init; }
    public double? At { get; init; }
    public double? Seconds { get; init; }
    public int? Episode { get; init; }
    public ulong? Seed { get; init; }
    public int? Threads { get; init; }
    public string? Device { get; init; }
    public required string Runs { get; init; }
}

/// <summary><c>saliency</c>: what in the camera picture a learned policy acts on.</summary>
internal static class SaliencyCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Services services)
    {
        var policy = new Argument<string>("RUN") { Description = "Name or folder of a run, or a checkpoint folder." };
        var target = new Option<string>("--out") { Description = "File to write: .png for one moment, .webp or .mp4 for a video.", HelpName = "FILE", Required = true };
        var kind = CommonOptions.Choice("--kind", "Only this map [all three side by side].", SaliencyKinds.Names);
        var of = CommonOptions.Choice("--of", "What the maps are of: the action that is taken, or the value [action].", "action", "value");
        var at = CommonOptions.Positive("--at", "Seconds into the episode at which the picture is taken [5]; for .png.");
        var seconds = CommonOptions.Positive("--seconds", "Seconds of the episode to show, from its start [10]; for videos.");
        var episode = CommonOptions.Number<int>("--episode", "Which episode of the evaluation to show, counted from 1 [1].", 1);
        var checkpoint = new Option<string?>("--checkpoint") { Description = "Which checkpoint of a run: last, best (on the validation episodes), or its steps [last].", HelpName = "last|best|STEPS" };
        var scenario = new Option<string?>("--scenario") { Description = "Scenario file [the run's own].", HelpName = "FILE" };
        var map = new Option<string?>("--map") { Description = "Drive on this map instead of a test map of the scenario.", HelpName = "FILE" };
        var suite = new Option<string?>("--suite") { Description = "Drive an episode of this suite of the scenario instead of the test.", HelpName = "NAME" };
        var seed = CommonOptions.Number<ulong>("--seed", "Seed of the episodes [1, as in evaluate].", 0);
        var device = CommonOptions.Device(DeviceName.Cpu);
        var (threads, runs) = (CommonOptions.Threads(), CommonOptions.Runs());

        var command = new Command("saliency", "Show what in the camera picture a learned policy acts on, and how it weighs its actions.")
        {
            policy, target, kind, of, at, seconds, episode, checkpoint, scenario, map, suite, seed, device, threads, runs,
        };
        command.SetAction((parse, interrupted) =>
        {
            var request = new SaliencyRequest
            {
                Policy = parse.GetValue(policy)!,
                Target = parse.GetValue(target)!,
                Checkpoint = parse.GetValue(checkpoint),
                Scenario = parse.GetValue(scenario),
                Map = parse.GetValue(map),
                Suite = parse.GetValue(suite),
                Kind = parse.GetValue(kind) is { } name ? SaliencyKinds.Of(name) : null,
                Of = parse.GetValue(of) == "value" ? SaliencyTarget.Value : SaliencyTarget.Action,
                At = parse.GetValue(at),
                Seconds = parse.GetValue(seconds),
                Episode = parse.GetValue(episode),
                Seed = parse.GetValue(seed),
                Threads = parse.GetValue(threads),
                Device = parse.GetValue(device),
                Runs = parse.GetValue(runs)!,
            };
            return Task.FromResult(new SaliencySession(services, request, Terminal.Of(parse)).Run(interrupted));
        });
        return command;
    }
}
