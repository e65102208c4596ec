using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Driving;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Insight;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Cli.Commands;

/// <summary>The episodes that a call of <c>render</c> shows: of a policy that is played now, of a recording, or of a folder of recordings.</summary>
/// <remarks>Holds the maps that they drive on: dispose it after the last picture.</remarks>
internal sealed class RenderedEpisodes(Services services, RenderRequest request, Terminal terminal, int threads) : IDisposable
{
    private readonly RecordedScenarios _recorded = new();
    private ILoadedScenario? _scenario;

    private int First => (request.Episode ?? 1) - 1;

    private int Count => request.Grid?.Count ?? 1;

    /// <summary>One episode, or as many as the wall takes and there are.</summary>
    /// <exception cref="UserErrorException">There is no such policy, episode or recording.</exception>
    public IReadOnlyList<NamedEpisode> Play(CancellationToken interrupted)
    {
        if (RecordedPlayback.IsRecording(request.Policy))
        {
            RefuseForRecordings();
            return OfRecording(request.Policy, First, Count, named: false, interrupted);
        }
        var files = Directory.Exists(request.Policy) ? Directory.GetFiles(request.Policy, "*" + Recording.Ending) : [];
        return files.Length > 0 ? OfFolder(files, interrupted) : OfPolicy(interrupted);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recorded.Dispose();
        _scenario?.Dispose();
    }

    /// <summary>Episode k is the first one of environment k, the same in any batch; so a batch that just reaches it is enough.</summary>
    private NamedEpisode[] OfPolicy(CancellationToken interrupted)
    {
        var count = First + Count;
        if (EvaluateSession.EnvironmentsFor(count) is var most && most < count)
            throw new UserErrorException(request.Grid is { } grid
                ? FormattableString.Invariant($"--episode {First + 1} --grid {grid.Columns}x{grid.Rows}: expected --episode {most - Count + 1} at most, so that the wall ends with episode {most}.")
                : FormattableString.Invariant($"--episode {First + 1}: expected at most {most}."));
        var choice = new PolicyChoice(services, request.Policy, request.Runs, device: request.Device);
        _scenario = choice.LoadScenario(request.Scenario);
        using var environment = _scenario.Build(new(MapPurpose.Test, count, threads) { MapFiles = request.Map is null ? [] : [request.Map] });
        if (environment is not DrivingEnvironment driving) throw new UserErrorException($"{_scenario.Name} is not a driving task: there is nothing to draw.");
        var seed = request.Seed ?? TrainSession.EvaluationSeed;
        using var policy = choice.Create(environment, seed);
        using var watch = Watch(policy, driving);
        var seconds = Math.Min(request.Seconds ?? double.PositiveInfinity, request.To ?? double.PositiveInfinity);
        var episodes = new EpisodeRecorder(driving, [.. Enumerable.Range(First, Count)]).RecordAll(watch ?? policy, seed, seconds, interrupted);
        if (watch is not null) episodes = [watch.WithMaps(episodes[0], request.Saliency!.Value)];
        return [.. episodes.Select((episode, index) => new NamedEpisode(FormattableString.Invariant($"{First + index + 1} · {episode.Map}"), episode))];
    }

    /// <summary>Asks the policy what it looks at, in the seconds that are shown; null: nobody wants to know.</summary>
    private PolicyWatch? Watch(IPolicy policy, DrivingEnvironment environment)
    {
        if (request.Saliency is not { } kind) return null;
        if (request.Grid is not null) throw new UserErrorException("--saliency and --grid: a wall has no camera pictures. Leave one of the two options out.");
        if (policy is not ISalientPolicy) throw new UserErrorException($"--saliency: '{request.Policy}' has no network to look into. Name a run or a checkpoint.");
        if (environment.Config.Camera is null) throw new UserErrorException($"--saliency: {environment.Spec.Name} has no camera.");
        var first = (int)((request.From ?? 0) / environment.Spec.StepSeconds);
        return new(policy, First * environment.Spec.AgentCount, [kind], isWanted: step => step >= first);
    }

    private IReadOnlyList<NamedEpisode> OfFolder(string[] files, CancellationToken interrupted)
    {
        RefuseForRecordings();
        if (request.Grid is null) throw new UserErrorException($"{request.Policy}: it is a folder of {Counted.Of(files.Length, "recording")}. Name one of them, or show them side by side with --grid 4x4.");
        Array.Sort(files, StringComparer.Ordinal);
        if (First >= files.Length) throw new UserErrorException($"--episode {First + 1}: there are {Counted.Of(files.Length, "recording")} in {request.Policy}.");
        return [.. files.Skip(First).Take(Count).SelectMany(file => OfRecording(file, 0, 1, named: true, interrupted))];
    }

    /// <summary>Episodes of the first environment of a recording.</summary>
    private NamedEpisode[] OfRecording(string file, int first, int count, bool named, CancellationToken interrupted)
    {
        using var opened = RecordedPlayback.Open(file, _recorded, threads, interrupted);
        var playback = opened.Playback;
        if (playback.Notice is { } notice) terminal.Say($"{notice}");
        var known = PlaybackEpisodes.Count(playback, 0);
        if (first >= known) throw new UserErrorException($"--episode {first + 1}: {file} has {Counted.Of(known, "episode")}.");
        var episodes = Enumerable.Range(first, Math.Min(count, known - first)).Select(number => PlaybackEpisodes.Of(playback, 0, number, opened.Recording.Header.Origin.Policy, interrupted));
        return [.. episodes.Select((episode, index) => new NamedEpisode(named ? NameOf(file) : FormattableString.Invariant($"{first + index + 1} · {episode.Map}"), Cut(episode)))];
    }

    /// <summary>As <c>--seconds</c> does for a policy.</summary>
    private RecordedEpisode Cut(RecordedEpisode episode)
    {
        var moments = request.Seconds is { } seconds ? (int)(seconds / episode.StepSeconds + 1e-3) + 1 : int.MaxValue;
        return moments >= episode.Moments.Count ? episode : episode with { Moments = [.. episode.Moments.Take(moments)], Outcome = null };
    }

    /// <summary><c>episode-003-crash.rlrec</c> is "episode 003": the outcome stands beside it anyway.</summary>
    private static string NameOf(string file)
    {
        var parts = Path.GetFileNameWithoutExtension(file).Split('-');
        return parts is ["episode", var number, _] ? $"episode {number}" : string.Join('-', parts);
    }

    private void RefuseForRecordings()
    {
        if (request.Saliency is not null) throw new UserErrorException("--saliency: a recording holds no network to look into. Name a run or a checkpoint.");
        var option = request.Scenario is not null ? "--scenario" : request.Map is not null ? "--map" : request.Seed is not null ? "--seed" : null;
        if (option is not null) throw new UserErrorException($"{option}: a recording knows its own scenario, map and seed. Leave the option out.");
    }
}
