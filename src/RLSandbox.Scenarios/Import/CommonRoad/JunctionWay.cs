using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>A way through an intersection: the lane where it begins and, where that is cut into pieces, those that go on inside.</summary>
/// <remarks>The format names the first pieces only; in some published files they are 10 m long, and cross nothing.</remarks>
internal sealed class JunctionWay
{
    private const int MostPieces = 32;

    private readonly List<string> _lanes = [];
    private readonly List<int> _before = [];

    /// <summary>Ids; a piece stands behind the one before it.</summary>
    public IReadOnlyList<string> Lanes => _lanes;

    /// <summary>A piece, and those that lead to it from the beginning.</summary>
    public IEnumerable<string> UpTo(int piece)
    {
        for (; piece >= 0; piece = _before[piece]) yield return _lanes[piece];
    }

    /// <summary>Follows successors as long as they begin, and are half driven, on the ground of the intersection.</summary>
    public static JunctionWay From(string entry, JunctionGround ground, RoadMapDraft draft, IReadOnlyDictionary<string, XElement> lanelets)
    {
        var way = new JunctionWay();
        way._lanes.Add(entry);
        way._before.Add(-1);
        for (var i = 0; i < way._lanes.Count; i++)
        {
            foreach (var next in lanelets[way._lanes[i]].References("successor"))
            {
                if (way._lanes.Count == MostPieces || way._lanes.Contains(next) || draft.Find(next) is not { } lane || !ground.Holds(lane)) continue;
                way._lanes.Add(next);
                way._before.Add(i);
            }
        }
        return way;
    }
}

/// <summary>The ground of an intersection: the convex hull of the places where roads come in.</summary>
internal sealed class JunctionGround
{
    private const double Border = 0.1;                                    // m; roads out begin on the border

    private readonly List<MapPoint> _hull = [];

    /// <summary>The ground between the last cross-sections of roads.</summary>
    public JunctionGround(IEnumerable<CrossSection> ends)
    {
        var points = ends.SelectMany(s => new MapPoint[] { new(s.LeftX, s.LeftY), new(s.RightX, s.RightY) }).OrderBy(p => p.X).ThenBy(p => p.Y).ToList();
        Half(points);
        points.Reverse();
        Half(points);
    }

    /// <summary>Whether a lane begins and is half driven inside.</summary>
    public bool Holds(Lane lane)
    {
        CrossSection first = lane.Sections[0], before = lane.Sections[(lane.Sections.Count - 1) / 2], after = lane.Sections[lane.Sections.Count / 2];
        return Holds(first.X, first.Y) && Holds((before.X + after.X) / 2, (before.Y + after.Y) / 2);
    }

    private bool Holds(double px, double py)
    {
        for (var i = 0; i < _hull.Count; i++)
        {
            MapPoint a = _hull[i], b = _hull[(i + 1) % _hull.Count];
            double x = b.X - a.X, y = b.Y - a.Y;
            if (x * (py - a.Y) - y * (px - a.X) < Border * Math.Sqrt(x * x + y * y)) return false;
        }
        return _hull.Count > 2;
    }

    /// <summary>Lower or upper half, counter-clockwise, by Andrew's monotone chain (1979).</summary>
    private void Half(List<MapPoint> points)
    {
        var first = _hull.Count;
        foreach (var p in points)
        {
            while (_hull.Count - first > 1 && Side(_hull[^2], _hull[^1], p) <= 0) _hull.RemoveAt(_hull.Count - 1);
            _hull.Add(p);
        }
        if (_hull.Count > first) _hull.RemoveAt(_hull.Count - 1);         // it begins the other half
    }

    private static double Side(MapPoint a, MapPoint b, MapPoint p) => (b.X - a.X) * (p.Y - a.Y) - (b.Y - a.Y) * (p.X - a.X);
}
