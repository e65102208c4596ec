namespace RLSandbox.Scenarios.Import.OpenStreetMap;

/// <summary>Joins lines that share their ends into closed outlines.</summary>
internal static class OsmRings
{
    /// <summary>Closed rings of nodes, and how many lines belong to none.</summary>
    public static (List<List<long>> Rings, int Open) Join(IEnumerable<long[]> lines)
    {
        var unused = lines.Where(line => line.Length >= 2).ToList();
        var used = new bool[unused.Count];
        var ends = new Dictionary<long, Stack<int>>();
        for (var i = 0; i < unused.Count; i++)
            foreach (var end in new[] { unused[i][0], unused[i][^1] })
            {
                if (!ends.TryGetValue(end, out var stack)) ends[end] = stack = new();
                stack.Push(i);
            }
        var rings = new List<List<long>>();
        var open = 0;
        for (var i = 0; i < unused.Count; i++)
        {
            if (used[i]) continue;
            used[i] = true;
            List<long> ring = [.. unused[i]];
            var pieces = 1;
            while (ring[^1] != ring[0] && TakeNext(ends[ring[^1]], used) is { } next)
            {
                var line = unused[next];
                ring.AddRange(line[0] == ring[^1] ? line.Skip(1) : line.Reverse().Skip(1));
                pieces++;
            }
            if (ring[^1] != ring[0] || ring.Count < 4)
            {
                open += pieces;
                continue;
            }
            ring.RemoveAt(ring.Count - 1);
            rings.Add(ring);
        }
        return (rings, open);
    }

    private static int? TakeNext(Stack<int> candidates, bool[] used)
    {
        while (candidates.TryPop(out var candidate))
        {
            if (used[candidate]) continue;
            used[candidate] = true;
            return candidate;
        }
        return null;
    }
}
