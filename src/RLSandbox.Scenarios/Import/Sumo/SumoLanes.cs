using System.Globalization;
using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Sumo;

/// <summary>Edges and their lanes; crossings and walking areas become ground.</summary>
internal static class SumoLanes
{
    private const double LengthSlack = 0.5;                               // m; SUMO gives parallel lanes one common length
    private const double LengthShare = 0.01;
    private const int MostLanes = 64;                                     // of an edge whose lanes have no shapes
    private const double SharedEdge = 0.5;                                // m between the edges of lanes that lie side by side

    /// <summary>All of them, in the order of the file.</summary>
    public static void Read(SumoNet net)
    {
        foreach (var edge in net.Root.Children("edge"))
        {
            var id = edge.Text("id") ?? "";
            if (id.Length == 0) net.Draft.Warn("edge", "it has no id and was left out", ImportFile.LineOf(edge));
            else if (edge.Text("function") is "crossing" or "walkingarea") ReadWalked(net, edge, id);
            else ReadEdge(net, edge, id);
        }
    }

    private static void ReadWalked(SumoNet net, XElement edge, string id)
    {
        net.Walked.Add(id);
        var isCrossing = edge.Text("function") == "crossing";
        foreach (var lane in edge.Children("lane"))
        {
            var line = ImportFile.LineOf(lane);
            var points = net.Shape((isCrossing ? lane.Text("outlineShape") : null) ?? lane.Text("shape") ?? "", $"lane {lane.Text("id")}", line);
            if (isCrossing && lane.Text("outlineShape") is null) points = Outline(LaneShape.FromCentreLine(points, Width(net, lane, line)));
            if (Polygon.Area(points) < Polygon.Smallest) net.Draft.Warn($"lane {lane.Text("id")}", "expected at least 3 corners of ground to walk on; it was left out", line);
            else net.Draft.Areas.Add(new() { Kind = isCrossing ? AreaKind.Crossing : AreaKind.Sidewalk, Outline = points });
        }
    }

    private static List<MapPoint> Outline(CrossSection[] sections) =>
        [.. sections.Select(s => new MapPoint(s.LeftX, s.LeftY, s.Z)), .. sections.Reverse().Select(s => new MapPoint(s.RightX, s.RightY, s.Z))];

    /// <summary>An edge while it is read.</summary>
    /// <param name="Element">In the file.</param>
    /// <param name="Id">Its id.</param>
    /// <param name="Junction">Id of the junction in which it lies; null for none.</param>
    /// <param name="Lanes">Its lanes from the outermost on.</param>
    private sealed record Edge(XElement Element, string Id, string? Junction, List<(XElement Lane, int Index)> Lanes);

    private static void ReadEdge(SumoNet net, XElement element, string id)
    {
        var edge = new Edge(element, id, element.Text("function") == "internal" ? JunctionOf(net, id) : null, [.. element.Children("lane").Select((lane, place) => (Lane: lane, Index: lane.Index("index") ?? place)).OrderBy(lane => lane.Index)]);
        var lanes = ReadLanes(net, edge);
        foreach (var (lane, source) in lanes) Add(net, lane, source);
        if (edge.Junction is null && lanes.Count > 0 && element.Text("from") is { } from && element.Text("to") is { } to)
        {
            if (!net.Innermost.TryGetValue((from, to), out var innermost)) net.Innermost[(from, to)] = innermost = [];
            innermost.Add(lanes[^1].Lane.Id);
        }
    }

    private static List<(Lane Lane, XElement Element)> ReadLanes(SumoNet net, Edge edge)
    {
        var lanes = new List<(Lane Lane, XElement Element)>();
        foreach (var (element, index) in edge.Lanes)
        {
            var lane = ReadLane(net, edge, element, index);
            if (!net.Lanes.TryAdd((edge.Id, index), lane.Id)) net.Draft.Warn($"lane {lane.Id}", "a second lane with this edge and index was left out", ImportFile.LineOf(element));
            else if (lane.Sections.Count >= 2) lanes.Add((lane, element));
            else DropShort(net, lane, element);
        }
        for (var i = 1; i < lanes.Count; i++)
        {
            // Index 0 is the outermost lane: the right one, or the left one where traffic keeps to the left.
            var (right, left) = net.DrivesOnLeft ? (i, i - 1) : (i - 1, i);
            (lanes[right], lanes[left]) = Join(lanes[right], lanes[left], isInside: edge.Junction is not null);
        }
        return lanes;
    }

    private static void Add(SumoNet net, Lane lane, XElement element)
    {
        net.Draft.Add(lane, ImportFile.LineOf(element));
        if (lane.Junction is { } junction) net.Junctions[junction].Add(lane.Id);
    }

    private static void DropShort(SumoNet net, Lane lane, XElement element)
    {
        if (!net.Short.Add(lane.Id)) return;
        net.Draft.Warn($"lane {lane.Id}", "its shape has no length; it was left out, and the lanes before and after it follow each other", ImportFile.LineOf(element));
    }

    /// <summary><c>:J_3</c> lies in the junction <c>J</c>.</summary>
    private static string? JunctionOf(SumoNet net, string edge)
    {
        var end = edge.LastIndexOf('_');
        return end > 1 && edge[0] == ':' && net.Junctions.ContainsKey(edge[1..end]) ? edge[1..end] : null;
    }

    private static Lane ReadLane(SumoNet net, Edge edge, XElement lane, int index)
    {
        var (id, line) = (lane.Text("id") ?? string.Create(CultureInfo.InvariantCulture, $"{edge.Id}_{index}"), ImportFile.LineOf(lane));
        var width = Width(net, lane, line);
        var sections = lane.Text("shape") is { Length: > 0 } text ? LaneShape.FromCentreLine(net.Shape(text, $"lane {id}", line), width) : FromEdge(net, edge, index, id, line);
        var users = SumoClasses.Users(lane, net.Draft);
        var read = new Lane
        {
            Id = id, Sections = sections, Users = users, Type = SumoClasses.TypeOf(users, lane.Text("acceleration") is "1" or "true"), Junction = edge.Junction,
            SpeedLimits = lane.Number("speed") is >= 0 and { } speed ? [new(0, speed)] : [],
        };
        if (lane.Text("speed") is { } limit && read.SpeedLimits.Count == 0) net.Draft.Warn($"lane {id}", $"expected m/s in speed, found \"{limit}\", which was ignored", line);
        if (sections.Length >= 2 && lane.Number("length") is { } length && Math.Abs(length - read.Length) > Math.Max(LengthSlack, LengthShare * read.Length))
            net.Draft.Warn($"lane {id}", FormattableString.Invariant($"its length is said to be {length:0.00} m, its shape is {read.Length:0.00} m long; the shape was taken"), line, Math.Abs(length - read.Length));
        return read;
    }

    private static double Width(SumoNet net, XElement lane, int line)
    {
        if (lane.Text("width") is not { } text) return net.Width;
        if (SumoText.TryNumber(text, out var width) && width > 0) return width;
        if (width != -1) net.Draft.Warn($"lane {lane.Text("id")}", FormattableString.Invariant($"expected metres in width, found \"{text}\"; {net.Width} m was taken"), line);   // −1 is SUMO's word for none
        return net.Width;
    }

    /// <summary>A lane without a shape of its own lies beside the line of its edge, as the edge's spreadType says.</summary>
    private static CrossSection[] FromEdge(SumoNet net, Edge edge, int index, string id, int line)
    {
        if (edge.Element.Text("shape") is not { Length: > 0 } text || edge.Lanes.Count > MostLanes)
        {
            net.Draft.Warn($"lane {id}", "expected a shape of the lane or of its edge, found none", line);
            return [];
        }
        net.Draft.Warn($"lane {id}", "it has no shape; it was laid beside the line of its edge", line);
        var widths = edge.Lanes.Select(sibling => (sibling.Index, Width: Width(net, sibling.Lane, line))).ToList();
        var inner = widths.Where(other => other.Index > index).Sum(other => other.Width);                      // between the lane and the inner edge
        var width = widths.First(other => other.Index == index).Width;
        var outwards = inner + width / 2 - (edge.Element.Text("spreadType") is "center" or "roadCenter" ? widths.Sum(other => other.Width) / 2 : 0);
        return Beside(net.Shape(text, $"edge {edge.Id}", line), net.DrivesOnLeft ? outwards : -outwards, width);
    }

    private static CrossSection[] Beside(List<MapPoint> points, double left, double width)
    {
        var unit = LaneShape.FromCentreLine(points, 1);
        return [.. unit.Select(s => new CrossSection(At(s.X, s.LeftX - s.RightX, left + width / 2), At(s.Y, s.LeftY - s.RightY, left + width / 2), At(s.X, s.LeftX - s.RightX, left - width / 2), At(s.Y, s.LeftY - s.RightY, left - width / 2), s.Z))];

        static double At(double centre, double across, double offset) => centre + across * offset;
    }

    private static ((Lane, XElement) Right, (Lane, XElement) Left) Join((Lane Lane, XElement Element) right, (Lane Lane, XElement Element) left, bool isInside)
    {
        if (isInside && !(IsClose(right.Lane.Sections[0], left.Lane.Sections[0]) && IsClose(right.Lane.Sections[^1], left.Lane.Sections[^1]))) return (right, left);
        var (a, b) = (right.Lane with { Left = new(left.Lane.Id, false) }, left.Lane with { Right = new(right.Lane.Id, false) });
        if (!isInside && Between(right, left) is { } marking) (a, b) = (a with { LeftMarkings = [marking] }, b with { RightMarkings = [marking] });
        return ((a, right.Element), (b, left.Element));
    }

    private static bool IsClose(CrossSection right, CrossSection left) => Math.Abs(right.LeftX - left.RightX) < SharedEdge && Math.Abs(right.LeftY - left.RightY) < SharedEdge;

    /// <summary>SUMO has no paint, but says who may change lanes: what its own window draws from that.</summary>
    private static Marking? Between((Lane Lane, XElement Element) right, (Lane Lane, XElement Element) left)
    {
        if ((right.Lane.Users & RoadUsers.Vehicles) == 0 || (left.Lane.Users & RoadUsers.Vehicles) == 0) return null;
        var (leftwards, rightwards) = (SumoClasses.MayChange(right.Element, "changeLeft"), SumoClasses.MayChange(left.Element, "changeRight"));
        if (leftwards == rightwards) return new(0, leftwards ? MarkingKind.Broken : MarkingKind.Solid);
        return new(0, leftwards ? MarkingKind.SolidBroken : MarkingKind.BrokenSolid);                         // whoever has dashes on his side may cross
    }
}
