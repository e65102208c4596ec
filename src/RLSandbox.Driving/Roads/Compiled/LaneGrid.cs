using System.Runtime.CompilerServices;

namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>Consecutive nodes of one lane.</summary>
internal readonly record struct LaneRun(int Lane, int First, int Count);

/// <summary>For every cell of a grid the nodes of every lane that are near a point of the cell: nearer than the lane is wide plus a reach.</summary>
internal sealed class LaneGrid
{
    /// <summary>Cells at most, so that a map with two far corners takes no more than 8 MB.</summary>
    private const long MostCells = 1 << 20;

    /// <summary>A new run begins only behind a longer gap: a few nodes too many cost less than a run.</summary>
    private const int BridgedNodes = 4;

    private readonly float _originX, _originY, _side;
    private readonly int _width, _height;
    private readonly int[] _starts;
    private readonly LaneRun[] _runs;

    /// <summary>A grid with cells of about <paramref name="side"/> metres.</summary>
    public LaneGrid(ReadOnlySpan<CompiledLane> lanes, ReadOnlySpan<LaneNode> nodes, float side, float reach)
    {
        Reach = reach;
        float right = float.MinValue, top = float.MinValue;
        _originX = _originY = float.MaxValue;
        foreach (ref readonly var node in nodes)
        {
            (_originX, _originY) = (Math.Min(_originX, node.X), Math.Min(_originY, node.Y));
            (right, top) = (Math.Max(right, node.X), Math.Max(top, node.Y));
        }
        var margin = reach + side;
        (_originX, _originY, right, top) = (_originX - margin, _originY - margin, right + margin, top + margin);
        while ((double)(right - _originX) * (top - _originY) / ((double)side * side) > MostCells) side *= 2;
        _side = side;
        _width = nodes.Length == 0 ? 0 : 1 + (int)((right - _originX) / side);
        _height = nodes.Length == 0 ? 0 : 1 + (int)((top - _originY) / side);
        (_starts, _runs) = Fill(lanes, nodes);
    }

    /// <summary>m.</summary>
    public float Reach { get; }

    /// <summary>Bytes of the tables.</summary>
    public long ByteCount => (long)_starts.Length * sizeof(int) + (long)_runs.Length * Unsafe.SizeOf<LaneRun>();

    /// <summary>The runs near a point, by rising lane; false outside the grid.</summary>
    public bool TryFind(float x, float y, out ReadOnlySpan<LaneRun> runs)
    {
        float column = (x - _originX) / _side, row = (y - _originY) / _side;
        if (!(column >= 0 && column < _width && row >= 0 && row < _height))
        {
            runs = [];
            return false;
        }
        var cell = (int)row * _width + (int)column;
        runs = _runs.AsSpan(_starts[cell].._starts[cell + 1]);
        return true;
    }

    private (int[] Starts, LaneRun[] Runs) Fill(ReadOnlySpan<CompiledLane> lanes, ReadOnlySpan<LaneNode> nodes)
    {
        var newest = new int[_width * _height];                             // each cell's newest run; each run's next older one
        Array.Fill(newest, -1);
        var runs = new List<(LaneRun Run, int Older)>();
        for (var lane = 0; lane < lanes.Length; lane++)
            for (var i = lanes[lane].FirstNode; i < lanes[lane].FirstNode + lanes[lane].NodeCount; i++)
                Add(lane, i, nodes[i].X, nodes[i].Y, Reach + lanes[lane].WidestSide, newest, runs);
        return Pack(newest, runs);
    }

    private void Add(int lane, int node, float x, float y, float radius, int[] newest, List<(LaneRun Run, int Older)> runs)
    {
        int left = Cell(x - radius - _originX, _width), right = Cell(x + radius - _originX, _width);
        int bottom = Cell(y - radius - _originY, _height), top = Cell(y + radius - _originY, _height);
        for (var row = bottom; row <= top; row++)
            for (var column = left; column <= right; column++)
            {
                float dx = x - _originX - Math.Clamp(x - _originX, column * _side, (column + 1) * _side), dy = y - _originY - Math.Clamp(y - _originY, row * _side, (row + 1) * _side);
                if (dx * dx + dy * dy > radius * radius) continue;
                ref var last = ref newest[row * _width + column];
                if (last >= 0 && runs[last].Run is var run && run.Lane == lane && node <= run.First + run.Count + BridgedNodes)
                {
                    runs[last] = (run with { Count = node + 1 - run.First }, runs[last].Older);
                    continue;
                }
                runs.Add((new(lane, node, 1), last));
                last = runs.Count - 1;
            }
    }

    private int Cell(float metres, int count) => Math.Clamp((int)(metres / _side), 0, count - 1);

    private static (int[] Starts, LaneRun[] Runs) Pack(int[] newest, List<(LaneRun Run, int Older)> runs)
    {
        var starts = new int[newest.Length + 1];
        var packed = new LaneRun[runs.Count];
        var next = 0;
        for (var cell = 0; cell < newest.Length; cell++)
        {
            for (var i = newest[cell]; i >= 0; i = runs[i].Older) packed[next++] = runs[i].Run;
            Array.Reverse(packed, starts[cell], next - starts[cell]);
            starts[cell + 1] = next;
        }
        return (starts, packed);
    }
}
