using System.Runtime.ExceptionServices;
using RLSandbox.Driving;
using SkiaSharp;

namespace RLSandbox.Rendering.View;

/// <summary>A painter that may only be used on one thread, such as one of OpenGL, for many threads: its own thread draws their worlds one after another, and each caller waits for its own.</summary>
/// <remarks>Callers draw everything else of their pictures, and encode them, at the same time. The caller's drawing is used only while it waits.</remarks>
public sealed class WorldPainterThread : IWorldPainter
{
    private readonly Thread _thread;
    private readonly Lock _turn = new();
    private readonly SemaphoreSlim _asked = new(0), _done = new(0);
    private Action<IWorldPainter>? _work;
    private ExceptionDispatchInfo? _problem;

    /// <summary>Makes the painter on its thread.</summary>
    /// <param name="create">Runs there; what it throws is thrown here.</param>
    public WorldPainterThread(Func<IWorldPainter> create)
    {
        _thread = new(() => Run(create)) { IsBackground = true, Name = "world painter" };
        _thread.Start();
        _done.Wait();
        _problem?.Throw();
    }

    /// <inheritdoc/>
    public void Draw(Drawing drawing, SKRect area, Snapshot snapshot, WorldView view, ReadOnlySpan<TrailPoint> trail)
    {
        var points = trail.ToArray();
        lock (_turn)
        {
            Ask(painter => painter.Draw(drawing, area, snapshot, view, points));
            _problem?.Throw();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            _work = null;
            _asked.Release();
        }
        _thread.Join();
        _asked.Dispose();
        _done.Dispose();
    }

    private void Ask(Action<IWorldPainter> work)
    {
        (_work, _problem) = (work, null);
        _asked.Release();
        _done.Wait();
    }

    private void Run(Func<IWorldPainter> create)
    {
        IWorldPainter? painter = null;
        Try(() => painter = create());
        _done.Release();
        if (painter is null) return;
        while (true)
        {
            _asked.Wait();
            if (_work is not { } work) break;
            Try(() => work(painter));
            _done.Release();
        }
        painter.Dispose();
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception problem)
        {
            _problem = ExceptionDispatchInfo.Capture(problem);
        }
    }
}
