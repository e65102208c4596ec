using System.Globalization;
using RLSandbox.Core;
using SkiaSharp;

namespace RLSandbox.Rendering.Video;

/// <summary>A folder of frames, <c>frame-00001.png</c> and on.</summary>
public sealed class PngFolderWriter : IVideoWriter
{
    private readonly string _folder, _temporary;
    private int _count;

    /// <summary>A writer of a new folder, or of one that is empty.</summary>
    /// <exception cref="UserErrorException">The folder holds something, or cannot be made.</exception>
    public PngFolderWriter(string path)
    {
        _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        _temporary = _folder + ".tmp";
        if (Directory.Exists(_folder) && Directory.EnumerateFileSystemEntries(_folder).Any())
            throw new UserErrorException($"--out {path}: the folder holds something already. Remove it, or choose another name.");
        try
        {
            if (Directory.Exists(_temporary)) Directory.Delete(_temporary, recursive: true);
            Directory.CreateDirectory(_temporary);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"--out {path}: cannot write there ({problem.Message}). Choose a folder that you may write to.", problem);
        }
    }

    /// <inheritdoc/>
    public byte[] Encode(SKPixmap frame) => PngWriter.Png(frame);

    /// <inheritdoc/>
    public void Append(byte[] encoded, int count = 1)
    {
        for (var i = 0; i < count; i++)
            File.WriteAllBytes(Path.Combine(_temporary, string.Create(CultureInfo.InvariantCulture, $"frame-{++_count:00000}.png")), encoded);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder);
        Directory.Move(_temporary, _folder);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(_temporary)) Directory.Delete(_temporary, recursive: true);
    }
}
