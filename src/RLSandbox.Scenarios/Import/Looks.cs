namespace RLSandbox.Scenarios.Import;

/// <summary>What a file that is no map looks like, so that whoever named it sees which one it was.</summary>
internal static class Looks
{
    private static readonly (byte[] Start, string Name)[] _signatures =
    [
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG picture"),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
        ([(byte)'G', (byte)'I', (byte)'F', (byte)'8'], "a GIF picture"),
        ([(byte)'P', (byte)'K', 3, 4], "a ZIP archive"),
        ([0x1F, 0x8B], "a gzip archive"),
        ([(byte)'%', (byte)'P', (byte)'D', (byte)'F'], "a PDF document"),
    ];

    /// <summary>Words for a file that neither an importer nor the readers of text can be asked about; null for text that may be ours.</summary>
    public static string? LikeOther(ImportFile file)
    {
        foreach (var (start, name) in _signatures)
            if (file.Bytes.AsSpan().StartsWith(start)) return name;
        if (file.Bytes.AsSpan(0, Math.Min(file.Bytes.Length, 4096)).Contains((byte)0)) return "binary data";
        if (file.IsXml) return file.XmlRoot.Length == 0 ? "XML without an element" : $"XML with the root <{file.XmlRoot}>";
        return file.Head.StartsWith('{') || file.Head.StartsWith('[') ? "JSON of another kind" : null;
    }
}
