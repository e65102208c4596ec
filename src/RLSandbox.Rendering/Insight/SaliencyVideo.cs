using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.Video;

namespace RLSandbox.Rendering.Insight;

/// <summary>Draws the moments that a <see cref="PolicyWatch"/> wrote down into a picture or a video, one frame per environment step, in real time.</summary>
public static class SaliencyVideo
{
    /// <summary>Draws, encodes and writes.</summary>
    /// <param name="path">Its ending chooses the format, see <see cref="VideoFormats"/>; a still takes the last moment that was watched.</param>
    /// <returns>Number of pictures.</returns>
    /// <exception cref="OperationCanceledException">Interrupted; nothing is left under <paramref name="path"/>.</exception>
    public static int Write(RecordedEpisode episode, PolicyWatch watch, SaliencyPainter painter, string path, CancellationToken interrupted = default)
    {
        int[] watched = [.. Enumerable.Range(0, Math.Min(watch.Moments.Count, episode.Moments.Count)).Where(i => watch.Moments[i] is not null)];
        var format = VideoFormats.Of(path);
        if (format.IsStill) watched = watched[^1..];
        using var writer = format.Create(new(path, painter.Drawing.Size.Width, painter.Drawing.Size.Height, 1 / episode.StepSeconds));
        foreach (var index in watched)
        {
            interrupted.ThrowIfCancellationRequested();
            painter.Draw(index, watch.Moments[index]!);
            using var pixels = painter.Drawing.Pixels;
            writer.Append(writer.Encode(pixels));
        }
        writer.Complete();
        return watched.Length;
    }
}
