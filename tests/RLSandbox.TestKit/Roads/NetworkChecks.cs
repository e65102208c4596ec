using RLSandbox.Core.Mathematics;
using RLSandbox.Driving.Roads.Compiled;

namespace RLSandbox.TestKit.Roads;

/// <summary>What must hold for the network of any map.</summary>
public static class NetworkChecks
{
    /// <summary>Asks for the nearest lane at random points, most of them near lanes; returns the first that a slow search contradicts, or null.</summary>
    public static string? FindWrongNearest(RoadNetwork network, int points, ulong seed)
    {
        var key = new RandomKey(seed, 0, 0, RandomPurpose.Of("test.nearest"));
        var nodes = network.Nodes;
        for (var i = 0u; i < points; i++)
        {
            var node = nodes[key.Integer(nodes.Length, i, 0)];
            var reach = (i % 8) switch { 0 => 300f, 1 => 40, 2 => 12, _ => 3 };
            float x = node.X + reach * key.Uniform(-1, 1, i, 1), y = node.Y + reach * key.Uniform(-1, 1, i, 2), z = node.Z + 4 * key.Uniform(-1, 1, i, 3);
            var heading = i % 2 == 0 ? node.Heading : key.Uniform(-3.14f, 3.14f, i, 4);
            var found = network.Nearest(x, y, z, heading);
            var least = SlowLaneSearch.LeastCost(network, x, y, z, heading);
            if (found.IsFound != double.IsFinite(least)) return FormattableString.Invariant($"at ({x}, {y}, {z}), {heading}: found {found.IsFound}, the slow search says {least}");
            if (!found.IsFound) continue;
            var cost = SlowLaneSearch.Cost(network, found.Lane, x, y, z, heading);
            if (!(cost <= least + 1e-3 * Math.Max(1, least))) return FormattableString.Invariant($"at ({x}, {y}, {z}), {heading}: lane {network.Map.Lanes[found.Lane].Id} costs {cost}, another one {least}");
        }
        return null;
    }

    /// <summary>Nodes are finite, at most half a metre apart, tangents have length 1; returns the first that is not so, or null.</summary>
    public static string? FindBadNode(RoadNetwork network)
    {
        for (var lane = 0; lane < network.Lanes.Length; lane++)
        {
            var nodes = network.NodesOf(lane);
            for (var i = 0; i < nodes.Length; i++)
            {
                var n = nodes[i];
                var sum = n.X + n.Y + n.Z + n.Heading + n.Curvature + n.LeftWidth + n.RightWidth + n.MapArc;
                var length = Math.Sqrt((double)n.TangentX * n.TangentX + (double)n.TangentY * n.TangentY);
                var step = i == 0 ? 0 : Math.Sqrt(Square(n.X - nodes[i - 1].X) + Square(n.Y - nodes[i - 1].Y));
                if (!float.IsFinite(sum) || Math.Abs(length - 1) > 1e-5 || step > 0.501 || n.LeftWidth < 0 || n.RightWidth < 0)
                    return $"lane {network.Map.Lanes[lane].Id}, node {i} of {nodes.Length}: {n}";
            }
        }
        return null;
    }

    /// <summary>Draws routes and follows their paths; returns the first place that lies on no lane, or has a kink, or null.</summary>
    /// <param name="slack">Metres beside a lane that are still on it.</param>
    public static string? FindPathOutside(RoadNetwork network, int routes, double metres, ulong seed, float slack)
    {
        var planner = new RoutePlanner(network);
        var key = new RandomKey(seed, 0, 0, RandomPurpose.Of("test.routes"));
        for (var i = 0u; i < routes; i++)
        {
            if (!planner.TryDraw(key, i, Math.Min(metres, planner.LongestWay / 2), out var route)) return $"no route {i}; the longest way is {planner.LongestWay} m";
            if (FindOutside(network, new RoutePath(network, route), slack) is { } place) return $"route {i}: {place}";
        }
        return null;
    }

    private static string? FindOutside(RoadNetwork network, RoutePath path, float slack)
    {
        for (var i = 0; i < path.Nodes.Length; i++)
        {
            var node = path.Nodes[i];
            var leg = path.Route.Legs[node.Leg];
            if (!float.IsFinite(node.X + node.Y + node.Z + node.Heading + node.Curvature + node.LeftWidth + node.RightWidth)) return $"node {i}: {node}";
            var step = i == 0 ? 0 : Math.Sqrt(Square(node.X - path.Nodes[i - 1].X) + Square(node.Y - path.Nodes[i - 1].Y));
            if (step > 0.501) return $"node {i} is {step} m from the one before: {node}";
            if (network.Nearest(node.X, node.Y, node.Z, node.Heading).BeyondEdge <= slack || network.Locate(leg.Lane, node.X, node.Y).BeyondEdge <= slack) continue;
            if (node.Leg > 0 && network.Locate(path.Route.Legs[node.Leg - 1].Lane, node.X, node.Y).BeyondEdge <= slack) continue;
            return $"node {i}, lane {network.Map.Lanes[leg.Lane].Id} at {node.LaneArc} of {network.Lanes[leg.Lane].Length} m, is beside every lane: {node}";
        }
        return null;
    }

    private static double Square(double x) => x * x;
}
