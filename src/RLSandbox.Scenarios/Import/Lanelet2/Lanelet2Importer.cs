using RLSandbox.Core;
using RLSandbox.Scenarios.Import.OpenStreetMap;

namespace RLSandbox.Scenarios.Import.Lanelet2;

/// <summary>Reads maps of Lanelet2 (OSM files whose relations are lanelets); docs/maps/lanelet2.md says what becomes of each element.</summary>
public sealed class Lanelet2Importer : IMapImporter
{
    /// <inheritdoc/>
    public string Format => "Lanelet2";

    /// <inheritdoc/>
    public bool Recognises(ImportFile file) => file.XmlRoot == "osm" && (file.Bytes.AsSpan().IndexOf("\"lanelet\""u8) >= 0 || file.Bytes.AsSpan().IndexOf("'lanelet'"u8) >= 0);

    /// <inheritdoc/>
    public ImportedMap Import(ImportFile file, ImportOptions options)
    {
        var root = file.Xml();
        if (root.Name.LocalName != "osm") throw new UserErrorException($"{file.Path}: expected a Lanelet2 map with the root <osm>, found <{root.Name.LocalName}>; name the .osm file.");
        var draft = new RoadMapDraft(file.Path);
        var document = new OsmDocument(root, draft);
        var places = new OsmPlaces(document, _ => true, draft);
        draft.Header = new() { Source = Path.GetFileName(file.Path), Projection = places.Projection };
        var map = new LaneletMap(document, places, draft);
        LaneletRules.Read(map);
        LaneletLines.Read(map);
        LaneletAreas.Read(map);
        return draft.Build("Lanelet2");
    }
}
