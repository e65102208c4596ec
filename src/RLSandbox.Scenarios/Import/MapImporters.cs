using RLSandbox.Core;
using RLSandbox.Scenarios.Import.CommonRoad;
using RLSandbox.Scenarios.Import.OpenDrive;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Import;

/// <summary>All formats of maps that can be imported, and which of them a file is.</summary>
public static class MapImporters
{
    /// <summary>In the order in which they are asked; a file belongs to the first that recognises it.</summary>
    public static IReadOnlyList<IMapImporter> All { get; } =
    [
        new CommonRoadImporter(),
        new OpenDriveImporter(),
        new Sumo.SumoImporter(),
        new Lanelet2.Lanelet2Importer(),
        new Waymo.WaymoMapImporter(),
        new Waymo.PufferBinaryImporter(),
        new Tracks.GeoJsonImporter(),
        new Tracks.MpccImporter(),
        new Tracks.F1TenthImporter(),
        new OpenStreetMap.OpenStreetMapImporter(),                        // any other file with the root <osm>
    ];

    /// <summary>What a file says, whichever format it is.</summary>
    /// <exception cref="UserErrorException">No format recognises it, or there is nothing to drive on.</exception>
    public static ImportedMap Import(string path, ImportOptions options) => Import(ImportFile.Open(path), options);

    /// <inheritdoc cref="Import(string, ImportOptions)"/>
    public static ImportedMap Import(ImportFile file, ImportOptions options)
    {
        foreach (var importer in All)
            if (importer.Recognises(file)) return importer.Import(file, options);
        if (Looks.LikeOther(file) is { } other)
            throw new UserErrorException($"{file.Path}: expected a map, found {other}; formats that can be imported: {string.Join(", ", All.Select(importer => importer.Format))}, and race tracks as CSV.");
        return new("map file", MapLoader.ParseDocument(file.Text(), file.Path), []);
    }
}
