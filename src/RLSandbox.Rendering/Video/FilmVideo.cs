using RLSandbox.Core;
using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.Video;

/// <summary>How far the drawing of a video has come.</summary>
public readonly record struct VideoProgress(int Drawn, int Total);

/// <summary>Draws a film into a file.</summary>
/// <remarks>Each thread draws and encodes pictures of its own; a painter that belongs to one thread draws the worlds of all of them (<see cref="WorldPainterThread"/>). The bytes do not depend on the number of threads.</remarks>
public static class FilmVideo
{
    /// <summary>How long the last picture stands, with the outcome written over it.</summary>
    private const double HoldSeconds = 1.5;
    private const int FramesPerBatchAndThread = 4;
    /// <summary>Steps of 0.1f add up to a little more than whole seconds; that little is no frame of its own.</summary>
    private const double SameFrame = 1e-3;

    /// <summary>Draws, encodes and writes.</summary>
    /// <param name="path">Its ending chooses the format, see <see cref="VideoFormats"/>.</param>
    /// <returns>Number of different pictures.</returns>
    /// <exception cref="UserErrorException">The path, the size, the rate or the times cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; nothing is left under <paramref name="path"/>.</exception>
    public static int Write(IFilm film, string path, VideoOptions options, IProgress<VideoProgress>? progress = null, CancellationToken interrupted = default)
    {
        options.Check();
        var format = VideoFormats.Of(path);
        var times = Times(film, options, format.IsStill);
        using var writer = format.Create(new(path, options.Frame.Width, options.Frame.Height, options.FramesPerSecond));
        try
        {
            using var painters = new FilmPainters(film, options.Worlds, Math.Min(options.Threads, times.Length));
            Write(painters, writer, times, film.HasEnd && times[^1] > film.Seconds - SameFrame ? Hold(options.FramesPerSecond) : 1, progress, interrupted);
        }
        catch (UserErrorException) when (interrupted.IsCancellationRequested)
        {
            // Ctrl-C in a terminal reaches ffmpeg too, and its end is then no mistake of the user's.
            throw new OperationCanceledException(interrupted);
        }
        writer.Complete();
        return times.Length;
    }

    private static void Write(FilmPainters painters, IVideoWriter writer, double[] times, int hold, IProgress<VideoProgress>? progress, CancellationToken interrupted)
    {
        for (var first = 0; first < times.Length; first += painters.Count * FramesPerBatchAndThread)
        {
            interrupted.ThrowIfCancellationRequested();
            var batch = times.AsMemory(first, Math.Min(painters.Count * FramesPerBatchAndThread, times.Length - first));
            var encoded = painters.Draw(batch, writer);
            for (var i = 0; i < encoded.Length; i++) writer.Append(encoded[i], first + i == times.Length - 1 ? hold : 1);
            progress?.Report(new(first + batch.Length, times.Length));
        }
    }

    /// <summary>One time per picture; the last one is the end of what is asked for.</summary>
    private static double[] Times(IFilm film, VideoOptions options, bool isStill)
    {
        if (options.From >= film.Seconds && options.From > 0)
            throw new UserErrorException(FormattableString.Invariant($"--from {options.From}: there is nothing to show, the recording ends after {film.Seconds:0.0} s."));
        var end = Math.Min(options.To, film.Seconds);
        if (isStill) return [(options.From + end) / 2];
        var count = (int)Math.Ceiling((end - options.From) * options.FramesPerSecond / options.Slow - SameFrame) + 1;
        var times = new double[count];
        for (var i = 0; i < count; i++) times[i] = Math.Min(options.From + i * options.Slow / options.FramesPerSecond, end);
        return times;
    }

    private static int Hold(double framesPerSecond) => Math.Max(1, (int)(HoldSeconds * framesPerSecond));
}

/// <summary>The painters of one video, one for each thread, and who draws their worlds.</summary>
internal sealed class FilmPainters : IDisposable
{
    private readonly List<IWorldPainter> _worlds = [];
    private readonly IFilmPainter[] _painters;

    public FilmPainters(IFilm film, WorldPainterSource source, int threads)
    {
        _painters = new IFilmPainter[threads];
        try
        {
            if (source.IsForOneThread) _worlds.Add(new WorldPainterThread(source.Create));
            for (var i = 0; i < threads; i++)
            {
                if (!source.IsForOneThread) _worlds.Add(source.Create());
                _painters[i] = film.CreatePainter(_worlds[^1]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many draw at once.</summary>
    public int Count => _painters.Length;

    /// <summary>Pictures in the writer's form, in the order of their times.</summary>
    public byte[][] Draw(ReadOnlyMemory<double> times, IVideoWriter writer)
    {
        var encoded = new byte[times.Length][];
        Parallel.For(0, Count, new ParallelOptions { MaxDegreeOfParallelism = Count }, worker =>
        {
            for (var i = worker; i < encoded.Length; i += Count)
            {
                _painters[worker].Draw(times.Span[i]);
                using var pixels = _painters[worker].Drawing.Pixels;
                encoded[i] = writer.Encode(pixels);
            }
        });
        return encoded;
    }

    public void Dispose()
    {
        foreach (var painter in _painters) painter?.Dispose();
        foreach (var world in _worlds) world.Dispose();
    }
}
