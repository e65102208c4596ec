using RLSandbox.Core;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Video;

namespace RLSandbox.Rendering.Recording;

/// <summary>Draws a recorded episode into a file.</summary>
public static class EpisodeVideo
{
    /// <summary>Draws, encodes and writes.</summary>
    /// <returns>Number of different pictures.</returns>
    /// <exception cref="UserErrorException">The path, the size, the rate or the times cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; nothing is left under <paramref name="path"/>.</exception>
    public static int Write(RecordedEpisode episode, string path, VideoOptions options, IProgress<VideoProgress>? progress = null, CancellationToken interrupted = default) =>
        FilmVideo.Write(new EpisodeFilm(episode, options.Frame), path, options, progress, interrupted);
}
