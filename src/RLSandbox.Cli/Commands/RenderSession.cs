using RLSandbox.Core;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;
using RLSandbox.Rendering.View;

namespace RLSandbox.Cli.Commands;

/// <summary>One call of <c>render</c>.</summary>
internal sealed class RenderSession(Services services, RenderRequest request, Terminal terminal)
{
    private const int WallWidth = 1280, WallHeight = 720;

    /// <summary>Plays, draws and says what was written.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken interrupted)
    {
        var options = Options();
        using var source = new RenderedEpisodes(services, request, terminal, options.Threads);
        var episodes = source.Play(interrupted);
        IFilm film = request.Grid is { } wall ? new WallFilm(episodes, wall, options.Frame) : new EpisodeFilm(episodes[0].Episode, options.Frame);
        var frames = FilmVideo.Write(film, request.Target, options with { Worlds = request.NoOpenGl ? WorldPainterSource.Plain : WorldChoice.Best(terminal, request.Light.IsAsked) }, new RenderProgress(terminal), interrupted);
        terminal.Say($"wrote {request.Target}: {frames} frame{(frames == 1 ? "" : "s")} of {options.Frame.Width} × {options.Frame.Height}");
        if (request.Grid is null) SayEpisode(episodes[0].Episode);
        else terminal.Say($"{Counted.Of(episodes.Count, "episode")}: {Outcomes(episodes)}");
        return ExitCode.Done;
    }

    private void SayEpisode(RecordedEpisode episode) => terminal.Say($"{episode.Policy} on {episode.Map}: {episode.Seconds:0.0} s, {episode.Outcome?.Name ?? "not ended yet"}");

    private static string Outcomes(IReadOnlyList<NamedEpisode> episodes) =>
        string.Join(", ", episodes.GroupBy(named => named.Episode.Outcome?.Name ?? "not ended yet").OrderByDescending(group => group.Count()).Select(group => FormattableString.Invariant($"{group.Count()} {group.Key}")));

    /// <summary>Everything that can be wrong with the picture is found out before anything is played.</summary>
    private VideoOptions Options()
    {
        VideoFormats.Require(request.Target);
        var standard = new VideoOptions();
        var (width, height) = request.Grid is null ? (standard.Frame.Width, standard.Frame.Height) : (WallWidth, WallHeight);
        var options = standard with
        {
            Frame = new()
            {
                Width = request.Size?.Width ?? width,
                Height = request.Size?.Height ?? height,
                View = request.View ?? ViewKind.Follow,
                // Tiles are too small for a map in the corner, and a view that stands still shows it anyway.
                Layers = request.Layers ?? (request.Grid is null && request.View != ViewKind.Free ? Layers.Standard : Layers.Standard & ~Layers.Overview),
                Metres = (float?)request.Metres,
                Night = request.Light.Night,
                Rain = request.Light.Rain,
            },
            FramesPerSecond = request.FramesPerSecond ?? standard.FramesPerSecond,
            Slow = request.Slow ?? standard.Slow,
            From = request.From ?? standard.From,
            To = request.To ?? standard.To,
            Threads = request.Threads ?? Environment.ProcessorCount,
        };
        options.Check();
        request.Grid?.Check(options.Frame);
        return options;
    }
}
