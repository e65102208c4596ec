using System.Globalization;
using RLSandbox.Core;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Scenarios.Yaml;

namespace RLSandbox.Scenarios.Maps;

/// <summary>Reads the race-track format of the Technical University of Munich: <c># x_m,y_m,w_tr_right_m,w_tr_left_m</c>, one point a line.</summary>
/// <remarks>
/// Metres; the right width comes first; lines that start with # are comments; the last point joins the first and does not repeat it; the order of
/// the lines is the driving direction. The points are faired a little before the spline: see <see cref="Faired"/>. Source: github.com/TUMFTM/racetrack-database, README.
/// </remarks>
public static class TumCsvImporter
{
    private const int Columns = 4;
    private const int MostProblems = 10;

    /// <summary>m; fairing moves no point farther.</summary>
    private const double MostFairing = 0.25;

    private const string Example = "write x_m,y_m,w_tr_right_m,w_tr_left_m with decimal points, such as -2.4,0.1,6.2,6.5";

    /// <summary>The circuit in the file, moved so that the middle of its bounding box is the origin.</summary>
    /// <exception cref="UserErrorException">The file cannot be read or is no closed line of at least 3 points; each problem with its line.</exception>
    public static CircuitDrawing Import(string path) => Parse(YamlText.Read(path), path);

    internal static CircuitDrawing Parse(string text, string path)
    {
        var problems = new ConfigProblems();
        var points = new List<PlacedPoint>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var row = line.Trim();
            if (row.IsEmpty || row[0] == '#') continue;
            var position = new ConfigPosition(path, number, 1);
            if (TryPoint(row, out var point)) points.Add(new(point, position));
            else problems.Add(position, "", $"expected {Columns} numbers with commas between them, found \"{Shorten(row)}\"", Example);
            if (problems.Count >= MostProblems) break;
        }
        problems.ThrowIfAny();
        PlacedPoint.Check(points, new(path, Math.Max(1, number), 1), problems);
        PlacedPoint.CheckClosed(points, problems);
        problems.ThrowIfAny();
        return new() { Name = Path.GetFileNameWithoutExtension(path), Points = Faired(Centred(points)), Source = $"imported from {Path.GetFileName(path)}" };
    }

    private static bool TryPoint(ReadOnlySpan<char> row, out CircuitPoint point)
    {
        Span<double> values = stackalloc double[Columns];
        var column = 0;
        point = default;
        foreach (var part in row.Split(','))
        {
            if (column == Columns) return false;
            if (!double.TryParse(row[part], NumberStyles.Float, CultureInfo.InvariantCulture, out values[column]) || !double.IsFinite(values[column])) return false;
            column++;
        }
        point = new(values[0], values[1], LeftWidth: values[3], RightWidth: values[2]);
        return column == Columns;
    }

    /// <summary>Sources give coordinates up to thousands of kilometres from their origin; single precision is fine near ours.</summary>
    private static CircuitPoint[] Centred(List<PlacedPoint> points)
    {
        double x = (points.Min(p => p.Point.X) + points.Max(p => p.Point.X)) / 2, y = (points.Min(p => p.Point.Y) + points.Max(p => p.Point.Y)) / 2;
        return [.. points.Select(p => p.Point with { X = p.Point.X - x, Y = p.Point.Y - y })];
    }

    /// <summary>Takes one 16th of the fourth difference off every point.</summary>
    /// <remarks>
    /// A cubic spline through surveyed points amplifies the curvature that three neighbours show, by 6 / (4 + 2 cos ω) at ω radians per point: up to
    /// three times where the survey jitters. The filter 1 − (1 − cos ω)² / 4 keeps the product below 1.15, and leaves arcs and straights where they are.
    /// </remarks>
    private static CircuitPoint[] Faired(CircuitPoint[] points)
    {
        var faired = new CircuitPoint[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            CircuitPoint a = At(i - 2), b = At(i - 1), c = points[i], d = At(i + 1), e = At(i + 2);
            double x = (a.X - 4 * b.X + 6 * c.X - 4 * d.X + e.X) / 16, y = (a.Y - 4 * b.Y + 6 * c.Y - 4 * d.Y + e.Y) / 16;
            var scale = Math.Min(1, MostFairing / Math.Max(double.Epsilon, Math.Sqrt(x * x + y * y)));
            faired[i] = c with { X = c.X - scale * x, Y = c.Y - scale * y };
        }
        return faired;

        CircuitPoint At(int i) => points[(i + 2 * points.Length) % points.Length];
    }

    private static string Shorten(ReadOnlySpan<char> row) => row.Length <= 60 ? row.ToString() : $"{row[..60]}…";
}
