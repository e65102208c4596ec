using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Import.Lanelet2;

/// <summary>Who follows whom (both edges go on at the same nodes) and who lies beside whom (they share a way).</summary>
internal static class LaneletLinks
{
    private const int Crowd = 64;                                         // lanelets that begin at one pair of nodes; more are no streets

    public static void Join(RoadMapDraft draft, Dictionary<string, (LaneletEdge Left, LaneletEdge Right)> lanes)
    {
        var starts = new Dictionary<(long, long), List<string>>();
        var sides = new Dictionary<(long Way, bool IsLeft), List<string>>();
        foreach (var (id, (left, right)) in lanes)
        {
            Put(starts, (left.First, right.First), id);
            Put(sides, (left.Way.Id, true), id);
            Put(sides, (right.Way.Id, false), id);
        }
        var headOn = 0;
        foreach (var (id, (left, right)) in lanes)
        {
            var lane = draft.Find(id)!;
            foreach (var next in starts.GetValueOrDefault((left.Last, right.Last)) ?? [])
                if (next != id && (draft.Find(next)!.Users & lane.Users) != 0) draft.Link(id, next);
            // Both are driven both ways, and one is stored against the other: the model has one direction for each lane.
            if (lane.IsBidirectional && starts.ContainsKey((right.First, left.First))) headOn++;
            draft.Replace(lane with { Left = Beside(lanes, sides, id, left, isLeft: true), Right = Beside(lanes, sides, id, right, isLeft: false) });
        }
        if (headOn > 0) draft.Warn("lanelet", $"{headOn} lanelets that are driven both ways begin where another begins in the opposite direction; they do not follow each other", 0, headOn);
    }

    private static void Put<T>(Dictionary<T, List<string>> places, T key, string id) where T : notnull
    {
        if (!places.TryGetValue(key, out var list)) places[key] = list = [];
        if (list.Count < Crowd) list.Add(id);
    }

    private static NeighbourLane? Beside(Dictionary<string, (LaneletEdge Left, LaneletEdge Right)> lanes, Dictionary<(long, bool), List<string>> sides, string id, LaneletEdge edge, bool isLeft)
    {
        foreach (var other in sides.GetValueOrDefault((edge.Way.Id, !isLeft)) ?? [])
            if (other != id && (isLeft ? lanes[other].Right : lanes[other].Left).IsReversed == edge.IsReversed) return new(other, false);
        foreach (var other in sides.GetValueOrDefault((edge.Way.Id, isLeft)) ?? [])
            if (other != id && (isLeft ? lanes[other].Left : lanes[other].Right).IsReversed != edge.IsReversed) return new(other, true);
        return null;
    }
}
