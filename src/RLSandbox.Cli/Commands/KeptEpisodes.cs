using System.Globalization;
using System.Text;
using RLSandbox.Core.Mathematics;
using RLSandbox.Driving;
using RLSandbox.Learning.Training;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;

namespace RLSandbox.Cli.Commands;

/// <summary>Where kept episodes go.</summary>
/// <param name="IsOneOfMany">Several sets are evaluated: each has files of its own.</param>
internal sealed record KeepTarget(EvaluateRequest Request, ILoadedScenario Scenario, bool IsOneOfMany)
{
    /// <summary>Most names of maps in the name of a folder: file systems take 255 bytes for the whole.</summary>
    private const int MostMapCharacters = 60;

    /// <summary>One folder for what gives the same recordings: scenario, set or maps, checkpoint or policy, and seed.</summary>
    public string FolderFor(SuitePlan plan, string policy, string? checkpoint)
    {
        if (Request.Record.Folder is { } folder) return IsOneOfMany ? Path.Combine(folder, plan.Name) : folder;
        var run = checkpoint is null ? null : RunFolder.OfCheckpoint(checkpoint)?.Recordings;
        var scenario = run is not null && Request.Scenario is null ? "" : $"{Scenario.Name}-";        // the run's own goes without saying
        var set = plan.Request.MapFiles.Count > 0 ? MapNames(plan.Request.MapFiles) : plan.Name;
        var seed = plan.Seed == TrainSession.EvaluationSeed ? "" : string.Create(CultureInfo.InvariantCulture, $"-seed{plan.Seed}");
        return Path.Combine(run ?? "recordings", $"{scenario}{set}-{(checkpoint is null ? policy : Path.GetFileName(checkpoint))}{seed}");
    }

    /// <summary>One file, or folder of frames, for each of several sets.</summary>
    public string VideoPath(string video, SuitePlan plan)
    {
        if (!IsOneOfMany) return video;
        if (VideoFormats.Of(video, "--video").IsFolder) return Path.Combine(video, plan.Name) + Path.DirectorySeparatorChar;
        return Path.Combine(Path.GetDirectoryName(video) ?? "", $"{Path.GetFileNameWithoutExtension(video)}-{plan.Name}{Path.GetExtension(video)}");
    }

    private static string MapNames(IReadOnlyList<string> files)
    {
        var names = string.Join('+', files.Select(Path.GetFileNameWithoutExtension));
        return names.Length <= MostMapCharacters ? names : string.Create(CultureInfo.InvariantCulture, $"{names[..MostMapCharacters]}-{StableHash.Of(Encoding.UTF8.GetBytes(names)):x16}");
    }
}

/// <summary>Episodes of an evaluation, to be written as recordings and drawn as a video.</summary>
/// <param name="Episodes">With their numbers, from 1.</param>
/// <param name="Recordable">Episodes that could be recorded: one for each environment.</param>
internal sealed record KeptEpisodes(SuitePlan Plan, string Policy, string? Checkpoint, IReadOnlyList<(int Number, Recording Recording)> Episodes, int Recordable)
{
    private const int MostNamed = 8;

    /// <summary>Writes the recordings that were asked for.</summary>
    public void WriteRecordings(KeepTarget target, Terminal terminal)
    {
        if (target.Request.Record.Which is not { } which) return;
        var folder = target.FolderFor(Plan, Policy, Checkpoint);
        var names = new List<string>();
        foreach (var (number, recording) in Episodes)
        {
            var outcome = (recording.Header.Ends.FirstOrDefault(end => !end.IsSuccess) ?? recording.Header.Ends[0]).Outcome;
            var name = string.Create(CultureInfo.InvariantCulture, $"episode-{number:000}-{outcome}{Recording.Ending}");
            RecordingFile.Write(Path.Combine(folder, name), recording);
            names.Add(name);
        }
        if (names.Count == 0) terminal.Say($"no episode {(which == RecordRequest.Failures ? "failed: there is" : "ended: there is")} nothing to record");
        else terminal.Say($"wrote {Counted.Of(names.Count, "recording")} to {folder}: {string.Join(", ", names.Take(MostNamed))}{(names.Count > MostNamed ? ", …" : "")}");
        if (Plan.Episodes > Recordable) terminal.Say($"of {Plan.Episodes} episodes the first {Recordable} were recorded: one for each environment that was played side by side");
    }

    /// <summary>Draws the first episode, where a video was asked for.</summary>
    public void DrawVideo(KeepTarget target, Terminal terminal, CancellationToken interrupted)
    {
        if (target.Request.Record.Video is not { } video) return;
        if (Episodes.Count == 0)
        {
            terminal.Say($"no episode failed: no video was drawn");
            return;
        }
        var path = target.VideoPath(video, Plan);
        var (number, recording) = Episodes[0];
        using var environment = (DrivingEnvironment)target.Scenario.Build(Plan.Request with { Environments = 1, Place = recording.Header.Place });
        using var playback = Playback.Of(environment, recording, "the episode", interrupted);
        var episode = PlaybackEpisodes.Of(playback, 0, 0, recording.Header.Origin.Policy, interrupted);
        EpisodeVideo.Write(episode, path, new() { Threads = Plan.Request.Threads, Worlds = WorldChoice.Best(terminal) }, new RenderProgress(terminal), interrupted);
        terminal.Say($"wrote {path}: episode {number}, {episode.Seconds:0.0} s, {episode.Outcome?.Name ?? "not ended"}");
    }
}
