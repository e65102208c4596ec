namespace RLSandbox.Scenarios.Maps;

/// <summary>A random polygon that does not cross itself: points scattered over a rectangle, joined by a short tour.</summary>
internal static class RandomTour
{
    private const float LongestAspect = 2.8f;
    private const int ThrowsPerPoint = 40;

    /// <summary>At most <paramref name="count"/> corners, counter-clockwise or clockwise by chance; the rectangle has area 1 × aspect.</summary>
    public static List<(double X, double Y)> Draw(Draws draws, int count)
    {
        var points = Scatter(draws, count);
        Uncross(points);
        if (draws.Chance(0.5f)) points.Reverse();
        return points;
    }

    private static List<(double X, double Y)> Scatter(Draws draws, int count)
    {
        var aspect = draws.Between(1, LongestAspect);
        var apart = 0.5 * Math.Sqrt(aspect / count);
        var points = new List<(double X, double Y)>(count);
        for (var k = 0; k < ThrowsPerPoint * count && points.Count < count; k++)
        {
            var point = (X: (double)draws.Between(0, aspect), Y: (double)draws.Uniform());
            var free = true;
            foreach (var other in points) free &= Distance(point, other) >= apart;
            if (free) points.Add(point);
        }
        return points;
    }

    /// <summary>Reverses stretches of the tour as long as that makes it shorter (2-opt); a tour that cannot be improved so has no crossing.</summary>
    private static void Uncross(List<(double X, double Y)> tour)
    {
        var improved = true;
        while (improved)
        {
            improved = false;
            for (var i = 0; i < tour.Count - 2; i++)
                for (var j = i + 2; j < tour.Count; j++)
                {
                    var next = (j + 1) % tour.Count;
                    if (next == i) continue;
                    var before = Distance(tour[i], tour[i + 1]) + Distance(tour[j], tour[next]);
                    // The slack stops a cycle of equal tours.
                    if (Distance(tour[i], tour[j]) + Distance(tour[i + 1], tour[next]) >= before - 1e-12) continue;
                    tour.Reverse(i + 1, j - i);
                    improved = true;
                }
        }
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
