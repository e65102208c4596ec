using System.Text;
using System.Xml;
using System.Xml.Linq;
using RLSandbox.Core;
using RLSandbox.Core.Configuration;

namespace RLSandbox.Scenarios.Import;

/// <summary>A file that somebody else wrote, read once, with limits that no honest file reaches.</summary>
public sealed class ImportFile
{
    private const long MostBytes = 256L << 20;
    private const int MostXmlNodes = 3_000_000;                           // about 600 MB once they are objects
    private const int DeepestXml = 256;
    private const int HeadBytes = 8192;

    private XElement? _xml;

    private ImportFile(string path, byte[] bytes)
    {
        (Path, Bytes) = (path, bytes);
        Head = Encoding.UTF8.GetString(bytes, 0, Math.Min(bytes.Length, HeadBytes)).TrimStart('\uFEFF').TrimStart();
    }

    /// <summary>As the user named it.</summary>
    public string Path { get; }

    /// <summary>File name without its folder and ending.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The whole content.</summary>
    public byte[] Bytes { get; }

    /// <summary>The first characters, read as UTF-8, without white space before them: enough to tell the format.</summary>
    public string Head { get; }

    /// <summary>Whether the file looks like XML.</summary>
    public bool IsXml => Head.StartsWith('<');

    /// <summary>Local name of the outermost XML element, as far as <see cref="Head"/> shows it; empty if there is none.</summary>
    public string XmlRoot => IsXml ? FindRoot() : "";

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">It is missing, a folder, empty, too large or not readable.</exception>
    public static ImportFile Open(string path)
    {
        if (Directory.Exists(path)) throw new UserErrorException($"{path}: expected a file, found a folder; name a file in it.");
        if (!File.Exists(path)) throw new UserErrorException($"{path}: there is no such file; its path starts in {Environment.CurrentDirectory}.");
        try
        {
            using var file = RegularFile.OpenRead(path, FileShare.ReadWrite);
            if (file.Length > MostBytes) throw new UserErrorException($"{path}: expected at most {MostBytes >> 20} MB, found {file.Length >> 20} MB; cut out the part that you need.");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            if (bytes.Length == 0) throw new UserErrorException($"{path}: expected a map, found an empty file; is the download complete?");
            return new(path, bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Content given by somebody who has no file, such as a fuzzer.</summary>
    public static ImportFile Of(string path, byte[] bytes) => new(path, bytes);

    /// <summary>The content as text: UTF-8, or UTF-16 with a byte order mark.</summary>
    /// <exception cref="UserErrorException">The bytes are no text.</exception>
    public string Text() => Yaml.YamlText.Decode(Bytes, Path);

    /// <summary>The outermost element, every element with its line. No document type, no entities of its own, nothing from elsewhere.</summary>
    /// <exception cref="UserErrorException">The file is not well-formed, or larger inside than any map.</exception>
    public XElement Xml()
    {
        if (_xml is not null) return _xml;
        try
        {
            Measure();
            using var reader = CreateReader();
            return _xml = XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException error)
        {
            throw new ConfigException(new(Path, Math.Max(1, error.LineNumber), Math.Max(1, error.LinePosition)), $"this is not well-formed XML: {error.Message}", Hint(error));
        }
    }

    /// <summary>Line of an element.</summary>
    public static int LineOf(XObject element) => ((IXmlLineInfo)element).LineNumber;

    private XmlReader CreateReader() => XmlReader.Create(new MemoryStream(Bytes, writable: false), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true,
    });

    private void Measure()
    {
        using var reader = CreateReader();
        var nodes = 0;
        while (reader.Read())
        {
            nodes += 1 + reader.AttributeCount;
            if (nodes > MostXmlNodes) throw new UserErrorException($"{Path}: expected at most {MostXmlNodes} elements and attributes, found more; cut out the part that you need.");
            if (reader.Depth > DeepestXml) throw new UserErrorException($"{Path}: expected at most {DeepestXml} elements inside each other, found more; is it a map?");
        }
    }

    private string Hint(XmlException error)
    {
        if (error.Message.Contains("DTD", StringComparison.Ordinal)) return "delete the document type (<!DOCTYPE …>); maps need none";
        var declaration = Head.IndexOf("<?xml", StringComparison.Ordinal);
        return declaration > 0 ? "move <?xml …?> to the very start of the file, before comments" : "is the download complete? Look at this line and the one above it";
    }

    private string FindRoot()
    {
        for (var i = 0; i + 1 < Head.Length; i++)
        {
            if (Head[i] != '<') continue;
            if (Head.AsSpan(i).StartsWith("<!--"))
            {
                i = Head.IndexOf("-->", i, StringComparison.Ordinal);
                if (i < 0) return "";
            }
            if (!char.IsLetter(Head[i + 1])) continue;
            var end = Head.AsSpan(i + 1).IndexOfAny(" \t\r\n/>");
            return end < 0 ? "" : Head.Substring(i + 1, end).Split(':')[^1];
        }
        return "";
    }
}
