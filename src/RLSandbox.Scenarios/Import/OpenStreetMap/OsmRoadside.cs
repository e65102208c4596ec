using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>What stands at nodes of streets: lights, stop and yield signs, crossings.</summary>
internal static class OsmRoadside
{
    private const double CrossingLength = 3;                              // m along the street
    private const double Closest = 0.5;                                   // m from the end of what is left of a street

    public static void Add(OsmNetwork network)
    {
        var unknown = 0;
        foreach (var piece in network.Pieces)
            for (var i = 1; i + 1 < piece.Nodes.Length; i++)
            {
                var node = network.Document.Nodes[piece.Nodes[i]];
                if (node.Tags.Count > 0) AddBetween(network, piece, node, piece.Arcs[i]);
            }
        foreach (var (id, arms) in network.Arms)
        {
            var node = network.Document.Nodes[id];
            var kind = node["highway"];
            if (kind == "traffic_signals" || node["crossing"] == "traffic_signals") AddLightAtNode(network, node, arms);
            else if (kind is "stop" or "give_way" && arms.Count != 1) unknown++;
            if (IsCrossing(node) && arms.Count == 2) AddCrossing(network, arms[0].Piece, arms[0].Piece.At(arms[0].IsEnd ? arms[0].Piece.Length : 0));
        }
        if (unknown > 0) network.Draft.Warn("node", $"{unknown} stop or yield signs stand where streets meet, which does not say for whom; they were left out", 0, unknown);
    }

    private static void AddBetween(OsmNetwork network, OsmPiece piece, OsmNode node, double arc)
    {
        var kind = node["highway"];
        var at = piece.At(Math.Clamp(arc, Math.Min(piece.CutFirst + Closest, piece.Length / 2), Math.Max(piece.Length - piece.CutLast - Closest, piece.Length / 2)));
        var isLight = kind == "traffic_signals" || kind == "crossing" && node["crossing"] == "traffic_signals";
        if (IsCrossing(node)) AddCrossing(network, piece, at);
        if (!isLight && kind is not ("stop" or "give_way")) return;
        var direction = node["traffic_signals:direction"].Length > 0 ? node["traffic_signals:direction"] : node["direction"];
        var isTurned = piece.Street.Nodes != piece.Street.Way.Nodes;
        bool forward = direction != (isTurned ? "forward" : "backward"), backward = direction != (isTurned ? "backward" : "forward");
        // A sign without direction stands before the nearer end of the street.
        if (!isLight && direction is not ("forward" or "backward" or "both")) (forward, backward) = (arc > piece.Length / 2 || piece.Street.Backward == 0, arc <= piece.Length / 2);
        var lanes = new List<string>();
        foreach (var isForward in new[] { true, false })
            if (isForward ? forward : backward) lanes.AddRange(AddStopLine(network, piece, at, isForward, isLight ? StopKind.Light : kind == "stop" ? StopKind.Stop : StopKind.Yield));
        if (lanes.Count == 0) return;
        var id = FormattableString.Invariant($"n{node.Id}");
        if (isLight) network.Draft.Lights.Add(new() { Id = id, Position = network.Places[node.Id], Lanes = lanes });
        else network.Draft.Signs.Add(new() { Id = id, Kind = kind == "stop" ? SignKind.Stop : SignKind.Yield, Position = network.Places[node.Id], Lanes = lanes });
    }

    private static bool IsCrossing(OsmNode node) => node["highway"] == "crossing" && node["crossing"] is not ("no" or "unmarked");

    /// <summary>Lanes that wait at the line.</summary>
    private static List<string> AddStopLine(OsmNetwork network, OsmPiece piece, (MapPoint, double, double) at, bool isForward, StopKind kind)
    {
        var lanes = Enumerable.Range(0, piece.Street.Count(isForward)).Select(lane => piece.Lane(isForward, lane)).Where(lane => network.Draft.Find(lane) is not null).ToList();
        if (lanes.Count == 0) return lanes;
        var (inner, outer) = (network.Beside(at, piece.Street.Edge(isForward, 0)), network.Beside(at, piece.Street.Edge(isForward, piece.Street.IsShared ? 1 : lanes.Count)));
        network.Draft.StopLines.Add(new() { Kind = kind, From = network.DrivesOnLeft ? outer : inner, To = network.DrivesOnLeft ? inner : outer, Lanes = lanes });
        return lanes;
    }

    private static void AddCrossing(OsmNetwork network, OsmPiece piece, (MapPoint Place, double X, double Y) at)
    {
        var corners = new List<MapPoint>();
        foreach (var (along, side) in new[] { (-0.5, 0.5), (-0.5, -0.5), (0.5, -0.5), (0.5, 0.5) })
        {
            var corner = network.Beside(at, side * piece.Street.Width);
            corners.Add(new(corner.X + along * CrossingLength * at.X, corner.Y + along * CrossingLength * at.Y, corner.Z));
        }
        network.Draft.Areas.Add(new() { Kind = AreaKind.Crossing, Outline = corners });
    }

    /// <summary>A light on the node of a junction holds for all who arrive.</summary>
    private static void AddLightAtNode(OsmNetwork network, OsmNode node, List<OsmArm> arms)
    {
        var lanes = new List<string>();
        foreach (var lane in arms.SelectMany(arm => Enumerable.Range(0, arm.In).Select(arm.LaneIn)))
        {
            if (network.Draft.Find(lane) is not { } found) continue;
            lanes.Add(lane);
            var end = found.Sections[^1];
            network.Draft.StopLines.Add(new() { Kind = StopKind.Light, Lanes = [lane], From = new(end.LeftX, end.LeftY, end.Z), To = new(end.RightX, end.RightY, end.Z) });
        }
        if (lanes.Count > 0) network.Draft.Lights.Add(new() { Id = FormattableString.Invariant($"n{node.Id}"), Position = network.Places[node.Id], Lanes = lanes });
    }
}
