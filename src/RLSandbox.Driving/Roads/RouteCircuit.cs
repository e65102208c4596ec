using RLSandbox.Driving.Maps;
using RLSandbox.Driving.Roads.Compiled;

namespace RLSandbox.Driving.Roads;

/// <summary>Turns a way through a network into the road that the simulation drives along.</summary>
/// <remarks>
/// Some road is added before the start and behind the goal: lanes as far as there are any, then straight on. So a policy that looks ahead sees where
/// the road goes, not where its task ends, and a car that rolls back still has a position.
/// </remarks>
public static class RouteCircuit
{
    private const float Before = 30f, Behind = 100f;                     // m

    /// <summary>The road along <paramref name="route"/>.</summary>
    /// <param name="name">For tables.</param>
    public static Circuit Of(RoadNetwork network, Route route, string name)
    {
        var legs = route.Legs.ToList();
        var before = ExtendBack(network, legs);
        var behind = ExtendOn(network, legs);
        var path = new RoutePath(network, new Route(legs));
        var spacing = path.Spacing;
        int first = Count(Before - before, spacing), last = Count(Behind - behind, spacing);
        var nodes = new CentreLineNode[first + path.Nodes.Length + last];
        var heights = new float[nodes.Length];
        for (var i = 0; i < nodes.Length; i++) (nodes[i], heights[i]) = At(path, i - first);
        return Circuit.FromRoute(name, nodes, spacing, first * spacing + before, first * spacing + path.Length - behind, heights);
    }

    private static (CentreLineNode Node, float Height) At(RoutePath path, int index)
    {
        var inside = Math.Clamp(index, 0, path.Nodes.Length - 1);
        ref readonly var node = ref path.Nodes[inside];
        var ahead = (index - inside) * path.Spacing;                     // beyond an end: straight on
        return (new(node.X + ahead * node.TangentX, node.Y + ahead * node.TangentY, node.TangentX, node.TangentY, node.Heading, ahead == 0 ? node.Curvature : 0, node.LeftWidth, node.RightWidth), node.Z);
    }

    /// <summary>Puts lanes before the first leg; returns how many metres.</summary>
    private static float ExtendBack(RoadNetwork network, List<RouteLeg> legs)
    {
        var added = 0f;
        while (true)
        {
            var leg = legs[0];
            var from = MathF.Max(0, leg.From - (Before - added));
            added += leg.From - from;
            legs[0] = leg with { From = from };
            if (added >= Before || network.Predecessors(leg.Lane).Length == 0) return added;
            var lane = network.Predecessors(leg.Lane)[0];
            if (!network.Lanes[lane].IsDrivable) return added;
            legs.Insert(0, new(lane, network.Lanes[lane].Length, network.Lanes[lane].Length));
        }
    }

    /// <summary>Puts lanes behind the last leg; returns how many metres.</summary>
    private static float ExtendOn(RoadNetwork network, List<RouteLeg> legs)
    {
        var added = 0f;
        while (true)
        {
            var leg = legs[^1];
            var to = MathF.Min(network.Lanes[leg.Lane].Length, leg.To + (Behind - added));
            added += to - leg.To;
            legs[^1] = leg with { To = to };
            if (added >= Behind || network.Successors(leg.Lane).Length == 0) return added;
            var lane = network.Successors(leg.Lane)[0];
            if (!network.Lanes[lane].IsDrivable) return added;
            legs.Add(new(lane, 0, 0));
        }
    }

    /// <summary>Nodes for some metres, and a few more, so that a rounded search never meets the end.</summary>
    private static int Count(float metres, float spacing) => (int)(Math.Max(0, metres) / spacing) + 34;
}
