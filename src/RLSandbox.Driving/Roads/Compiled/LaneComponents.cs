namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>Sets of lanes that reach each other, and how far one can drive from each lane.</summary>
/// <remarks>Source: Tarjan, "Depth-first search and linear graph algorithms", 1972; with a stack of its own instead of recursion.</remarks>
internal sealed class LaneComponents
{
    private readonly int[][] _edges, _successors;
    private readonly int[] _order, _low;
    private readonly bool[] _isOpen;
    private readonly Stack<int> _open = [];
    private readonly Stack<(int Lane, int Edge)> _path = [];
    private int _visited;

    public LaneComponents(RoadNetwork network, LaneMoves moves)
    {
        var count = network.Lanes.Length;
        (_edges, _successors) = (new int[count][], new int[count][]);
        (_order, _low, _isOpen) = (new int[count], new int[count], new bool[count]);
        (Of, Reach) = (new int[count], new double[count]);
        Array.Fill(Of, -1);
        var list = new List<LaneMove>();
        for (var lane = 0; lane < count; lane++)
        {
            list.Clear();
            if (network.Lanes[lane].IsDrivable) moves.Add(lane, 0, list);
            _edges[lane] = [.. list.Select(move => move.Lane)];
            _successors[lane] = [.. list.Where(move => !move.IsChange).Select(move => move.Lane)];
        }
        for (var lane = 0; lane < count; lane++)
            if (network.Lanes[lane].IsDrivable && _order[lane] == 0) Visit(lane, network);
    }

    /// <summary>Number of each lane's component; −1 for lanes that nobody drives along.</summary>
    public int[] Of { get; }

    /// <summary>Components; every lane that one reaches has a component with a lower number or the same.</summary>
    public int Count { get; private set; }

    /// <summary>Metres that one can drive from the beginning of each lane; infinite where one can drive in circles.</summary>
    public double[] Reach { get; }

    /// <summary>Lanes that one gets to from a lane.</summary>
    public int[] Edges(int lane) => _edges[lane];

    private void Visit(int root, RoadNetwork network)
    {
        Enter(root);
        while (_path.TryPop(out var top))
        {
            var (lane, edge) = top;
            if (edge < _edges[lane].Length)
            {
                _path.Push((lane, edge + 1));
                var next = _edges[lane][edge];
                if (_order[next] == 0) Enter(next);
                else if (_isOpen[next]) _low[lane] = Math.Min(_low[lane], _order[next]);
                continue;
            }
            if (_path.TryPeek(out var parent)) _low[parent.Lane] = Math.Min(_low[parent.Lane], _low[lane]);
            if (_low[lane] == _order[lane]) Close(lane, network);
        }
    }

    private void Enter(int lane)
    {
        _order[lane] = _low[lane] = ++_visited;
        _isOpen[lane] = true;
        _open.Push(lane);
        _path.Push((lane, 0));
    }

    private void Close(int root, RoadNetwork network)
    {
        var members = new List<int>();
        int lane;
        do
        {
            lane = _open.Pop();
            _isOpen[lane] = false;
            Of[lane] = Count;
            members.Add(lane);
        }
        while (lane != root);
        // Lanes that only change into each other are no circle: that takes a successor inside the component.
        var isCircle = members.Any(member => _successors[member].Any(next => Of[next] == Count));
        foreach (var member in members) Reach[member] = isCircle ? double.PositiveInfinity : Farthest(member, network.Lanes[member].Length);
        if (!isCircle && members.Count > 1) ShareReach(members);
        Count++;
    }

    /// <summary>To the end and on, or over to the lane beside, which leads no farther than from its own beginning.</summary>
    private double Farthest(int lane, double length)
    {
        var farthest = length + _successors[lane].Select(next => Reach[next]).DefaultIfEmpty(0).Max();
        return _edges[lane].Where(next => Of[next] < Count).Select(next => Reach[next]).Append(farthest).Max();
    }

    private void ShareReach(List<int> members)
    {
        var farthest = members.Max(member => Reach[member]);
        foreach (var member in members) Reach[member] = farthest;
    }
}
