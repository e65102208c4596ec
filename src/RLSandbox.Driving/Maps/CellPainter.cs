namespace RLSandbox.Driving.Maps;

/// <summary>Fills outlines in a raster. Points are in cells from its lower left corner; a cell belongs to an outline when its centre does.</summary>
internal static class CellPainter
{
    /// <summary>Four corners in a row around; of a bent or crossed one the cells between its leftmost and rightmost crossing of each row.</summary>
    public static void Quad(
        ClassRaster raster, (double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d, SurfaceClass surface)
    {
        double low = Math.Min(Math.Min(a.Y, b.Y), Math.Min(c.Y, d.Y)), high = Math.Max(Math.Max(a.Y, b.Y), Math.Max(c.Y, d.Y));
        int first = Math.Max(0, (int)Math.Ceiling(low - 0.5)), end = Math.Min(raster.Height, (int)Math.Ceiling(high - 0.5));
        for (var row = first; row < end; row++)
        {
            double y = row + 0.5, left = double.MaxValue, right = double.MinValue;
            Cross(a, b, y, ref left, ref right);
            Cross(b, c, y, ref left, ref right);
            Cross(c, d, y, ref left, ref right);
            Cross(d, a, y, ref left, ref right);
            Fill(raster, row, left, right, surface);
        }
    }

    /// <summary>Any outline, its last point joined to its first; what it surrounds an even number of times stays as it is.</summary>
    public static void Polygon(ClassRaster raster, ReadOnlySpan<(double X, double Y)> outline, SurfaceClass surface)
    {
        var crossings = new List<(int Row, double X)>();
        for (var i = 0; i < outline.Length; i++) AddCrossings(raster, outline[i], outline[i + 1 == outline.Length ? 0 : i + 1], crossings);
        crossings.Sort();
        for (var i = 0; i + 1 < crossings.Count; i += 2) Fill(raster, crossings[i].Row, crossings[i].X, crossings[i + 1].X, surface);
    }

    private static void AddCrossings(ClassRaster raster, (double X, double Y) a, (double X, double Y) b, List<(int Row, double X)> crossings)
    {
        if (a.Y > b.Y) (a, b) = (b, a);
        int first = Math.Max(0, (int)Math.Ceiling(a.Y - 0.5)), end = Math.Min(raster.Height, (int)Math.Ceiling(b.Y - 0.5));
        for (var row = first; row < end; row++) crossings.Add((row, a.X + (row + 0.5 - a.Y) * ((b.X - a.X) / (b.Y - a.Y))));
    }

    private static void Fill(ClassRaster raster, int row, double left, double right, SurfaceClass surface)
    {
        var stop = Math.Min(raster.Width, (int)Math.Ceiling(right - 0.5));
        for (var column = Math.Max(0, (int)Math.Ceiling(left - 0.5)); column < stop; column++) raster.Set(column, row, surface);
    }

    /// <summary>Widens [left, right] by the place where an edge crosses a row; the same edge gives the same place in either direction.</summary>
    private static void Cross((double X, double Y) a, (double X, double Y) b, double y, ref double left, ref double right)
    {
        if (a.Y <= y == b.Y <= y) return;
        if (a.Y > b.Y) (a, b) = (b, a);
        var x = a.X + (y - a.Y) * ((b.X - a.X) / (b.Y - a.Y));
        left = Math.Min(left, x);
        right = Math.Max(right, x);
    }
}
