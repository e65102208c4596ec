using System.Numerics;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>A piece of an outline between two heights.</summary>
internal readonly record struct Slab(Vector2 LowLeft, Vector2 LowRight, Vector2 HighRight, Vector2 HighLeft);

/// <summary>Cuts any outline into trapezoids, by the same rule as rasters are filled: what it surrounds an even number of times is outside.</summary>
internal static class OutlineSlabs
{
    /// <summary>The inside of an outline whose last point is joined to its first; pieces that touch share their corners.</summary>
    public static List<Slab> Of(ReadOnlySpan<Vector2> outline)
    {
        var heights = new SortedSet<float>();
        foreach (var point in outline) heights.Add(point.Y);
        var slabs = new List<Slab>();
        var crossings = new List<(float Middle, float Low, float High)>();
        var low = float.NaN;
        foreach (var high in heights)
        {
            if (!float.IsNaN(low)) AddSlabs(outline, low, high, crossings, slabs);
            low = high;
        }
        return slabs;
    }

    private static void AddSlabs(ReadOnlySpan<Vector2> outline, float low, float high, List<(float Middle, float Low, float High)> crossings, List<Slab> slabs)
    {
        crossings.Clear();
        for (var i = 0; i < outline.Length; i++)
        {
            Vector2 a = outline[i], b = outline[i + 1 == outline.Length ? 0 : i + 1];
            if (a.Y > b.Y) (a, b) = (b, a);
            if (a.Y > low || b.Y < high || a.Y == b.Y) continue;
            float from = At(a, b, low), to = At(a, b, high);
            crossings.Add((from + to, from, to));
        }
        crossings.Sort();
        for (var i = 0; i + 1 < crossings.Count; i += 2)
            slabs.Add(new(new(crossings[i].Low, low), new(crossings[i + 1].Low, low), new(crossings[i + 1].High, high), new(crossings[i].High, high)));
    }

    private static float At(Vector2 a, Vector2 b, float y) => y == a.Y ? a.X : y == b.Y ? b.X : a.X + (y - a.Y) * ((b.X - a.X) / (b.Y - a.Y));
}
