using System.Xml.Linq;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>Reads a road: its line, heights, lane sections and what it goes on as.</summary>
internal sealed class RoadReader(SourceReader reader)
{
    private readonly ReferenceLineReader _lines = new(reader);
    private readonly SectionReader _sections = new(reader);
    private readonly LaneReader _lanes = new(reader);

    /// <summary>The road; null, with a warning, if it has no usable line.</summary>
    /// <param name="cuts">Places at which other roads join in its middle, m.</param>
    public SourceRoad? Read(XElement road, IEnumerable<double> cuts)
    {
        if (_lines.Read(road) is not { } line) return null;
        var lanes = SourceReader.Child(road, "lanes");
        var offset = Offset(lanes);
        var link = SourceReader.Child(road, "link");
        var rule = SourceReader.Text(road, "rule");
        if (rule is not ("" or "RHT" or "LHT")) reader.Warn(road, $"expected the rule RHT or LHT, found \"{SourceReader.Short(rule)}\"; taken as RHT");
        return new()
        {
            Id = SourceReader.Text(road, "id"),
            Element = road,
            Junction = SourceReader.Text(road, "junction") is { Length: > 0 } id && id != "-1" ? id : null,
            DrivesOnLeft = rule == "LHT",
            Line = line,
            Elevation = reader.Profile(SourceReader.Children(SourceReader.Child(road, "elevationProfile"), "elevation"), "s"),
            Superelevation = reader.Profile(SourceReader.Children(SourceReader.Child(road, "lateralProfile"), "superelevation"), "s"),
            LaneOffset = offset,
            Links = [Link(link, "predecessor"), Link(link, "successor")],
            Speeds = Speeds(road),
            SectionCount = SourceReader.Children(lanes, "laneSection").Count(),
            Sections = _sections.Read(road, line, offset, cuts),
        };
    }

    private CubicProfile Offset(XElement? lanes)
    {
        var offset = reader.Profile(SourceReader.Children(lanes, "laneOffset"), "s");
        return offset.Records.Count > 0 && offset.Records[0].Start > 1e-6 ? new([default, .. offset.Records]) : offset;
    }

    private SourceLink? Link(XElement? link, string name)
    {
        if (SourceReader.Child(link, name) is not { } element) return null;
        var id = SourceReader.Text(element, "elementId");
        if (id.Length == 0) return null;
        bool? atEnd = SourceReader.Text(element, "contactPoint") switch { "start" => false, "end" => true, _ => null };
        return new(SourceReader.Text(element, "elementType") == "junction", id, atEnd, reader.Number(element, "elementS", double.NaN), element);
    }

    private List<Span<double>> Speeds(XElement road)
    {
        var speeds = new List<Span<double>>();
        foreach (var type in SourceReader.Children(road, "type"))
        {
            var s = reader.Number(type, "s", 0);
            if (double.IsFinite(s)) speeds.Add(new(s, SourceReader.Child(type, "speed") is { } speed ? _lanes.Limit(speed) : double.NaN));
        }
        return [.. speeds.OrderBy(span => span.Start)];
    }
}
