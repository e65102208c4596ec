using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Tests.Towns;

/// <summary>Finds lanes that lie on each other, unless both lead through one junction, and places for standing cars and obstacles that lie on lanes: quads between sections, a little smaller than they are.</summary>
internal static class LaneOverlaps
{
    private const double Scale = 0.97;                                   // lanes that only touch do not overlap
    private const double Cell = 8;                                       // m

    public static List<string> Of(RoadMap map)
    {
        var cells = new Dictionary<(int, int), List<(int Lane, double[] Corners)>>();
        var found = new HashSet<(int, int)>();
        List<Lane> lanes = [.. map.Lanes, .. map.Areas.Where(area => area.Kind is AreaKind.Parking or AreaKind.Obstacle).Select(AsLane)];
        for (var lane = 0; lane < lanes.Count; lane++)
            foreach (var quad in Quads(lanes[lane]))
                foreach (var cell in CellsOf(quad))
                {
                    if (!cells.TryGetValue(cell, out var list)) cells[cell] = list = [];
                    foreach (var (other, corners) in list)
                        if (other != lane && !ShareJunction(lanes[other], lanes[lane]) && !found.Contains((other, lane)) && Overlap(quad, corners)) found.Add((other, lane));
                    list.Add((lane, quad));
                }
        return [.. found.Select(pair => $"{lanes[pair.Item1].Id}/{lanes[pair.Item2].Id}")];
    }

    /// <summary>A rectangle.</summary>
    private static Lane AsLane(RoadArea area)
    {
        Assert.That(area.Outline, Has.Count.EqualTo(4));
        MapPoint a = area.Outline[0], b = area.Outline[3], c = area.Outline[1], d = area.Outline[2];
        return new() { Id = area.Kind.ToString(), Sections = [new(a.X, a.Y, b.X, b.Y, 0), new(c.X, c.Y, d.X, d.Y, 0)] };
    }

    private static bool ShareJunction(Lane a, Lane b) => a.Junction is not null && a.Junction == b.Junction;

    private static IEnumerable<double[]> Quads(Lane lane)
    {
        for (var i = 1; i < lane.Sections.Count; i++)
        {
            CrossSection a = lane.Sections[i - 1], b = lane.Sections[i];
            double x = (a.X + b.X) / 2, y = (a.Y + b.Y) / 2;
            double[] corners = [a.LeftX, a.LeftY, a.RightX, a.RightY, b.RightX, b.RightY, b.LeftX, b.LeftY];
            for (var k = 0; k < 8; k += 2) (corners[k], corners[k + 1]) = (x + Scale * (corners[k] - x), y + Scale * (corners[k + 1] - y));
            yield return corners;
        }
    }

    private static IEnumerable<(int, int)> CellsOf(double[] c)
    {
        int Least(int k) => (int)Math.Floor(Math.Min(Math.Min(c[k], c[k + 2]), Math.Min(c[k + 4], c[k + 6])) / Cell);
        int Most(int k) => (int)Math.Floor(Math.Max(Math.Max(c[k], c[k + 2]), Math.Max(c[k + 4], c[k + 6])) / Cell);
        for (var x = Least(0); x <= Most(0); x++)
            for (var y = Least(1); y <= Most(1); y++) yield return (x, y);
    }

    private static bool Overlap(double[] a, double[] b) => !HasGap(a, b) && !HasGap(b, a);

    /// <summary>Whether all corners of the other lie beyond one side.</summary>
    private static bool HasGap(double[] a, double[] b)
    {
        for (var k = 0; k < 8; k += 2)
        {
            double nx = a[(k + 3) % 8] - a[k + 1], ny = a[k] - a[(k + 2) % 8], mostA = double.MinValue, leastB = double.MaxValue, leastA = double.MaxValue, mostB = double.MinValue;
            for (var i = 0; i < 8; i += 2)
            {
                double pa = nx * a[i] + ny * a[i + 1], pb = nx * b[i] + ny * b[i + 1];
                (mostA, leastA, mostB, leastB) = (Math.Max(mostA, pa), Math.Min(leastA, pa), Math.Max(mostB, pb), Math.Min(leastB, pb));
            }
            if (mostA <= leastB || mostB <= leastA) return true;
        }
        return false;
    }
}
