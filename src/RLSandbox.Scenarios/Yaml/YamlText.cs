using System.Globalization;
using System.Text;
using RLSandbox.Core;
using RLSandbox.Core.Configuration;

namespace RLSandbox.Scenarios.Yaml;

/// <summary>Gets the text of a YAML file from the disk, with a useful answer to everything that can stand in the way.</summary>
public static class YamlText
{
    private const int MostBytes = 16 << 20;
    private const int BlockBytes = 1 << 16;

    /// <summary>The file's text: UTF-8, or UTF-16 with a byte order mark, as Windows writes it.</summary>
    /// <exception cref="UserErrorException">There is no such file, it is a folder, too large, not readable or not text.</exception>
    public static string Read(string path, int mostBytes = MostBytes)
    {
        if (Directory.Exists(path)) throw new UserErrorException($"{path}: expected a file, found a folder; {FilesIn(path)}");
        if (!File.Exists(path)) throw new UserErrorException($"{path}: there is no such file; {NearestFile(path)}");
        try
        {
            using var file = RegularFile.OpenRead(path, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            var block = new byte[BlockBytes];
            for (int count; (count = file.Read(block)) > 0; bytes.Write(block, 0, count))       // by blocks: a device does not say how long it is
                if (bytes.Length + count > mostBytes) throw new UserErrorException($"{path}: expected at most {mostBytes >> 20} MB, found more; is it the right file?");
            return Decode(bytes.ToArray(), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Bytes as text; refuses what an editor would not show, because a parser may stop there without a word.</summary>
    /// <exception cref="ConfigException">The bytes are no text.</exception>
    public static string Decode(byte[] bytes, string source)
    {
        Encoding encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        };
        try
        {
            var text = encoding.GetString(bytes);
            if (text.StartsWith('\uFEFF')) text = text[1..];
            RefuseUnprintable(text, source);
            return text;
        }
        catch (DecoderFallbackException error)
        {
            var line = 1 + bytes.Take(Math.Max(0, error.Index)).Count(value => value == '\n');
            throw new ConfigException(new(source, line, 1), "expected UTF-8 text, found other bytes in this line", "save the file as UTF-8");
        }
    }

    private static void RefuseUnprintable(string text, string source)
    {
        var (line, column) = (1, 0);
        var inIndentation = true;
        for (var i = 0; i < text.Length; i++)
        {
            column++;
            if (text[i] == '\n')
            {
                (line, column, inIndentation) = (line + 1, 0, true);
                continue;
            }
            if (char.IsControl(text[i]) && text[i] is not ('\t' or '\r' or '\u0085'))
            {
                var code = ((int)text[i]).ToString("X4", CultureInfo.InvariantCulture);
                throw new ConfigException(new(source, line, column), $"expected printable text, found the control character U+{code}", "delete it");
            }
            if (text[i] == '\t' && inIndentation && !IsBlank(text, i))
                throw new ConfigException(new(source, line, column), "expected spaces at the start of the line, found a tab", "replace it by spaces");
            inIndentation &= text[i] is ' ' or '\t';
        }
    }

    private static bool IsBlank(string text, int from)
    {
        while (from < text.Length && text[from] is ' ' or '\t' or '\r') from++;
        return from == text.Length || text[from] == '\n';
    }

    private static string NearestFile(string path)
    {
        if (File.Exists(path + ".yaml")) return $"did you mean {path}.yaml?";
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        if (!Directory.Exists(folder)) return $"there is no folder {folder} either; the paths of files start in {Environment.CurrentDirectory}";
        var names = Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
        var nearest = NearestName.Of(Path.GetFileName(path), names);
        return nearest is null ? FilesIn(folder) : $"did you mean {Path.Join(Path.GetDirectoryName(path), nearest)}?";
    }

    private static string FilesIn(string folder)
    {
        const int Most = 8;
        var names = Directory.EnumerateFiles(folder, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0) return $"the folder {folder} has no .yaml file";
        return $"the folder {folder} has {string.Join(", ", names.Take(Most))}{(names.Count > Most ? " …" : "")}";
    }
}
