using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RLSandbox.Learning.Networks;

/// <summary>Forward and backward of one convolution on one picture, near the peak of a core where torch reaches a fifth to two thirds of it.</summary>
/// <remarks>
/// <b>Shape.</b> Pictures [H, W, C]; <i>columns</i> and <i>rows</i> are weights in the orders that <see cref="ConvolutionShape"/> gives.
/// <b>How.</b> Blocks of 8 to 12 sums stay in the 16 vector registers that every processor has, while one stream of vectors and one of single numbers run past them.
/// <b>Threads and allocation.</b> Pure functions of the caller's memory; none. Same bits for all processors with fused multiply-add. Decision record 0017 has the figures.
/// </remarks>
public static unsafe partial class ConvolutionKernels
{
    private const int Lanes = 8;                                          // of a vector
    private const int Wide = 2 * Lanes;
    private const int WideBlock = 6, LastBlock = 4, NarrowBlock = 8;      // positions that one block computes at once; the last of wide ones, where no more are left
    private const int PiecePositions = 18, PieceFilters = 32;             // of a piece for one thread, about; 81 positions are four pieces, as three would leave one of two threads a third of the time without work
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    /// <summary>output = max(floor, input ∗ weights + bias), with the floor of the shape.</summary>
    /// <param name="columns">Weights, see <see cref="ConvolutionShape.ColumnPlace"/>.</param>
    /// <param name="output">[H′, W′, filters], written whole.</param>
    public static void Forward(in ConvolutionShape shape, float* input, float* columns, float* bias, float* output)
    {
        ForwardFilters(shape, 0, shape.Filters, (0, shape.OutputHeight * shape.OutputWidth), input, columns, bias, output);
    }

    /// <summary>The same without vectors of sixteen, for comparison: same bits.</summary>
    internal static void ForwardNarrow(in ConvolutionShape shape, float* input, float* columns, float* bias, float* output) =>
        ForwardFilters(shape, 0, shape.Filters, (0, shape.OutputHeight * shape.OutputWidth), input, columns, bias, output, isWide: false);

    /// <summary>Into how many pieces one evaluation can be cut: by positions, or where there are few by filters.</summary>
    public static int PieceCount(in ConvolutionShape shape) => Math.Max(1, shape.OutputHeight * shape.OutputWidth < 2 * PiecePositions ? shape.Filters / PieceFilters : shape.OutputHeight * shape.OutputWidth / PiecePositions);

    /// <summary>One piece of <see cref="Forward"/>; all of them together have the same bits, whichever thread computes which.</summary>
    public static void ForwardPiece(in ConvolutionShape shape, int piece, float* input, float* columns, float* bias, float* output)
    {
        var (positions, pieces) = (shape.OutputHeight * shape.OutputWidth, PieceCount(shape));
        if (positions >= 2 * PiecePositions) ForwardFilters(shape, 0, shape.Filters, (FirstPosition(piece, pieces, positions), FirstPosition(piece + 1, pieces, positions)), input, columns, bias, output);
        else ForwardFilters(shape, piece * PieceFilters, piece == pieces - 1 ? shape.Filters : (piece + 1) * PieceFilters, (0, positions), input, columns, bias, output);
    }

    /// <summary>Of a piece, or the end of the one before it: pieces differ by less than one block, and all but the last hold whole ones.</summary>
    private static int FirstPosition(int piece, int pieces, int positions) => piece == pieces ? positions : positions * piece / pieces / WideBlock * WideBlock;

    /// <summary>Some filters, from a multiple of sixteen on, at some positions.</summary>
    private static void ForwardFilters(in ConvolutionShape shape, int filter, int end, (int First, int End) positions, float* input, float* columns, float* bias, float* output, bool? isWide = null)
    {
        for (; positions.End - positions.First == 1 && end - filter >= 2 * Wide; filter += 2 * Wide)
        {
            var patch = input + shape.InputPlace(positions.First);
            OnePosition(shape, patch, columns + filter * shape.Patch, columns + (filter + Wide) * shape.Patch, bias + filter, output + positions.First * shape.Filters + filter);
        }

        for (int step; filter < end; filter += step)
        {
            step = end - filter >= 2 * Wide && (isWide ?? Vector512.IsHardwareAccelerated) ? 2 * Wide : end - filter >= Wide ? Wide : Lanes;
            ForwardBlocks(shape, positions, input, columns + filter * shape.Patch, bias + filter, output + filter, step);
        }
    }

    /// <summary>Positions, whatever line they are in, in blocks; the last block overlaps the one before it.</summary>
    /// <param name="filters">32, 16 or 8.</param>
    private static void ForwardBlocks(in ConvolutionShape shape, (int First, int End) positions, float* input, float* columns, float* bias, float* output, int filters)
    {
        int width = shape.OutputWidth, jump = shape.Stride * shape.Line, block = filters == Lanes ? NarrowBlock : WideBlock;
        var patches = stackalloc float*[NarrowBlock];
        for (var at = positions.First; at < positions.End; at += block)
        {
            var size = block == WideBlock && positions.End - at <= LastBlock ? LastBlock : block;
            var first = Math.Max(positions.First, Math.Min(at, positions.End - size));
            var count = Math.Min(size, positions.End - first);
            for (int k = 0, y = first / width, x = first - y * width; k < count; k++, x++)
            {
                if (x == width) (x, y) = (0, y + 1);
                patches[k] = input + y * jump + x * shape.Step;
            }

            var target = output + first * shape.Filters;
            if (count < size) FewPositions(shape, patches, count, columns, bias, target, Math.Min(Wide, filters));
            if (count < size && filters > Wide) FewPositions(shape, patches, count, columns + Wide * shape.Patch, bias + Wide, target + Wide, Wide);
            if (count < size) continue;
            if (filters > Wide && size == LastBlock) FourWide(shape, patches, columns, bias, target);
            else if (filters > Wide) SixWide(shape, patches, columns, bias, target);
            else if (size == LastBlock) FourPositions(shape, patches, columns, bias, target);
            else if (block == WideBlock) SixPositions(shape, patches, columns, bias, target);
            else EightPositions(shape, patches, columns, bias, target);
        }
    }

    [MethodImpl(Hot)]
    private static void SixPositions(in ConvolutionShape shape, float** patches, float* columns, float* bias, float* output)
    {
        int run = shape.Run, kernel = shape.Kernel, line = shape.Line, filters = shape.Filters;
        Vector256<float> a0 = Vector256.Load(bias), b0 = Vector256.Load(bias + Lanes);
        Vector256<float> a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0;
        float* p0 = patches[0], p1 = patches[1], p2 = patches[2], p3 = patches[3], p4 = patches[4], p5 = patches[5];
        for (var ky = 0; ky < kernel; ky++, p0 += line, p1 += line, p2 += line, p3 += line, p4 += line, p5 += line)
        {
            for (nint i = 0; i < run; i++, columns += Wide)
            {
                Vector256<float> v = Vector256.Load(columns), w = Vector256.Load(columns + Lanes);
                var pixel = Vector256.Create(p0[i]);
                (a0, b0) = (Vector256.FusedMultiplyAdd(pixel, v, a0), Vector256.FusedMultiplyAdd(pixel, w, b0));
                pixel = Vector256.Create(p1[i]);
                (a1, b1) = (Vector256.FusedMultiplyAdd(pixel, v, a1), Vector256.FusedMultiplyAdd(pixel, w, b1));
                pixel = Vector256.Create(p2[i]);
                (a2, b2) = (Vector256.FusedMultiplyAdd(pixel, v, a2), Vector256.FusedMultiplyAdd(pixel, w, b2));
                pixel = Vector256.Create(p3[i]);
                (a3, b3) = (Vector256.FusedMultiplyAdd(pixel, v, a3), Vector256.FusedMultiplyAdd(pixel, w, b3));
                pixel = Vector256.Create(p4[i]);
                (a4, b4) = (Vector256.FusedMultiplyAdd(pixel, v, a4), Vector256.FusedMultiplyAdd(pixel, w, b4));
                pixel = Vector256.Create(p5[i]);
                (a5, b5) = (Vector256.FusedMultiplyAdd(pixel, v, a5), Vector256.FusedMultiplyAdd(pixel, w, b5));
            }
        }

        var floor = Vector256.Create(shape.Floor);
        StoreAbove(floor, a0, b0, output);
        StoreAbove(floor, a1, b1, output + filters);
        StoreAbove(floor, a2, b2, output + 2 * filters);
        StoreAbove(floor, a3, b3, output + 3 * filters);
        StoreAbove(floor, a4, b4, output + 4 * filters);
        StoreAbove(floor, a5, b5, output + 5 * filters);
    }

    [MethodImpl(Hot)]
    private static void FourPositions(in ConvolutionShape shape, float** patches, float* columns, float* bias, float* output)
    {
        int run = shape.Run, kernel = shape.Kernel, line = shape.Line, filters = shape.Filters;
        Vector256<float> a0 = Vector256.Load(bias), b0 = Vector256.Load(bias + Lanes);
        Vector256<float> a1 = a0, a2 = a0, a3 = a0, b1 = b0, b2 = b0, b3 = b0;
        float* p0 = patches[0], p1 = patches[1], p2 = patches[2], p3 = patches[3];
        for (var ky = 0; ky < kernel; ky++, p0 += line, p1 += line, p2 += line, p3 += line)
        {
            for (nint i = 0; i < run; i++, columns += Wide)
            {
                Vector256<float> v = Vector256.Load(columns), w = Vector256.Load(columns + Lanes);
                var pixel = Vector256.Create(p0[i]);
                (a0, b0) = (Vector256.FusedMultiplyAdd(pixel, v, a0), Vector256.FusedMultiplyAdd(pixel, w, b0));
                pixel = Vector256.Create(p1[i]);
                (a1, b1) = (Vector256.FusedMultiplyAdd(pixel, v, a1), Vector256.FusedMultiplyAdd(pixel, w, b1));
                pixel = Vector256.Create(p2[i]);
                (a2, b2) = (Vector256.FusedMultiplyAdd(pixel, v, a2), Vector256.FusedMultiplyAdd(pixel, w, b2));
                pixel = Vector256.Create(p3[i]);
                (a3, b3) = (Vector256.FusedMultiplyAdd(pixel, v, a3), Vector256.FusedMultiplyAdd(pixel, w, b3));
            }
        }

        var floor = Vector256.Create(shape.Floor);
        StoreAbove(floor, a0, b0, output);
        StoreAbove(floor, a1, b1, output + filters);
        StoreAbove(floor, a2, b2, output + 2 * filters);
        StoreAbove(floor, a3, b3, output + 3 * filters);
    }

    /// <summary>One position and 32 filters: twice the sums of <see cref="FewPositions"/>, which waits for each of its own.</summary>
    /// <param name="next">Weights of the second sixteen.</param>
    [MethodImpl(Hot)]
    private static void OnePosition(in ConvolutionShape shape, float* patch, float* columns, float* next, float* bias, float* output)
    {
        int run = shape.Run, kernel = shape.Kernel, line = shape.Line;
        Vector256<float> a0 = Vector256.Load(bias), b0 = Vector256.Load(bias + Lanes), a1 = Vector256.Load(bias + Wide), b1 = Vector256.Load(bias + Wide + Lanes);
        for (var ky = 0; ky < kernel; ky++, patch += line)
        {
            for (nint i = 0; i < run; i++, columns += Wide, next += Wide)
            {
                var pixel = Vector256.Create(patch[i]);
                (a0, b0) = (Vector256.FusedMultiplyAdd(pixel, Vector256.Load(columns), a0), Vector256.FusedMultiplyAdd(pixel, Vector256.Load(columns + Lanes), b0));
                (a1, b1) = (Vector256.FusedMultiplyAdd(pixel, Vector256.Load(next), a1), Vector256.FusedMultiplyAdd(pixel, Vector256.Load(next + Lanes), b1));
            }
        }

        var floor = Vector256.Create(shape.Floor);
        StoreAbove(floor, a0, b0, output);
        StoreAbove(floor, a1, b1, output + Wide);
    }

    [MethodImpl(Hot)]
    private static void EightPositions(in ConvolutionShape shape, float** patches, float* columns, float* bias, float* output)
    {
        int run = shape.Run, kernel = shape.Kernel, skip = shape.Line - run, filters = shape.Filters;
        var s0 = Vector256.Load(bias);
        Vector256<float> s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        float* p0 = patches[0], p1 = patches[1], p2 = patches[2], p3 = patches[3], p4 = patches[4], p5 = patches[5], p6 = patches[6], p7 = patches[7];
        nint at = 0;
        for (var ky = 0; ky < kernel; ky++, at += skip)
        {
            for (var end = at + run; at < end; at++, columns += Lanes)
            {
                var w = Vector256.Load(columns);
                s0 = Vector256.FusedMultiplyAdd(Vector256.Create(p0[at]), w, s0);
                s1 = Vector256.FusedMultiplyAdd(Vector256.Create(p1[at]), w, s1);
                s2 = Vector256.FusedMultiplyAdd(Vector256.Create(p2[at]), w, s2);
                s3 = Vector256.FusedMultiplyAdd(Vector256.Create(p3[at]), w, s3);
                s4 = Vector256.FusedMultiplyAdd(Vector256.Create(p4[at]), w, s4);
                s5 = Vector256.FusedMultiplyAdd(Vector256.Create(p5[at]), w, s5);
                s6 = Vector256.FusedMultiplyAdd(Vector256.Create(p6[at]), w, s6);
                s7 = Vector256.FusedMultiplyAdd(Vector256.Create(p7[at]), w, s7);
            }
        }

        var floor = Vector256.Create(shape.Floor);
        Vector256.Max(s0, floor).Store(output);
        Vector256.Max(s1, floor).Store(output + filters);
        Vector256.Max(s2, floor).Store(output + 2 * filters);
        Vector256.Max(s3, floor).Store(output + 3 * filters);
        Vector256.Max(s4, floor).Store(output + 4 * filters);
        Vector256.Max(s5, floor).Store(output + 5 * filters);
        Vector256.Max(s6, floor).Store(output + 6 * filters);
        Vector256.Max(s7, floor).Store(output + 7 * filters);
    }

    /// <summary>An output that is smaller than a block.</summary>
    private static void FewPositions(in ConvolutionShape shape, float** patches, int count, float* columns, float* bias, float* output, int lanes)
    {
        var second = lanes - Lanes;                                       // sixteen filters, or twice the same eight
        for (var k = 0; k < count; k++, output += shape.Filters)
        {
            float* patch = patches[k], weights = columns;
            Vector256<float> a = Vector256.Load(bias), b = Vector256.Load(bias + second);
            for (var ky = 0; ky < shape.Kernel; ky++, patch += shape.Line)
            {
                for (var i = 0; i < shape.Run; i++, weights += lanes)
                {
                    var pixel = Vector256.Create(patch[i]);
                    (a, b) = (Vector256.FusedMultiplyAdd(pixel, Vector256.Load(weights), a), Vector256.FusedMultiplyAdd(pixel, Vector256.Load(weights + second), b));
                }
            }

            Vector256.Max(a, Vector256.Create(shape.Floor)).Store(output);
            Vector256.Max(b, Vector256.Create(shape.Floor)).Store(output + second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreAbove(Vector256<float> floor, Vector256<float> first, Vector256<float> second, float* target)
    {
        Vector256.Max(first, floor).Store(target);
        Vector256.Max(second, floor).Store(target + Lanes);
    }
}
