using System.Globalization;
using System.Xml.Linq;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>A place, a line or a group of both, with its tags.</summary>
internal abstract record OsmElement(long Id, int Line, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>A tag; empty if it is missing.</summary>
    public string this[string key] => Tags.GetValueOrDefault(key, "");
}

/// <summary>A place.</summary>
internal sealed record OsmNode(long Id, int Line, IReadOnlyDictionary<string, string> Tags, double Latitude, double Longitude) : OsmElement(Id, Line, Tags);

/// <summary>A line through places.</summary>
internal sealed record OsmWay(long Id, int Line, IReadOnlyDictionary<string, string> Tags, long[] Nodes) : OsmElement(Id, Line, Tags)
{
    public bool IsClosed => Nodes.Length > 3 && Nodes[0] == Nodes[^1];
}

/// <summary>A group.</summary>
internal sealed record OsmRelation(long Id, int Line, IReadOnlyDictionary<string, string> Tags, OsmMember[] Members) : OsmElement(Id, Line, Tags);

/// <summary>A part of a group.</summary>
/// <param name="Kind">node, way or relation.</param>
internal readonly record struct OsmMember(string Kind, long Id, string Role);

/// <summary>The elements of an OSM file, without those that an editor marked as deleted.</summary>
internal sealed class OsmDocument
{
    private static readonly Dictionary<string, string> _noTags = [];
    private readonly RoadMapDraft _draft;

    public OsmDocument(XElement root, RoadMapDraft draft)
    {
        _draft = draft;
        var deleted = 0;
        foreach (var element in root.Elements())
        {
            if (element.Name.LocalName is not ("node" or "way" or "relation")) continue;
            if (element.Attribute("action")?.Value == "delete" || element.Attribute("visible")?.Value == "false") deleted++;
            else Read(element);
        }
        if (deleted > 0) draft.Warn("osm", $"{deleted} elements are marked as deleted and were left out", 0, deleted);
    }

    public Dictionary<long, OsmNode> Nodes { get; } = [];

    public Dictionary<long, OsmWay> Ways { get; } = [];

    public Dictionary<long, OsmRelation> Relations { get; } = [];

    private void Read(XElement element)
    {
        var (kind, line) = (element.Name.LocalName, ImportFile.LineOf(element));
        if (!TryId(element, "id", out var id))
        {
            _draft.Warn(kind, $"expected a whole number in id, found \"{element.Attribute("id")?.Value}\"; it was left out", line);
            return;
        }
        var isNew = kind switch
        {
            "node" => Nodes.TryAdd(id, new(id, line, Tags(element), Number(element, "lat"), Number(element, "lon"))),
            "way" => Ways.TryAdd(id, new(id, line, Tags(element), [.. Refs(element, kind, id)])),
            _ => Relations.TryAdd(id, new(id, line, Tags(element), [.. Members(element, id)])),
        };
        if (!isNew) _draft.Warn($"{kind} {id}", "a second one with this id was left out", line);
    }

    private IEnumerable<long> Refs(XElement way, string kind, long id)
    {
        var last = long.MinValue;
        foreach (var node in way.Elements())
        {
            if (node.Name.LocalName != "nd") continue;
            if (!TryId(node, "ref", out var reference)) _draft.Warn($"{kind} {id}", "expected a whole number in ref; the point was left out", ImportFile.LineOf(node));
            else if (reference != last) yield return last = reference;   // a point twice in a row is one point
        }
    }

    private IEnumerable<OsmMember> Members(XElement relation, long id)
    {
        foreach (var member in relation.Elements())
        {
            if (member.Name.LocalName != "member") continue;
            if (TryId(member, "ref", out var reference)) yield return new(member.Attribute("type")?.Value ?? "", reference, member.Attribute("role")?.Value ?? "");
            else _draft.Warn($"relation {id}", "expected a whole number in ref; the member was left out", ImportFile.LineOf(member));
        }
    }

    private static Dictionary<string, string> Tags(XElement element)
    {
        Dictionary<string, string>? tags = null;
        foreach (var tag in element.Elements())
            if (tag.Name.LocalName == "tag" && tag.Attribute("k")?.Value is { } key) (tags ??= new(StringComparer.Ordinal))[key] = tag.Attribute("v")?.Value ?? "";
        return tags ?? _noTags;
    }

    private static bool TryId(XElement element, string name, out long id) => long.TryParse(element.Attribute(name)?.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id);

    private static double Number(XElement element, string name) => OsmNumber.TryRead(element.Attribute(name)?.Value, out var value) ? value : double.NaN;
}
