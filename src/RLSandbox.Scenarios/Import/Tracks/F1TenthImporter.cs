using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Race tracks between walls, as an occupancy map with a race line beside it; either file may be named: docs/maps/tracks.md.</summary>
public sealed class F1TenthImporter : IMapImporter
{
    private static readonly string[] _lineEndings = ["_centerline.csv", "_raceline.csv", "_waypoints.csv", ".csv"];

    /// <inheritdoc/>
    public string Format => "F1TENTH track";

    /// <inheritdoc/>
    public bool Recognises(ImportFile file) => OccupancyGrid.Recognises(file) || RaceLine.Recognises(file);

    /// <inheritdoc/>
    public ImportedMap Import(ImportFile file, ImportOptions options)
    {
        var warnings = new List<ImportWarning>();
        var isMap = OccupancyGrid.Recognises(file);
        var map = isMap ? file : Beside(file, MapNames(file.Name));
        var table = isMap ? Beside(file, LineNames(file.Name)) : file;
        if (table is null) return WithoutLine(file, options, warnings);
        if (map is null && options.WidthMetres is null) throw new UserErrorException($"{file.Path}: expected a map with walls beside it, or a width; looked for {string.Join(", ", MapNames(file.Name))}. Give --width for a road of one width.");
        var driven = RaceLine.Read(table, warnings);
        if (map is null)
        {
            var half = Enumerable.Repeat(options.WidthMetres!.Value / 2, driven.Length).ToArray();
            return new(Format, MapDocument.Of(TrackDrawing.Of(file, "", driven, half, half, warnings)), warnings);
        }
        return BetweenWalls(map, OccupancyGrid.Read(map, warnings), driven, table.Path, options, warnings);
    }

    /// <summary>The free space says where the road is, and nothing says which way it is driven: counter-clockwise, with a warning.</summary>
    private ImportedMap WithoutLine(ImportFile map, ImportOptions options, List<ImportWarning> warnings)
    {
        var names = string.Join(", ", LineNames(map.Name));
        var grid = OccupancyGrid.Read(map, warnings);
        var driven = RingLine.Around(grid, map.Path, $"To say where the road is, put a race line beside the map; looked for {names}.");
        warnings.Add(new("line", $"no race line was found beside {Path.GetFileName(map.Path)} (looked for {names}); the centre line was made from the free space, and counter-clockwise is a guess. To say which way to drive, put a table of x and y in driving direction beside the map under one of these names"));
        return BetweenWalls(map, grid, driven, map.Path, options, warnings);
    }

    private ImportedMap BetweenWalls(ImportFile map, OccupancyGrid grid, MapPoint[] driven, string linePath, ImportOptions options, List<ImportWarning> warnings)
    {
        if (options.WidthMetres is not null) warnings.Add(new("road", "the walls say how wide it is; the given width was not used"));
        var (line, left, right) = WalledTrack.Between(grid, driven, linePath, warnings);
        return new(Format, MapDocument.Of(TrackDrawing.Of(map, "", line, left, right, warnings)), warnings);
    }

    /// <summary>example_map.yaml goes with example_waypoints.csv and the like.</summary>
    private static string[] LineNames(string map)
    {
        var stem = map.EndsWith("_map", StringComparison.Ordinal) ? map[..^"_map".Length] : map;
        return [.. _lineEndings.Select(ending => stem + ending)];
    }

    private static string[] MapNames(string table)
    {
        foreach (var ending in _lineEndings)
            if ((table + ".csv").EndsWith(ending, StringComparison.Ordinal)) return [$"{(table + ".csv")[..^ending.Length]}_map.yaml", $"{(table + ".csv")[..^ending.Length]}.yaml"];
        return [];
    }

    private static ImportFile? Beside(ImportFile file, string[] names)
    {
        foreach (var name in names)
            if (Path.Combine(Path.GetDirectoryName(file.Path) ?? "", name) is var path && File.Exists(path)) return ImportFile.Open(path);
        return null;
    }
}
