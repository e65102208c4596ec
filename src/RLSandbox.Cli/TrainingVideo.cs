using RLSandbox.Cli.Commands;
using RLSandbox.Driving;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Cli;

/// <summary>The video at the end of a training: the first test episode, short enough that nobody waits for it.</summary>
internal static class TrainingVideo
{
    private const double Seconds = 20;
    /// <summary>Half the rate of <c>render</c>: enough to follow a car, in half the time.</summary>
    private const double FramesPerSecond = 10;

    /// <summary>Plays, draws and writes <c>test-STEPS.webp</c>; null for a task that is not driving.</summary>
    public static string? Record(VideoRequest request, CancellationToken interrupted)
    {
        using var environment = request.Scenario.Build(new(MapPurpose.Test, Environments: 1, request.Threads));
        if (environment is not DrivingEnvironment driving) return null;
        var episode = new EpisodeRecorder(driving).Record(request.Policy, TrainSession.EvaluationSeed, Seconds, interrupted);
        var path = Path.Combine(request.Folder, FormattableString.Invariant($"test-{request.Steps}.webp"));
        EpisodeVideo.Write(episode, path, new() { FramesPerSecond = FramesPerSecond, Threads = request.Threads }, progress: null, interrupted);
        return path;
    }
}
