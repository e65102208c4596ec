using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Scenarios.Import;
using RLSandbox.Scenarios.Yaml;

namespace RLSandbox.Scenarios.Maps;

/// <summary>Loads a circuit from any file format that we read.</summary>
public static class MapLoader
{
    /// <summary>The circuit in a file, named like the file without its ending.</summary>
    /// <exception cref="UserErrorException">The file cannot be read or is no circuit.</exception>
    public static Circuit Load(string path) => Read(path).ToCircuit(Path.GetFileNameWithoutExtension(path));

    /// <summary>What a file says; its content, not its ending, tells the format.</summary>
    /// <exception cref="UserErrorException">The file cannot be read or is no circuit.</exception>
    public static CircuitDrawing Read(string path)
    {
        var text = YamlText.Read(path);
        return IsTable(text) ? TumCsvImporter.Parse(text, path) : CircuitFile.Parse(text, path);
    }

    /// <summary>What a file of our own or a table says: a circuit or a network of roads.</summary>
    /// <exception cref="UserErrorException">The file cannot be read or is no map.</exception>
    public static MapDocument ReadDocument(string path) => ParseDocument(YamlText.Read(path, YamlTree.MapLimits.Bytes), path);

    internal static MapDocument ParseDocument(string text, string path)
    {
        if (IsTable(text)) return MapDocument.Of(TumCsvImporter.Parse(text, path));
        var problems = new ConfigProblems();
        var root = YamlTree.Parse(text, path, problems, YamlTree.MapLimits.Nodes);
        return root.Find("lanes") is not null ? MapDocument.Of(RoadMapFile.Bind(root, problems)) : MapDocument.Of(CircuitFile.Bind(root, problems));
    }

    /// <summary>Whether the first line that is neither blank nor a comment begins with a number; our own files begin with a key.</summary>
    private static bool IsTable(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var row = line.Trim();
            if (row.IsEmpty || row[0] == '#') continue;
            return char.IsAsciiDigit(row[0]) || row[0] is '.' or '+' || (row[0] == '-' && row.Length > 1 && (char.IsAsciiDigit(row[1]) || row[1] == '.'));
        }
        return false;
    }
}
