using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>Draws ways through a network that go on for as long as was asked for.</summary>
internal sealed class RandomRoutes(RoadNetwork network, LaneMoves moves, LaneComponents components)
{
    private const uint Attempts = 64, StepsPerAttempt = 1 << 16;

    /// <summary>Share of the places with a possible lane change at which one is made.</summary>
    private const float ChangeShare = 0.2f;

    /// <summary>A route, or null after many attempts without one.</summary>
    public Route? Draw(RandomKey key, uint slot, double metres, LanePlace? from)
    {
        var starts = from is null ? Starts(metres) : [];
        if (from is null && starts.Count == 0) return null;
        for (var attempt = 0u; attempt < Attempts; attempt++)
        {
            var first = attempt * StepsPerAttempt;
            var start = from ?? Start(key, slot, first, starts, metres);
            if (Walk(key, slot, first, start, metres) is { } route) return route;
        }
        return null;
    }

    private List<(int Lane, double UpTo)> Starts(double metres)
    {
        var starts = new List<(int Lane, double UpTo)>();
        var sum = 0.0;
        for (var lane = 0; lane < network.Lanes.Length; lane++)
            if (network.Lanes[lane].IsDrivable && components.Reach[lane] >= metres) starts.Add((lane, sum += network.Lanes[lane].Length));
        return starts;
    }

    private LanePlace Start(RandomKey key, uint slot, uint step, List<(int Lane, double UpTo)> starts, double metres)
    {
        var wanted = key.Uniform(slot, step, 0) * starts[^1].UpTo;
        int low = 0, high = starts.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (starts[middle].UpTo > wanted) high = middle;
            else low = middle + 1;
        }
        var lane = starts[low].Lane;
        var last = Math.Min(network.Lanes[lane].Length, components.Reach[lane] - metres);
        return new(lane, (float)(last * key.Uniform(slot, step, 1)));
    }

    private Route? Walk(RandomKey key, uint slot, uint step, LanePlace start, double metres)
    {
        var legs = new List<RouteLeg>();
        var options = new List<LaneMove>();
        var here = new LaneMove(start.Lane, start.Arc, start.Arc, start.Arc);
        var left = metres;
        for (var end = step + StepsPerAttempt - 1; step < end; step++)
        {
            var length = network.Lanes[here.Lane].Length;
            if (here.EnterAt + left <= length && here.FreeAt <= here.EnterAt + left)
            {
                legs.Add(new(here.Lane, here.EnterAt, (float)(here.EnterAt + left), here.FreeAt - here.EnterAt));
                return new(legs);
            }
            options.Clear();
            moves.Add(here.Lane, here.FreeAt, options);
            if (Choose(key, slot, step, here, left, options) is not { } move) return null;
            legs.Add(new(here.Lane, here.EnterAt, move.LeaveAt, here.FreeAt - here.EnterAt));
            left -= move.LeaveAt - here.EnterAt;
            here = move;
        }
        return null;
    }

    /// <summary>One of the moves behind which the way can be long enough; changes only now and then, or where nothing else is left.</summary>
    private LaneMove? Choose(RandomKey key, uint slot, uint step, LaneMove here, double left, List<LaneMove> options)
    {
        options.RemoveAll(move => components.Reach[move.Lane] - move.EnterAt < left - (move.LeaveAt - here.EnterAt) - 1e-3 || move.LeaveAt - here.EnterAt > left);
        var onwards = options.Count(move => !move.IsChange);
        var wantsChange = onwards == 0 || key.Uniform(slot, step, 2) < ChangeShare;
        var count = wantsChange && onwards < options.Count ? options.Count - onwards : onwards;
        if (count == 0) return null;
        var first = wantsChange && onwards < options.Count ? onwards : 0;          // successors stand first
        return options[first + key.Integer(count, slot, step, 3)];
    }
}
