using System.Diagnostics;
using RLSandbox.Core;
using RLSandbox.Rendering.OpenGl;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.Window;

/// <summary>What a window needs beside its viewer.</summary>
public sealed record WindowOptions
{
    /// <summary>Pictures per second at most.</summary>
    public double FramesPerSecond { get; init; } = 60;

    /// <summary>Where screenshots and videos go.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>First part of their names.</summary>
    public string FileStem { get; init; } = "rlsandbox";

    /// <summary>Says a line to whoever started the window.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Called a few times a second, also while nothing moves, to look for news. The seconds since the window opened.</summary>
    public Action<double>? LookForNews { get; init; }
}

/// <summary>Opens a window and shows a viewer in it until somebody closes it.</summary>
public sealed class WindowLoop : IDisposable
{
    /// <summary>How long one sleeps where nothing moves and nobody does anything.</summary>
    private const double IdleSeconds = 0.5;

    /// <summary>A pause of the whole program is no time of the simulation.</summary>
    private const double LongestFrame = 0.25;

    private readonly Viewer _viewer;
    private readonly WindowOptions _options;
    private readonly GlWindow _window;
    private readonly GlWorld _world;
    private readonly WorldOverview _overview = new();
    private WindowFilm? _film;
    private string _title = "";
    private bool _isClosing;

    /// <summary>Opens the window.</summary>
    /// <exception cref="UserErrorException">No GLFW, no display, or no OpenGL.</exception>
    public WindowLoop(Viewer viewer, WindowOptions options)
    {
        (_viewer, _options) = (viewer, options);
        _window = new(viewer.Title, viewer.Size);
        _world = new(_window.OpenGl, samples: GlWorld.FluentSamples(_window.OpenGl));
        (viewer.ContentScale, viewer.PixelRatio) = (_window.ContentScale, _window.PixelRatio);
        var size = _window.Size;
        viewer.Handle(new(InputKind.Resize, X: size.Width, Y: size.Height));
    }

    /// <summary>Pictures drawn so far.</summary>
    public int Pictures { get; private set; }

    /// <summary>Seconds spent on them, waiting for the screen left out where the driver does not count it in.</summary>
    public double DrawingSeconds { get; private set; }

    /// <summary>Shows the viewer until somebody closes the window, or <paramref name="interrupted"/> is set.</summary>
    public void Run(CancellationToken interrupted)
    {
        var clock = Stopwatch.StartNew();
        double before = 0, drawn = double.NegativeInfinity;
        while (!_isClosing && !interrupted.IsCancellationRequested)
        {
            var isMoving = _viewer.Clock.IsPlaying || _film is not null || _viewer.Note is not null || _viewer.HasChanged;
            var due = drawn + 1 / _options.FramesPerSecond - clock.Elapsed.TotalSeconds;
            _window.Wait(isMoving ? Math.Max(0, due) : IdleSeconds);
            while (_window.TryTake(out var input))
            {
                if (input is { Kind: InputKind.Resize, X: > 0 }) _viewer.PixelRatio = _window.PixelRatio;
                _viewer.Handle(input);
            }
            if (_window.TakeNeedsDrawing()) _viewer.Touch();
            _options.LookForNews?.Invoke(clock.Elapsed.TotalSeconds);
            var now = clock.Elapsed.TotalSeconds;
            if (_viewer.HasChanged || isMoving)
            {
                if (now - drawn < 1 / _options.FramesPerSecond) continue;               // a mouse moves more often than pictures change
                Step(now - before);
                drawn = now;
            }
            before = now;
        }
        EndFilm();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            EndFilm();
        }
        finally
        {
            _overview.Dispose();
            _world.Dispose();
            _window.Dispose();
        }
    }

    private void Step(double seconds)
    {
        _viewer.Advance(Math.Min(seconds, LongestFrame), _viewer.IsHuman ? _window.ReadGamepad() : null);
        var wishes = _viewer.TakeWishes();
        if (wishes.HasFlag(ViewerWish.Quit)) _isClosing = true;
        if (wishes.HasFlag(ViewerWish.ToggleRecording)) ToggleFilm();
        var takesPicture = wishes.HasFlag(ViewerWish.Screenshot);
        var isFilmed = _film?.IsDue(seconds) == true;
        if (_viewer.HasChanged || takesPicture || isFilmed) Draw(takesPicture, isFilmed);
        if (_viewer.Title is var title && title != _title) _window.SetTitle(_title = title);
    }

    private void Draw(bool takesPicture, bool isFilmed)
    {
        if (_window.Size is { Width: 0 } or { Height: 0 }) return;
        var started = Stopwatch.GetTimestamp();
        var frame = _viewer.Frame();
        _viewer.Drawn();
        DrawWorlds(frame);
        var drawing = _window.Begin();
        DrawOverviews(drawing, frame);
        WindowPainter.DrawOver(drawing, frame);
        if (takesPicture) Screenshot();
        if (isFilmed) Film();
        _window.Present();
        DrawingSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        Pictures++;
    }

    /// <summary>Worlds go straight into the window, below what Skia draws then. OpenGL counts rows from below.</summary>
    private void DrawWorlds(ViewerFrame frame)
    {
        _window.Clear(Theme.Panel);
        var worlds = WindowPainter.Worlds(frame).ToList();
        var places = frame.Layout.Pixels([.. worlds.Select(world => world.Area)]);
        foreach (var (world, pixels) in worlds.Zip(places))
        {
            _world.Draw(world.Snapshot, world.View, world.Trail, SKRectI.Create(pixels.Left, frame.Layout.Size.Height - pixels.Bottom, pixels.Width, pixels.Height));
        }
    }

    /// <summary>What stands in the corners of a world is drawn by Skia, over it.</summary>
    private void DrawOverviews(Drawing drawing, ViewerFrame frame)
    {
        drawing.Canvas.Save();
        drawing.Canvas.Scale(frame.Layout.Unit);
        foreach (var world in WindowPainter.Worlds(frame))
            if (world.View.Has(Layers.Overview)) _overview.Draw(drawing, world.Area, world.Snapshot, world.View);
        drawing.Canvas.Restore();
    }

    private void Screenshot()
    {
        using var picture = _window.Read();
        var path = NextName(".png");
        Say(TryWrite(path, () =>
        {
            using var encoded = picture.Encode(SKEncodedImageFormat.Png, 100);
            Directory.CreateDirectory(_options.Folder);
            File.WriteAllBytes(path, encoded.ToArray());
        }) ?? $"wrote {path}");
    }

    private void ToggleFilm()
    {
        if (_film is not null)
        {
            EndFilm();
            return;
        }
        var path = NextName(".webp");
        var problem = TryWrite(path, () => _film = new(path, _window.Size));
        _viewer.IsRecording = _film is not null;
        Say(problem ?? $"recording {path}");
    }

    /// <summary>A video has one size: where the window gets another, the video ends.</summary>
    private void Film()
    {
        if (_film!.Size != _window.Size) EndFilm();
        else _film.Add(_window.Read());
    }

    private void EndFilm()
    {
        if (_film is not { } film) return;
        (_film, _viewer.IsRecording) = (null, false);
        var isWhole = false;
        var problem = TryWrite(film.Path, () => isWhole = film.Complete());
        Say(problem ?? (isWhole ? FormattableString.Invariant($"wrote {film.Path}, {film.Seconds:0.0} s") : "nothing was recorded"));
    }

    private static string? TryWrite(string path, Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or UserErrorException)
        {
            return $"{path} cannot be written: {problem.Message}";
        }
    }

    /// <summary>The first unused name.</summary>
    private string NextName(string ending)
    {
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(_options.Folder, FormattableString.Invariant($"{_options.FileStem}-{number}{ending}"));
            if (!File.Exists(path)) return path;
        }
    }

    private void Say(string text)
    {
        _viewer.Say(text);
        _options.Say(text);
    }
}
