using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import;

/// <summary>Turns the ways in which formats describe a lane's shape into cross-sections.</summary>
public static class LaneShape
{
    /// <summary>A centre line with one width: edges stand across the bisector of neighbouring segments. Repeated points are left out.</summary>
    public static CrossSection[] FromCentreLine(IReadOnlyList<MapPoint> points, double width) => FromCentreLine(points, _ => width);

    /// <summary>A centre line with a width at each of its points.</summary>
    /// <param name="width">By index in <paramref name="points"/>, m.</param>
    public static CrossSection[] FromCentreLine(IReadOnlyList<MapPoint> points, Func<int, double> width)
    {
        var kept = new List<int>();
        for (var i = 0; i < points.Count; i++)
            if (kept.Count == 0 || Distance(points[kept[^1]], points[i]) > 1e-6) kept.Add(i);
        if (kept.Count < 2) return [];
        var sections = new CrossSection[kept.Count];
        for (var k = 0; k < kept.Count; k++)
        {
            MapPoint before = points[kept[Math.Max(0, k - 1)]], here = points[kept[k]], after = points[kept[Math.Min(kept.Count - 1, k + 1)]];
            var (ax, ay) = Direction(before, here);
            var (bx, by) = Direction(here, after);
            double x = ax + bx, y = ay + by, length = Math.Sqrt(x * x + y * y);
            if (length < 1e-9) (x, y, length) = (bx, by, 1);             // a turn on the spot
            // The bisector meets edges that are parallel to both segments farther out in a bend; not without limit.
            var half = width(kept[k]) / 2 / (k > 0 && k + 1 < kept.Count ? Math.Max(0.5, length / 2) : 1);
            double nx = -y / length * half, ny = x / length * half;
            sections[k] = new(here.X + nx, here.Y + ny, here.X - nx, here.Y - ny, here.Z);
        }
        return sections;
    }

    /// <summary>Two edges, each a line of its own with its own points, in driving direction: sections at the points of both, by share of length.</summary>
    /// <param name="left">In driving direction.</param>
    /// <param name="right">In driving direction.</param>
    /// <param name="pointsBelongTogether">Whether points with the same number lie across from each other where both edges have as many.</param>
    public static CrossSection[] FromEdges(IReadOnlyList<MapPoint> left, IReadOnlyList<MapPoint> right, bool pointsBelongTogether = true)
    {
        if (left.Count < 2 || right.Count < 2) return [];
        if (pointsBelongTogether && left.Count == right.Count) return [.. left.Zip(right, Section)];
        double[] leftShares = Shares(left), rightShares = Shares(right);
        var shares = leftShares.Concat(rightShares).Order().ToList();
        var sections = new List<CrossSection>();
        var last = double.NegativeInfinity;
        foreach (var share in shares)
        {
            if (share - last < 1e-4 && share < 1) continue;
            if (share - last < 1e-9) continue;
            sections.Add(Section(At(left, leftShares, share), At(right, rightShares, share)));
            last = share;
        }
        return [.. sections];
    }

    private static CrossSection Section(MapPoint left, MapPoint right) => new(left.X, left.Y, right.X, right.Y, (left.Z + right.Z) / 2);

    private static double[] Shares(IReadOnlyList<MapPoint> points)
    {
        var shares = new double[points.Count];
        for (var i = 1; i < points.Count; i++) shares[i] = shares[i - 1] + Distance(points[i - 1], points[i]);
        var length = Math.Max(shares[^1], double.Epsilon);
        for (var i = 0; i < shares.Length; i++) shares[i] /= length;
        shares[^1] = 1;
        return shares;
    }

    private static MapPoint At(IReadOnlyList<MapPoint> points, double[] shares, double share)
    {
        var i = Array.BinarySearch(shares, share);
        if (i >= 0) return points[i];
        i = Math.Clamp(~i, 1, shares.Length - 1);
        MapPoint a = points[i - 1], b = points[i];
        var t = (share - shares[i - 1]) / Math.Max(shares[i] - shares[i - 1], double.Epsilon);
        return new(a.X + t * (b.X - a.X), a.Y + t * (b.Y - a.Y), a.Z + t * (b.Z - a.Z));
    }

    private static (double X, double Y) Direction(MapPoint from, MapPoint to)
    {
        var length = Distance(from, to);
        return length < 1e-12 ? (0, 0) : ((to.X - from.X) / length, (to.Y - from.Y) / length);
    }

    private static double Distance(MapPoint a, MapPoint b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
