using RLSandbox.Driving.Maps;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Keeps the edge on the inside of a bend from folding: no road is wider there than the bend's radius.</summary>
internal static class InnerEdges
{
    /// <summary>Of the radius; a little below 1, because widths change linearly between points and curvature does not.</summary>
    private const double WidestShare = 0.97;

    private const int SamplesPerPoint = 8;

    /// <summary>The points, with widths cut where they must be; a warning says how many and by how much.</summary>
    public static CircuitPoint[] Unfolded(IReadOnlyList<CircuitPoint> points, List<ImportWarning> warnings)
    {
        var circuit = Circuit.FromControlPoints("bends", points);
        var arcs = Arcs(circuit, points);
        var result = points.ToArray();
        var (count, largest) = (0, 0.0);
        for (var i = 0; i < result.Length; i++)
        {
            var (leftBend, rightBend) = Curvature(circuit, arcs[(i + arcs.Length - 1) % arcs.Length], arcs[i], arcs[(i + 1) % arcs.Length]);
            double left = Math.Min(points[i].LeftWidth, WidestShare / leftBend), right = Math.Min(points[i].RightWidth, WidestShare / rightBend);
            var cut = Math.Max(points[i].LeftWidth - left, points[i].RightWidth - right);
            if (cut <= 0) continue;
            (count, largest) = (count + 1, Math.Max(largest, cut));
            result[i] = points[i] with { LeftWidth = left, RightWidth = right };
        }
        if (count > 0) warnings.Add(new("road", FormattableString.Invariant($"at {count} of {result.Length} points it is wider than the radius of the bend there; its inner side was narrowed, by {largest:0.00} m at most"), 0, largest));
        return result;
    }

    private static float[] Arcs(Circuit circuit, IReadOnlyList<CircuitPoint> points)
    {
        var arcs = new float[points.Count];                                // the first point lies at 0
        for (var i = 1; i < arcs.Length; i++)
        {
            double dx = points[i].X - points[i - 1].X, dy = points[i].Y - points[i - 1].Y;
            arcs[i] = circuit.Locate((float)points[i].X, (float)points[i].Y, arcs[i - 1] + (float)Math.Sqrt(dx * dx + dy * dy)).Arc;
        }
        return arcs;
    }

    /// <summary>Strongest bends to the left and to the right from the point before to the point after, at least almost 0.</summary>
    private static (double Left, double Right) Curvature(Circuit circuit, float before, float here, float after)
    {
        double left = 1e-9, right = 1e-9;
        float back = circuit.Advance(before, here), ahead = circuit.Advance(here, after);
        for (var k = -SamplesPerPoint; k <= SamplesPerPoint; k++)
        {
            var curvature = circuit.Sample(here + k * (k < 0 ? back : ahead) / SamplesPerPoint).Curvature;
            if (float.IsFinite(curvature)) (left, right) = (Math.Max(left, curvature), Math.Max(right, -curvature));     // not where the line turns on the spot
        }
        return (left, right);
    }
}
