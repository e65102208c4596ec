using System.Globalization;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenScenario;

/// <summary>Places by road, lane number and s on a map whose lanes have the ids of the OpenDRIVE importer, "road:section:lane".</summary>
/// <remarks>
/// s is measured along the edge that the lanes of both sides share, which the importer keeps within 1 cm of the file's line, and sections add up. Where a lane
/// offset moves that edge away from the reference line, s differs by as much as the edge is longer, and t counts from the edge.
/// </remarks>
internal sealed class RoadPlaces
{
    private const double Narrowest = 0.05;                               // m; a narrower lane does not tell its direction

    private readonly Dictionary<string, List<Section>> _roads = new(StringComparer.Ordinal);
    private readonly RoadMap _map;

    /// <summary>Of a map; empty if its lanes have other ids.</summary>
    public RoadPlaces(RoadMap map)
    {
        _map = map;
        var sections = new Dictionary<(string Road, string Section), Section>();
        foreach (var lane in map.Lanes)
        {
            if (!TrySplit(lane.Id, out var road, out var label, out var number)) continue;
            if (!sections.TryGetValue((road, label), out var section))
            {
                sections[(road, label)] = section = new(label);
                if (!_roads.TryGetValue(road, out var list)) _roads[road] = list = [];
                list.Add(section);
            }
            section.Lanes.TryAdd(number, lane);
        }
        foreach (var list in _roads.Values) Order(list);
    }

    /// <summary>Road of a lane; null where its id is of another kind.</summary>
    public string? RoadOf(int lane) => TrySplit(_map.Lanes[lane].Id, out var road, out _, out _) ? road : null;

    /// <summary>Number of a lane on its road.</summary>
    public int NumberOf(int lane) => TrySplit(_map.Lanes[lane].Id, out _, out _, out var number) ? number : 0;

    /// <summary>A place t to the left of a road's line, headed as s counts; null if there is no such road or it is shorter.</summary>
    public RoadPose? At(string road, double s, double t)
    {
        if (Find(road, s) is not var (section, index, part)) return null;
        var (x, y, heading) = section.Line[index].To(section.Line[index + 1], part);
        return new(x - t * Math.Sin(heading), y + t * Math.Cos(heading), Height(section, index), heading);
    }

    /// <summary>A place <paramref name="offset"/> to the left, as s counts, of the middle of a lane, headed as the lane is driven.</summary>
    public RoadPose? At(string road, int number, double s, double offset)
    {
        if (Find(road, s) is not var (section, index, part) || !section.Lanes.TryGetValue(number, out var lane)) return null;
        var places = Along(lane, number);
        if (index + 1 >= places.Count) return null;
        CrossSection a = places[index], b = places[index + 1];
        var along = section.Line[index].To(section.Line[index + 1], part).Heading;
        var heading = IsForward(lane, number) ? along : Math.IEEERemainder(along + Math.PI, Math.Tau);
        return new(a.X + part * (b.X - a.X) - offset * Math.Sin(along), a.Y + part * (b.Y - a.Y) + offset * Math.Cos(along), a.Z, heading);
    }

    /// <summary>s and t of a point on a road; null if there is no such road.</summary>
    public (double S, double T)? Locate(string road, double x, double y)
    {
        if (!_roads.TryGetValue(road, out var list)) return null;
        var (best, found) = (double.MaxValue, (0.0, 0.0));
        foreach (var section in list)
            for (var i = 0; i + 1 < section.Line.Count; i++)
            {
                Place a = section.Line[i], b = section.Line[i + 1];
                double dx = b.X - a.X, dy = b.Y - a.Y, length = Math.Sqrt(dx * dx + dy * dy);
                if (length == 0) continue;
                var part = Math.Clamp(((x - a.X) * dx + (y - a.Y) * dy) / (length * length), 0, 1);
                double ox = x - a.X - part * dx, oy = y - a.Y - part * dy, distance = ox * ox + oy * oy;
                if (distance < best) (best, found) = (distance, (a.S + part * (b.S - a.S), (dx * oy - dy * ox) / length));
            }
        return best < double.MaxValue ? found : null;
    }

    private void Order(List<Section> list)
    {
        list.Sort((a, b) => a.Number != b.Number ? a.Number.CompareTo(b.Number) : a.Piece.CompareTo(b.Piece));
        var start = 0.0;
        foreach (var section in list)
        {
            var number = section.Lanes.ContainsKey(-1) ? -1 : section.Lanes.Keys.MinBy(Math.Abs);
            var lane = section.Lanes[number];
            var isInnerLeft = IsForward(lane, number) == number < 0;
            foreach (var place in Along(lane, number))
            {
                var (x, y) = isInnerLeft ? (place.LeftX, place.LeftY) : (place.RightX, place.RightY);
                var chord = section.Line.Count > 0 ? new { X = x - section.Line[^1].X, Y = y - section.Line[^1].Y } : new { X = 0.0, Y = 0.0 };
                start += Math.Sqrt(chord.X * chord.X + chord.Y * chord.Y);
                // A cross-section lies across the line; where the lane has no width the way from the place before has to do.
                var heading = place.Width > Narrowest ? Across(place, IsForward(lane, number)) : Math.Atan2(chord.Y, chord.X);
                section.Line.Add(new(start, x, y, heading));
            }
        }
    }

    private static double Across(CrossSection place, bool isForward) =>
        isForward ? Math.Atan2(place.RightX - place.LeftX, place.LeftY - place.RightY) : Math.Atan2(place.LeftX - place.RightX, place.RightY - place.LeftY);

    private (Section Section, int Index, double Part)? Find(string road, double s)
    {
        const double Slack = 0.05;                                       // m; what the sum of sections may be short by
        if (!_roads.TryGetValue(road, out var list) || s < -Slack || s > list[^1].Line[^1].S + Slack) return null;
        var section = list.FindLast(section => section.Line[0].S <= s) ?? list[0];
        var index = section.Line.FindLastIndex(place => place.S <= s);
        index = Math.Clamp(index, 0, section.Line.Count - 2);
        double from = section.Line[index].S, to = section.Line[index + 1].S;
        return (section, index, to > from ? Math.Clamp((s - from) / (to - from), 0, 1) : 0);
    }

    private double Height(Section section, int index)
    {
        var (number, lane) = section.Lanes.First();
        return Along(lane, number)[Math.Min(index, lane.Sections.Count - 1)].Z;
    }

    /// <summary>Cross-sections of a lane by rising s.</summary>
    private IReadOnlyList<CrossSection> Along(Lane lane, int number) => IsForward(lane, number) ? lane.Sections : [.. lane.Sections.Reverse()];

    /// <summary>Whether a lane is driven as s counts: numbers rise to the left of the road, so a neighbour tells; without any the side does.</summary>
    private bool IsForward(Lane lane, int number)
    {
        if (lane.Left is { } left && TrySplit(left.Lane, out _, out _, out var other)) return other > number;
        if (lane.Right is { } right && TrySplit(right.Lane, out _, out _, out other)) return other < number;
        return number < 0 != _map.DrivesOnLeft;
    }

    private static bool TrySplit(string id, out string road, out string section, out int number)
    {
        (road, section, number) = ("", "", 0);
        var last = id.LastIndexOf(':');
        var middle = last > 0 ? id.LastIndexOf(':', last - 1) : -1;
        if (middle <= 0 || !int.TryParse(id.AsSpan(last + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)) return false;
        (road, section) = (id[..middle], id[(middle + 1)..last]);
        return true;
    }

    private readonly record struct Place(double S, double X, double Y, double Heading)
    {
        public (double X, double Y, double Heading) To(Place other, double part) =>
            (X + part * (other.X - X), Y + part * (other.Y - Y), Heading + part * Math.IEEERemainder(other.Heading - Heading, Math.Tau));
    }

    private sealed class Section
    {
        public Section(string label)
        {
            var dot = label.IndexOf('.', StringComparison.Ordinal);
            Number = Whole(dot < 0 ? label : label[..dot]);
            Piece = dot < 0 ? 0 : Whole(label[(dot + 1)..]);
        }

        public int Number { get; }

        public int Piece { get; }

        public Dictionary<int, Lane> Lanes { get; } = [];

        public List<Place> Line { get; } = [];

        private static int Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}

/// <summary>A place with a direction.</summary>
internal readonly record struct RoadPose(double X, double Y, double Z, double Heading);
