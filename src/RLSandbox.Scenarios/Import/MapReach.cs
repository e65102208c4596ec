using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import;

/// <summary>The ground around the middle of a map that a map file can hold; a slip of a digit puts a lane beyond it.</summary>
internal sealed class MapReach
{
    private const double Farthest = 15_000;                               // m; a map file reaches 20 km from its origin
    private readonly double _x, _y, _z;

    /// <summary>Around the median of where lanes begin, so that one far lane does not move it; of lines where there is no lane.</summary>
    public MapReach(IReadOnlyList<Lane> lanes, IReadOnlyList<RoadLine> lines)
    {
        MapPoint[] places = lanes.Count > 0 ? [.. lanes.Select(lane => new MapPoint(lane.Sections[0].X, lane.Sections[0].Y, lane.Sections[0].Z))] : [.. lines.Select(line => line.Points[0])];
        (_x, _y, _z) = (Median(places.Select(p => p.X)), Median(places.Select(p => p.Y)), Median(places.Select(p => p.Z)));
    }

    /// <summary>Whether a whole lane lies in it.</summary>
    public bool Holds(Lane lane) => lane.Sections.All(s => Holds(new MapPoint(s.LeftX, s.LeftY, s.Z)) && Holds(new MapPoint(s.RightX, s.RightY, s.Z)));

    /// <summary>Whether all places lie in it.</summary>
    public bool Holds(IReadOnlyList<MapPoint> points) => points.All(Holds);

    private bool Holds(MapPoint p) => Math.Abs(p.X - _x) <= Farthest && Math.Abs(p.Y - _y) <= Farthest && Math.Abs(p.Z - _z) <= Farthest;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }
}
