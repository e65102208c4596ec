namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>Which lanes follow which, as rows of one array.</summary>
internal sealed class LaneGraph
{
    private readonly int[] _nextStarts, _next, _previousStarts, _previous;

    /// <summary>The links between lanes that <paramref name="isKept"/>.</summary>
    public LaneGraph(RoadMap map, Func<int, bool> isKept)
    {
        (_nextStarts, _next) = Rows(map.Lanes.Count, lane => isKept(lane) ? map.Successors(lane).Where(isKept) : []);
        (_previousStarts, _previous) = Rows(map.Lanes.Count, lane => isKept(lane) ? map.Predecessors(lane).Where(isKept) : []);
    }

    /// <summary>Bytes of the tables.</summary>
    public long ByteCount => sizeof(int) * (long)(_nextStarts.Length + _next.Length + _previousStarts.Length + _previous.Length);

    /// <summary>Lanes that go on where a lane ends.</summary>
    public ReadOnlySpan<int> Next(int lane) => _next.AsSpan(_nextStarts[lane].._nextStarts[lane + 1]);

    /// <summary>Lanes that end where a lane begins.</summary>
    public ReadOnlySpan<int> Previous(int lane) => _previous.AsSpan(_previousStarts[lane].._previousStarts[lane + 1]);

    private static (int[] Starts, int[] Targets) Rows(int count, Func<int, IEnumerable<int>> row)
    {
        var starts = new int[count + 1];
        var targets = new List<int>();
        for (var lane = 0; lane < count; lane++)
        {
            targets.AddRange(row(lane).Distinct());
            starts[lane + 1] = targets.Count;
        }
        return (starts, [.. targets]);
    }
}
