using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Makes a circuit of a closed line and its widths: around a local origin, checked as our own files are.</summary>
internal static class TrackDrawing
{
    /// <summary>The circuit through <paramref name="line"/>.</summary>
    /// <param name="left">Metres to the left edge, by point.</param>
    /// <param name="right">Metres to the right edge, by point.</param>
    /// <param name="warnings">Gets where the inner edge had to be moved.</param>
    /// <exception cref="ConfigException">A width or the length is none.</exception>
    public static CircuitDrawing Of(ImportFile file, string name, MapPoint[] line, double[] left, double[] right, List<ImportWarning> warnings)
    {
        double x = (line.Min(p => p.X) + line.Max(p => p.X)) / 2, y = (line.Min(p => p.Y) + line.Max(p => p.Y)) / 2;
        var points = new List<PlacedPoint>(line.Length);
        for (var i = 0; i < line.Length; i++) points.Add(new(new(line[i].X - x, line[i].Y - y, left[i], right[i]), new(file.Path, 0, 0)));
        var problems = new ConfigProblems();
        PlacedPoint.Check(points, new(file.Path, 0, 0), problems);
        problems.ThrowIfAny();
        return new() { Name = name.Length > 0 ? name : file.Name, Points = InnerEdges.Unfolded([.. points.Select(p => p.Point)], warnings), Source = $"imported from {Path.GetFileName(file.Path)}" };
    }
}
