using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import;

/// <summary>Facts about outlines.</summary>
internal static class Polygon
{
    /// <summary>m²; smaller ground is a point or a line that was written as an outline.</summary>
    public const double Smallest = 0.01;

    /// <summary>m², however the outline runs.</summary>
    public static double Area(IReadOnlyList<MapPoint> outline) => Math.Abs(SignedArea(outline));

    /// <summary>m², positive for a counter-clockwise outline.</summary>
    public static double SignedArea(IReadOnlyList<MapPoint> outline)
    {
        var sum = 0.0;
        for (var i = 2; i < outline.Count; i++)                           // around the first corner, so that far coordinates lose no digits
        {
            double ax = outline[i - 1].X - outline[0].X, ay = outline[i - 1].Y - outline[0].Y, bx = outline[i].X - outline[0].X, by = outline[i].Y - outline[0].Y;
            sum += ax * by - ay * bx;
        }
        return sum / 2;
    }
}
