using RLSandbox.Core;
using RLSandbox.Scenarios.Import.CommonRoad;

namespace RLSandbox.Scenarios.Import;

/// <summary>All formats of recorded scenes that can be imported, and which of them a file is.</summary>
public static class SceneImporters
{
    /// <summary>In the order in which they are asked; a file belongs to the first that recognises it.</summary>
    public static IReadOnlyList<ISceneImporter> All { get; } =
    [
        new CommonRoadImporter(),
        new Waymo.WaymoSceneImporter(),
        new OpenScenario.OpenScenarioImporter(),
    ];

    /// <summary>What a file says, whichever format it is.</summary>
    /// <exception cref="UserErrorException">No format recognises it, or there is no map in it.</exception>
    public static ImportedScene Import(string path, ImportOptions options) => Import(ImportFile.Open(path), options);

    /// <inheritdoc cref="Import(string, ImportOptions)"/>
    public static ImportedScene Import(ImportFile file, ImportOptions options)
    {
        foreach (var importer in All)
        {
            if (!importer.Recognises(file)) continue;
            if (options.MapFile is not null && !importer.HasMapElsewhere) throw new UserErrorException($"{file.Path}: its format, {importer.Format}, holds the map itself, found --map {options.MapFile}; leave out --map.");
            return importer.ImportScene(file, options);
        }
        var hint = MapImporters.All.FirstOrDefault(importer => importer.Recognises(file)) is { } map
            ? $"a map of the format {map.Format}, which holds no traffic; import it with: map import"
            : Looks.LikeOther(file) ?? "text of another kind";
        throw new UserErrorException($"{file.Path}: expected a recorded scene, found {hint}; formats that can be imported: {string.Join(", ", All.Select(importer => importer.Format))}.");
    }
}
