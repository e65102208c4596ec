using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Waymo;

/// <summary>Finds which lane goes on where another ends, in files that do not say it: by places and headings alone.</summary>
/// <remarks>
/// A lane follows another where its start lies at most <see cref="Reach"/> from the other's end and both run within 30° of each other. Lanes can be
/// shorter than that (a third of Town02's are), so only the nearest start counts, and those that coincide with it within <see cref="Same"/>; and no
/// start that lies behind the end by half of either lane, or short lanes would follow themselves. Nothing is bridged or invented.
/// </remarks>
internal sealed class WaymoLinks
{
    /// <summary>m.</summary>
    public const double Reach = 0.5;

    /// <summary>m.</summary>
    private const double Same = 0.05;

    private const double SmallestCosine = 0.8660254;                       // of 30°

    /// <summary>m of a lane that its heading at an end is taken from: points can be micrometres apart.</summary>
    private const double HeadingSpan = 0.5;

    /// <summary>Starts within half a metre of each other that are looked at; honest junctions have three.</summary>
    private const int MostStarts = 64;

    private readonly List<Candidate> _near = [];
    private readonly Dictionary<(long, long), List<int>> _starts = [];
    private readonly LaneEnds[] _ends;

    public WaymoLinks(IReadOnlyList<Lane> lanes)
    {
        _ends = [.. lanes.Select(Ends)];
        for (var i = 0; i < _ends.Length; i++)
        {
            var cell = CellOf(_ends[i].Start);
            if (!_starts.TryGetValue(cell, out var list)) _starts[cell] = list = [];
            if (list.Count < MostStarts) list.Add(i);
            else Crowded++;
        }
    }

    /// <summary>Lanes that were not looked at because too many others start at the same place.</summary>
    public int Crowded { get; }

    /// <summary>Places of the lanes that follow lane <paramref name="index"/>, nearest first.</summary>
    public IEnumerable<int> After(int index)
    {
        _near.Clear();
        var end = _ends[index];
        var (column, row) = CellOf(end.End);
        for (var dx = -1; dx <= 1; dx++)
            for (var dy = -1; dy <= 1; dy++)
                if (_starts.TryGetValue((column + dx, row + dy), out var list))
                    foreach (var next in list) Consider(end, next);
        if (_near.Count == 0) return [];
        _near.Sort();
        var nearest = _near[0].Distance;
        return [.. _near.Where(candidate => candidate.Distance <= nearest + Same).Select(candidate => candidate.Lane)];
    }

    private void Consider(in LaneEnds from, int next)
    {
        var to = _ends[next];
        double dx = to.Start.X - from.End.X, dy = to.Start.Y - from.End.Y, distance = Math.Sqrt(dx * dx + dy * dy);
        if (distance > Reach || from.EndX * to.StartX + from.EndY * to.StartY < SmallestCosine) return;
        if (dx * from.EndX + dy * from.EndY < -Math.Min(from.Length, to.Length) / 2) return;
        _near.Add(new(distance, next));
    }

    private static LaneEnds Ends(Lane lane)
    {
        var (startX, startY) = Heading(lane.Sections, 0, 1);
        var (endX, endY) = Heading(lane.Sections, lane.Sections.Count - 1, -1);
        return new(Place(lane.Sections[0]), startX, startY, Place(lane.Sections[^1]), -endX, -endY, lane.Length);
    }

    /// <summary>Direction from an end into the lane.</summary>
    private static (double X, double Y) Heading(IReadOnlyList<CrossSection> sections, int end, int step)
    {
        double dx = 0, dy = 0, length = 0;
        for (var i = end + step; i >= 0 && i < sections.Count && length < HeadingSpan; i += step)
        {
            (dx, dy) = (sections[i].X - sections[end].X, sections[i].Y - sections[end].Y);
            length = Math.Sqrt(dx * dx + dy * dy);
        }
        return length > 0 ? (dx / length, dy / length) : (0, 0);
    }

    private static MapPoint Place(CrossSection section) => new(section.X, section.Y);

    private static (long, long) CellOf(MapPoint p) => ((long)Math.Floor(p.X / Reach), (long)Math.Floor(p.Y / Reach));

    private readonly record struct LaneEnds(MapPoint Start, double StartX, double StartY, MapPoint End, double EndX, double EndY, double Length);

    private readonly record struct Candidate(double Distance, int Lane) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other) => Distance != other.Distance ? Distance.CompareTo(other.Distance) : Lane.CompareTo(other.Lane);
    }
}
