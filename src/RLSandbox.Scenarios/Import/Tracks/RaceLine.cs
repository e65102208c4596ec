using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Reads the places of a race line or centre line from a table with semicolons or commas.</summary>
/// <remarks>Race lines have seven columns, s, x, y, heading, curvature, speed, acceleration; a comment line with names such as <c>x_m</c> decides; else x and y come first.</remarks>
internal static class RaceLine
{
    private const int RaceLineColumns = 7, MostPoints = 1_000_000;

    private static readonly char[] _separators = [';', ','];

    /// <summary>Whether a file is such a table: with semicolons, or with commas and no more than two columns. Four are race tracks with widths.</summary>
    public static bool Recognises(ImportFile file)
    {
        foreach (var line in file.Head.AsSpan().EnumerateLines())
        {
            var row = line.Trim();
            if (row.IsEmpty || row[0] == '#') continue;
            var values = Numbers(row.ToString());
            return row.Contains(';') ? values.Length >= 2 : values.Length == 2 && Array.TrueForAll(values, double.IsFinite);
        }
        return false;
    }

    /// <summary>The places, without repeats.</summary>
    /// <exception cref="UserErrorException">They are no closed line.</exception>
    public static MapPoint[] Read(ImportFile file, List<ImportWarning> warnings)
    {
        var points = new List<MapPoint>();
        int number = 0, broken = 0, firstBroken = 0;
        (int X, int Y)? columns = null;
        foreach (var line in file.Text().AsSpan().EnumerateLines())
        {
            number++;
            var row = line.Trim();
            if (row.IsEmpty) continue;
            if (row[0] == '#')
            {
                columns = Named(row[1..].ToString()) ?? columns;
                continue;
            }
            var values = Numbers(row.ToString());
            columns ??= values.Length == RaceLineColumns ? (1, 2) : (0, 1);
            var (x, y) = columns.Value;
            if (values.Length > Math.Max(x, y) && double.IsFinite(values[x]) && double.IsFinite(values[y]) && points.Count < MostPoints) points.Add(new(values[x], values[y]));
            else if (broken++ == 0) firstBroken = number;
        }
        if (broken > 0) warnings.Add(new(Path.GetFileName(file.Path), $"{broken} rows without two finite numbers in the columns of x and y were left out", firstBroken, broken));
        var distinct = ClosedLine.Distinct(points);
        ClosedLine.Check(distinct, file.Path);
        return distinct;
    }

    private static (int, int)? Named(string comment)
    {
        string[] names = [.. comment.Split(_separators).Select(name => name.Trim().ToLowerInvariant())];
        int x = Array.FindIndex(names, name => name is "x" or "x_m"), y = Array.FindIndex(names, name => name is "y" or "y_m");
        return x >= 0 && y >= 0 ? (x, y) : null;
    }

    private static double[] Numbers(string row) =>
        [.. row.Split(_separators).Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN)];
}
