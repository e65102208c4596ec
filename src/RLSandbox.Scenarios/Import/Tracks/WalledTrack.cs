using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>Finds the road between walls: from a line that somebody drove to the middle between the walls beside it, with the distances to them.</summary>
internal sealed class WalledTrack
{
    private const int Rounds = 4;

    /// <summary>Where a wall has a gap, a ray goes on to another one; no road is so much wider than it mostly is.</summary>
    private const double WidestShare = 2.5;

    /// <summary>Rays to each side of the one straight across, and the angle of the outermost.</summary>
    private const int FanRays = 8;
    private const double FanAngle = Math.PI / 3;

    /// <summary>Of the distance to the nearest wall on a side: a road is that much wider at most, as on the outside of corners.</summary>
    private const double PastNearest = 1.25;

    private readonly OccupancyGrid _grid;
    private readonly double _spacing, _longest;

    private WalledTrack(OccupancyGrid grid, double spacing, double longest) => (_grid, _spacing, _longest) = (grid, spacing, longest);

    /// <summary>Middle of the road, metres to the left wall, metres to the right one.</summary>
    /// <param name="grid">Where it is free.</param>
    /// <param name="driven">A closed line in driving direction.</param>
    /// <param name="path">For errors.</param>
    /// <param name="warnings">Get what is odd.</param>
    /// <exception cref="UserErrorException">The line does not lie in free space.</exception>
    public static (MapPoint[] Line, double[] Left, double[] Right) Between(OccupancyGrid grid, MapPoint[] driven, string path, List<ImportWarning> warnings)
    {
        var blocked = driven.Count(point => !grid.IsFree(point.X, point.Y));
        if (2 * blocked > driven.Length) throw new UserErrorException($"{path}: expected the line of this track, found one with {blocked} of {driven.Length} points in walls; is it the line of another map?");
        if (blocked > 0) warnings.Add(new("line", $"{blocked} of {driven.Length} points lie in walls", 0, blocked));
        var width = UsualWidth(grid, driven);
        var track = new WalledTrack(grid, Math.Max(2 * grid.Resolution, Math.Min(width / 8, 2)), WidestShare * width);
        var line = ClosedLine.Resample(driven, track._spacing);
        for (var round = 0; round < Rounds; round++) line = track.Centred(line);
        return track.Measured(line, warnings);
    }

    /// <summary>The median of what lies free across the line.</summary>
    private static double UsualWidth(OccupancyGrid grid, MapPoint[] driven)
    {
        var points = ClosedLine.Resample(driven, Math.Max(4 * grid.Resolution, ClosedLine.Length(driven) / 1000));
        var widths = new double[points.Length];
        for (var i = 0; i < widths.Length; i++)
        {
            var (x, y) = ClosedLine.Left(points, i);
            widths[i] = grid.Reach(points[i], x, y, grid.Diagonal) + grid.Reach(points[i], -x, -y, grid.Diagonal);
        }
        Array.Sort(widths);
        return Math.Max(widths[widths.Length / 2], 2 * grid.Resolution);
    }

    /// <summary>One round: every point goes to the middle between the nearest walls on its sides, the moves smoothed so that corners of walls pull nobody alone.</summary>
    private MapPoint[] Centred(MapPoint[] line)
    {
        var moves = new double[line.Length];
        for (var i = 0; i < moves.Length; i++)
        {
            var (x, y) = ClosedLine.Left(line, i);
            moves[i] = (Nearest(line[i], x, y) - Nearest(line[i], -x, -y)) / 2;
        }
        moves = ClosedLine.Smooth(moves, 4);
        var moved = new MapPoint[line.Length];
        for (var i = 0; i < moved.Length; i++)
        {
            var (x, y) = ClosedLine.Left(line, i);
            moved[i] = new(line[i].X + moves[i] * x, line[i].Y + moves[i] * y);
        }
        return ClosedLine.Resample(ClosedLine.Smooth(moved, 8), _spacing);
    }

    private (MapPoint[], double[], double[]) Measured(MapPoint[] line, List<ImportWarning> warnings)
    {
        double[] left = new double[line.Length], right = new double[line.Length];
        var open = 0;
        for (var i = 0; i < line.Length; i++)
        {
            var (x, y) = ClosedLine.Left(line, i);
            (left[i], right[i]) = (Across(line[i], x, y), Across(line[i], -x, -y));
            if (left[i] >= _longest || right[i] >= _longest) open++;
        }
        if (open > 0) warnings.Add(new("walls", FormattableString.Invariant($"beside {open} of {line.Length} places no wall stands within {_longest:0.0} m; the road ends there all the same"), 0, open));
        return (line, left, right);
    }

    /// <summary>Straight across, but not far past the nearest wall on that side: at the end of a thin wall the ray goes by.</summary>
    private double Across(MapPoint from, double x, double y) => Math.Min(_grid.Reach(from, x, y, _longest), PastNearest * Nearest(from, x, y));

    /// <summary>Metres to the nearest wall on one side.</summary>
    private double Nearest(MapPoint from, double x, double y)
    {
        var nearest = _longest;
        for (var k = -FanRays; k <= FanRays; k++)
        {
            double angle = FanAngle * k / FanRays, cos = Math.Cos(angle), sin = Math.Sin(angle);
            nearest = Math.Min(nearest, _grid.Reach(from, cos * x - sin * y, sin * x + cos * y, nearest));
        }
        return nearest;
    }
}
