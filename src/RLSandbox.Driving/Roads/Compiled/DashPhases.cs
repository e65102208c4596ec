namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>Where in the pattern of dashes each lane begins, so that dashes run on from lane to lane.</summary>
internal static class DashPhases
{
    /// <summary>Metres from the beginning of a dash to the beginning of a lane: those of the first lane before it and of that one's length.</summary>
    public static double[] Of(RoadMap map, double period)
    {
        var phases = new double[map.Lanes.Count];
        Array.Fill(phases, double.NaN);
        var chain = new Stack<int>();
        for (var lane = 0; lane < phases.Length; lane++)
        {
            for (var at = lane; double.IsNaN(phases[at]); at = map.Predecessors(at)[0])
            {
                phases[at] = 0;                                             // a ring begins anywhere
                chain.Push(at);
                if (map.Predecessors(at).Count == 0) break;
            }
            while (chain.TryPop(out var at))
                if (map.Predecessors(at) is { Count: > 0 } before) phases[at] = (phases[before[0]] + map.Lanes[before[0]].Length) % period;
        }
        return phases;
    }
}
