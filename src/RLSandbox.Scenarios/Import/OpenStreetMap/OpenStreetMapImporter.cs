using RLSandbox.Core;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>Reads plain extracts of OpenStreetMap; docs/maps/openstreetmap.md says how lines become lanes, docs/decisions/0041 why so.</summary>
public sealed class OpenStreetMapImporter : IMapImporter
{
    /// <inheritdoc/>
    public string Format => "OpenStreetMap";

    /// <inheritdoc/>
    public bool Recognises(ImportFile file) => file.XmlRoot == "osm";

    /// <inheritdoc/>
    public ImportedMap Import(ImportFile file, ImportOptions options)
    {
        var root = file.Xml();
        if (root.Name.LocalName != "osm") throw new UserErrorException($"{file.Path}: expected an OpenStreetMap extract with the root <osm>, found <{root.Name.LocalName}>; name the .osm file.");
        var draft = new RoadMapDraft(file.Path);
        var document = new OsmDocument(root, draft);
        var places = new OsmPlaces(document, OsmStreetTags.IsStreet, draft);
        var network = new OsmNetwork(document, places, draft, options);
        draft.Header = new() { Source = Path.GetFileName(file.Path), Licence = "ODbL 1.0, © OpenStreetMap contributors", Projection = places.Projection, DrivesOnLeft = network.DrivesOnLeft };
        OsmCuts.Set(network);
        OsmLanes.Add(network);
        OsmJunctions.Add(network);
        OsmRoadside.Add(network);
        OsmPaths.Add(network);
        OsmGround.Add(network);
        return draft.Build("OpenStreetMap");
    }
}
