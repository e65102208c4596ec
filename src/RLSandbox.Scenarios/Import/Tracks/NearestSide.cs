namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Which of some marked regions is nearest to each pixel of a picture, by straight-line distance between the middles of pixels; exact, in linear time.</summary>
/// <remarks>
/// Source: Meijster, Roerdink and Hesselink 2000, "A General Algorithm for Computing Distance Transforms in Linear Time", Euclidean metric.
/// We differ: each distance carries the mark that it leads to, and only the marks are kept.
/// </remarks>
internal static class NearestSide
{
    /// <summary>Marks that are 0 become that of the nearest one which is not. Ties go to whichever comes first from the top, then from the left.</summary>
    public static byte[] Of(byte[] marks, int width)
    {
        var height = marks.Length / width;
        var nearest = (byte[])marks.Clone();
        var distances = Columns(nearest, width);
        var row = new byte[width];
        int[] sources = new int[width], from = new int[width];
        for (var y = 0; y < height; y++)
        {
            var span = nearest.AsSpan(y * width, width);
            Row(span, distances.AsSpan(y * width, width), row, sources, from);
            row.CopyTo(span);
        }
        return nearest;
    }

    /// <summary>Distance to the nearest mark of the same column, and its mark; where it has none, farther than any.</summary>
    private static ushort[] Columns(byte[] nearest, int width)
    {
        var far = (ushort)Math.Min(ushort.MaxValue, width + nearest.Length / width);
        var distances = new ushort[nearest.Length];
        for (var i = 0; i < nearest.Length; i++)
        {
            if (nearest[i] != 0) continue;
            distances[i] = far;
            if (i >= width) Take(nearest, distances, i, i - width, far);
        }
        for (var i = nearest.Length - 1 - width; i >= 0; i--) Take(nearest, distances, i, i + width, far);
        return distances;
    }

    private static void Take(byte[] nearest, ushort[] distances, int at, int neighbour, ushort far)
    {
        if (distances[neighbour] + 1 >= distances[at] || distances[neighbour] == far) return;
        (distances[at], nearest[at]) = ((ushort)(distances[neighbour] + 1), nearest[neighbour]);
    }

    /// <summary>Lower envelope of the parabolas (x − i)² + d(i)²: source k holds from column <paramref name="from"/>[k] on.</summary>
    private static void Row(ReadOnlySpan<byte> marks, ReadOnlySpan<ushort> distances, Span<byte> nearest, Span<int> sources, Span<int> from)
    {
        var last = 0;
        (sources[0], from[0]) = (0, 0);
        for (var x = 1; x < marks.Length; x++)
        {
            while (last >= 0 && Squared(from[last], sources[last], distances) > Squared(from[last], x, distances)) last--;
            if (last < 0)
            {
                (last, sources[0], from[0]) = (0, x, 0);
                continue;
            }
            long i = sources[last], rise = (long)distances[x] * distances[x] - (long)distances[(int)i] * distances[(int)i];
            var start = 1 + FloorDivide(x * (long)x - i * i + rise, 2 * (x - i));
            if (start < marks.Length) (sources[++last], from[last]) = (x, (int)start);
        }
        for (var x = marks.Length - 1; x >= 0; x--)
        {
            nearest[x] = marks[sources[last]];
            if (x == from[last]) last--;
        }
    }

    private static long Squared(long x, int source, ReadOnlySpan<ushort> distances) => (x - source) * (x - source) + (long)distances[source] * distances[source];

    private static long FloorDivide(long a, long b) => a >= 0 ? a / b : -((b - 1 - a) / b);
}
