using System.Globalization;
using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Reads OpenDRIVE 1.1 to 1.8.</summary>
/// <remarks>
/// Source: ASAM OpenDRIVE 1.4 to 1.8, and files of CARLA, RoadRunner, SUMO and maliput. Differences: the road surface, crossfall, kerb heights, rails and
/// bridges are not read; roll changes heights only; a lane's pattern of paint decides who may cross it, laneChange is not read.
/// </remarks>
public sealed class OpenDriveImporter : IMapImporter
{
    /// <inheritdoc/>
    public string Format => "OpenDRIVE";

    /// <inheritdoc/>
    public bool Recognises(ImportFile file) => file.XmlRoot == "OpenDRIVE";

    /// <inheritdoc/>
    public ImportedMap Import(ImportFile file, ImportOptions options)
    {
        var root = file.Xml();
        var draft = new RoadMapDraft(file.Path);
        var reader = new SourceReader(draft);
        var version = Header(root, reader, draft);
        var network = Read(file, reader, draft);
        LinkLanes(network, reader, draft);
        new JunctionWriter(reader, network, draft).Write();
        var stops = new StopLines(network);
        new SignalReader(reader, network, stops, draft).Read(root);
        new ObjectReader(reader, network, stops, draft).Read();
        draft.StopLines.AddRange(stops.All());
        return draft.Build(version);
    }

    /// <summary>Roads, lanes and junctions of a file; built lanes go into the draft.</summary>
    internal static Network Read(ImportFile file, SourceReader reader, RoadMapDraft draft)
    {
        var root = file.Xml();
        var network = new Network();
        var roads = new RoadReader(reader);
        var builder = new LaneBuilder(reader, new(file.Path), draft);
        var junctions = new JunctionReader(reader);
        var cuts = JoinedPlaces(root, reader);
        foreach (var element in SourceReader.Children(root, "road"))
        {
            var places = cuts[SourceReader.Text(element, "id")];
            if (roads.Read(element, places) is not { } road) continue;
            if (!network.TryAdd(road))
            {
                reader.Warn(element, "a second road with this id was left out");
                continue;
            }
            for (var i = 0; i < road.Sections.Count; i++) network.Add(road, i, builder.Build(road, i));
        }
        foreach (var element in SourceReader.Children(root, "junction")) network.Junctions.Add(junctions.Read(element));
        foreach (var element in SourceReader.Children(root, "include")) reader.Warn(element, "names another file, which is not read; copy its content to this place");
        new LaneJoiner(reader, network).JoinAll();
        return network;
    }

    /// <summary>Places in the middle of roads, by their id, at which other roads begin or end.</summary>
    private static ILookup<string, double> JoinedPlaces(XElement root, SourceReader reader) => SourceReader.Children(root, "road")
        .Select(road => SourceReader.Child(road, "link")).SelectMany(link => SourceReader.Children(link, "predecessor").Concat(SourceReader.Children(link, "successor")))
        .Where(link => SourceReader.Text(link, "elementS").Length > 0 && SourceReader.Text(link, "elementType") != "junction")
        .ToLookup(link => SourceReader.Text(link, "elementId"), link => reader.Number(link, "elementS", double.NaN));

    private static void LinkLanes(Network network, SourceReader reader, RoadMapDraft draft)
    {
        foreach (var strip in network.Roads.SelectMany(road => Enumerable.Range(0, road.Sections.Count).SelectMany(i => network.Strips(road, i))))
        {
            if (strip.Built is not { } lane) continue;
            foreach (var atEnd in new[] { false, true })
                foreach (var (other, otherEnd) in strip.Joined(atEnd))
                {
                    if (other.Built is null) continue;
                    if (strip.LeavesAt(atEnd) && !other.LeavesAt(otherEnd)) draft.Link(strip.Id, other.Id);
                    var isHeadOn = strip.LeavesAt(atEnd) == other.LeavesAt(otherEnd) && lane.IsDrivable() && other.Built.IsDrivable() && !lane.IsBidirectional && !other.Built.IsBidirectional;
                    if (isHeadOn && string.CompareOrdinal(strip.Id, other.Id) < 0)
                        reader.Warn(strip.Lane.Element, $"is linked to lane {other.Id}, but both are driven {(strip.LeavesAt(atEnd) ? "towards" : "away from")} where they meet; the link was dropped");
                }
        }
    }

    /// <summary>Name, projection and offset go into the draft; returns name and version of the format.</summary>
    private static string Header(XElement root, SourceReader reader, RoadMapDraft draft)
    {
        var header = SourceReader.Child(root, "header");
        var isLeft = SourceReader.Children(root, "road").Select(road => SourceReader.Text(road, "rule")).Aggregate(0, (balance, rule) => balance + (rule == "LHT" ? 1 : -1)) > 0;
        if (header is null)
        {
            reader.Warn(root, "expected a header, found none; the version is unknown");
            draft.Header = new() { DrivesOnLeft = isLeft };
            return "OpenDRIVE";
        }
        string major = SourceReader.Text(header, "revMajor"), minor = SourceReader.Text(header, "revMinor");
        if (major != "1" || !int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) || revision > 8)
            reader.Warn(header, $"expected OpenDRIVE 1.1 to 1.8, found {SourceReader.Short($"{major}.{minor}")}; read as 1.8");
        draft.Header = new()
        {
            Name = SourceReader.Text(header, "name"),
            Source = string.Join(", ", new[] { SourceReader.Text(header, "vendor"), SourceReader.Text(header, "date") }.Where(text => text.Length > 0)),
            Projection = SourceReader.Child(header, "geoReference")?.Value.Trim() ?? "",
            Origin = Offset(header, reader),
            DrivesOnLeft = isLeft,
        };
        return $"OpenDRIVE {SourceReader.Short(major)}.{SourceReader.Short(minor)}";
    }

    private static MapPoint Offset(XElement header, SourceReader reader)
    {
        if (SourceReader.Child(header, "offset") is not { } offset) return default;
        var origin = new MapPoint(reader.Number(offset, "x", 0), reader.Number(offset, "y", 0), reader.Number(offset, "z", 0));
        if (reader.Number(offset, "hdg", 0) != 0) reader.Warn(offset, "turns the map (hdg); the turn was left out of the origin");
        return double.IsFinite(origin.X + origin.Y + origin.Z) ? origin : default;
    }
}
