using System.Diagnostics;
using RLSandbox.Rendering.Video;

namespace RLSandbox.Cli.Commands;

/// <summary>Says every two seconds how many pictures are drawn; a short video says nothing.</summary>
internal sealed class RenderProgress(Terminal terminal) : IProgress<VideoProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

    /// <inheritdoc/>
    public void Report(VideoProgress value)
    {
        if (_sinceLast.Elapsed < Interval) return;
        _sinceLast.Restart();
        terminal.Say($"drawn {value.Drawn} of {value.Total} frames");
    }
}
