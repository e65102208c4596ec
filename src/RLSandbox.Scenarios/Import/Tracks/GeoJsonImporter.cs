using System.Text.Json;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Circuits as GeoJSON, a line of longitudes and latitudes: docs/maps/tracks.md.</summary>
public sealed class GeoJsonImporter : IMapImporter
{
    /// <summary>m; circuits that hold races of cars are 12 m wide and more.</summary>
    private const double UsualWidth = 12;

    /// <summary>m between points while corners are rounded, and between the points of the circuit.</summary>
    private const double FineSpacing = 2, Spacing = 4;

    /// <summary>Corners are rounded over about 6 m to each side: outlines have a point every 10 to 100 m, and a car no corner to turn on.</summary>
    private const int SmoothingPasses = 8;

    private const double LargestLengthError = 0.01;

    /// <inheritdoc/>
    public string Format => "GeoJSON";

    /// <inheritdoc/>
    public bool Recognises(ImportFile file) => JsonTree.HasKey(file, "type", (_, text) => text is "FeatureCollection" or "Feature" or "LineString" or "MultiLineString" or "Polygon");

    /// <inheritdoc/>
    public ImportedMap Import(ImportFile file, ImportOptions options)
    {
        using var json = JsonTree.Parse(file);
        var warnings = new List<ImportWarning>();
        var outlines = new List<Outline>();
        Collect(json.RootElement, outlines);
        if (outlines.Count == 0) throw new UserErrorException($"{file.Path}: expected a LineString or Polygon of at least 3 points, found none; a circuit is one closed line.");
        if (outlines.Count > 1) warnings.Add(new("features", $"{outlines.Count - 1} more lines were left out; a map holds one circuit", 0, outlines.Count - 1));
        var outline = outlines[0];
        var raw = ClosedLine.Distinct(GeoProjection.ToMetres(outline.Coordinates, file.Path, warnings));
        ClosedLine.Check(raw, file.Path);
        CheckLength(outline, ClosedLine.Length(raw), warnings);
        var line = ClosedLine.Resample(ClosedLine.Smooth(ClosedLine.Resample(raw, FineSpacing), SmoothingPasses), Spacing);
        if (options.WidthMetres is null) warnings.Add(new("road", FormattableString.Invariant($"the format has no widths; {UsualWidth} m were taken, --width takes another"), 0, UsualWidth));
        var half = Enumerable.Repeat((options.WidthMetres ?? UsualWidth) / 2, line.Length).ToArray();
        var drawing = TrackDrawing.Of(file, outline.Name, line, half, half, warnings);
        return new(Format, MapDocument.Of(drawing), warnings);
    }

    private static void CheckLength(Outline outline, double length, List<ImportWarning> warnings)
    {
        if (!(outline.Length > 0)) return;
        var error = length / outline.Length - 1;
        if (Math.Abs(error) > LargestLengthError)
            warnings.Add(new("road", FormattableString.Invariant($"properties.length says {outline.Length:0.#} m, the line is {length:0.#} m long; the line was believed"), 0, length - outline.Length));
    }

    /// <summary>Lines of a collection, a feature or a bare geometry, in file order. Collections inside collections are not looked into.</summary>
    private static void Collect(JsonElement root, List<Outline> outlines)
    {
        if (root.TryGetProperty("features", out var features) && features.ValueKind == JsonValueKind.Array)
            foreach (var feature in features.EnumerateArray()) AddFeature(feature, outlines);
        else if (root.TryGetProperty("geometry", out _)) AddFeature(root, outlines);
        else AddGeometry(root, default, outlines);
    }

    private static void AddFeature(JsonElement feature, List<Outline> outlines)
    {
        if (feature.ValueKind != JsonValueKind.Object || !feature.TryGetProperty("geometry", out var geometry)) return;
        AddGeometry(geometry, feature.TryGetProperty("properties", out var properties) ? properties : default, outlines);
    }

    private static void AddGeometry(JsonElement geometry, JsonElement properties, List<Outline> outlines)
    {
        if (geometry.ValueKind != JsonValueKind.Object || !geometry.TryGetProperty("coordinates", out var coordinates) || coordinates.ValueKind != JsonValueKind.Array) return;
        var type = JsonTree.Text(geometry, "type");
        if (type is "Polygon" or "MultiLineString")
        {
            if (coordinates.GetArrayLength() == 0) return;
            coordinates = coordinates[0];
        }
        else if (type != "LineString") return;
        if (coordinates.ValueKind != JsonValueKind.Array || coordinates.GetArrayLength() < 3) return;
        var name = JsonTree.Text(properties, "Name");
        var length = properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty("length", out var value) ? JsonTree.Number(value) : double.NaN;
        outlines.Add(new(name.Length > 0 ? name : JsonTree.Text(properties, "name"), length, coordinates));
    }

    private readonly record struct Outline(string Name, double Length, JsonElement Coordinates);
}

/// <summary>Degrees to metres near one place.</summary>
internal static class GeoProjection
{
    private const double EquatorRadius = 6_378_137, SquaredEccentricity = 6.69437999014e-3;     // WGS 84

    /// <summary>Metres east and north of the first point, along the ellipsoid's radii there: right to 1 part in 10,000 over 10 km.</summary>
    /// <exception cref="UserErrorException">The numbers are no degrees.</exception>
    public static MapPoint[] ToMetres(JsonElement coordinates, string path, List<ImportWarning> warnings)
    {
        var points = new List<MapPoint>();
        var broken = 0;
        foreach (var position in coordinates.EnumerateArray())
        {
            var isPair = position.ValueKind == JsonValueKind.Array && position.GetArrayLength() >= 2;
            var point = isPair ? new MapPoint(JsonTree.Number(position[0]), JsonTree.Number(position[1])) : new(double.NaN, double.NaN);
            if (!double.IsFinite(point.X) || !double.IsFinite(point.Y)) broken++;
            else if (Math.Abs(point.X) > 360 || Math.Abs(point.Y) > 90)
                throw new UserErrorException(FormattableString.Invariant($"{path}: expected longitude and latitude in degrees, found [{point.X}, {point.Y}]; GeoJSON has no other coordinates."));
            else points.Add(point);
        }
        if (broken > 0) warnings.Add(new("coordinates", $"{broken} positions are no pair of numbers and were left out", 0, broken));
        if (points.Count == 0) return [];
        double latitude = (points.Min(p => p.Y) + points.Max(p => p.Y)) / 2 * Math.PI / 180, sine = Math.Sin(latitude), w = 1 - SquaredEccentricity * sine * sine;
        double east = EquatorRadius / Math.Sqrt(w) * Math.Cos(latitude) * Math.PI / 180, north = EquatorRadius * (1 - SquaredEccentricity) / (w * Math.Sqrt(w)) * Math.PI / 180;
        var origin = points[0];
        return [.. points.Select(p => new MapPoint(Math.IEEERemainder(p.X - origin.X, 360) * east, (p.Y - origin.Y) * north))];
    }
}
