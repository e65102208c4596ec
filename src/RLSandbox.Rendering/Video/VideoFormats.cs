using RLSandbox.Core;

namespace RLSandbox.Rendering.Video;

/// <summary>What a writer needs to know before the first frame.</summary>
/// <param name="Path">File or folder to make.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="FramesPerSecond">Playback rate.</param>
public sealed record VideoTarget(string Path, int Width, int Height, double FramesPerSecond);

/// <summary>One way to write pictures.</summary>
/// <param name="Ending">By which it is chosen; <c>/</c> for a folder.</param>
/// <param name="Description">For help and messages.</param>
/// <param name="IsStill">Takes exactly one frame.</param>
/// <param name="Create">Makes a writer.</param>
public sealed record VideoFormat(string Ending, string Description, bool IsStill, Func<VideoTarget, IVideoWriter> Create)
{
    /// <summary>What the program ffmpeg must write; null: the format needs no program.</summary>
    public FfmpegCodec? Codec { get; init; }

    /// <summary>Whether it makes a folder instead of a file.</summary>
    public bool IsFolder => Ending == "/";

    /// <summary>A format that the program ffmpeg writes.</summary>
    public static VideoFormat Of(string description, FfmpegCodec codec) =>
        new($".{codec.Name}", $"{description}, needs the program ffmpeg", IsStill: false, target => new FfmpegWriter(target, codec)) { Codec = codec };
}

/// <summary>The table of formats: a new one is one file and one line here.</summary>
public static class VideoFormats
{
    /// <summary>All formats, the one that needs nothing first.</summary>
    public static IReadOnlyList<VideoFormat> All { get; } =
    [
        new(".webp", "animated WebP, plays in every browser", IsStill: false, target => new WebpWriter(target)),
        VideoFormat.Of("H.264 video", FfmpegCodec.Mp4),
        VideoFormat.Of("VP9 video", FfmpegCodec.Webm),
        VideoFormat.Of("animated GIF", FfmpegCodec.Gif),
        new(".png", "one picture from the middle of the episode", IsStill: true, target => new PngWriter(target.Path)),
        new("/", "folder of numbered PNG frames", IsStill: false, target => new PngFolderWriter(target.Path)),
    ];

    /// <summary>Endings and what they mean, for help and messages.</summary>
    public static string Listing => string.Join(", ", All.Select(format => $"{format.Ending} ({format.Description})"));

    /// <summary>The format that a path asks for by its ending, in any case of letters; an existing folder counts as one.</summary>
    /// <param name="option">By which it was given, for messages.</param>
    /// <exception cref="UserErrorException">No format has this ending.</exception>
    public static VideoFormat Of(string path, string option = "--out")
    {
        var isFolder = path.EndsWith('/') || path.EndsWith('\\') || Directory.Exists(path);
        var ending = isFolder ? "/" : Path.GetExtension(path);
        return All.FirstOrDefault(format => format.Ending.Equals(ending, StringComparison.OrdinalIgnoreCase)) ?? throw new UserErrorException(
            $"{option} {path}: {(ending.Length == 0 ? "it has no ending" : $"nothing writes {ending}")}. Choose an ending among {Listing}.");
    }

    /// <summary>Finds out before anything is played whether a path can be written.</summary>
    /// <param name="option">By which it was given, for messages.</param>
    /// <exception cref="UserErrorException">No format has this ending, or the program that writes it cannot be started.</exception>
    public static void Require(string path, string option = "--out")
    {
        if (Of(path, option).Codec is { } codec) FfmpegWriter.RequireProgram(path, codec, option);
    }
}
