using System.CommandLine;
using RLSandbox.Rendering.Window;

namespace RLSandbox.Cli.Commands;

/// <summary><c>replay</c>: opens a window on a recording.</summary>
internal static class ReplayCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A recording (.rlrec), as evaluate --record, watch and drive write them." };
        var (threads, runs, window) = (CommonOptions.Threads(), CommonOptions.Runs(), new WindowOptionSet());
        var command = new Command("replay", "Open a window on a recording: any moment of it at once, forwards and backwards; take the wheel to try it yourself.") { file, threads, runs };
        window.AddTo(command);
        command.SetAction((parse, interrupted) =>
        {
            var session = new WindowSession(window.Read(parse), parse.GetValue(runs)!, Terminal.Of(parse));
            var settings = session.Settings();
            using var opened = RecordedPlayback.Open(parse.GetValue(file)!, parse.GetValue(threads) ?? Environment.ProcessorCount, interrupted);
            var origin = opened.Recording.Header.Origin;
            using var stage = new Stage(opened.Environment, opened.Playback, policy: null, human: origin.Human, interrupted: interrupted) { DriverName = $"recording of {origin.Policy}" };
            var viewer = new Viewer(stage, settings);
            if (opened.Playback.Notice is { } notice)
            {
                Terminal.Of(parse).Say($"{notice}");
                viewer.Say(notice);
            }
            session.Show(viewer, stage, origin, interrupted);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
