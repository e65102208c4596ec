using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using RLSandbox.Core;
using SkiaSharp;

namespace RLSandbox.Rendering.Video;

/// <summary>A format that ffmpeg writes.</summary>
/// <param name="Name">For messages, and how ffmpeg calls the container.</param>
/// <param name="Encoder">That ffmpeg must have.</param>
/// <param name="Arguments">Of the output, before container and path.</param>
/// <param name="MostFramesPerSecond">What the format can hold.</param>
public sealed record FfmpegCodec(string Name, string Encoder, IReadOnlyList<string> Arguments, double MostFramesPerSecond = double.PositiveInfinity)
{
    /// <summary>Players want 4:2:0, which needs even sides: one more row or column of black where they are odd.</summary>
    private const string Even = "pad=ceil(iw/2)*2:ceil(ih/2)*2";

    /// <summary>H.264, plays everywhere.</summary>
    public static FfmpegCodec Mp4 { get; } = new("mp4", "libx264", ["-vf", Even, "-c:v", "libx264", "-crf", "20", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]);

    /// <summary>VP9, plays in browsers.</summary>
    public static FfmpegCodec Webm { get; } = new("webm", "libvpx-vp9", ["-vf", Even, "-c:v", "libvpx-vp9", "-crf", "32", "-b:v", "0", "-deadline", "good", "-cpu-used", "5", "-row-mt", "1", "-pix_fmt", "yuv420p", "-fflags", "+bitexact"]);

    /// <summary>256 colours, chosen anew for each picture: one palette for all of them would need all of them in memory. Its unit of time is a hundredth of a second, and players slow down below two.</summary>
    public static FfmpegCodec Gif { get; } = new("gif", "gif", ["-filter_complex", "split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1:dither=bayer:bayer_scale=4"], MostFramesPerSecond: 50);
}

/// <summary>Video through the program ffmpeg: raw frames go down its standard input.</summary>
public sealed class FfmpegWriter : IVideoWriter
{
    private const int KeptLines = 6;

    private readonly VideoTarget _target;
    private readonly FfmpegCodec _codec;
    private readonly PendingFile _file;
    private readonly Process _process;
    private readonly Queue<string> _messages = new();

    /// <summary>Starts ffmpeg.</summary>
    /// <param name="program">Name on the path, or path, of the program.</param>
    /// <exception cref="UserErrorException">It cannot be started, or the format cannot hold so many frames per second.</exception>
    public FfmpegWriter(VideoTarget target, FfmpegCodec codec, string program = "ffmpeg")
    {
        (_target, _codec) = (target, codec);
        if (target.FramesPerSecond > codec.MostFramesPerSecond)
            throw new UserErrorException(FormattableString.Invariant($"--fps {target.FramesPerSecond}: {codec.Name} holds at most {codec.MostFramesPerSecond} frames per second. Take a lower --fps or another format."));
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
            throw Missing("--out", target.Path, codec, program, problem);
        }
        _process.BeginErrorReadLine();                                                   // unread, its messages would fill the pipe and stop it
    }

    /// <summary>Finds out before there is a frame whether the program is there.</summary>
    /// <param name="path">That will be written, for the message.</param>
    /// <param name="option">By which the path was given, for the message.</param>
    /// <param name="program">Name on the path, or path, of the program.</param>
    /// <exception cref="UserErrorException">It cannot be started.</exception>
    public static void RequireProgram(string path, FfmpegCodec codec, string option = "--out", string program = "ffmpeg")
    {
        using var process = new Process { StartInfo = new(program, "-version") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false } };
        try
        {
            process.Start();
        }
        catch (Win32Exception problem)
        {
            throw Missing(option, path, codec, program, problem);
        }
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
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

    private static UserErrorException Missing(string option, string path, FfmpegCodec codec, string program, Win32Exception problem) => new(
        $"{option} {path}: {codec.Name} needs the program '{program}', which cannot be started ({problem.Message}). Install it (Debian: apt-get install ffmpeg; Windows: winget install ffmpeg; macOS: brew install ffmpeg), or write .webp, which needs nothing.", problem);

    private ProcessStartInfo StartInfo(string program)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false };
        var size = string.Create(CultureInfo.InvariantCulture, $"{_target.Width}x{_target.Height}");
        var rate = _target.FramesPerSecond.ToString("R", CultureInfo.InvariantCulture);
        string[] input = ["-f", "rawvideo", "-pixel_format", "bgra", "-video_size", size, "-framerate", rate, "-i", "-"];
        string[] output = [.. _codec.Arguments, "-f", _codec.Name, _file.TemporaryPath];
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
            return new(string.Create(CultureInfo.InvariantCulture, $"--out {_target.Path}: ffmpeg stopped with exit code {_process.ExitCode}: {string.Join(" | ", _messages)}. Check that this ffmpeg has {_codec.Encoder}, or write .webp."));
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
