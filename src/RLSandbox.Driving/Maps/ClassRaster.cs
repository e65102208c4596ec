using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RLSandbox.Core.Mathematics;
using RLSandbox.Core.Memory;

namespace RLSandbox.Driving.Maps;

/// <summary>Surface classes of a map on a grid, stored in tiles of 8×8 bytes (one cache line each), with half-size levels above it.</summary>
/// <remarks>
/// Cell (0, 0) of level 0 has its lower left corner at (<see cref="OriginX"/>, <see cref="OriginY"/>); x runs east, y north. A cell of level k is
/// <see cref="MetresPerCell"/> · 2ᵏ wide. Everything outside is grass. Written while a map is compiled, read by any number of threads afterwards.
/// </remarks>
public sealed unsafe class ClassRaster : IDisposable
{
    /// <summary>Cells along one side of a tile.</summary>
    public const int TileSide = 8;

    /// <summary>Largest width and height in cells: what 16 bits before the point can count (16 km in cells of 0.25 m).</summary>
    public const int LargestSide = 1 << 16;

    private readonly NativeBuffer<byte> _cells;
    private readonly RasterLevel[] _levels;

    /// <summary>A raster of grass of at least <paramref name="width"/> × <paramref name="height"/> cells (rounded up to whole tiles of the highest level).</summary>
    /// <param name="levelCount">Levels including level 0.</param>
    /// <exception cref="ArgumentException">A side is longer than <see cref="LargestSide"/>.</exception>
    public ClassRaster(float originX, float originY, int width, int height, float metresPerCell, int levelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(metresPerCell);
        ArgumentOutOfRangeException.ThrowIfLessThan(levelCount, 1);
        if (width > LargestSide || height > LargestSide)
            throw new ArgumentException($"A raster has at most {LargestSide} × {LargestSide} cells, got {width} × {height}; use larger cells.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(levelCount, 14);                  // so that rounding up to whole tiles keeps to the same limit
        OriginX = originX;
        OriginY = originY;
        MetresPerCell = metresPerCell;
        var grain = TileSide << (levelCount - 1);
        Width = (width + grain - 1) / grain * grain;
        Height = (height + grain - 1) / grain * grain;
        long bytes = 0;
        for (var level = 0; level < levelCount; level++) bytes += (long)(Width >> level) * (Height >> level);
        _cells = new(bytes, hugePages: true);
        _levels = new RasterLevel[levelCount];
        var start = _cells.Address;
        for (var level = 0; level < levelCount; level++)
        {
            _levels[level] = new((nint)start, Width >> level, Height >> level, metresPerCell * (1 << level));
            start += (long)(Width >> level) * (Height >> level);
        }
    }

    /// <summary>World x of the left edge of column 0, m.</summary>
    public float OriginX { get; }

    /// <summary>World y of the lower edge of row 0, m.</summary>
    public float OriginY { get; }

    /// <summary>Side of a level-0 cell, m.</summary>
    public float MetresPerCell { get; }

    /// <summary>Columns of level 0.</summary>
    public int Width { get; }

    /// <summary>Rows of level 0.</summary>
    public int Height { get; }

    /// <summary>Levels including level 0.</summary>
    public int LevelCount => _levels.Length;

    /// <summary>Bytes of all levels.</summary>
    public long ByteCount => _cells.ByteCount;

    /// <summary>Hash of every cell and of where they lie; equal on every machine. Reads all of them.</summary>
    public ulong Hash() => StableHash.Of(_cells.Span, StableHash.Of(MemoryMarshal.AsBytes([OriginX, OriginY, MetresPerCell, Width, Height])));

    /// <summary>One level, for kernels.</summary>
    public ref readonly RasterLevel Level(int level) => ref _levels[level];

    /// <summary>The level to sample at one point per pixel: the coarsest whose cells are not wider than a pixel, level 0 where none is that fine.</summary>
    public int LevelFor(float metresPerPixel)
    {
        var level = LevelCount - 1;
        while (level > 0 && _levels[level].MetresPerCell > metresPerPixel) level--;
        return level;
    }

    /// <summary>Class of a cell; grass outside.</summary>
    public SurfaceClass this[int level, int column, int row]
    {
        get
        {
            ref readonly var l = ref _levels[level];
            return (uint)column < (uint)l.Width && (uint)row < (uint)l.Height ? (SurfaceClass)l.At(column, row) : SurfaceClass.Grass;
        }
    }

    /// <summary>Class of the level-0 cell at a world position; grass outside.</summary>
    public SurfaceClass At(float x, float y)
        => this[0, (int)MathF.Floor((x - OriginX) / MetresPerCell), (int)MathF.Floor((y - OriginY) / MetresPerCell)];

    /// <summary>Writes a cell of level 0; cells outside are ignored. Call <see cref="BuildLevels"/> after the last one.</summary>
    public void Set(int column, int row, SurfaceClass surface)
    {
        if ((uint)column < (uint)Width && (uint)row < (uint)Height) *_levels[0].Pointer(column, row) = (byte)surface;
    }

    /// <summary>Makes every higher level from the one below: of four cells the one with the highest priority wins.</summary>
    public void BuildLevels()
    {
        Vector128<byte> ranked = Vector128.Create(SurfaceClasses.Ranked), rising = Vector128.Create(SurfaceClasses.Rising);
        for (var level = 1; level < _levels.Length; level++)
        {
            ref readonly var fine = ref _levels[level - 1];
            ref readonly var coarse = ref _levels[level];
            for (var row = 0; row < fine.Height; row += TileSide)
                for (var column = 0; column < fine.Width; column += TileSide)
                    HalveTile(fine.Pointer(column, row), coarse.Pointer(column / 2, row / 2), ranked, rising);
        }
    }

    /// <summary>Makes a quarter of a coarse tile from a fine one; four times as fast as cell by cell.</summary>
    private static void HalveTile(byte* fine, byte* coarse, Vector128<byte> ranked, Vector128<byte> rising)
    {
        for (var row = 0; row < TileSide / 2; row++)
        {
            var ranks = Vector128.Shuffle(ranked, Vector128.Load(fine));                                                     // two rows of 8
            var rows = Vector128.Max(ranks, Vector128.Create(ranks.AsUInt64().GetUpper(), Vector64<ulong>.Zero).AsByte());
            var highest = Vector128.Max(rows, (rows.AsUInt64() >> 8).AsByte());
            var pairs = Vector128.Shuffle(rising, highest).AsUInt64().ToScalar() & 0x00FF00FF00FF00FF;                        // one byte in two
            pairs = (pairs | (pairs >> 8)) & 0x0000FFFF0000FFFF;
            *(uint*)coarse = (uint)(pairs | (pairs >> 16));
            fine += 2 * TileSide;
            coarse += TileSide;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cells.Dispose();
}

/// <summary>One level of a <see cref="ClassRaster"/>: tiles of 64 bytes in row-major order, cells row-major inside a tile.</summary>
/// <param name="Address">First tile.</param>
/// <param name="Width">Columns, a multiple of 8.</param>
/// <param name="Height">Rows, a multiple of 8.</param>
/// <param name="MetresPerCell">Side of a cell, m.</param>
public readonly unsafe record struct RasterLevel(nint Address, int Width, int Height, float MetresPerCell)
{
    /// <summary>Byte offset of a cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Offset(int column, int row) => ((row >> 3) * (long)(Width >> 3) + (column >> 3)) * 64 + ((row & 7) << 3) + (column & 7);

    /// <summary>Class byte of a cell inside the level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte At(int column, int row) => ((byte*)Address)[Offset(column, row)];

    internal byte* Pointer(int column, int row) => (byte*)Address + Offset(column, row);
}
