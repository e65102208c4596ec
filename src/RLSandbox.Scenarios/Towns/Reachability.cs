using RLSandbox.Driving.Roads;

namespace RLSandbox.Scenarios.Towns;

/// <summary>Whether traffic can get from anywhere to anywhere.</summary>
public static class Reachability
{
    /// <summary>Driving lanes that cannot be reached from the first one, or from which it cannot be reached; empty where all are strongly connected.</summary>
    /// <remarks>Ways lead on to next lanes, and over broken lines to neighbours that are driven the same way.</remarks>
    public static IReadOnlyList<string> DeadEnds(RoadMap map)
    {
        var first = map.Lanes.ToList().FindIndex(lane => lane.IsDrivable());
        if (first < 0) return [];
        var ahead = new List<int>[map.Lanes.Count];
        var behind = new List<int>[map.Lanes.Count];
        for (var i = 0; i < ahead.Length; i++) (ahead[i], behind[i]) = ([], []);
        for (var i = 0; i < ahead.Length; i++)
            foreach (var next in Ways(map, i))
            {
                ahead[i].Add(next);
                behind[next].Add(i);
            }
        bool[] reached = Reached(ahead, first), reaching = Reached(behind, first);
        return [.. map.Lanes.Where((lane, i) => lane.IsDrivable() && !(reached[i] && reaching[i])).Select(lane => lane.Id)];
    }

    private static IEnumerable<int> Ways(RoadMap map, int lane)
    {
        foreach (var next in map.Successors(lane)) yield return next;
        var here = map.Lanes[lane];
        if (here.Left is { IsOpposite: false } left && MayCross(here.LeftMarkings)) yield return map.IndexOf(left.Lane);
        if (here.Right is { IsOpposite: false } right && MayCross(here.RightMarkings)) yield return map.IndexOf(right.Lane);
    }

    private static bool MayCross(IReadOnlyList<Marking> markings) => markings.Any(marking => marking.Kind == MarkingKind.Broken);

    private static bool[] Reached(List<int>[] ways, int first)
    {
        var reached = new bool[ways.Length];
        reached[first] = true;
        var open = new Stack<int>([first]);
        while (open.TryPop(out var lane))
            foreach (var next in ways[lane].Where(next => !reached[next]))
            {
                reached[next] = true;
                open.Push(next);
            }
        return reached;
    }
}
