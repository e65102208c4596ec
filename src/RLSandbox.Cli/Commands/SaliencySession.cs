using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Rendering.Insight;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;

namespace RLSandbox.Cli.Commands;

/// <summary>One call of <c>saliency</c>.</summary>
internal sealed class SaliencySession(Services services, SaliencyRequest request, Terminal terminal)
{
    private const double StandardAt = 5, StandardSeconds = 10;
    private static readonly SaliencyKind[] All = [SaliencyKind.Gradient, SaliencyKind.GradCam, SaliencyKind.Occlusion];

    /// <summary>Plays, asks, draws and says what was written.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken interrupted)
    {
        var isStill = IsStill();
        var choice = new PolicyChoice(services, request.Policy, request.Runs, request.Checkpoint, request.Device);
        using var drive = TestDrive.Open(choice, request.Scenario, request.Suite, request.Map, Episode, request.Seed, request.Threads ?? Environment.ProcessorCount);
        RequireSomethingToShow(drive);
        var kinds = request.Kind is { } kind ? [kind] : All;
        var step = (int)Math.Round((request.At ?? StandardAt) / drive.Environment.Spec.StepSeconds);
        var watch = new PolicyWatch(drive.Policy, (Episode - 1) * drive.Environment.Spec.AgentCount, kinds, request.Of, isStill ? at => at == step : null);
        var seconds = isStill ? (step + 1) * drive.Environment.Spec.StepSeconds : request.Seconds ?? StandardSeconds;
        var episode = new EpisodeRecorder(drive.Environment, Episode - 1).Record(watch, drive.Seed, seconds, interrupted);
        if (watch.Moments.All(moment => moment is null))
            throw new UserErrorException(FormattableString.Invariant($"--at {request.At ?? StandardAt}: the episode ended after {episode.Seconds:0.0} s ({episode.Outcome?.Name}). Choose an earlier moment, or another --episode."));

        using var painter = new SaliencyPainter(episode, ActionLabels.Of(drive.Environment.Config.Actions), kinds, request.Of);
        var frames = SaliencyVideo.Write(episode, watch, painter, request.Target, interrupted);
        terminal.Say($"wrote {request.Target}: {frames} picture{(frames == 1 ? "" : "s")} of {painter.Drawing.Size.Width} × {painter.Drawing.Size.Height}");
        terminal.Say($"{episode.Policy} on {episode.Map}, {drive.Suite} episode {Episode}");
        return ExitCode.Done;
    }

    private int Episode => request.Episode ?? 1;

    /// <summary>Everything that can be wrong with the command line is found out before anything is played.</summary>
    private bool IsStill()
    {
        var isStill = VideoFormats.Of(request.Target).IsStill;
        if (isStill && request.Seconds is not null) throw new UserErrorException($"--seconds: {request.Target} is one picture. Use --at, or write a .webp.");
        if (!isStill && request.At is not null) throw new UserErrorException($"--at: {request.Target} is a video. Use --seconds, or write a .png.");
        if (Episode != EvaluateSession.EnvironmentsFor(Episode)) throw new UserErrorException($"--episode {Episode}: expected at most {EvaluateSession.EnvironmentsFor(Episode)}.");
        return isStill;
    }

    private void RequireSomethingToShow(TestDrive drive)
    {
        if (drive.Policy is not ISalientPolicy) throw new UserErrorException($"'{request.Policy}' has no network to look into. Name a run or a checkpoint.");
        if (drive.Environment.Config.Camera is null) throw new UserErrorException($"{drive.Environment.Spec.Name} has no camera: there is no picture in which something could matter.");
    }
}
