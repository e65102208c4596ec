using RLSandbox.Driving.Roads.Compiled;

namespace RLSandbox.TestKit.Roads;

/// <summary>The nearest lane by looking at every node of every lane, in double precision.</summary>
public static class SlowLaneSearch
{
    /// <summary>Least cost over all lanes, infinite where none has the height.</summary>
    public static double LeastCost(RoadNetwork network, double x, double y, double z, double heading)
    {
        var least = double.PositiveInfinity;
        for (var lane = 0; lane < network.Lanes.Length; lane++) least = Math.Min(least, Cost(network, lane, x, y, z, heading));
        return least;
    }

    /// <summary>Cost of one lane, infinite where it has another height.</summary>
    public static double Cost(RoadNetwork network, int lane, double x, double y, double z, double heading)
    {
        var nodes = network.NodesOf(lane);
        var (nearest, distance) = (-1, double.PositiveInfinity);
        for (var i = 0; i < nodes.Length; i++)
        {
            var d = Math.Sqrt((nodes[i].X - x) * (nodes[i].X - x) + (nodes[i].Y - y) * (nodes[i].Y - y));
            if (Math.Abs(nodes[i].Z - z) <= 2.5f && d < distance) (nearest, distance) = (i, d);
        }
        if (nearest < 0) return double.PositiveInfinity;
        var (bestDistance, cost) = (double.PositiveInfinity, 0.0);
        for (var i = Math.Max(0, nearest - 1); i <= Math.Min(nodes.Length - 2, nearest); i++)
        {
            var (d, c) = OnSegment(nodes[i], nodes[i + 1], x, y, heading, network.Lanes[lane].IsBidirectional);
            if (d < bestDistance) (bestDistance, cost) = (d, c);
        }
        return cost;
    }

    private static (double Distance, double Cost) OnSegment(LaneNode a, LaneNode b, double x, double y, double heading, bool bothWays)
    {
        double sx = (double)b.X - a.X, sy = (double)b.Y - a.Y, square = sx * sx + sy * sy;
        var t = square > 0 ? Math.Clamp(((x - a.X) * sx + (y - a.Y) * sy) / square, 0, 1) : 0;
        double dx = x - (a.X + t * sx), dy = y - (a.Y + t * sy), distance = Math.Sqrt(dx * dx + dy * dy);
        double tx = a.TangentX + t * (b.TangentX - a.TangentX), ty = a.TangentY + t * (b.TangentY - a.TangentY);
        var width = tx * dy - ty * dx >= 0 ? a.LeftWidth + t * (b.LeftWidth - a.LeftWidth) : a.RightWidth + t * (b.RightWidth - a.RightWidth);
        var same = Math.Cos(Math.Atan2(ty, tx) - heading);
        var aside = distance <= width ? distance / Math.Max(width, 1e-3) : 1 + (distance - width) / 1.75;
        return (distance, aside + 0.6 * (1 - (bothWays ? Math.Abs(same) : same)));
    }
}
