using RLSandbox.Core;

namespace RLSandbox.Rendering.Video;

/// <summary>A file under a temporary name beside its final one; deleted unless it was committed.</summary>
internal sealed class PendingFile : IDisposable
{
    private readonly string _path;
    private bool _isCommitted;

    /// <summary>Makes the folder of <paramref name="path"/> where it is missing, and an empty temporary file in it.</summary>
    /// <param name="what">What the path was given for, for messages.</param>
    /// <exception cref="UserErrorException">Nothing can be written there.</exception>
    public PendingFile(string path, string what = "--out")
    {
        _path = Path.GetFullPath(path);
        TemporaryPath = _path + ".tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            File.WriteAllBytes(TemporaryPath, []);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{what} {path}: cannot write there ({problem.Message}). Choose a folder that you may write to.", problem);
        }
    }

    /// <summary>Where to write.</summary>
    public string TemporaryPath { get; }

    /// <summary>Gives the file its name; an older file of that name is replaced.</summary>
    public void Commit()
    {
        File.Move(TemporaryPath, _path, overwrite: true);
        _isCommitted = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isCommitted) File.Delete(TemporaryPath);
    }
}
