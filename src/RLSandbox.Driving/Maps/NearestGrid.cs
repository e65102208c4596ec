using System.Runtime.CompilerServices;

namespace RLSandbox.Driving.Maps;

/// <summary>For every cell of a grid the few stretches of the centre line that hold the nearest node of any point in the cell.</summary>
/// <remarks>
/// Built from the top: a square keeps those blocks of nodes that can be nearest to one of its points, its four quarters choose among them.
/// A query looks at one cell, so its time does not grow with the circuit. Read by any number of threads.
/// </remarks>
internal sealed class NearestGrid
{
    private const float FinestCell = 8;                                  // m
    private const float MostCells = 1 << 20;                             // 8 km each way; cells of a larger map are wider
    private const float Margin = 32;
    private const int BlockNodes = 16;

    private readonly NodePositions _positions;
    private readonly float _originX, _originY, _cellSide;
    private readonly int _width, _height;
    private readonly Block[] _blocks;
    private readonly (int First, int Count)[] _cells;
    private readonly List<NodeRange> _ranges = [];
    private NodeRange[] _table = [];

    /// <summary>A grid over the bounding box of all nodes and 32 m around it.</summary>
    public NearestGrid(NodePositions positions)
    {
        _positions = positions;
        float right = float.MinValue, top = float.MinValue;
        _originX = _originY = float.MaxValue;
        for (var i = 0; i < positions.Count; i++)
        {
            var (x, y) = positions[i];
            (_originX, _originY) = (Math.Min(_originX, x - Margin), Math.Min(_originY, y - Margin));
            (right, top) = (Math.Max(right, x + Margin), Math.Max(top, y + Margin));
        }
        _cellSide = FinestCell;
        while ((right - _originX) / _cellSide * ((top - _originY) / _cellSide) > MostCells) _cellSide *= 2;
        _width = (int)MathF.Ceiling((right - _originX) / _cellSide);
        _height = (int)MathF.Ceiling((top - _originY) / _cellSide);
        _cells = new (int, int)[_width * _height];
        _blocks = MakeBlocks();
        Fill();
    }

    /// <summary>Bytes of the tables that stay.</summary>
    public long ByteCount => (long)_cells.Length * Unsafe.SizeOf<(int, int)>() + (long)_table.Length * Unsafe.SizeOf<NodeRange>();

    /// <summary>Index of the node nearest to a point; outside the grid every node is looked at.</summary>
    public int Nearest(float x, float y)
    {
        float column = (x - _originX) / _cellSide, row = (y - _originY) / _cellSide;
        if (!(column >= 0 && column < _width && row >= 0 && row < _height)) return _positions.Nearest(0, _positions.Count, x, y).Index;
        var (first, count) = _cells[(int)row * _width + (int)column];
        var best = new NearestNode(0, float.PositiveInfinity);
        for (var i = first; i < first + count; i++)
        {
            var found = _positions.Nearest(_table[i].First, _table[i].Count, x, y);
            if (found.DistanceSquared < best.DistanceSquared) best = found;
        }
        return best.Index;
    }

    private Block[] MakeBlocks()
    {
        var blocks = new Block[(_positions.Count + BlockNodes - 1) / BlockNodes];
        for (var b = 0; b < blocks.Length; b++)
        {
            int first = b * BlockNodes, last = Math.Min(_positions.Count, first + BlockNodes) - 1;
            var (x, y) = _positions[(first + last) / 2];
            var radius = 0f;
            for (var i = first; i <= last; i++) radius = Math.Max(radius, Distance(_positions[i], x, y));
            blocks[b] = new(x, y, radius);
        }
        return blocks;
    }

    private void Fill()
    {
        var side = 1;
        while (side < Math.Max(_width, _height)) side *= 2;
        var levels = 2 + int.Log2(side);
        var work = new FillWork(new int[_blocks.Length * levels], new float[_blocks.Length]);
        for (var b = 0; b < _blocks.Length; b++) work.Candidates[b] = b;
        FillSquare(new(0, 0, side), 0, _blocks.Length, work);
        _table = [.. _ranges];
        _ranges.Clear();
        _ranges.TrimExcess();
    }

    private void FillSquare(Square square, int first, int count, FillWork work)
    {
        if (square.Column >= _width || square.Row >= _height) return;
        var halfSide = 0.5f * square.Side * _cellSide;
        float x = _originX + square.Column * _cellSide + halfSide, y = _originY + square.Row * _cellSide + halfSide;
        // Whatever is nearest to a point of the square is at most one diagonal farther from its centre than the centre's own nearest.
        var diagonal = 2 * halfSide * 1.41422f;
        var kept = Keep(square, (x, y), diagonal, first, count, work);
        if (square.Side == 1)
        {
            _cells[square.Row * _width + square.Column] = AddRanges(work.Candidates.AsSpan(first + count, kept));
            return;
        }
        var half = square.Side / 2;
        for (var quarter = 0; quarter < 4; quarter++)
            FillSquare(new(square.Column + half * (quarter & 1), square.Row + half * (quarter >> 1), half), first + count, kept, work);
    }

    /// <summary>Appends to the candidates those blocks of [first, first + count) that can be nearest to a point of the square; returns how many.</summary>
    private int Keep(Square square, (float X, float Y) centre, float diagonal, int first, int count, FillWork work)
    {
        var exact = square.Side == 1;
        var bound = float.PositiveInfinity;
        for (var k = 0; k < count; k++)
        {
            var b = work.Candidates[first + k];
            float least, most;
            if (exact)
            {
                least = most = MathF.Sqrt(_positions.Nearest(b * BlockNodes, BlockNodes, centre.X, centre.Y).DistanceSquared);
            }
            else
            {
                var distance = Distance((_blocks[b].X, _blocks[b].Y), centre.X, centre.Y);
                (least, most) = (distance - _blocks[b].Radius, distance + _blocks[b].Radius);
            }
            work.Least[k] = least;
            bound = Math.Min(bound, most);
        }
        var kept = 0;
        for (var k = 0; k < count; k++)
            if (work.Least[k] <= bound + diagonal) work.Candidates[first + count + kept++] = work.Candidates[first + k];
        return kept;
    }

    private (int First, int Count) AddRanges(ReadOnlySpan<int> blocks)
    {
        var first = _ranges.Count;
        for (var k = 0; k < blocks.Length;)
        {
            var start = k++;
            while (k < blocks.Length && blocks[k] == blocks[k - 1] + 1) k++;
            _ranges.Add(new(blocks[start] * BlockNodes, (k - start) * BlockNodes));
        }
        return (first, _ranges.Count - first);
    }

    private static float Distance((float X, float Y) from, float x, float y)
        => MathF.Sqrt((from.X - x) * (from.X - x) + (from.Y - y) * (from.Y - y));

    private readonly record struct Block(float X, float Y, float Radius);

    private readonly record struct NodeRange(int First, int Count);

    private readonly record struct Square(int Column, int Row, int Side);

    private sealed record FillWork(int[] Candidates, float[] Least);
}
