using System.Xml.Linq;
using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Sumo;

/// <summary>Junctions: their ground and who waits for whom.</summary>
internal static class SumoJunctions
{
    private const int MostRules = 2_000_000;                              // pairs of lanes in all; a town of 1,000 junctions has 50,000

    /// <summary>All but dead ends and the places where the second piece of a path begins.</summary>
    public static void Read(SumoNet net, SumoConnections links)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var left = MostRules;
        foreach (var junction in net.Root.Children("junction"))
        {
            if (junction.Text("type") is "internal" or "dead_end" || junction.Text("id") is not { } id) continue;
            if (!seen.Add(id))
            {
                net.Draft.Warn($"junction {id}", "a second junction with this id was left out", ImportFile.LineOf(junction));
                continue;
            }
            var outline = net.Shape(junction.Text("shape") ?? "", $"junction {id}", ImportFile.LineOf(junction));
            net.Draft.Junctions.Add(new() { Id = id, Lanes = net.Junctions[id], RightOfWay = Rules(net, links, junction, ref left), Outline = Polygon.Area(outline) < Polygon.Smallest ? [] : outline });
        }
        if (left <= 0) net.Draft.Warn("junction", $"more than {MostRules} pairs of lanes yield to each other; the others were left out");
    }

    private static List<RightOfWay> Rules(SumoNet net, SumoConnections links, XElement junction, ref int left)
    {
        var lanes = junction.Words("intLanes");
        var rules = new List<RightOfWay>();
        foreach (var request in junction.Children("request"))
        {
            var bits = request.Text("response") ?? "";
            if (request.Index("index") is not { } index || index >= lanes.Length || bits.Length != lanes.Length)
            {
                net.Draft.Warn($"junction {junction.Text("id")}", $"expected a request for one of {lanes.Length} lanes with as many bits, found {bits.Length} bits for number \"{request.Text("index")}\"; it was left out", ImportFile.LineOf(request));
                continue;
            }
            var before = new List<string>();
            for (var i = 0; i < bits.Length && left > 0; i++)
                if (bits[^(i + 1)] == '1') AddPieces(before, links, lanes[i]);                                // the last letter stands for lane 0
            left -= before.Count;
            if (before.Count > 0) rules.Add(new(lanes[index], before));
        }
        return rules;
    }

    /// <summary>A path with priority has it on both of its pieces.</summary>
    private static void AddPieces(List<string> lanes, SumoConnections links, string lane)
    {
        if (links.FirstPiece.TryGetValue(lane, out var first)) lanes.Add(first);
        lanes.Add(lane);
    }
}
