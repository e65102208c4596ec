using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Sensors;

/// <summary>Where a picture from above lies on the level that it samples, in 1/65,536 of a cell (<see cref="GroundWalk"/>).</summary>
/// <param name="U">Eastward, at the centre of pixel (0, 0).</param>
/// <param name="V">Northward, likewise.</param>
/// <param name="Sin">Eastward, from a column to the next; southward, from a row to the next.</param>
/// <param name="Cos">Southward, from a column to the next; westward, from a row to the next.</param>
internal readonly record struct GroundPlace(long U, long V, long Sin, long Cos);

/// <summary>Asks for the tiles that the next picture will read, row by row while this one is drawn: from memory a tile takes as long as fifty pixels.</summary>
/// <remarks>
/// Samples no farther apart than <see cref="ColumnCells"/> and <see cref="RowCells"/>, one for <see cref="CellsPerSample"/>, every other row shifted by half a
/// step: nine of ten tiles lie under one. The others, and whatever rounding does to an address, cost time and change nothing.
/// </remarks>
internal readonly unsafe struct TilesAhead
{
    private const float ColumnCells = 8.5f, RowCells = 6f, CellsPerSample = 36f;
    private const float TilesPerUnit = 1f / (ClassRaster.TileSide << GroundWalk.FractionBits);

    private readonly byte* _tiles;
    private readonly int _tilesPerRow, _blocks;
    private readonly float _columnU, _columnV, _rowU, _rowV;             // from sample to sample, in tiles
    private readonly Vector256<float> _u, _v;                            // the first eight
    private readonly Vector256<int> _lastU, _lastV;

    /// <summary>The tiles under a picture.</summary>
    public TilesAhead(in RasterLevel level, in CameraView view, in GroundPlace place)
    {
        _tiles = (byte*)level.Address;
        _tilesPerRow = level.Width / ClassRaster.TileSide;
        (_lastU, _lastV) = (Vector256.Create(_tilesPerRow - 1), Vector256.Create(level.Height / ClassRaster.TileSide - 1));
        var cells = view.MetresPerPixel / level.MetresPerCell;
        _blocks = (int)(view.Width * cells / (ColumnCells * Lanes.Count)) + 1;
        var columnStep = (view.Width - 1) / (_blocks * Lanes.Count - 0.5f);
        RowCount = Math.Max(2, (int)(view.Height * cells * Math.Max(cells * columnStep / CellsPerSample, 1 / RowCells)));
        var rowStep = (view.Height - 1) / (RowCount - 1f);
        (_columnU, _columnV) = (place.Sin * TilesPerUnit * columnStep, -place.Cos * TilesPerUnit * columnStep);
        (_rowU, _rowV) = (-place.Cos * TilesPerUnit * rowStep, -place.Sin * TilesPerUnit * rowStep);
        _u = Vector256.Create(place.U * TilesPerUnit) + Vector256<float>.Indices * _columnU;
        _v = Vector256.Create(place.V * TilesPerUnit) + Vector256<float>.Indices * _columnV;
    }

    /// <summary>Rows of samples; 0 where there is no next picture.</summary>
    public int RowCount { get; }

    /// <summary>Eights of samples in a row.</summary>
    public int BlockCount => _blocks;

    /// <summary>Asks for the tiles under one row of samples.</summary>
    public void Fetch(int row)
    {
        if (!Sse.IsSupported) return;
        for (var block = 0; block < _blocks; block++)
        {
            var pairs = Offsets(row, block).AsUInt64();
            for (var pair = 0; pair < Vector256<ulong>.Count; pair++)
            {
                var offset = pairs.GetElement(pair);
                Sse.Prefetch0(_tiles + (uint)offset);
                Sse.Prefetch0(_tiles + (offset >> 32));
            }
        }
    }

    /// <summary>Byte offsets of eight tiles in the level; of those outside, that of one at the edge.</summary>
    internal Vector256<uint> Offsets(int row, int block)
    {
        var column = block * Lanes.Count + (row & 1) * 0.5f;
        var tileU = Inside(_u + Vector256.Create(row * _rowU + column * _columnU), _lastU);
        var tileV = Inside(_v + Vector256.Create(row * _rowV + column * _columnV), _lastV);
        return (tileV * _tilesPerRow + tileU).AsUInt32() * (ClassRaster.TileSide * ClassRaster.TileSide);
    }

    private static Vector256<int> Inside(Vector256<float> tile, Vector256<int> last) => Vector256.Min(Vector256.Max(Vector256.ConvertToInt32Native(tile), Vector256<int>.Zero), last);
}
