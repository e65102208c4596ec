using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Learning.Training;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;

namespace RLSandbox.Cli.Commands;

/// <summary>Keeps the episodes of an evaluation while it runs, and writes recordings and a video of them afterwards.</summary>
internal sealed class EpisodeKeeper : IDisposable
{
    private const int MostNamed = 8;

    private readonly EvaluateRequest _request;
    private readonly ILoadedScenario _scenario;
    private readonly Terminal _terminal;

    private EpisodeKeeper(EvaluateRequest request, ILoadedScenario scenario, DrivingEnvironment environment, Terminal terminal)
    {
        (_request, _scenario, _terminal) = (request, scenario, terminal);
        Batch = new(environment, request.Record.WithPoses);
    }

    /// <summary>What to evaluate on instead of the environment.</summary>
    public RecordedBatch Batch { get; }

    /// <summary>Finds out before anything is played what cannot be written.</summary>
    /// <exception cref="UserErrorException">Options contradict each other, or the video has no known format.</exception>
    public static void Check(RecordRequest record)
    {
        if (record.Which is null && record.Folder is not null) throw new UserErrorException($"--out-folder {record.Folder}: nothing is recorded. Say what with --record all or --record failures.");
        if (record.Which is null && record.WithPoses) throw new UserErrorException("--poses: nothing is recorded. Say what with --record all or --record failures.");
        if (record.Video is not null) VideoFormats.Of(record.Video, "--video");
    }

    /// <summary>Null where nothing is asked for.</summary>
    /// <exception cref="UserErrorException">The task is not driving.</exception>
    public static EpisodeKeeper? For(EvaluateRequest request, ILoadedScenario scenario, IEnvironment environment, Terminal terminal)
    {
        if (request.Record.Which is null && request.Record.Video is null) return null;
        return environment is DrivingEnvironment driving
            ? new(request, scenario, driving, terminal)
            : throw new UserErrorException($"{scenario.Name} is not a driving task: it has no recordings and no video. Leave --record and --video out.");
    }

    /// <summary>Writes what was asked for.</summary>
    public void Keep(SuitePlan plan, string policy, string? checkpoint, CancellationToken interrupted)
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
        if (_request.Record.Which is not null) Write(episodes, FolderFor(plan, policy, checkpoint), plan.Episodes);
        if (_request.Record.Video is { } video) Draw(episodes, VideoPath(video, plan), plan.Request, interrupted);
    }

    /// <inheritdoc/>
    public void Dispose() => Batch.Dispose();

    private static bool IsFailure(Recording recording) => recording.Header.Ends.Any(end => !end.IsSuccess);

    private void Write(IReadOnlyList<(int Number, Recording Recording)> episodes, string folder, int played)
    {
        var names = new List<string>();
        foreach (var (number, recording) in episodes)
        {
            var outcome = (recording.Header.Ends.FirstOrDefault(end => !end.IsSuccess) ?? recording.Header.Ends[0]).Outcome;
            var name = string.Create(CultureInfo.InvariantCulture, $"episode-{number:000}-{outcome}{Recording.Ending}");
            RecordingFile.Write(Path.Combine(folder, name), recording);
            names.Add(name);
        }
        if (names.Count == 0) _terminal.Say($"no episode {(_request.Record.Which == RecordRequest.Failures ? "failed: there is" : "ended: there is")} nothing to record");
        else _terminal.Say($"wrote {Counted.Of(names.Count, "recording")} to {folder}: {string.Join(", ", names.Take(MostNamed))}{(names.Count > MostNamed ? ", …" : "")}");
        if (played > Batch.Spec.EnvironmentCount) _terminal.Say($"of {played} episodes the first {Batch.Spec.EnvironmentCount} were recorded: one for each environment that was played side by side");
    }

    /// <summary>One folder for what gives the same recordings: set, checkpoint or policy, and seed.</summary>
    private string FolderFor(SuitePlan plan, string policy, string? checkpoint)
    {
        var seed = plan.Seed == TrainSession.EvaluationSeed ? "" : string.Create(CultureInfo.InvariantCulture, $"-seed{plan.Seed}");
        var name = $"{plan.Name}-{(checkpoint is null ? policy : Path.GetFileName(checkpoint))}{seed}";
        if (_request.Record.Folder is { } folder) return _request.Suites.Count > 1 ? Path.Combine(folder, plan.Name) : folder;
        return Path.Combine((checkpoint is null ? null : RunFolder.OfCheckpoint(checkpoint)?.Recordings) ?? "recordings", name);
    }

    /// <summary>One file for each of several suites.</summary>
    private string VideoPath(string video, SuitePlan plan) =>
        _request.Suites.Count > 1 ? Path.Combine(Path.GetDirectoryName(video) ?? "", $"{Path.GetFileNameWithoutExtension(video)}-{plan.Name}{Path.GetExtension(video)}") : video;

    private void Draw(IReadOnlyList<(int Number, Recording Recording)> episodes, string path, EnvironmentRequest request, CancellationToken interrupted)
    {
        if (episodes.Count == 0)
        {
            _terminal.Say($"no episode failed: no video was drawn");
            return;
        }
        var (number, recording) = episodes[0];
        using var environment = (DrivingEnvironment)_scenario.Build(request with { Environments = 1, Place = recording.Header.Place });
        using var playback = Playback.Of(environment, recording, "the episode", interrupted);
        var episode = PlaybackEpisodes.Of(playback, 0, 0, recording.Header.Origin.Policy, interrupted);
        EpisodeVideo.Write(episode, path, new() { Threads = request.Threads, Worlds = WorldChoice.Best(_terminal) }, new RenderProgress(_terminal), interrupted);
        _terminal.Say($"wrote {path}: episode {number}, {episode.Seconds:0.0} s, {episode.Outcome?.Name ?? "not ended"}");
    }
}
