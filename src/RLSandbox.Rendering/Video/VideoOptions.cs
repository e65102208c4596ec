using RLSandbox.Core;
using RLSandbox.Rendering.Frames;
using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.Video;

/// <summary>How a film becomes a video.</summary>
public sealed record VideoOptions
{
    /// <summary>Above what any screen shows, and well above WebP's unit of time, a millisecond.</summary>
    private const double MostFramesPerSecond = 240;
    private const double SlowestMotion = 0.001, FastestMotion = 100;

    /// <summary>Size and view.</summary>
    public FrameOptions Frame { get; init; } = new();

    /// <summary>Who draws worlds.</summary>
    public WorldPainterSource Worlds { get; init; } = WorldPainterSource.Plain;

    /// <summary>Pictures per second of the video.</summary>
    public double FramesPerSecond { get; init; } = 20;

    /// <summary>Simulated seconds per second of the video: 1 is real time, 0.25 slow motion, 4 quick.</summary>
    public double Slow { get; init; } = 1;

    /// <summary>Simulated seconds at which the video begins.</summary>
    public double From { get; init; }

    /// <summary>Simulated seconds at which it ends, at the latest.</summary>
    public double To { get; init; } = double.PositiveInfinity;

    /// <summary>Threads that draw and encode; the file is the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Refuses what cannot be drawn.</summary>
    /// <exception cref="UserErrorException">The size, the rate or the times are out of range.</exception>
    public void Check()
    {
        Frame.Check();
        if (FramesPerSecond is not (> 0 and <= MostFramesPerSecond))
            throw new UserErrorException(FormattableString.Invariant($"--fps {FramesPerSecond}: expected more than 0 and at most {MostFramesPerSecond} frames per second."));
        if (Slow is not (>= SlowestMotion and <= FastestMotion))
            throw new UserErrorException(FormattableString.Invariant($"--slow {Slow}: expected {SlowestMotion} to {FastestMotion} simulated seconds per second, such as 0.25."));
        if (!(From >= 0 && From < To)) throw new UserErrorException(FormattableString.Invariant($"--from {From} --to {To}: expected a beginning from 0 on and an end after it."));
    }
}
