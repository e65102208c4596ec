using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Sumo;

/// <summary>Lanes of opposite edges that share their inner edge, or that the file calls neighbours.</summary>
internal static class SumoOpposites
{
    private const double SharedEdge = 0.5;                                // m
    private const int MostParallel = 8;                                   // edges between the same two junctions; more are no streets

    public static void Join(SumoNet net)
    {
        foreach (var lane in net.Root.Children("edge").SelectMany(edge => edge.Children("lane")))
            if (lane.Children("neigh").FirstOrDefault()?.Text("lane") is { } neighbour && lane.Text("id") is { } id) Join(net, id, neighbour);
        foreach (var ((from, to), lanes) in net.Innermost)
        {
            if (string.CompareOrdinal(from, to) > 0 || !net.Innermost.TryGetValue((to, from), out var others)) continue;
            foreach (var lane in lanes.Take(MostParallel))
                foreach (var other in others.Take(MostParallel))
                    if (lane != other && Touches(net, lane, other)) Join(net, lane, other);
        }
    }

    private static void Join(SumoNet net, string a, string b)
    {
        if (net.Draft.Find(a) is not { } one || net.Draft.Find(b) is not { } other) return;
        if (Inner(net, one) is not null || Inner(net, other) is not null) return;
        net.Draft.Replace(With(net, one, b));
        net.Draft.Replace(With(net, other, a));
    }

    private static NeighbourLane? Inner(SumoNet net, Lane lane) => net.DrivesOnLeft ? lane.Right : lane.Left;

    private static Lane With(SumoNet net, Lane lane, string opposite) => net.DrivesOnLeft ? lane with { Right = new(opposite, true) } : lane with { Left = new(opposite, true) };

    private static bool Touches(SumoNet net, string a, string b)
    {
        if (net.Draft.Find(a) is not { } one || net.Draft.Find(b) is not { } other) return false;
        return IsClose(net, one.Sections[0], other.Sections[^1]) && IsClose(net, one.Sections[^1], other.Sections[0]);
    }

    private static bool IsClose(SumoNet net, CrossSection a, CrossSection b) => net.DrivesOnLeft
        ? Math.Abs(a.RightX - b.RightX) < SharedEdge && Math.Abs(a.RightY - b.RightY) < SharedEdge
        : Math.Abs(a.LeftX - b.LeftX) < SharedEdge && Math.Abs(a.LeftY - b.LeftY) < SharedEdge;
}
