using System.Globalization;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Import.OpenStreetMap;

namespace RLSandbox.Scenarios.Import.Lanelet2;

/// <summary>One edge of a lanelet: a way, and whether the lanelet is driven against its order of nodes.</summary>
internal readonly record struct LaneletEdge(OsmWay Way, bool IsReversed, long First, long Last);

/// <summary>The lanelets of a map while it is read.</summary>
internal sealed class LaneletMap
{
    private const double UnlikelyWidth = 20;                              // m
    private readonly Dictionary<string, (LaneletEdge Left, LaneletEdge Right)> _edges = new(StringComparer.Ordinal);

    public LaneletMap(OsmDocument document, OsmPlaces places, RoadMapDraft draft)
    {
        (Document, Places, Draft) = (document, places, draft);
        foreach (var relation in document.Relations.Values)
            if (relation["type"] == "lanelet") Read(relation);
        LaneletLinks.Join(draft, _edges);
    }

    public OsmDocument Document { get; }

    public OsmPlaces Places { get; }

    public RoadMapDraft Draft { get; }

    /// <summary>Ways that are edges of lanelets.</summary>
    public HashSet<long> Edges { get; } = [];

    /// <summary>Lanes by the regulatory element that they name.</summary>
    public Dictionary<long, List<string>> Regulated { get; } = [];

    /// <summary>Id of a lanelet as a lane.</summary>
    public static string Name(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Places of a way.</summary>
    public List<MapPoint> Points(OsmWay way) => Places.Of(way.Nodes);

    private void Read(OsmRelation relation)
    {
        if (Bound(relation, "left") is not { } left || Bound(relation, "right") is not { } right) return;
        var (leftPoints, rightPoints) = (Points(left), Points(right));
        if (leftPoints.Count < 2 || rightPoints.Count < 2 || left.Id == right.Id)
        {
            Draft.Warn($"lanelet {relation.Id}", "expected two edges of at least 2 points each; it was left out", relation.Line);
            return;
        }
        var (isLeftReversed, isRightReversed) = Orient(leftPoints, rightPoints);
        if (isLeftReversed) leftPoints.Reverse();
        if (isRightReversed) rightPoints.Reverse();
        Edges.Add(left.Id);
        Edges.Add(right.Id);
        if (relation["subtype"] == "crosswalk")
        {
            rightPoints.Reverse();
            Draft.Areas.Add(new() { Kind = AreaKind.Crossing, Outline = [.. leftPoints, .. rightPoints] });
            return;
        }
        Add(relation, Edge(left, isLeftReversed), Edge(right, isRightReversed), LaneShape.FromEdges(leftPoints, rightPoints, pointsBelongTogether: false));
    }

    private void Add(OsmRelation relation, LaneletEdge left, LaneletEdge right, CrossSection[] sections)
    {
        var (users, type) = LaneletTags.UsersOf(relation, Draft);
        var id = Name(relation.Id);
        Draft.Add(new()
        {
            Id = id, Sections = sections, Users = users, Type = type, IsBidirectional = !LaneletTags.IsOneWay(relation, users), SpeedLimits = LaneletTags.Limit(relation, Draft),
            LeftMarkings = LaneletMarkings.Of(left.Way, left.IsReversed), RightMarkings = LaneletMarkings.Of(right.Way, right.IsReversed),
        }, relation.Line);
        if (Draft.Find(id) is null) return;
        var widest = sections.Max(section => section.Width);
        if (widest > UnlikelyWidth) Draft.Warn($"lanelet {id}", FormattableString.Invariant($"its edges are {widest:0.0} m apart; it was kept"), relation.Line, widest);
        _edges.Add(id, (left, right));
        foreach (var member in relation.Members)
        {
            if (member.Kind != "relation" || member.Role != "regulatory_element") continue;
            if (!Regulated.TryGetValue(member.Id, out var lanes)) Regulated[member.Id] = lanes = [];
            lanes.Add(id);
        }
    }

    private OsmWay? Bound(OsmRelation relation, string role)
    {
        var ways = relation.Members.Where(member => member.Kind == "way" && member.Role == role).ToList();
        if (ways.Count > 1) Draft.Warn($"lanelet {relation.Id}", $"expected one {role} edge, found {ways.Count}; the first was taken", relation.Line, ways.Count);
        if (ways.Count > 0 && Document.Ways.TryGetValue(ways[0].Id, out var way)) return way;
        Draft.Warn($"lanelet {relation.Id}", ways.Count == 0 ? $"it has no {role} edge and was left out" : $"its {role} edge, way {ways[0].Id}, is not in the file; it was left out", relation.Line);
        return null;
    }

    private LaneletEdge Edge(OsmWay way, bool isReversed)
    {
        var (first, last) = (way.Nodes.First(Places.Has), way.Nodes.Last(Places.Has));
        return isReversed ? new(way, true, last, first) : new(way, false, first, last);
    }

    /// <summary>Ways may be stored in either order: both edges run the same way, and the left one is left when the ground between them lies on its right.</summary>
    private static (bool Left, bool Right) Orient(List<MapPoint> left, List<MapPoint> right)
    {
        var isAcross = Distance(left[0], right[0]) + Distance(left[^1], right[^1]) > Distance(left[0], right[^1]) + Distance(left[^1], right[0]);
        var back = isAcross ? right : Enumerable.Reverse(right);
        return Polygon.SignedArea([.. left, .. back]) > 0 ? (true, !isAcross) : (false, isAcross);
    }

    private static double Distance(MapPoint a, MapPoint b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
