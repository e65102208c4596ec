namespace RLSandbox.Rendering.Recording;

/// <summary>Cuts a playback into episodes, ready to be drawn.</summary>
public static class PlaybackEpisodes
{
    /// <summary>Episodes of one copy that began in the known steps, the last one perhaps without its end.</summary>
    public static int Count(Playback playback, int environment)
    {
        var ended = Ends(playback, environment, agent: 0).Count();
        return ended + (ended == 0 || Start(playback, environment, ended) < playback.Length ? 1 : 0);
    }

    /// <summary>Episode <paramref name="number"/> of one copy, counted from 0, as its first agent lives it. The playback stands at its end afterwards.</summary>
    /// <param name="driver">Who drives.</param>
    public static RecordedEpisode Of(Playback playback, int environment, int number, string driver, CancellationToken interrupted = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)number, (uint)Count(playback, environment), nameof(number));
        var start = Start(playback, environment, number);
        var end = Ends(playback, environment, agent: 0).Skip(number).FirstOrDefault()?.Step ?? playback.Length;
        playback.Seek(start);
        var moments = new List<EpisodeMoment> { playback.Beginning(environment) };
        for (var step = start + 1; step <= end; step++)
        {
            interrupted.ThrowIfCancellationRequested();
            playback.Seek(step);
            moments.Add(playback.Moment(environment));
        }
        var episode = RecordedEpisode.Of(playback.Environment, driver, moments);
        return playback.Notice is null ? episode : episode with { Camera = null };
    }

    /// <summary>An environment begins again when the last of its agents has ended.</summary>
    private static int Start(Playback playback, int environment, int number) => number == 0
        ? 0
        : Enumerable.Range(0, playback.Environment.Spec.AgentCount).Max(agent => Ends(playback, environment, agent).Skip(number - 1).FirstOrDefault()?.Step ?? playback.Length);

    private static IEnumerable<PlaybackEvent> Ends(Playback playback, int environment, int agent) => playback.Events.Where(end => end.Environment == environment && end.Agent == agent);
}
