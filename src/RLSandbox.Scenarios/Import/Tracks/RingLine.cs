using RLSandbox.Core;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>A line around the free space of an occupancy map, for maps that come without one: half way between the infield and the outer wall.</summary>
/// <remarks>
/// The road is the free part that surrounds the most. What it surrounds is the infield; other walls within it are islands. Each free pixel belongs to the
/// nearer of infield and outer wall, and so does each island; the outline of what belongs to the infield is the line. It goes around exactly once, because
/// with a pixel the straight way to its wall belongs to that wall too. Bounded: a few passes over the picture, about 15 bytes a pixel.
/// </remarks>
internal static class RingLine
{
    /// <summary>Pieces of free space and wall; a picture with more is noise.</summary>
    private const int MostParts = 1_000_000;

    /// <summary>Pixels; 50 km, the longest circuit, at the usual 0.05 m.</summary>
    private const int LongestOutline = 1_000_000;

    /// <summary>The outline is a staircase; this rounds its steps over about four pixels to each side.</summary>
    private const int SmoothingPasses = 64;

    private const byte Open = 0, Inner = 1, Outer = 2;

    /// <summary>Closed, counter-clockwise.</summary>
    /// <param name="grid">Where it is free.</param>
    /// <param name="path">For errors.</param>
    /// <param name="missing">What would have said where to drive, for errors.</param>
    /// <exception cref="UserErrorException">No free space leads around a wall.</exception>
    public static MapPoint[] Around(OccupancyGrid grid, string path, string missing)
    {
        var inner = InnerHalf(grid, path, missing, out var start);
        var parts = ConnectedParts.Of(inner, grid.Width, MostParts) ?? throw Noise(path, missing);
        var outline = Outline(parts, parts.Of(start), grid) ?? throw new UserErrorException($"{path}: expected a road around at most {LongestOutline} pixels long, found a longer one; is the free space noise? {missing}");
        ClosedLine.Check(outline, path);
        var line = ClosedLine.Smooth(ClosedLine.Resample(outline, grid.Resolution), SmoothingPasses);
        var blocked = line.Count(point => !grid.IsFree(point.X, point.Y));
        if (2 * blocked > line.Length) throw new UserErrorException($"{path}: expected a road several pixels wide, found one whose middle lies in walls at {blocked} of {line.Length} places; make the picture finer. {missing}");
        if (Area(line) < 0) Array.Reverse(line);
        return line;
    }

    /// <summary>Which pixels belong to the infield, and one that is surely of it.</summary>
    private static bool[] InnerHalf(OccupancyGrid grid, string path, string missing, out int start)
    {
        var parts = ConnectedParts.Of(grid.FreePixels(), grid.Width, MostParts) ?? throw Noise(path, missing);
        var infield = Infield(parts);
        if (infield == 0) throw new UserErrorException($"{path}: expected free space that leads around a wall, found none that does without touching the border of the picture, so there is no lap. {missing}");
        start = parts.First(infield);
        var (marks, islands) = Walls(parts, infield, grid);
        var nearest = NearestSide.Of(marks, grid.Width);
        if (islands.Length > 0) nearest = NearestSide.Of(WithIslands(marks, nearest, parts, islands), grid.Width);
        return Array.ConvertAll(nearest, mark => mark == Inner);
    }

    /// <summary>The largest wall, with all within it, that free space surrounds which does not touch the border; 0 if there is none.</summary>
    private static int Infield(ConnectedParts parts)
    {
        var sizes = parts.Sizes();
        var touch = parts.TouchBorder();
        var (best, size) = (0, 0);
        for (var part = 1; part < parts.Count; part++)
        {
            if (!parts.IsPart(part) || parts.IsSet(part) || sizes[part] <= size || touch[parts.Around(part)]) continue;
            (best, size) = (part, sizes[part]);
        }
        return best;
    }

    /// <summary>Infield and outer wall by pixel; and by part, whether it is an island, a wall of the road that is neither. No island: an empty list.</summary>
    private static (byte[] Marks, bool[] Islands) Walls(ConnectedParts parts, int infield, OccupancyGrid grid)
    {
        var road = parts.Around(infield);
        var marks = new byte[parts.Count];
        var islands = new bool[parts.Count];
        for (var part = 0; part < marks.Length; part++)
        {
            if (!parts.IsPart(part)) continue;
            var around = parts.Around(part);
            islands[part] = part != infield && part != 0 && (around == road || islands[around]);
            marks[part] = part == road || islands[part] ? Open : part == infield ? Inner : part == 0 ? Outer : marks[around];
        }
        var byPixel = new byte[grid.Width * grid.Height];
        for (var pixel = 0; pixel < byPixel.Length; pixel++) byPixel[pixel] = marks[parts.Of(pixel)];
        return (byPixel, islands.Contains(true) ? islands : []);
    }

    /// <summary>Islands take the side that most of their pixels are nearer to: the car passes where there is more room.</summary>
    private static byte[] WithIslands(byte[] marks, byte[] nearest, ConnectedParts parts, bool[] islands)
    {
        var votes = new int[islands.Length];
        for (var pixel = 0; pixel < marks.Length; pixel++)
            if (parts.Of(pixel) is var part && islands[part]) votes[part] += nearest[pixel] == Inner ? 1 : -1;
        for (var pixel = 0; pixel < marks.Length; pixel++)
            if (parts.Of(pixel) is var part && islands[part]) marks[pixel] = votes[part] >= 0 ? Inner : Outer;
        return marks;
    }

    /// <summary>Middles of the pixel sides around a part, the part to the right in the picture; null if there are too many.</summary>
    private static MapPoint[]? Outline(ConnectedParts parts, int part, OccupancyGrid grid)
    {
        int first = parts.First(part), column = first % grid.Width, row = first / grid.Width, dx = 1, dy = 0;
        var (startColumn, startRow) = (column, row);
        var points = new List<MapPoint>();
        do
        {
            if (points.Count == LongestOutline) return null;
            points.Add(grid.Place(column + dx / 2.0, row + dy / 2.0));
            (column, row) = (column + dx, row + dy);
            if (!Has(column + (dx - dy - 1) / 2, row + (dx + dy - 1) / 2)) (dx, dy) = (-dy, dx);          // nothing ahead on the right: around the corner
            else if (Has(column + (dx + dy - 1) / 2, row + (dy - dx - 1) / 2)) (dx, dy) = (dy, -dx);      // something ahead on the left: along it
        }
        while (column != startColumn || row != startRow);
        return [.. points];

        bool Has(int x, int y) => x >= 0 && y >= 0 && x < grid.Width && y < grid.Height && parts.Of(y * grid.Width + x) == part;
    }

    /// <summary>Twice the area within, positive where the line goes counter-clockwise.</summary>
    private static double Area(MapPoint[] line)
    {
        var area = 0.0;
        for (var i = 0; i < line.Length; i++)
        {
            MapPoint a = line[i], b = line[(i + 1) % line.Length];
            area += a.X * b.Y - a.Y * b.X;
        }
        return area;
    }

    private static UserErrorException Noise(string path, string missing) => new($"{path}: expected a picture of roads and walls, found one in more than {MostParts} pieces, which is noise. {missing}");
}
