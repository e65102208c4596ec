using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Roads;

/// <summary>A road to drive along where there are no lanes, or none that lead there: through given places, straight on before and behind.</summary>
public static class PolylineRoute
{
    private const float Spacing = 0.5f, Before = 40f, Behind = 120f;     // m
    private const int Smoothing = 4;                                     // nodes to each side that a direction is taken over

    /// <summary>The road through places, each at least a centimetre from the one before.</summary>
    /// <param name="halfWidth">m.</param>
    /// <exception cref="ArgumentException">Fewer than two places.</exception>
    public static Circuit Of(IReadOnlyList<(double X, double Y)> places, float halfWidth, string name)
    {
        if (places.Count < 2) throw new ArgumentException($"A route needs at least 2 places, got {places.Count}.", nameof(places));
        var arcs = new double[places.Count];
        for (var i = 1; i < arcs.Length; i++) arcs[i] = arcs[i - 1] + Distance(places[i - 1], places[i]);
        int first = (int)(Before / Spacing), inside = Math.Max(1, (int)Math.Ceiling(arcs[^1] / Spacing)), last = (int)(Behind / Spacing);
        var points = new (double X, double Y)[first + inside + 1 + last];
        for (var i = 0; i < points.Length; i++) points[i] = At(places, arcs, (i - first) * (double)Spacing);
        var nodes = new CentreLineNode[points.Length];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = Node(points, i, halfWidth);
        return Circuit.FromRoute(name, nodes, Spacing, first * Spacing, first * Spacing + (float)arcs[^1]);
    }

    private static (double X, double Y) At(IReadOnlyList<(double X, double Y)> places, double[] arcs, double arc)
    {
        var i = Array.BinarySearch(arcs, arc);
        i = Math.Clamp(i >= 0 ? i : ~i - 1, 0, arcs.Length - 2);
        var along = (arc - arcs[i]) / Math.Max(arcs[i + 1] - arcs[i], 1e-6);
        return (places[i].X + along * (places[i + 1].X - places[i].X), places[i].Y + along * (places[i + 1].Y - places[i].Y));
    }

    private static CentreLineNode Node((double X, double Y)[] points, int index, float halfWidth)
    {
        var (x, y) = Direction(points, index);
        var (bx, by) = Direction(points, Math.Max(0, index - Smoothing));
        var (ax, ay) = Direction(points, Math.Min(points.Length - 1, index + Smoothing));
        var turn = Elementary.Atan2((float)(bx * ay - by * ax), (float)(bx * ax + by * ay));
        return new((float)points[index].X, (float)points[index].Y, (float)x, (float)y, Elementary.Atan2((float)y, (float)x), turn / (2 * Smoothing * Spacing), halfWidth, halfWidth);
    }

    private static (double X, double Y) Direction((double X, double Y)[] points, int index)
    {
        var (a, b) = (points[Math.Max(0, index - Smoothing)], points[Math.Min(points.Length - 1, index + Smoothing)]);
        double dx = b.X - a.X, dy = b.Y - a.Y, length = Math.Sqrt(dx * dx + dy * dy);
        return length < 1e-9 ? (1, 0) : (dx / length, dy / length);
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
