using System.Xml.Linq;

namespace RLSandbox.Scenarios.Import.Sumo;

/// <summary>One way from a lane into another.</summary>
/// <param name="From">Id of the lane that ends.</param>
/// <param name="Into">Id of the lane that begins there: inside the junction, or beyond it.</param>
/// <param name="Light">Id of the traffic light; null for none.</param>
/// <param name="Link">Place of the letter in the light's states; −1 for none.</param>
/// <param name="State">SUMO's letter for priority.</param>
/// <param name="IsInside">Whether it begins inside a junction.</param>
internal sealed record SumoConnection(string From, string Into, string? Light, int Link, string State, bool IsInside);

/// <summary>The connections of a network.</summary>
internal sealed class SumoConnections
{
    private const int MostDetours = 1_000_000;                            // links through lanes without length; towns have a few hundred

    private readonly SumoNet _net;
    private readonly Dictionary<string, List<string>> _next = new(StringComparer.Ordinal);
    private readonly List<(string Via, string To)> _beyond = [];

    private SumoConnections(SumoNet net) => _net = net;

    /// <summary>In the order of the file.</summary>
    public List<SumoConnection> All { get; } = [];

    /// <summary>For the second piece of a path inside a junction: the first.</summary>
    public Dictionary<string, string> FirstPiece { get; } = new(StringComparer.Ordinal);

    /// <summary>What the file says, whether or not the lanes have a length.</summary>
    public static SumoConnections Read(SumoNet net)
    {
        var read = new SumoConnections(net);
        var isInside = false;
        foreach (var connection in net.Root.Children("connection"))
        {
            isInside |= connection.Text("via") is not null;
            read.Read(connection);
        }
        foreach (var (via, to) in read._beyond)
            if (!read._next.ContainsKey(via)) read.Note(via, to);
        if (!isInside && read.All.Count > 0) net.Draft.Warn("connection", "no connection has lanes inside a junction; write the network anew with netconvert --no-internal-links false, or its junctions stay empty", 0, read.All.Count);
        return read;
    }

    /// <summary>Gives the links to the draft; lanes without length are stepped over.</summary>
    public void Join()
    {
        var detours = 0;
        foreach (var (from, list) in _next)
        {
            if (_net.Short.Contains(from)) continue;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var open = new Stack<string>(Enumerable.Reverse(list));
            while (open.TryPop(out var next))
            {
                if (!seen.Add(next)) continue;
                if (!_net.Short.Contains(next))
                {
                    _net.Draft.Link(from, next);
                    continue;
                }
                foreach (var beyond in Enumerable.Reverse(_next.GetValueOrDefault(next) ?? []))
                    if (++detours <= MostDetours) open.Push(beyond);
            }
        }
        if (detours > MostDetours) _net.Draft.Warn("connection", $"more than {MostDetours} links lead through lanes without length; the others were left out", 0, detours);
    }

    private void Read(XElement connection)
    {
        var (fromEdge, toEdge) = (connection.Text("from") ?? "", connection.Text("to") ?? "");
        if (_net.Walked.Contains(fromEdge) || _net.Walked.Contains(toEdge)) return;
        if (Find(fromEdge, connection.Index("fromLane")) is not { } from || Find(toEdge, connection.Index("toLane")) is not { } to)
        {
            _net.Draft.Warn($"connection from {fromEdge} to {toEdge}", "one of its lanes does not exist; it was left out", ImportFile.LineOf(connection));
            return;
        }
        var via = connection.Text("via");
        if (via is not null && _net.Draft.Find(via) is null && !_net.Short.Contains(via))
        {
            _net.Draft.Warn($"connection from {from} to {to}", $"its lane {via} inside the junction does not exist", ImportFile.LineOf(connection));
            via = null;
        }
        var isInside = fromEdge.StartsWith(':');
        All.Add(new(from, via ?? to, connection.Text("tl"), connection.Index("linkIndex") ?? -1, connection.Text("state") ?? "", isInside));
        Note(from, via ?? to);
        if (via is null) return;
        _beyond.Add((via, to));
        if (isInside) FirstPiece.TryAdd(via, from);
    }

    private string? Find(string edge, int? index) => index is { } i && _net.Lanes.TryGetValue((edge, i), out var lane) && (_net.Short.Contains(lane) || _net.Draft.Find(lane) is not null) ? lane : null;

    private void Note(string from, string to)
    {
        if (!_next.TryGetValue(from, out var list)) _next[from] = list = [];
        list.Add(to);
    }
}
