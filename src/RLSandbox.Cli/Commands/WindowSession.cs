using System.Diagnostics;
using RLSandbox.Core;
using RLSandbox.Rendering;
using RLSandbox.Rendering.Recording;
using RLSandbox.Rendering.View;
using RLSandbox.Rendering.Window;
using SkiaSharp;

namespace RLSandbox.Cli.Commands;

/// <summary>What <c>watch</c>, <c>replay</c> and <c>drive</c> do once there is something to show: a window, or a picture of it.</summary>
internal sealed class WindowSession(WindowRequest request, string runs, Terminal terminal)
{
    private const double StandardAt = 5, LiveFramesPerSecond = 10, StandardFramesPerSecond = 60, MostFramesPerSecond = 240;

    /// <summary>Looks and size: as the last time for a window, as they are at first for a picture, and as asked for.</summary>
    /// <exception cref="UserErrorException">A size or rate that no window can have.</exception>
    public ViewerSettings Settings()
    {
        if (request.FramesPerSecond is > MostFramesPerSecond) throw new UserErrorException(FormattableString.Invariant($"--fps {request.FramesPerSecond}: expected at most {MostFramesPerSecond} pictures per second."));
        var (settings, note) = request.Picture is null ? ViewerSettings.Read(ViewerSettings.StandardPath) : (new(), null);
        if (note is not null) terminal.Say($"{note}");
        var size = request.Size ?? (settings.Width, settings.Height);
        if (!ViewerSettings.IsSide(size.Item1) || !ViewerSettings.IsSide(size.Item2))
            throw new UserErrorException(FormattableString.Invariant($"--size {size.Item1}x{size.Item2}: expected {ViewerSettings.LeastSide} to {Drawing.LargestSide} pixels along each side."));
        if (request.Picture is { } path && !path.EndsWith(".png", StringComparison.OrdinalIgnoreCase)) throw new UserErrorException($"--picture {path}: expected a name that ends with .png.");
        return settings with { Width = size.Item1, Height = size.Item2, TextScale = request.TextPercent is { } percent ? percent / 100f : settings.TextScale };
    }

    /// <summary>Shows it until somebody closes the window, or writes the picture.</summary>
    /// <param name="origin">Of what a person drives, for demonstrations.</param>
    /// <param name="isLive">Whether a training goes on beside it.</param>
    public void Show(Viewer viewer, Stage stage, RecordingOrigin origin, CancellationToken interrupted, bool isLive = false, Action<double>? lookForNews = null)
    {
        var keys = Keys();
        viewer.Eye.SetLight(request.Light.Night, request.Light.Rain);
        if (request.Picture is { } path)
        {
            lookForNews?.Invoke(0);
            WritePicture(viewer, path, keys);
            return;
        }
        var demonstrations = new Demonstrations(stage, viewer, request.Demonstrations ?? Path.Combine(runs, Demonstrations.StandardFolder), origin, terminal);
        stage.BeforeForgetting = demonstrations.KeepAndBegin;
        var options = new WindowOptions
        {
            FramesPerSecond = request.FramesPerSecond ?? (isLive ? LiveFramesPerSecond : StandardFramesPerSecond),
            Folder = request.Files,
            FileStem = stage.Facts.Scenario,
            Say = text => terminal.Say($"{text}"),
            LookForNews = seconds =>
            {
                lookForNews?.Invoke(seconds);
                demonstrations.KeepEnded();
            },
        };
        using var window = new WindowLoop(viewer, options);
        foreach (var key in keys) viewer.Handle(InputEvent.Press(key.Key, key.Modifiers));
        var (begin, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        try
        {
            window.Run(interrupted);
        }
        finally
        {
            // Whatever ended the window, what was driven in it is kept.
            demonstrations.Keep();
            if (viewer.Settings.Write(ViewerSettings.StandardPath) is { } problem) terminal.Say($"{problem}");
        }
        var cores = (Environment.CpuUsage.TotalTime - used) / Stopwatch.GetElapsedTime(begin);
        if (window.Pictures > 0) terminal.Say($"drew {window.Pictures} pictures in {1000 * window.DrawingSeconds / window.Pictures:0.0} ms each; the processor was at it for {100 * cores:0} % of one core");
    }

    private void WritePicture(Viewer viewer, string path, IReadOnlyList<KeyBinding> keys)
    {
        WindowPicture.Prepare(viewer, request.At ?? StandardAt, keys);
        using var painter = WorldPainters.Create(out var why);
        WorldChoice.Explain(terminal, why, viewer.Eye.View is not { Night: null, Rain: null });
        using var drawing = WindowPicture.Draw(viewer, painter);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllBytes(path, drawing.ToPng());
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"--picture {path}: cannot write there ({problem.Message.TrimEnd('.')}). Choose a folder that you may write to.", problem);
        }
        terminal.Say($"wrote {path}: {drawing.Size.Width} × {drawing.Size.Height}");
    }

    /// <summary>A name has a plus where the help has a space: <c>Shift+N</c>.</summary>
    private IReadOnlyList<KeyBinding> Keys()
    {
        var names = request.Press?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return [.. names.Select(name => KeyTable.Named(name.Length > 1 && name.IndexOf('+') is var plus and > 0 ? $"{name[..plus]} {name[(plus + 1)..]}" : name) ?? throw Unknown(name))];
    }

    private static UserErrorException Unknown(string name) =>
        new($"--press {name}: no key has this name. Keys: {string.Join(" ", KeyTable.All.Select(binding => binding.Name.Replace(' ', '+')))}.");
}
