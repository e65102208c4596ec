using System.Text;

namespace RLSandbox.Learning.Training;

/// <summary>Files that are either the old or the new ones, whatever kills the process: temporary name, flush, rename.</summary>
public static class AtomicFile
{
    /// <summary>What a file is called until it is whole.</summary>
    public const string TemporarySuffix = ".tmp";

    /// <summary>Writes or replaces a UTF-8 text file.</summary>
    public static void WriteAllText(string path, string text)
    {
        var temporary = path + TemporarySuffix;
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }
}
