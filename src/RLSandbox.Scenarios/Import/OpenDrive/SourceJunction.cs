using System.Xml.Linq;

namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>A junction as the file describes it.</summary>
/// <param name="Kind">Empty for the usual one, <c>direct</c> where roads split without crossing, <c>virtual</c> where one joins the middle of another.</param>
/// <param name="Priorities">Ids of roads with priority, and of those that wait for them.</param>
/// <param name="Controllers">Ids of the controllers of its lights.</param>
internal sealed record SourceJunction(string Id, string Kind, XElement Element, IReadOnlyList<SourceConnection> Connections, IReadOnlyList<(string High, string Low)> Priorities, IReadOnlyList<string> Controllers);

/// <summary>How one road goes on as another in a junction.</summary>
/// <param name="Incoming">Id of the road that leads to the junction.</param>
/// <param name="Connecting">Id of the road that it goes on as: through the junction, or behind a direct one.</param>
/// <param name="AtEnd">Which end of that road touches the incoming one; null if the file does not say.</param>
/// <param name="Lanes">Lane of the incoming road, lane of the connecting road.</param>
internal sealed record SourceConnection(string Incoming, string Connecting, bool? AtEnd, XElement Element, IReadOnlyList<(int From, int To)> Lanes);

/// <summary>Reads junctions.</summary>
internal sealed class JunctionReader(SourceReader reader)
{
    /// <summary>What an element says.</summary>
    public SourceJunction Read(XElement junction)
    {
        var connections = SourceReader.Children(junction, "connection").Select(Connection).OfType<SourceConnection>().ToList();
        var priorities = SourceReader.Children(junction, "priority").Select(priority => (SourceReader.Text(priority, "high"), SourceReader.Text(priority, "low"))).ToList();
        var controllers = SourceReader.Children(junction, "controller").Select(controller => SourceReader.Text(controller, "id")).ToList();
        var kind = SourceReader.Text(junction, "type");
        return new(SourceReader.Text(junction, "id"), kind == "default" ? "" : kind, junction, connections, priorities, controllers);
    }

    private SourceConnection? Connection(XElement connection)
    {
        var links = new List<(int, int)>();
        foreach (var link in SourceReader.Children(connection, "laneLink"))
            if (reader.Whole(link, "from") is { } from && reader.Whole(link, "to") is { } to) links.Add((from, to));
        var connecting = SourceReader.Text(connection, "connectingRoad");
        if (connecting.Length == 0) connecting = SourceReader.Text(connection, "linkedRoad");
        var incoming = SourceReader.Text(connection, "incomingRoad");
        if (incoming.Length == 0 || connecting.Length == 0) return null;                            // crossings and virtual connections may have neither
        bool? atEnd = SourceReader.Text(connection, "contactPoint") switch { "start" => false, "end" => true, _ => null };
        return new(incoming, connecting, atEnd, connection, links);
    }
}
