namespace RLSandbox.Driving.Roads.Compiled;

/// <summary>Cuts lanes into pieces and finds out which of them lead over others.</summary>
internal static class RoadPieces
{
    /// <summary>m; what lies that far below another road is under a bridge.</summary>
    private const double Headroom = LaneSearch.HeightReach;

    /// <summary>m; on maps with bridges no piece is longer, so that a bridge begins where it does.</summary>
    private const double LongestOnHills = 4;

    private const double CellSide = 16;

    /// <summary>The pieces of all lanes that are drawn, by rising lane and arc.</summary>
    public static RoadPiece[] Cut(RoadMap map)
    {
        var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var lane in map.Lanes)
            foreach (var section in lane.Sections) (lowest, highest) = (Math.Min(lowest, section.Z), Math.Max(highest, section.Z));
        var isFlat = !(highest - lowest > Headroom);
        var pieces = new List<RoadPiece>();
        for (var i = 0; i < map.Lanes.Count; i++)
            if (map.Lanes[i].Type != LaneType.None) Cut(i, map.Lanes[i], isFlat ? double.PositiveInfinity : LongestOnHills, pieces);
        var result = pieces.ToArray();
        if (!isFlat) Stack(result);
        return result;
    }

    private static void Cut(int index, Lane lane, double longest, List<RoadPiece> pieces)
    {
        var arc = 0.0;
        for (var i = 1; i < lane.Sections.Count; i++)
        {
            CrossSection a = lane.Sections[i - 1], b = lane.Sections[i];
            var length = Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y));
            var whole = new RoadPiece(index, a, b, arc, arc + length, 0);
            var parts = double.IsPositiveInfinity(longest) ? 1 : (int)Math.Clamp(Math.Ceiling(length / longest), 1, 10_000);
            for (var part = 0; part < parts; part++)
            {
                double from = arc + length * part / parts, to = arc + length * (part + 1) / parts;
                pieces.Add(parts == 1 ? whole : new(index, whole.At(from), whole.At(to), from, to, 0));
            }
            arc += length;
        }
    }

    private static void Stack(RoadPiece[] pieces)
    {
        var cells = new Dictionary<(int, int), Cell>();
        foreach (ref readonly var piece in pieces.AsSpan())
        {
            if (!cells.TryGetValue(CellOf(piece), out var cell)) cells[CellOf(piece)] = cell = new();
            cell.Lowest = Math.Min(cell.Lowest, piece.Z);
            cell.Discs.Add((piece.X, piece.Y, piece.Z, piece.Radius));
        }
        var heights = new List<double>();
        for (var i = 0; i < pieces.Length; i++)
        {
            heights.Clear();
            var (column, row) = CellOf(pieces[i]);
            var below = pieces[i].Z - Headroom;
            for (var dy = -1; dy <= 1; dy++)
                for (var dx = -1; dx <= 1; dx++)
                    // Nearly all cells hold nothing that low.
                    if (cells.TryGetValue((column + dx, row + dy), out var cell) && cell.Lowest < below) AddBelow(pieces[i], cell, below, heights);
            pieces[i] = pieces[i] with { Layer = Levels(heights) };
        }
    }

    private static void AddBelow(in RoadPiece piece, Cell cell, double below, List<double> heights)
    {
        var (x, y, radius) = (piece.X, piece.Y, piece.Radius);
        foreach (var (otherX, otherY, z, otherRadius) in cell.Discs)
        {
            double dx = otherX - x, dy = otherY - y, reach = otherRadius + radius;
            if (z < below && dx * dx + dy * dy < reach * reach) heights.Add(z);
        }
    }

    /// <summary>How many roads these heights are of.</summary>
    private static int Levels(List<double> heights)
    {
        heights.Sort();
        var (levels, last) = (0, double.NegativeInfinity);
        foreach (var height in heights)
        {
            if (height < last + Headroom) continue;
            (levels, last) = (levels + 1, height);
        }
        return levels;
    }

    private static (int Column, int Row) CellOf(in RoadPiece piece) => ((int)Math.Floor(piece.X / CellSide), (int)Math.Floor(piece.Y / CellSide));

    private sealed class Cell
    {
        public double Lowest { get; set; } = double.PositiveInfinity;

        public List<(double X, double Y, double Z, double Radius)> Discs { get; } = [];
    }
}
