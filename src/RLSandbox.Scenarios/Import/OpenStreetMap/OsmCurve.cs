using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>A path from the end of a lane to the beginning of another.</summary>
internal static class OsmCurve
{
    private const double Step = 0.12;                                     // rad of bend between places
    private const int MostSteps = 24;
    private const double Gap = 1e-3;                                      // m; what is closer has met

    /// <summary>A cubic curve that leaves in the direction of the one and arrives in that of the other, as long as an arc would be; empty where both meet.</summary>
    public static CrossSection[] Between(IReadOnlyList<CrossSection> from, IReadOnlyList<CrossSection> to)
    {
        CrossSection a = from[^1], b = to[0];
        double dx = b.X - a.X, dy = b.Y - a.Y, distance = Math.Sqrt(dx * dx + dy * dy);
        if (distance < Gap) return [];
        var ((ax, ay), (bx, by)) = (Heading(a), Heading(b));
        var bend = Math.Abs(Math.Atan2(ax * by - ay * bx, ax * bx + ay * by));
        // Handles of a cubic that follows a circle (4/3 · tan of a quarter of the bend) of the same chord.
        var quarter = Math.Min(bend, 2.6) / 4;
        var handle = distance * (quarter < 1e-3 ? 1 / 3.0 : 4 / 3.0 * Math.Tan(quarter) / (2 * Math.Sin(2 * quarter)));
        var steps = Math.Clamp((int)Math.Ceiling(bend / Step), 4, MostSteps);
        var points = new MapPoint[steps + 1];
        for (var i = 0; i <= steps; i++)
        {
            double t = (double)i / steps, u = 1 - t, p = u * u * u, q = 3 * u * u * t, r = 3 * u * t * t, s = t * t * t;
            points[i] = new(p * a.X + q * (a.X + handle * ax) + r * (b.X - handle * bx) + s * b.X, p * a.Y + q * (a.Y + handle * ay) + r * (b.Y - handle * by) + s * b.Y, u * a.Z + t * b.Z);
        }
        var sections = LaneShape.FromCentreLine(points, i => a.Width + (b.Width - a.Width) * i / steps);
        if (sections.Length < 2) return [];
        (sections[0], sections[^1]) = (a, b);                             // edges meet, too
        return sections;
    }

    /// <summary>Across from left to right, turned to the left.</summary>
    private static (double X, double Y) Heading(CrossSection section)
    {
        double x = section.LeftY - section.RightY, y = section.RightX - section.LeftX, length = Math.Max(section.Width, 1e-9);
        return (x / length, y / length);
    }
}
