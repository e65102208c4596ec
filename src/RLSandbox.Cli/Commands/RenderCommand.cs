using System.CommandLine;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Torch;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;
using RLSandbox.Rendering.View;

namespace RLSandbox.Cli.Commands;

/// <summary>What was asked for on the command line of <c>render</c>; null: not said.</summary>
internal sealed record RenderRequest
{
    public required string Policy { get; init; }
    public required string Target { get; init; }
    public string? Scenario { get; init; }
    public string? Map { get; init; }
    public ulong? Seed { get; init; }
    public int? Episode { get; init; }
    public (int Width, int Height)? Size { get; init; }
    public double? FramesPerSecond { get; init; }
    public double? Seconds { get; init; }
    public WallSize? Grid { get; init; }
    public double? Slow { get; init; }
    public double? From { get; init; }
    public double? To { get; init; }
    public ViewKind? View { get; init; }
    public Layers? Layers { get; init; }
    public double? Metres { get; init; }
    public ViewerLight Light { get; init; }
    public SaliencyKind? Saliency { get; init; }
    public bool NoOpenGl { get; init; }
    public int? Threads { get; init; }
    public string? Device { get; init; }
    public required string Runs { get; init; }
}

/// <summary><c>render</c>: plays one test episode or more, or what was recorded, and draws it into a file, without a display.</summary>
internal static class RenderCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Services services)
    {
        var policy = new Argument<string>("POLICY") { Description = $"{PolicyChoice.Description} Or a recording (*{Recording.Ending}), or with --grid a folder of them." };
        var target = new Option<string>("--out") { Description = $"File to write; its ending chooses the format: {VideoFormats.Listing}.", HelpName = "FILE", Required = true };
        var scenario = new Option<string?>("--scenario") { Description = "Scenario file [the run's own].", HelpName = "FILE" };
        var map = new Option<string?>("--map") { Description = "Drive on this map instead of a test map of the scenario.", HelpName = "FILE" };
        var seed = CommonOptions.Number<ulong>("--seed", "Seed of the episodes [1, as in evaluate].", 0);
        var episode = CommonOptions.Number<int>("--episode", "Which episode of the evaluation to show, counted from 1 [1].", 1);
        var size = CommonOptions.Size();
        var rate = CommonOptions.Positive("--fps", "Pictures per second; playback is in real time [20].");
        var seconds = CommonOptions.Positive("--seconds", "Longest part of the episode to show, from its start [all of it].");
        var device = CommonOptions.Device(DeviceName.Cpu);
        var look = new RenderLook();
        var (threads, runs) = (CommonOptions.Threads(), CommonOptions.Runs());

        var command = new Command("render", "Record an episode as video: the car from above, what the policy sees, does and is paid; or a wall of episodes.")
        {
            policy, target, scenario, map, seed, episode, size, rate, seconds, device, threads, runs,
        };
        look.AddTo(command);
        command.SetAction((parse, interrupted) =>
        {
            var request = look.Apply(parse, new()
            {
                Policy = parse.GetValue(policy)!,
                Target = parse.GetValue(target)!,
                Scenario = parse.GetValue(scenario),
                Map = parse.GetValue(map),
                Seed = parse.GetValue(seed),
                Episode = parse.GetValue(episode),
                Size = parse.GetValue(size),
                FramesPerSecond = parse.GetValue(rate),
                Seconds = parse.GetValue(seconds),
                Threads = parse.GetValue(threads),
                Device = parse.GetValue(device),
                Runs = parse.GetValue(runs)!,
            });
            return Task.FromResult(new RenderSession(services, request, Terminal.Of(parse)).Run(interrupted));
        });
        return command;
    }
}
