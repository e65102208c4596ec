using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.CommonRoad;

/// <summary>Tells which points can be of one map: those within 19 km of the median of all lanelets, since a map file reaches 20 km.</summary>
internal sealed class LaneletReach
{
    private const double Radius = 19_000;                                 // m

    private readonly MapPoint _middle;

    /// <summary>The reach of all lanelets of a file.</summary>
    public LaneletReach(XElement root)
    {
        var points = root.All("lanelet").Select(lanelet => lanelet.One("leftBound").One("point").Place()).OfType<MapPoint>().ToList();
        if (points.Count > 0) _middle = new(Median(points.Select(p => p.X)), Median(points.Select(p => p.Y)));
    }

    /// <summary>Whether a point is within it.</summary>
    public bool Has(MapPoint p) => Math.Abs(p.X - _middle.X) <= Radius && Math.Abs(p.Y - _middle.Y) <= Radius;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}

/// <summary>Tells what can lie on a map: within a kilometre of the box round its lanes. What lies farther away is a mistake, and would cost all others their precision.</summary>
internal sealed class SceneReach
{
    private const double Margin = 1000;                                   // m

    private readonly double _left = double.MaxValue, _right = double.MinValue, _bottom = double.MaxValue, _top = double.MinValue;

    /// <summary>The reach of the lanes so far.</summary>
    public SceneReach(RoadMapDraft draft)
    {
        foreach (var section in draft.Lanes.SelectMany(lane => lane.Sections))
        {
            (_left, _right) = (Math.Min(_left, section.X), Math.Max(_right, section.X));
            (_bottom, _top) = (Math.Min(_bottom, section.Y), Math.Max(_top, section.Y));
        }
    }

    /// <summary>Whether a place is within it.</summary>
    public bool Has(MapPoint p) => p.X > _left - Margin && p.X < _right + Margin && p.Y > _bottom - Margin && p.Y < _top + Margin;
}
