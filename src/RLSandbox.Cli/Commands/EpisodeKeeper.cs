using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;

namespace RLSandbox.Cli.Commands;

/// <summary>Keeps the episodes of an evaluation while it runs.</summary>
internal sealed class EpisodeKeeper : IDisposable
{
    private readonly EvaluateRequest _request;
    private readonly ILoadedScenario _scenario;

    private EpisodeKeeper(EvaluateRequest request, ILoadedScenario scenario, DrivingEnvironment environment)
    {
        (_request, _scenario) = (request, scenario);
        Batch = new(environment, request.Record.WithPoses);
    }

    /// <summary>What to evaluate on instead of the environment.</summary>
    public RecordedBatch Batch { get; }

    /// <summary>Finds out before anything is played what cannot be written.</summary>
    /// <exception cref="UserErrorException">Options contradict each other, or the video has no known format or needs a program that is missing.</exception>
    public static void Check(RecordRequest record)
    {
        if (record.Which is null && record.Folder is not null) throw new UserErrorException($"--out-folder {record.Folder}: nothing is recorded. Say what with --record all or --record failures.");
        if (record.Which is null && record.WithPoses) throw new UserErrorException("--poses: nothing is recorded. Say what with --record all or --record failures.");
        if (record.Video is not null) VideoFormats.Require(record.Video, "--video");
    }

    /// <summary>Null where nothing is asked for.</summary>
    /// <exception cref="UserErrorException">The task is not driving.</exception>
    public static EpisodeKeeper? For(EvaluateRequest request, ILoadedScenario scenario, IEnvironment environment)
    {
        if (request.Record.Which is null && request.Record.Video is null) return null;
        return environment is DrivingEnvironment driving
            ? new(request, scenario, driving)
            : throw new UserErrorException($"{scenario.Name} is not a driving task: it has no recordings and no video. Leave --record and --video out.");
    }

    /// <summary>What was asked for, of the episodes that have ended. It needs the environment no longer.</summary>
    public KeptEpisodes Collect(SuitePlan plan, string policy, string? checkpoint)
    {
        var origin = new RecordingOrigin
        {
            ScenarioYaml = _scenario.ToYaml(comments: false),
            Maps = plan.Request.Maps.ToString().ToLowerInvariant(),
            Suite = plan.Request.Suite,
            MapFiles = [.. plan.Request.MapFiles.Select(Path.GetFullPath)],
            Policy = policy,
            Checkpoint = checkpoint,
        };
        var episodes = Enumerable.Range(0, Math.Min(plan.Episodes, Batch.Spec.EnvironmentCount)).Select(index => (Number: index + 1, Recording: Batch.Episode(index, origin)))
            .Where(episode => episode.Recording is not null && (_request.Record.Which != RecordRequest.Failures || IsFailure(episode.Recording))).Select(episode => (episode.Number, episode.Recording!)).ToList();
        return new(plan, policy, checkpoint, episodes, Batch.Spec.EnvironmentCount);
    }

    /// <inheritdoc/>
    public void Dispose() => Batch.Dispose();

    private static bool IsFailure(Recording recording) => recording.Header.Ends.Any(end => !end.IsSuccess);
}
