using RLSandbox.Core;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;

namespace RLSandbox.Scenarios.Tests.Roads;

/// <summary>All maps of other people that some importer reads; files appear here as importers do.</summary>
internal static class ImportedMaps
{
    private static readonly string[] _endings = [".xodr", ".xml", ".osm", ".json", ".bin"];

    /// <summary>Paths below the folder of other people's files; one empty path where there is no such folder.</summary>
    public static IEnumerable<string> Files()
    {
        var folder = Environment.GetEnvironmentVariable("RLSANDBOX_DATA");
        if (string.IsNullOrEmpty(folder)) return [""];
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => _endings.Contains(Path.GetExtension(path)))
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The network in a file; ignores the test where no importer reads it, or where it holds none.</summary>
    public static RoadMap Load(string file)
    {
        var path = SharedFiles.Path(file);
        var opened = ImportFile.Open(path);
        if (!MapImporters.All.Any(importer => importer.Recognises(opened))) Assert.Ignore("no importer reads it");
        try
        {
            return MapImporters.Import(opened, new()).Map.Roads is { } roads ? roads : Ignored("it holds a circuit");
        }
        catch (UserErrorException error)
        {
            return Ignored(error.Message);
        }
    }

    private static RoadMap Ignored(string reason)
    {
        Assert.Ignore(reason);
        throw new InvalidOperationException();
    }
}
