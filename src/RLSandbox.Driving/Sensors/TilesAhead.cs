using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

/// <summary>Asks for the tiles that the next picture will read, a few with each row of this one: from memory a tile takes as long as fifty pixels.</summary>
/// <remarks>
/// Unit: tiles. A picture is a turned rectangle. Within a row of tiles it reaches farthest east where its eastern corner is or, where that lies in another row, at the edge
/// towards it; west likewise. Rounding may miss a tile that is hardly touched, which costs time and changes nothing. The list is made without a branch that depends on the
/// place: guessed wrong, each would take as long as ten pixels.
/// </remarks>
internal readonly unsafe ref struct TilesAhead
{
    private const int MostRoom = 2048;                                   // tiles: more would push one another out of the first-level cache before they are read
    private const float TilesPerUnit = 1f / (ClassRaster.TileSide << GroundWalk.FractionBits);
    private const float Upright = 1e-4f;                                 // least rise of an edge: slopes stay finite where it lies along the tiles

    private readonly byte* _level;
    private readonly ref uint _list;
    private readonly int _perRow;

    /// <summary>The tiles under a picture.</summary>
    /// <param name="room">For the list: <see cref="RoomFor"/>. Where that is none nothing is asked for.</param>
    public TilesAhead(scoped in RasterLevel level, scoped in CameraView view, scoped in GroundPlace place, Span<uint> room)
    {
        var side = Side(view, level.MetresPerCell);
        if (room.Length < side * side) return;
        float columns = (view.Width - 1) * TilesPerUnit, rows = (view.Height - 1) * TilesPerUnit;
        float acrossU = place.Sin * columns, acrossV = -place.Cos * columns, downU = -place.Cos * rows, downV = -place.Sin * rows;
        float middleU = place.U * TilesPerUnit + (acrossU + downU) / 2, middleV = place.V * TilesPerUnit + (acrossV + downV) / 2;
        (acrossU, acrossV) = (Math.Abs(acrossU), acrossV * MathF.CopySign(1, acrossU));      // both sides eastward: one of them leads north then, the other south
        (downU, downV) = (Math.Abs(downU), downV * MathF.CopySign(1, downU));
        var (northU, northV, southU, southV) = acrossV > downV ? (acrossU, acrossV, downU, downV) : (downU, downV, acrossU, acrossV);
        var half = (northV - southV) / 2;
        var (first, last) = ((int)MathF.Floor(middleV - half), Math.Min((int)MathF.Floor(middleV + half), level.Height / ClassRaster.TileSide - 1));
        var edges = new Edges((northU + southU) / 2, (northV + southV) / 2, northU / Math.Max(northV, Upright), southU / Math.Min(southV, -Upright));

        _level = (byte*)level.Address;
        _list = ref MemoryMarshal.GetReference(room);
        var tilesPerRow = level.Width / ClassRaster.TileSide;
        var listed = 0;
        Eight<int> starts = default, counts = default;
        for (var row = first; row < first + side; row += Lanes.Count)
        {
            var eight = Vector256.Create(row) + Vector256<int>.Indices;
            var (west, east) = edges.Within(Vector256.ConvertToSingle(eight) - Vector256.Create(middleV));
            var from = Vector256.Max(Floor(west + Vector256.Create(middleU)), Vector256<int>.Zero);
            var count = Vector256.Min(Floor(east + Vector256.Create(middleU)), Vector256.Create(tilesPerRow - 1)) - from + Vector256<int>.One;
            var isThere = Vector256.GreaterThanOrEqual(eight, Vector256<int>.Zero) & Vector256.LessThanOrEqual(eight, Vector256.Create(last));
            (eight * tilesPerRow + from).StoreUnsafe(ref starts[0]);
            (Vector256.Clamp(count, Vector256<int>.Zero, Vector256.Create(side)) & isThere).StoreUnsafe(ref counts[0]);      // no more than there is room for, whatever rounding does
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                for (var tile = 0; tile < side; tile += Lanes.Count)                         // whole rows of the list, the rest of which the next one covers
                    (Vector256.Create(starts[lane] + tile) + Vector256<int>.Indices).AsUInt32().StoreUnsafe(ref _list, (nuint)(listed + tile));
                listed += counts[lane];
            }
        }
        Count = listed;
        _perRow = (Count + view.Height - 1) / view.Height;
    }

    /// <summary>Whether memory can be asked for on this processor.</summary>
    public static bool IsSupported => Sse.IsSupported;

    /// <summary>Tiles; none where there is no next picture, or where it is beside the map.</summary>
    public int Count { get; }

    /// <summary>How long a list may become; 0 where a picture has too many tiles to be asked for.</summary>
    public static int RoomFor(in CameraView view, float metresPerCell)
    {
        var side = Side(view, metresPerCell);
        return side * side > MostRoom ? 0 : side * side;
    }

    /// <summary>Asks for the share of one row of this picture.</summary>
    public void Fetch(int row)
    {
        var end = Math.Min((row + 1) * _perRow, Count);
        for (var tile = row * _perRow; tile < end; tile++) Sse.Prefetch0(_level + (ulong)this[tile] * (ClassRaster.TileSide * ClassRaster.TileSide));
    }

    /// <summary>Place of a tile in the level.</summary>
    internal uint this[int tile] => Unsafe.Add(ref _list, tile);

    /// <summary>Tiles that the picture spans at most, east or north, in whole eights.</summary>
    private static int Side(in CameraView view, float metresPerCell)
    {
        var diagonal = MathF.Sqrt((float)view.Width * view.Width + (float)view.Height * view.Height) * view.MetresPerPixel / (metresPerCell * ClassRaster.TileSide);
        return ((int)Math.Min(diagonal, MostRoom) + 2 + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
    }

    private static Vector256<int> Floor(Vector256<float> tiles) => Vector256.ConvertToInt32Native(Vector256.Floor(tiles));

    /// <summary>What bounds the rectangle, from its middle.</summary>
    /// <param name="U">Of the eastern corner; the western one lies opposite.</param>
    /// <param name="V">Northward, likewise.</param>
    /// <param name="Rising">Eastward per northward on the edges that lead north-east.</param>
    /// <param name="Falling">Likewise on the others, negative.</param>
    private readonly record struct Edges(float U, float V, float Rising, float Falling)
    {
        /// <summary>How far west and east it reaches within rows of tiles whose southern edges are given.</summary>
        public (Vector256<float> West, Vector256<float> East) Within(Vector256<float> south)
        {
            var (v, north) = (Vector256.Create(V), south + Vector256<float>.One);
            var (west, east) = (Vector256.MinNative(Vector256.MaxNative(-v, south), north) + v, Vector256.MinNative(Vector256.MaxNative(v, south), north) - v);
            return (Vector256.MaxNative(west * Rising, west * Falling) - Vector256.Create(U), Vector256.MinNative(east * Rising, east * Falling) + Vector256.Create(U));
        }
    }
}
