using RLSandbox.Core;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.Video;

namespace RLSandbox.Rendering.Recording;

/// <summary>How an episode becomes a video.</summary>
public sealed record VideoOptions
{
    /// <summary>Above what any screen shows, and well above WebP's unit of time, a millisecond.</summary>
    private const double MostFramesPerSecond = 240;

    /// <summary>Size and view.</summary>
    public FrameOptions Frame { get; init; } = new();

    /// <summary>Pictures per second of simulated time, which is also the playback rate: real time.</summary>
    public double FramesPerSecond { get; init; } = 20;

    /// <summary>Threads that draw and encode; the file is the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Refuses what cannot be drawn.</summary>
    /// <exception cref="UserErrorException">The size or the rate is out of range.</exception>
    public void Check()
    {
        Frame.Check();
        if (FramesPerSecond is not (> 0 and <= MostFramesPerSecond))
            throw new UserErrorException(FormattableString.Invariant($"--fps {FramesPerSecond}: expected more than 0 and at most {MostFramesPerSecond} frames per second."));
    }
}

/// <summary>How far the drawing of a video has come.</summary>
public readonly record struct VideoProgress(int Drawn, int Total);

/// <summary>Draws a recorded episode into a file.</summary>
public static class EpisodeVideo
{
    /// <summary>How long the last picture stands, with the outcome written over it.</summary>
    private const double HoldSeconds = 1.5;
    private const int FramesPerBatchAndThread = 4;
    /// <summary>Steps of 0.1f add up to a little more than whole seconds; that little is no frame of its own.</summary>
    private const double SameFrame = 1e-3;

    /// <summary>Draws, encodes and writes.</summary>
    /// <param name="path">Its ending chooses the format, see <see cref="VideoFormats"/>.</param>
    /// <returns>Number of different pictures.</returns>
    /// <exception cref="UserErrorException">The path, the size or the rate cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; nothing is left under <paramref name="path"/>.</exception>
    public static int Write(RecordedEpisode episode, string path, VideoOptions options, IProgress<VideoProgress>? progress = null, CancellationToken interrupted = default)
    {
        options.Check();
        var format = VideoFormats.Of(path);
        using var writer = format.Create(new(path, options.Frame.Width, options.Frame.Height, options.FramesPerSecond));
        var times = format.IsStill ? [episode.Seconds / 2] : Times(episode, options.FramesPerSecond);
        var painters = new FramePainter[Math.Min(options.Threads, times.Length)];
        try
        {
            for (var i = 0; i < painters.Length; i++) painters[i] = new(options.Frame, episode.TopSpeed);
            for (var first = 0; first < times.Length; first += painters.Length * FramesPerBatchAndThread)
            {
                interrupted.ThrowIfCancellationRequested();
                var batch = times.AsMemory(first, Math.Min(painters.Length * FramesPerBatchAndThread, times.Length - first));
                var encoded = Draw(episode, batch, painters, writer);
                for (var i = 0; i < encoded.Length; i++)
                    writer.Append(encoded[i], first + i == times.Length - 1 && episode.Outcome is not null ? Hold(options.FramesPerSecond) : 1);
                progress?.Report(new(first + batch.Length, times.Length));
            }
        }
        catch (UserErrorException) when (interrupted.IsCancellationRequested)
        {
            // Ctrl-C in a terminal reaches ffmpeg too, and its end is then no mistake of the user's.
            throw new OperationCanceledException(interrupted);
        }
        finally
        {
            foreach (var painter in painters) painter?.Dispose();
        }
        writer.Complete();
        return times.Length;
    }

    /// <summary>One time per picture; the last one is the end of the recording.</summary>
    private static double[] Times(RecordedEpisode episode, double framesPerSecond)
    {
        var count = (int)Math.Ceiling(episode.Seconds * framesPerSecond - SameFrame) + 1;
        var times = new double[count];
        for (var i = 0; i < count; i++) times[i] = Math.Min(i / framesPerSecond, episode.Seconds);
        return times;
    }

    private static int Hold(double framesPerSecond) => Math.Max(1, (int)(HoldSeconds * framesPerSecond));

    private static byte[][] Draw(RecordedEpisode episode, ReadOnlyMemory<double> times, FramePainter[] painters, IVideoWriter writer)
    {
        var encoded = new byte[times.Length][];
        Parallel.For(0, painters.Length, new ParallelOptions { MaxDegreeOfParallelism = painters.Length }, worker =>
        {
            for (var i = worker; i < encoded.Length; i += painters.Length)
            {
                painters[worker].Draw(EpisodeFrame.At(episode, times.Span[i]));
                using var pixels = painters[worker].Drawing.Pixels;
                encoded[i] = writer.Encode(pixels);
            }
        });
        return encoded;
    }
}
