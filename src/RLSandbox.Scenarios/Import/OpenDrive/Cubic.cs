namespace RLSandbox.Scenarios.Import.OpenDrive;

/// <summary>a + b·d + c·d² + d·d³, where d is the distance from where the record starts, m.</summary>
internal readonly record struct Cubic(double Start, double A, double B, double C, double D)
{
    /// <summary>Value at a place along the road.</summary>
    public double At(double s)
    {
        var d = s - Start;
        return A + d * (B + d * (C + d * D));
    }
}

/// <summary>Records of which each holds until the next one starts, in order.</summary>
internal sealed class CubicProfile(IReadOnlyList<Cubic> records)
{
    /// <summary>Zero everywhere.</summary>
    public static CubicProfile Zero { get; } = new([]);

    /// <summary>All records, by start.</summary>
    public IReadOnlyList<Cubic> Records { get; } = records;

    /// <summary>The record that holds at a place. Before the first one its first value holds, since a record that comes late is a defect of the file.</summary>
    public Cubic Holding(double s)
    {
        if (Records.Count == 0) return default;
        if (s < Records[0].Start) return new(Records[0].Start, Records[0].A, 0, 0, 0);
        return Records[Starts.LastUpTo(Records, s, record => record.Start)];
    }

    /// <summary>Adds the starts of all records between two places.</summary>
    public void AddStarts(double from, double to, List<double> starts) => Starts.AddBetween(Records, from, to, starts, record => record.Start);

    /// <summary>Value at a place along the road.</summary>
    public double At(double s) => Holding(s).At(s);
}

/// <summary>Searches in lists that are sorted by where their entries start.</summary>
internal static class Starts
{
    /// <summary>Index of the last entry that starts at or before a place; 0 if none does.</summary>
    public static int LastUpTo<T>(IReadOnlyList<T> entries, double s, Func<T, double> start)
    {
        int low = 0, high = entries.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (start(entries[middle]) <= s) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    /// <summary>Adds the starts between two places, without these.</summary>
    public static void AddBetween<T>(IReadOnlyList<T> entries, double from, double to, List<double> into, Func<T, double> start)
    {
        if (entries.Count == 0) return;
        for (var i = LastUpTo(entries, from, start); i < entries.Count && start(entries[i]) < to; i++)
            if (start(entries[i]) > from) into.Add(start(entries[i]));
    }
}
