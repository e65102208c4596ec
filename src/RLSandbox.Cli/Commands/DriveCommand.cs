using System.CommandLine;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Cli.Commands;

/// <summary><c>drive</c>: opens a window in which a person drives.</summary>
internal static class DriveCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Services services)
    {
        var scenario = new Argument<string>("SCENARIO") { Description = "Scenario file." };
        var map = new Option<string?>("--map") { Description = "Drive on this map instead of the test maps of the scenario.", HelpName = "FILE" };
        var seed = CommonOptions.Number<ulong>("--seed", "Seed of the episodes [1, as in evaluate].", 0);
        var ghost = new Option<string?>("--ghost") { Description = "Race a pale car: a run, a checkpoint folder, or a scripted driver such as pure-pursuit.", HelpName = "RUN|POLICY" };
        var device = CommonOptions.Device(DeviceName.Cpu);
        var (threads, runs, window) = (CommonOptions.Threads(), CommonOptions.Runs(), new WindowOptionSet());
        var command = new Command("drive", "Open a window and drive yourself, with the keyboard or a game controller; what you do is kept as a demonstration.")
        {
            scenario, map, seed, ghost, device, threads, runs,
        };
        window.AddTo(command);
        command.SetAction((parse, interrupted) =>
        {
            var request = new WatchRequest
            {
                Target = parse.GetValue(scenario)!,
                Map = parse.GetValue(map),
                Seed = parse.GetValue(seed),
                Ghost = parse.GetValue(ghost),
                IsDrive = true,
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
