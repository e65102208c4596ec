using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>The map that a scenario happens on.</summary>
/// <param name="Map">The map.</param>
/// <param name="Shift">What was subtracted from the coordinates that the scenario uses.</param>
/// <param name="Warnings">About the map.</param>
internal sealed record LogicFile(RoadMap Map, MapPoint Shift, IReadOnlyList<ImportWarning> Warnings)
{
    /// <summary>The map that the person named, or that the scenario names by a path that exists.</summary>
    /// <exception cref="UserErrorException">There is none, or it is no network of roads.</exception>
    public static LogicFile Open(ImportFile scenario, XoscNode root, ImportOptions options)
    {
        var path = options.MapFile ?? Named(scenario, root);
        var file = ImportFile.Open(path);
        var imported = MapImporters.Import(file, options with { MapFile = null });
        if (imported.Map.Roads is not { } map) throw new UserErrorException($"{path}: expected a network of roads, found a circuit; name the map of {scenario.Path} with --map FILE.");
        var offset = HeaderOffset(file);
        return new(map, new(map.Origin.X - offset.X, map.Origin.Y - offset.Y, map.Origin.Z - offset.Z), imported.Warnings);
    }

    private static string Named(ImportFile scenario, XoscNode root)
    {
        var name = root.One("RoadNetwork")?.One("LogicFile")?.Text("filepath") ?? "";
        var folder = Path.GetDirectoryName(scenario.Path) ?? "";
        if (name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal) && Path.Combine(folder, name.Replace('\\', '/')) is var path && File.Exists(path)) return path;
        var found = name.Length > 0 ? $"the name \"{Printable.Of(name, 200)}\", which is no file beside the scenario" : "none";
        throw new UserErrorException($"{scenario.Path}: expected a LogicFile with the path of a map, found {found}; name the map with --map FILE.");
    }

    /// <summary>What an OpenDRIVE header adds to coordinates; scenarios use those without it.</summary>
    private static MapPoint HeaderOffset(ImportFile file)
    {
        if (file.XmlRoot != "OpenDRIVE") return default;
        var offset = new XoscNode(file.Xml(), Scope.Empty).One("header")?.One("offset");
        return offset is null ? default : new(offset.Number("x") ?? 0, offset.Number("y") ?? 0, offset.Number("z") ?? 0);
    }
}
