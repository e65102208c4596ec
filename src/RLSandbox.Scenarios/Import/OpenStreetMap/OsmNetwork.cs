using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>A stretch of a street between two nodes at which streets meet or end.</summary>
internal sealed class OsmPiece
{
    public required OsmStreet Street { get; init; }

    /// <summary>Names its lanes: the way's id and a number.</summary>
    public required string Name { get; init; }

    public required long[] Nodes { get; init; }

    public required List<MapPoint> Points { get; init; }

    /// <summary>Metres from the first point to each.</summary>
    public required double[] Arcs { get; init; }

    public double Length => Arcs[^1];

    /// <summary>What is cut off at the beginning, so that there is room for a junction, m.</summary>
    public double CutFirst { get; set; }

    /// <summary>What is cut off at the end, m.</summary>
    public double CutLast { get; set; }

    /// <summary>The next point of the street that goes on at the beginning; null where none does, or a junction lies between.</summary>
    public MapPoint? Before { get; set; }

    /// <summary>The next point of the street that goes on at the end.</summary>
    public MapPoint? After { get; set; }

    /// <summary>Id of a lane.</summary>
    public string Lane(bool isForward, int lane) => FormattableString.Invariant($"{Name}.{(isForward ? 'f' : 'b')}{lane}");

    /// <summary>Place and direction at an arc.</summary>
    public (MapPoint Place, double X, double Y) At(double arc)
    {
        var i = Array.BinarySearch(Arcs, arc);
        i = Math.Clamp(i < 0 ? ~i : i + 1, 1, Arcs.Length - 1);
        MapPoint a = Points[i - 1], b = Points[i];
        double length = Arcs[i] - Arcs[i - 1], t = (arc - Arcs[i - 1]) / length;
        return (new(a.X + t * (b.X - a.X), a.Y + t * (b.Y - a.Y), a.Z + t * (b.Z - a.Z)), (b.X - a.X) / length, (b.Y - a.Y) / length);
    }
}

/// <summary>One end of a piece, at a node.</summary>
internal readonly record struct OsmArm(OsmPiece Piece, bool IsEnd)
{
    /// <summary>Lanes that lead to the node.</summary>
    public int In => Piece.Street.Count(IsEnd);

    /// <summary>Lanes that lead away from it.</summary>
    public int Out => Piece.Street.Count(!IsEnd);

    /// <summary>Direction away from the node, along the first metres.</summary>
    public (double X, double Y) Away()
    {
        var (_, x, y) = Piece.At(IsEnd ? Piece.Length : 0);
        return IsEnd ? (-x, -y) : (x, y);
    }

    /// <summary>The point next to the node.</summary>
    public MapPoint Next => IsEnd ? Piece.Points[^2] : Piece.Points[1];

    public string LaneIn(int lane) => Piece.Lane(IsEnd, lane);

    public string LaneOut(int lane) => Piece.Lane(!IsEnd, lane);
}

/// <summary>Streets cut into pieces at the nodes that they share.</summary>
internal sealed class OsmNetwork
{
    private const double Shortest = 0.01;                                 // m

    public OsmNetwork(OsmDocument document, OsmPlaces places, RoadMapDraft draft, ImportOptions options)
    {
        (Document, Places, Draft) = (document, places, draft);
        var ways = document.Ways.Values.Where(OsmStreetTags.IsStreet).ToList();
        DrivesOnLeft = SideOf(ways);
        var tags = new OsmStreetTags(draft, options, DrivesOnLeft);
        var streets = ways.Select(tags.Read).ToList();
        tags.Finish();
        var uses = new Dictionary<long, int>();
        foreach (var node in streets.SelectMany(street => street.Nodes)) uses[node] = uses.GetValueOrDefault(node) + 1;
        var missing = 0;
        foreach (var street in streets) missing += Split(street, uses);
        if (missing > 0) draft.Warn("way", $"{missing} nodes of streets are not in the file; the streets end there", 0, missing);
    }

    public OsmDocument Document { get; }

    public OsmPlaces Places { get; }

    public RoadMapDraft Draft { get; }

    public bool DrivesOnLeft { get; }

    public List<OsmPiece> Pieces { get; } = [];

    /// <summary>Ends of pieces by their node.</summary>
    public Dictionary<long, List<OsmArm>> Arms { get; } = [];

    /// <summary>A place so many metres to the left of a piece; to the right where traffic keeps to the left.</summary>
    public MapPoint Beside((MapPoint Place, double X, double Y) at, double offset)
    {
        var left = DrivesOnLeft ? -offset : offset;
        return new(at.Place.X - at.Y * left, at.Place.Y + at.X * left, at.Place.Z);
    }

    /// <summary>The tag driving_side where it is, else the way in which most roundabouts turn; to the right if there are none.</summary>
    private bool SideOf(List<OsmWay> ways)
    {
        var left = 0;
        foreach (var way in ways)
        {
            if (way["driving_side"] is "left" or "right") left += way["driving_side"] == "left" ? 100 : -100;
            if (way["junction"] == "roundabout" && way["oneway"] is not ("-1" or "no")) left -= Math.Sign(Polygon.SignedArea(Places.Of(way.Nodes)));
        }
        return left > 0;
    }

    /// <summary>Cuts a street at shared nodes, and ends it where nodes are missing: nothing is known of the ground between.</summary>
    private int Split(OsmStreet street, Dictionary<long, int> uses)
    {
        var (missing, number) = (0, 0);
        var nodes = new List<long>();
        foreach (var node in street.Nodes)
        {
            if (!Places.Has(node))
            {
                missing++;
                AddPiece(street, nodes, ref number);
                nodes.Clear();
                continue;
            }
            nodes.Add(node);
            if (uses[node] < 2 || nodes.Count < 2) continue;
            AddPiece(street, nodes, ref number);
            nodes = [node];
        }
        AddPiece(street, nodes, ref number);
        return missing;
    }

    private void AddPiece(OsmStreet street, List<long> nodes, ref int number)
    {
        if (nodes.Count < 2) return;
        var (kept, points, arcs) = (new List<long>(), new List<MapPoint>(), new List<double>());
        foreach (var node in nodes)
        {
            var place = Places[node];
            var step = points.Count == 0 ? double.PositiveInfinity : Math.Sqrt((place.X - points[^1].X) * (place.X - points[^1].X) + (place.Y - points[^1].Y) * (place.Y - points[^1].Y));
            if (step < Shortest) continue;                                // the second of two nodes in one place
            arcs.Add(points.Count == 0 ? 0 : arcs[^1] + step);
            points.Add(place);
            kept.Add(node);
        }
        if (points.Count < 2)
        {
            Draft.Warn($"way {street.Way.Id}", "a piece of it has no length and was left out", street.Way.Line);
            return;
        }
        kept[^1] = nodes[^1];
        var piece = new OsmPiece { Street = street, Name = FormattableString.Invariant($"{street.Way.Id}.{number++}"), Nodes = [.. kept], Points = points, Arcs = [.. arcs] };
        Pieces.Add(piece);
        AddArm(kept[0], new(piece, false));
        AddArm(kept[^1], new(piece, true));
    }

    private void AddArm(long node, OsmArm arm)
    {
        if (!Arms.TryGetValue(node, out var arms)) Arms[node] = arms = [];
        arms.Add(arm);
    }
}
