using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import;

namespace RLSandbox.Scenarios.Tests.Roads;

/// <summary>All road maps of other people: every file with one of the endings but those that are known to hold none.</summary>
internal static class ImportedMaps
{
    private static readonly string[] _endings = [".xodr", ".xml", ".osm", ".json", ".bin"];

    /// <summary>A race track, and a scene without lanes.</summary>
    private static readonly string[] _others = ["mpcc-track/track.json", "waymo-like-json/nocturne_scenario_test.json"];

    /// <summary>Paths below the folder of other people's files; one empty path where there is no such folder.</summary>
    public static IEnumerable<string> Files()
    {
        var folder = Environment.GetEnvironmentVariable("RLSANDBOX_DATA");
        if (string.IsNullOrEmpty(folder)) return [""];
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => _endings.Contains(Path.GetExtension(path)))
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Except(_others)
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The network in a file; ignores the test where there are no files.</summary>
    public static RoadMap Load(string file) => MapImporters.Import(SharedFiles.Path(file), new()).Map.Roads!;
}
