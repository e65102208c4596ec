namespace RLSandbox.Core.Configuration;

/// <summary>Guesses which name was meant when an unknown one was written.</summary>
public static class NearestName
{
    private const int ShortestBeginning = 3;

    /// <summary>The allowed name that is few enough typing mistakes away; null if none is near.</summary>
    /// <remarks>
    /// Capitals do not count as mistakes. Of equally near names the first wins. If none is near, the first name that begins with what was
    /// written is taken, so that a forgotten unit is found: <c>topSpeed</c> for <c>topSpeedMps</c>.
    /// </remarks>
    public static string? Of(string written, IEnumerable<string> allowed)
    {
        var wanted = written.ToLowerInvariant();
        var limit = Math.Max(1, Math.Min(3, wanted.Length / 3));
        string? nearest = null, longer = null;
        foreach (var name in allowed)
        {
            if (wanted.Length >= ShortestBeginning && name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)) longer ??= name;
            if (Math.Abs(wanted.Length - name.Length) > limit) continue;
            var distance = Distance(wanted, name.ToLowerInvariant());
            if (distance > limit) continue;
            limit = distance - 1;
            nearest = name;
        }
        return nearest ?? longer;
    }

    /// <summary>Fewest insertions, deletions, replacements and swaps of neighbours that turn one text into the other, none of them edited twice.</summary>
    /// <remarks>Source: Damerau 1964, doi:10.1145/363958.363994; the restricted form (optimal string alignment).</remarks>
    public static int Distance(string from, string to)
    {
        var cost = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) cost[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) cost[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
            for (var j = 1; j <= to.Length; j++)
            {
                var replace = cost[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replace, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                var swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                if (swapped) cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        return cost[from.Length, to.Length];
    }
}
