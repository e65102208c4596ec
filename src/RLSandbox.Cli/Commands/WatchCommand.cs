using System.CommandLine;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Cli.Commands;

/// <summary>What was asked for on the command line of <c>watch</c> or <c>drive</c>; null: not said.</summary>
internal sealed record WatchRequest
{
    public required string Target { get; init; }
    public string? Scenario { get; init; }
    public string? Checkpoint { get; init; }
    public string? Map { get; init; }
    public ulong? Seed { get; init; }
    public int Environments { get; init; } = 1;
    public bool Live { get; init; }
    public string? Ghost { get; init; }
    public bool IsDrive { get; init; }
    public int? Threads { get; init; }
    public string? Device { get; init; }
    public required string Runs { get; init; }
    public required WindowRequest Window { get; init; }
}

/// <summary><c>watch</c>: opens a window on a policy or a scenario.</summary>
internal static class WatchCommand
{
    /// <summary>More copies than anybody can tell apart on a wall.</summary>
    private const int MostEnvironments = 64;

    /// <summary>The command with its options.</summary>
    public static Command Create(Services services)
    {
        var target = new Argument<string>("WHAT") { Description = "Run, checkpoint folder, 'random', scripted driver, or a scenario file, which pure-pursuit then drives.", HelpName = "RUN|POLICY|SCENARIO" };
        var scenario = new Option<string?>("--scenario") { Description = "Scenario file [the run's own].", HelpName = "FILE" };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "Which checkpoint of a run: last, best, or its steps [last].", HelpName = "last|best|STEPS" };
        var map = new Option<string?>("--map") { Description = "Drive on this map instead of the test maps of the scenario.", HelpName = "FILE" };
        var seed = CommonOptions.Number<ulong>("--seed", "Seed of the episodes [1, as in evaluate].", 0);
        var environments = CommonOptions.Number<int>("--environments", "Environments; G shows them as a wall [1].", 1, MostEnvironments);
        var live = new Option<bool>("--live") { Description = "Follow a training: drive with its newest checkpoint as soon as there is one, and show its curve." };
        var device = CommonOptions.Device(DeviceName.Cpu);
        var (threads, runs, window) = (CommonOptions.Threads(), CommonOptions.Runs(), new WindowOptionSet());
        var command = new Command("watch", "Open a window on a policy: see it drive, what it sees, weighs and is paid; take the wheel at any moment.")
        {
            target, scenario, checkpoint, map, seed, environments, live, device, threads, runs,
        };
        window.AddTo(command);
        command.SetAction((parse, interrupted) =>
        {
            var request = new WatchRequest
            {
                Target = parse.GetValue(target)!,
                Scenario = parse.GetValue(scenario),
                Checkpoint = parse.GetValue(checkpoint),
                Map = parse.GetValue(map),
                Seed = parse.GetValue(seed),
                Environments = parse.GetValue(environments) ?? 1,
                Live = parse.GetValue(live),
                Threads = parse.GetValue(threads),
                Device = parse.GetValue(device),
                Runs = parse.GetValue(runs)!,
                Window = window.Read(parse),
            };
            return Task.FromResult(new WatchSession(services, request, Terminal.Of(parse)).Run(interrupted));
        });
        return command;
    }
}
