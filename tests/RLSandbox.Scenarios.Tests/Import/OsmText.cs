using System.Globalization;
using System.Text;

namespace RLSandbox.Scenarios.Tests.Import;

/// <summary>Writes OSM files of a few elements for tests.</summary>
internal sealed class OsmText
{
    private readonly StringBuilder _nodes = new(), _ways = new(), _relations = new();

    /// <summary>Degrees; tags as <c>key=value</c>.</summary>
    public OsmText Node(long id, double latitude, double longitude, params string[] tags)
    {
        _nodes.Append(CultureInfo.InvariantCulture, $"<node id=\"{id}\" lat=\"{latitude:0.##########}\" lon=\"{longitude:0.##########}\">{Tags(tags)}</node>\n");
        return this;
    }

    /// <summary>Metres, in tags of the node.</summary>
    public OsmText Local(long id, double x, double y, params string[] tags) =>
        Node(id, 0, 0, [string.Create(CultureInfo.InvariantCulture, $"local_x={x}"), string.Create(CultureInfo.InvariantCulture, $"local_y={y}"), .. tags]);

    /// <summary>A line.</summary>
    public OsmText Way(long id, long[] nodes, params string[] tags)
    {
        _ways.Append(CultureInfo.InvariantCulture, $"<way id=\"{id}\">{string.Concat(nodes.Select(node => string.Create(CultureInfo.InvariantCulture, $"<nd ref=\"{node}\"/>")))}{Tags(tags)}</way>\n");
        return this;
    }

    /// <summary>A group; members as <c>way 1 left</c>.</summary>
    public OsmText Relation(long id, string[] members, params string[] tags)
    {
        _relations.Append(CultureInfo.InvariantCulture, $"<relation id=\"{id}\">");
        foreach (var member in members.Select(member => member.Split(' '))) _relations.Append(CultureInfo.InvariantCulture, $"<member type=\"{member[0]}\" ref=\"{member[1]}\" role=\"{member[2]}\"/>");
        _relations.Append(CultureInfo.InvariantCulture, $"{Tags(tags)}</relation>\n");
        return this;
    }

    /// <summary>The file.</summary>
    public override string ToString() => $"<?xml version=\"1.0\"?>\n<osm version=\"0.6\">\n{_nodes}{_ways}{_relations}</osm>\n";

    private static string Tags(string[] tags) => string.Concat(tags.Select(tag => tag.Split('=', 2)).Select(tag => $"<tag k=\"{tag[0]}\" v=\"{tag[1]}\"/>"));
}
