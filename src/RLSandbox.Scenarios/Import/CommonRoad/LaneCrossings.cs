using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Tells which lanes are in each other's way.</summary>
internal sealed class LaneCrossings(RoadMapDraft draft)
{
    private const int Pieces = 24;                                        // of a centre line: few, since every pair of pieces is compared
    private const double SamePlace = 1.5;                                 // m; half a lane

    private readonly Dictionary<string, MapPoint[]> _lines = new(StringComparer.Ordinal);

    /// <summary>Whether two centre lines cross, or end at the same place.</summary>
    public bool Meet(string one, string other)
    {
        MapPoint[] a = Line(one), b = Line(other);
        if (Math.Abs(a[^1].X - b[^1].X) < SamePlace && Math.Abs(a[^1].Y - b[^1].Y) < SamePlace) return true;
        for (var i = 1; i < a.Length; i++)
            for (var k = 1; k < b.Length; k++)
                if (Cross(a[i - 1], a[i], b[k - 1], b[k])) return true;
        return false;
    }

    private MapPoint[] Line(string id)
    {
        if (_lines.TryGetValue(id, out var line)) return line;
        var lane = draft.Find(id)!;
        line = new MapPoint[Pieces + 1];
        var (i, arc) = (1, 0.0);
        for (var k = 0; k <= Pieces; k++)
        {
            var wanted = lane.Length * k / Pieces;
            while (i < lane.Sections.Count - 1 && arc + Step(lane, i) < wanted) arc += Step(lane, i++);
            CrossSection from = lane.Sections[i - 1], to = lane.Sections[i];
            var t = Math.Clamp((wanted - arc) / Math.Max(Step(lane, i), 1e-9), 0, 1);
            line[k] = new(from.X + t * (to.X - from.X), from.Y + t * (to.Y - from.Y));
        }
        return _lines[id] = line;
    }

    private static double Step(Lane lane, int i)
    {
        double dx = lane.Sections[i].X - lane.Sections[i - 1].X, dy = lane.Sections[i].Y - lane.Sections[i - 1].Y;
        return Math.Sqrt(dx * dx + dy * dy);
    }

    /// <summary>Whether two pieces cross or touch; pieces of one straight line do not count.</summary>
    private static bool Cross(MapPoint a, MapPoint b, MapPoint c, MapPoint d)
    {
        double ofC = Side(a, b, c), ofD = Side(a, b, d), ofA = Side(c, d, a), ofB = Side(c, d, b);
        return ofC * ofD <= 0 && ofA * ofB <= 0 && (ofC != 0 || ofD != 0 || ofA != 0 || ofB != 0);
    }

    private static double Side(MapPoint a, MapPoint b, MapPoint p) => (b.X - a.X) * (p.Y - a.Y) - (b.Y - a.Y) * (p.X - a.X);
}
