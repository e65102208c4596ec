using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Arithmetic on a line that ends where it begins; the first point is not repeated. Heights are not used.</summary>
internal static class ClosedLine
{
    /// <summary>m; a circuit that is longer is written in another unit, and would fill the memory.</summary>
    public const double Longest = 50_000;

    private const int FewestPoints = 8;

    /// <summary>The points without repeats of their neighbours, the first behind the last one included.</summary>
    public static MapPoint[] Distinct(IReadOnlyList<MapPoint> points)
    {
        var kept = new List<MapPoint>(points.Count);
        foreach (var point in points)
            if (kept.Count == 0 || Distance(kept[^1], point) > 1e-6) kept.Add(point);
        while (kept.Count > 1 && Distance(kept[^1], kept[0]) <= 1e-6) kept.RemoveAt(kept.Count - 1);
        return [.. kept];
    }

    /// <summary>Distance around, m.</summary>
    public static double Length(IReadOnlyList<MapPoint> points)
    {
        var length = 0.0;
        for (var i = 0; i < points.Count; i++) length += Distance(points[i], points[(i + 1) % points.Count]);
        return length;
    }

    /// <summary>Refuses what is no closed line of a length that a circuit can have.</summary>
    /// <exception cref="UserErrorException">Too few points, too long, or its ends lie apart.</exception>
    public static void Check(MapPoint[] points, string path)
    {
        if (points.Length < 3) throw new UserErrorException($"{path}: expected a line of at least 3 different points, found {points.Length}; is the file cut off?");
        var length = Length(points);
        if (!(length <= Longest)) throw new UserErrorException(FormattableString.Invariant($"{path}: expected a circuit of at most {Longest / 1000} km, found one of {length / 1000:0.#} km; write metres, or degrees where the format has them."));
        double gap = Distance(points[^1], points[0]), longest = 0;
        for (var i = 1; i < points.Length; i++) longest = Math.Max(longest, Distance(points[i - 1], points[i]));
        if (gap > 3 * longest) throw new UserErrorException(FormattableString.Invariant($"{path}: the line is not closed: from the last point to the first are {gap:0.0} m, between the others at most {longest:0.0} m; a circuit ends next to where it starts."));
    }

    /// <summary>Points at equal distances along the line, from its first point on.</summary>
    public static MapPoint[] Resample(IReadOnlyList<MapPoint> points, double spacing)
    {
        var length = Length(points);
        var sampled = new MapPoint[Math.Max(FewestPoints, (int)Math.Ceiling(length / spacing))];
        var segment = 0;
        double before = 0, step = Distance(points[0], points[1]);
        for (var k = 0; k < sampled.Length; k++)
        {
            var arc = length * k / sampled.Length;
            while (before + step < arc && segment + 1 < points.Count)
            {
                before += step;
                segment++;
                step = Distance(points[segment], points[(segment + 1) % points.Count]);
            }
            MapPoint a = points[segment], b = points[(segment + 1) % points.Count];
            var t = Math.Clamp((arc - before) / Math.Max(step, double.Epsilon), 0, 1);
            sampled[k] = new(a.X + t * (b.X - a.X), a.Y + t * (b.Y - a.Y));
        }
        return sampled;
    }

    /// <summary>Rounds corners over about √<paramref name="passes"/> points to each side, and hardly draws bends in.</summary>
    /// <remarks>Passes of (1, 2, 1) / 4, then what they took away smoothed in the same way and given back (Tukey's twicing): bends shrink to second order only.</remarks>
    public static MapPoint[] Smooth(MapPoint[] points, int passes)
    {
        double[] x = Smooth([.. points.Select(p => p.X)], passes), y = Smooth([.. points.Select(p => p.Y)], passes);
        return [.. x.Zip(y, (a, b) => new MapPoint(a, b))];
    }

    /// <inheritdoc cref="Smooth(MapPoint[], int)"/>
    public static double[] Smooth(double[] values, int passes)
    {
        var once = Passes(values, passes);
        var taken = Passes([.. values.Zip(once, (a, b) => a - b)], passes);
        return [.. once.Zip(taken, (a, b) => a + b)];
    }

    /// <summary>Direction to the left of the line at a point.</summary>
    public static (double X, double Y) Left(MapPoint[] points, int i)
    {
        MapPoint before = points[(i + points.Length - 1) % points.Length], after = points[(i + 1) % points.Length];
        var length = Math.Max(Distance(before, after), double.Epsilon);
        return (-(after.Y - before.Y) / length, (after.X - before.X) / length);
    }

    /// <summary>m.</summary>
    public static double Distance(MapPoint a, MapPoint b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));

    private static double[] Passes(double[] values, int passes)
    {
        var n = values.Length;
        var from = (double[])values.Clone();
        var to = new double[n];
        for (var pass = 0; pass < passes; pass++)
        {
            for (var i = 0; i < n; i++) to[i] = (from[i == 0 ? n - 1 : i - 1] + 2 * from[i] + from[i + 1 == n ? 0 : i + 1]) / 4;
            (from, to) = (to, from);
        }
        return from;
    }
}
