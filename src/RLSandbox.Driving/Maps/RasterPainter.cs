namespace RLSandbox.Driving.Maps;

/// <summary>Paints the ground of a map into a class raster; a cell belongs to a shape when its centre does.</summary>
internal sealed class RasterPainter(ClassRaster raster) : IGroundPainter
{
    /// <inheritdoc/>
    public float MetresPerCell => raster.MetresPerCell;

    /// <inheritdoc/>
    public void Quad((double X, double Y) leftFrom, (double X, double Y) leftTo, (double X, double Y) rightTo, (double X, double Y) rightFrom, SurfaceClass surface) =>
        CellPainter.Quad(raster, Cell(leftFrom), Cell(leftTo), Cell(rightTo), Cell(rightFrom), surface);

    /// <inheritdoc/>
    public void Area(ReadOnlySpan<(double X, double Y)> outline, SurfaceClass surface)
    {
        var cells = new (double X, double Y)[outline.Length];
        for (var i = 0; i < cells.Length; i++) cells[i] = Cell(outline[i]);
        CellPainter.Polygon(raster, cells, surface);
    }

    private (double X, double Y) Cell((double X, double Y) point) => ((point.X - raster.OriginX) / raster.MetresPerCell, (point.Y - raster.OriginY) / raster.MetresPerCell);
}
