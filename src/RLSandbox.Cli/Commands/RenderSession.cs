using RLSandbox.Core;
using RLSandbox.Driving;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;

namespace RLSandbox.Cli.Commands;

/// <summary>One call of <c>render</c>.</summary>
internal sealed class RenderSession(Services services, RenderRequest request, Terminal terminal)
{
    /// <summary>Plays, draws and says what was written.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken interrupted)
    {
        var options = Options();
        var choice = new PolicyChoice(services, request.Policy, request.Runs, device: request.Device);
        using var scenario = choice.LoadScenario(request.Scenario);
        var episode = Record(choice, scenario, options.Threads, interrupted);
        var frames = EpisodeVideo.Write(episode, request.Target, options, new RenderProgress(terminal), interrupted);
        terminal.Say($"wrote {request.Target}: {frames} frame{(frames == 1 ? "" : "s")} of {options.Frame.Width} × {options.Frame.Height}");
        terminal.Say($"{episode.Policy} on {episode.Map}: {episode.Seconds:0.0} s, {episode.Outcome?.Name ?? "not ended yet"}");
        return ExitCode.Done;
    }

    /// <summary>Everything that can be wrong with the picture is found out before anything is played.</summary>
    private VideoOptions Options()
    {
        VideoFormats.Of(request.Target);
        var standard = new VideoOptions();
        var options = standard with
        {
            Frame = standard.Frame with { Width = request.Size?.Width ?? standard.Frame.Width, Height = request.Size?.Height ?? standard.Frame.Height, HeadingUp = request.HeadingUp },
            FramesPerSecond = request.FramesPerSecond ?? standard.FramesPerSecond,
            Threads = request.Threads ?? Environment.ProcessorCount,
        };
        options.Check();
        return options;
    }

    /// <summary>Episode k is the first one of environment k, the same in any batch; so a batch that just reaches it is enough.</summary>
    private RecordedEpisode Record(PolicyChoice choice, ILoadedScenario scenario, int threads, CancellationToken interrupted)
    {
        var count = request.Episode ?? 1;
        if (count != EvaluateSession.EnvironmentsFor(count)) throw new UserErrorException($"--episode {count}: expected at most {EvaluateSession.EnvironmentsFor(count)}.");
        using var environment = scenario.Build(new(MapPurpose.Test, count, threads) { MapFiles = request.Map is null ? [] : [request.Map] });
        if (environment is not DrivingEnvironment driving) throw new UserErrorException($"{scenario.Name} is not a driving task: there is nothing to draw.");
        var seed = request.Seed ?? TrainSession.EvaluationSeed;
        using var policy = choice.Create(environment, seed);
        return new EpisodeRecorder(driving, count - 1).Record(policy, seed, request.Seconds ?? double.PositiveInfinity, interrupted);
    }
}
