using RLSandbox.Core;

namespace RLSandbox.Scenarios.Maps;

/// <summary>Writes text files so that nobody ever sees half of one.</summary>
internal static class TextFile
{
    /// <summary>Writes or replaces a file under another name first.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static void Replace(string path, string text)
    {
        var temporary = path + ".tmp";
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"{path}: cannot be written: {error.Message} Choose another file.", error);
        }
    }
}
