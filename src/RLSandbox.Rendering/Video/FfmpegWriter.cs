using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using RLSandbox.Core;
using SkiaSharp;

namespace RLSandbox.Rendering.Video;

/// <summary>H.264 in mp4 through the program ffmpeg: raw frames go down its standard input.</summary>
public sealed class FfmpegWriter : IVideoWriter
{
    private const int KeptLines = 6;

    private readonly VideoTarget _target;
    private readonly PendingFile _file;
    private readonly Process _process;
    private readonly Queue<string> _messages = new();

    /// <summary>Starts ffmpeg.</summary>
    /// <param name="program">Name on the path, or path, of the program.</param>
    /// <exception cref="UserErrorException">It cannot be started.</exception>
    public FfmpegWriter(VideoTarget target, string program = "ffmpeg")
    {
        _target = target;
        _file = new(target.Path);
        _process = new() { StartInfo = StartInfo(program) };
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        try
        {
            _process.Start();
        }
        catch (Win32Exception problem)
        {
            Dispose();
            throw new UserErrorException(
                $"--out {target.Path}: mp4 needs the program '{program}', which cannot be started ({problem.Message}). Install it (Debian: apt-get install ffmpeg; Windows: winget install ffmpeg; macOS: brew install ffmpeg), or write .webp, which needs nothing.", problem);
        }
        _process.BeginErrorReadLine();                                                   // unread, its messages would fill the pipe and stop it
    }

    /// <inheritdoc/>
    public byte[] Encode(SKPixmap frame) => frame.GetPixelSpan().ToArray();

    /// <inheritdoc/>
    public void Append(byte[] encoded, int count = 1)
    {
        try
        {
            for (var i = 0; i < count; i++) _process.StandardInput.BaseStream.Write(encoded);
        }
        catch (IOException)
        {
            throw Failed();
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            throw Failed();
        }
        _process.WaitForExit();
        if (_process.ExitCode != 0) throw Failed();
        _file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsRunning())
        {
            _process.Kill(entireProcessTree: true);                                      // a child would keep its messages, and so us, waiting
            _process.WaitForExit();
        }
        _process.Dispose();
        _file.Dispose();
    }

    private ProcessStartInfo StartInfo(string program)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false };
        var size = string.Create(CultureInfo.InvariantCulture, $"{_target.Width}x{_target.Height}");
        var rate = _target.FramesPerSecond.ToString("R", CultureInfo.InvariantCulture);
        string[] input = ["-f", "rawvideo", "-pixel_format", "bgra", "-video_size", size, "-framerate", rate, "-i", "-"];
        // Players want 4:2:0, which needs even sides: one more row or column of black where they are odd.
        string[] output = ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-c:v", "libx264", "-crf", "20", "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-f", "mp4", _file.TemporaryPath];
        foreach (var argument in (string[])["-hide_banner", "-loglevel", "warning", "-y", .. input, .. output]) start.ArgumentList.Add(argument);
        return start;
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_messages)
        {
            _messages.Enqueue(line);
            if (_messages.Count > KeptLines) _messages.Dequeue();
        }
    }

    private UserErrorException Failed()
    {
        _process.WaitForExit();
        lock (_messages)
            return new(string.Create(CultureInfo.InvariantCulture, $"--out {_target.Path}: ffmpeg stopped with exit code {_process.ExitCode}: {string.Join(" | ", _messages)}. Check that this ffmpeg has libx264, or write .webp."));
    }

    private bool IsRunning()
    {
        try
        {
            return !_process.HasExited;
        }
        catch (InvalidOperationException)                                                // never started
        {
            return false;
        }
    }
}
