using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;
using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.Frames;

/// <summary>One episode, with everything that <see cref="FramePainter"/> shows of it.</summary>
public sealed class EpisodeFilm(RecordedEpisode episode, FrameOptions options) : IFilm
{
    /// <inheritdoc/>
    public double Seconds => episode.Seconds;

    /// <inheritdoc/>
    public bool HasEnd => episode.Outcome is not null;

    /// <inheritdoc/>
    public IFilmPainter CreatePainter(IWorldPainter worlds) => new EpisodePainter(episode, new(options, options.ViewOf(episode), worlds));

    private sealed class EpisodePainter(RecordedEpisode episode, FramePainter painter) : IFilmPainter
    {
        public Drawing Drawing => painter.Drawing;

        public void Draw(double seconds) => painter.Draw(EpisodeFrame.At(episode, seconds));

        public void Dispose() => painter.Dispose();
    }
}
