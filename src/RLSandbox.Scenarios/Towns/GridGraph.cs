using RLSandbox.Core.Configuration;
using RLSandbox.Scenarios.Maps;

namespace RLSandbox.Scenarios.Towns;

/// <summary>Corners of a grid and the streets between neighbours that are there: connected, without dead ends.</summary>
internal sealed class GridGraph
{
    private readonly bool[,] _streets;                                   // by corner and side

    private GridGraph(int columns, int rows)
    {
        (Columns, Rows) = (columns, rows);
        _streets = new bool[columns * rows, 4];
        for (var corner = 0; corner < columns * rows; corner++)
            for (var side = 0; side < 4; side++) _streets[corner, side] = IsInside(corner, side);
    }

    /// <summary>From west to east.</summary>
    public int Columns { get; }

    /// <summary>From south to north.</summary>
    public int Rows { get; }

    /// <summary>Corners, row by row.</summary>
    public int Count => Columns * Rows;

    /// <summary>A full grid, less some streets.</summary>
    public static GridGraph Draw(Draws draws, int columns, int rows, float missing)
    {
        var graph = new GridGraph(columns, rows);
        var streets = new List<(int Corner, int Side)>();
        for (var corner = 0; corner < graph.Count; corner++)
            for (var side = 0; side < 2; side++)
                if (graph.HasStreet(corner, side)) streets.Add((corner, side));
        var left = (int)Math.Round(missing * streets.Count);
        while (left > 0 && streets.Count > 0)
        {
            var chosen = draws.Below(streets.Count);
            if (graph.TryRemove(streets[chosen].Corner, streets[chosen].Side)) left--;
            streets.RemoveAt(chosen);
        }
        return graph;
    }

    /// <summary>Whether a street leaves a corner.</summary>
    /// <param name="side">0 east, 1 north, 2 west, 3 south.</param>
    public bool HasStreet(int corner, int side) => _streets[corner, side];

    /// <summary>The corner on that side.</summary>
    public int Neighbour(int corner, int side) => corner + side switch { 0 => 1, 1 => Columns, 2 => -1, _ => -Columns };

    /// <summary>Number of streets at a corner.</summary>
    public int Degree(int corner) => Enumerable.Range(0, 4).Count(side => _streets[corner, side]);

    private bool IsInside(int corner, int side)
    {
        int column = corner % Columns, row = corner / Columns;
        return side switch { 0 => column + 1 < Columns, 1 => row + 1 < Rows, 2 => column > 0, _ => row > 0 };
    }

    /// <summary>Takes a street away, unless a dead end, a second part or a mere ring would be left.</summary>
    private bool TryRemove(int corner, int side)
    {
        var other = Neighbour(corner, side);
        if (Degree(corner) < 3 || Degree(other) < 3) return false;
        Set(false);
        var junctions = Enumerable.Range(0, Count).Count(each => Degree(each) > 2);
        if (junctions >= 2 && IsConnected()) return true;
        Set(true);
        return false;

        void Set(bool value) => _streets[corner, side] = _streets[other, (side + 2) % 4] = value;
    }

    private bool IsConnected()
    {
        var seen = new bool[Count];
        var open = new Stack<int>([0]);
        seen[0] = true;
        while (open.TryPop(out var corner))
            for (var side = 0; side < 4; side++)
                if (HasStreet(corner, side) && Neighbour(corner, side) is var next && !seen[next])
                {
                    seen[next] = true;
                    open.Push(next);
                }
        return !seen.Contains(false);
    }
}
