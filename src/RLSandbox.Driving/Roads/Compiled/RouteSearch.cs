namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>One search for the shortest way.</summary>
/// <remarks>
/// A label is a place that a vehicle can be at and the least cost known for it. Of two labels on the same lane one is of no use if it is farther along
/// and still would have cost as much at the beginning of the lane: whoever is at the other one can do all that it can, for no more.
/// </remarks>
internal sealed class RouteSearch(RoadNetwork network, LaneMoves moves)
{
    private readonly List<Label> _labels = [];
    private readonly PriorityQueue<int, (double Cost, int Number)> _open = new();
    private readonly Dictionary<int, List<Label>> _done = [];

    public Route? Find(LanePlace from, LanePlace to)
    {
        var goal = Math.Clamp(to.Arc, 0, network.Lanes[to.Lane].Length);
        var start = Math.Clamp(from.Arc, 0, network.Lanes[from.Lane].Length);
        Push(new(new(from.Lane, start, start, start), 0, -1, IsGoal: false));
        var list = new List<LaneMove>();
        while (_open.TryDequeue(out var number, out _))
        {
            var label = _labels[number];
            if (label.IsGoal) return Trace(label, goal);
            if (!Settle(label)) continue;
            var (lane, arc) = (label.Move.Lane, label.Move.FreeAt);
            if (lane == to.Lane && arc <= goal) Push(label with { Cost = label.Cost + goal - arc, IsGoal = true });
            list.Clear();
            moves.Add(lane, arc, list);
            foreach (var move in list)
                Push(new(move, label.Cost + (move.LeaveAt - arc) + (move.IsChange ? move.FreeAt - move.EnterAt + RoutePlanner.ChangeCost : 0), number, IsGoal: false));
        }
        return null;
    }

    private void Push(Label label)
    {
        _open.Enqueue(_labels.Count, (label.Cost, _labels.Count));
        _labels.Add(label);
    }

    private bool Settle(Label label)
    {
        if (!_done.TryGetValue(label.Move.Lane, out var done)) _done[label.Move.Lane] = done = [];
        foreach (var other in done)
            if (other.Move.FreeAt <= label.Move.FreeAt && other.Cost - other.Move.FreeAt <= label.Cost - label.Move.FreeAt) return false;
        done.Add(label);
        return true;
    }

    private Route Trace(Label label, float goal)
    {
        var legs = new List<RouteLeg>();
        var end = goal;
        while (true)
        {
            var move = label.Move;
            legs.Add(new(move.Lane, move.EnterAt, Math.Max(move.EnterAt, end), move.FreeAt - move.EnterAt));
            if (label.Parent < 0) break;
            end = move.LeaveAt;
            label = _labels[label.Parent];
        }
        legs.Reverse();
        return new(legs);
    }

    private readonly record struct Label(LaneMove Move, double Cost, int Parent, bool IsGoal);
}
