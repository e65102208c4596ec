using System.Text.Json;
using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Model race tracks of the MPCC project: centre line and both edges point by point, as JSON arrays: docs/maps/tracks.md.</summary>
public sealed class MpccImporter : IMapImporter
{
    /// <summary>The cars of that project, and so their tracks, are 1:43.</summary>
    private const double ModelScale = 43;

    /// <summary>m; a road narrower than a car is one for models.</summary>
    private const double NarrowestRoad = 1.5;

    private const double SmallestCosine = 0.8660254;                       // of 30°

    private static readonly string[] _keys = ["X", "Y", "X_i", "Y_i", "X_o", "Y_o"];

    /// <inheritdoc/>
    public string Format => "MPCC track";

    /// <inheritdoc/>
    public bool Recognises(ImportFile file) => _keys.All(key => JsonTree.HasKey(file, key, (token, _) => token == JsonTokenType.StartArray));

    /// <inheritdoc/>
    public ImportedMap Import(ImportFile file, ImportOptions options)
    {
        using var json = JsonTree.Parse(file);
        var columns = _keys.Select(key => Column(json.RootElement, key)).ToArray();
        if (columns.Any(column => column.Length != columns[0].Length))
            throw new UserErrorException($"{file.Path}: expected six lists of equal length, found {string.Join(", ", _keys.Zip(columns, (key, column) => $"{key} with {column.Length}"))}.");
        var warnings = new List<ImportWarning>();
        var rows = Eased(Rows(columns, warnings));
        ClosedLine.Check([.. rows.Select(row => row.Centre)], file.Path);
        if (options.WidthMetres is not null) warnings.Add(new("road", "the file has widths; the given one was not used"));
        var (left, right) = Widths(rows, warnings);
        var width = left.Zip(right, (a, b) => a + b).Average();
        var scale = width < NarrowestRoad ? ModelScale : 1;
        if (scale != 1) warnings.Add(new("road", FormattableString.Invariant($"it is {width:0.00} m wide, a model's; everything was multiplied by {ModelScale}"), 0, width));
        var drawing = TrackDrawing.Of(file, "", [.. rows.Select(row => new MapPoint(row.Centre.X * scale, row.Centre.Y * scale))], [.. left.Select(w => w * scale)], [.. right.Select(w => w * scale)], warnings);
        return new(Format, MapDocument.Of(drawing), warnings);
    }

    private static double[] Column(JsonElement root, string key) => [.. root.GetProperty(key).EnumerateArray().Select(JsonTree.Number)];

    private static List<Row> Rows(double[][] columns, List<ImportWarning> warnings)
    {
        var rows = new List<Row>();
        var broken = 0;
        for (var i = 0; i < columns[0].Length; i++)
        {
            var row = new Row(new(columns[0][i], columns[1][i]), new(columns[2][i], columns[3][i]), new(columns[4][i], columns[5][i]));
            if (columns.Any(column => !double.IsFinite(column[i]))) broken++;
            else if (rows.Count == 0 || ClosedLine.Distance(rows[^1].Centre, row.Centre) > 1e-6) rows.Add(row);
        }
        while (rows.Count > 1 && ClosedLine.Distance(rows[^1].Centre, rows[0].Centre) <= 1e-6) rows.RemoveAt(rows.Count - 1);
        if (broken > 0) warnings.Add(new("points", $"{broken} have a coordinate that is no number and were left out", 0, broken));
        return rows;
    }

    /// <summary>The file joins straights and arcs without easing, and a spline swings where curvature jumps: each centre goes half of the way to the middle of its neighbours.</summary>
    private static List<Row> Eased(List<Row> rows) =>
        [.. rows.Select((row, i) => row with { Centre = Eased(rows[(i + rows.Count - 1) % rows.Count].Centre, row.Centre, rows[(i + 1) % rows.Count].Centre) })];

    private static MapPoint Eased(MapPoint before, MapPoint here, MapPoint after)
    {
        double ax = here.X - before.X, ay = here.Y - before.Y, bx = after.X - here.X, by = after.Y - here.Y;
        var isBend = ax * bx + ay * by > SmallestCosine * Math.Sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
        return isBend ? new(here.X + (bx - ax) / 4, here.Y + (by - ay) / 4) : here;        // a sharper corner is meant
    }

    /// <summary>Distances to the edges. The inner edge is the left one of a counter-clockwise lap: whichever side most of its points are on.</summary>
    private static (double[] Left, double[] Right) Widths(List<Row> rows, List<ImportWarning> warnings)
    {
        MapPoint[] centre = [.. rows.Select(row => row.Centre)];
        int innerLeft = 0, wrong = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            double inner = Side(centre, i, rows[i].Inner), outer = Side(centre, i, rows[i].Outer);
            if (inner > 0) innerLeft++;
            if (inner > 0 == outer > 0) wrong++;
        }
        if (wrong > 0) warnings.Add(new("edges", $"{wrong} points have both edges on one side; their distances were taken as widths all the same", 0, wrong));
        double[] a = [.. rows.Select(row => ClosedLine.Distance(row.Centre, row.Inner))], b = [.. rows.Select(row => ClosedLine.Distance(row.Centre, row.Outer))];
        return 2 * innerLeft > rows.Count ? (a, b) : (b, a);
    }

    private static double Side(MapPoint[] centre, int i, MapPoint edge)
    {
        var (x, y) = ClosedLine.Left(centre, i);
        return (edge.X - centre[i].X) * x + (edge.Y - centre[i].Y) * y;
    }

    private readonly record struct Row(MapPoint Centre, MapPoint Inner, MapPoint Outer);
}
