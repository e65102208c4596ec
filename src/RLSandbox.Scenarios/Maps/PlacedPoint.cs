using System.Globalization;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Scenarios.Maps;

/// <summary>A control point and where a file says it.</summary>
internal readonly record struct PlacedPoint(CircuitPoint Point, ConfigPosition Position)
{
    private const int FewestPoints = 3;

    /// <summary>How much longer than the longest step between points the step from the last to the first may be.</summary>
    private const double LargestGapFactor = 3;

    /// <summary>m; no road is wider on one side of its centre line.</summary>
    private const double WidestSide = 1000;

    /// <summary>m around; longer lines are written in another unit, and would fill the memory.</summary>
    private const double LongestCircuit = 50_000;

    /// <summary>Notes everything that keeps <paramref name="points"/> from being a circuit.</summary>
    /// <param name="end">Where the list of points ends, for what no single point has done.</param>
    public static void Check(List<PlacedPoint> points, ConfigPosition end, ConfigProblems problems)
    {
        foreach (var (point, position) in points)
        {
            if (point.LeftWidth < 0 || point.RightWidth < 0)
                problems.Add(position, "", $"expected widths of at least 0 m, found left {Write(point.LeftWidth)}, right {Write(point.RightWidth)}", "widths are distances, without a sign");
            else if (Math.Max(point.LeftWidth, point.RightWidth) > WidestSide)
                problems.Add(position, "", $"expected widths of at most {WidestSide} m, found left {Write(point.LeftWidth)}, right {Write(point.RightWidth)}", "write coordinates and widths in metres");
            else if (point.LeftWidth + point.RightWidth == 0)
                problems.Add(position, "", "expected a road, found no width on either side", "write the distances from the centre line to both edges, m");
        }
        for (var i = 1; i < points.Count; i++)
            if (Step(points[i - 1], points[i]) == 0) problems.Add(points[i].Position, "", "this point repeats the one before it", "delete one of them");
        var length = points.Count == 0 ? 0 : Enumerable.Range(0, points.Count).Sum(i => Step(points[i], points[(i + 1) % points.Count]));
        if (!(length <= LongestCircuit))
            problems.Add(end, "", $"expected a circuit of at most {LongestCircuit / 1000} km, found one of {Write(length / 1000)} km", "write coordinates and widths in metres");
        if (points.Count < FewestPoints)
            problems.Add(end, "", $"expected at least {FewestPoints} points, found {points.Count}", "is the file cut off?");
        else if (Step(points[^1], points[0]) == 0)
            problems.Add(points[^1].Position, "", "the last point repeats the first", "delete it; the circuit closes by itself");
    }

    /// <summary>Notes a gap between the last and the first point; for lines sampled at about equal distances.</summary>
    public static void CheckClosed(List<PlacedPoint> points, ConfigProblems problems)
    {
        var longest = 0.0;
        for (var i = 1; i < points.Count; i++) longest = Math.Max(longest, Step(points[i - 1], points[i]));
        var gap = points.Count < FewestPoints ? 0 : Step(points[^1], points[0]);
        if (gap > LargestGapFactor * longest)
            problems.Add(points[^1].Position, "", $"the line is not closed: from the last point to the first are {Write(gap)} m, between the others at most {Write(longest)} m",
                "a circuit ends next to where it starts; add the missing points");
    }

    private static double Step(PlacedPoint from, PlacedPoint to)
    {
        double dx = to.Point.X - from.Point.X, dy = to.Point.Y - from.Point.Y;
        return Math.Sqrt(dx * dx + dy * dy);
    }

    private static string Write(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
