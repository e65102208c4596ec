using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RLSandbox.Learning.Networks;

/// <summary>Forward and backward of one convolution on one picture, at 60 to 110 GFLOP/s on a core where torch reaches 20 to 80.</summary>
/// <remarks>
/// <b>Shape.</b> Pictures [H, W, C]; <i>columns</i> are weights as [patch, filters], <i>rows</i> the same as [filters, patch], a patch being [ky, kx, c].
/// <b>How.</b> Blocks of 8 to 18 sums stay in registers while one stream of vectors and one of single numbers run past them.
/// <b>Threads and allocation.</b> Pure functions of the caller's memory; none. Same bits for the same processor type. Decision record 0017 has the figures.
/// </remarks>
public static unsafe class ConvolutionKernels
{
    private const int Wide = 16, Narrow = 8;                              // lanes of the two vector types
    private const int WideBlock = 6, NarrowBlock = 8;                     // positions that one block computes at once
    private const int PatchBlock = 3;
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    /// <summary>output = max(floor, input ∗ weights + bias), with the floor of the shape.</summary>
    /// <param name="columns">[patch, filters].</param>
    /// <param name="output">[H′, W′, filters], written whole.</param>
    public static void Forward(in ConvolutionShape shape, float* input, float* columns, float* bias, float* output)
    {
        var filter = 0;
        for (; shape.Filters - filter >= Wide; filter += Wide) ForwardFilters(shape, input, columns + filter, bias + filter, output + filter, isWide: true);
        for (; filter < shape.Filters; filter += Narrow) ForwardFilters(shape, input, columns + filter, bias + filter, output + filter, isWide: false);
    }

    /// <summary>gradient += what the weights contribute: the sum over positions of delta times patch.</summary>
    /// <param name="delta">[H′, W′, filters] derivative by the output before the maximum.</param>
    /// <param name="gradient">[filters, patch].</param>
    public static void WeightGradient(in ConvolutionShape shape, float* input, float* delta, float* gradient)
    {
        var second = shape.Run == Narrow ? shape.Line : Narrow;           // a run of 8: two lines share a vector
        for (var offset = 0; offset < shape.Patch; offset += Wide)
        {
            var patch = input + offset / shape.Run * shape.Line + offset % shape.Run;
            for (var filter = 0; filter < shape.Filters; filter += Narrow) OuterProducts(shape, patch, second, delta + filter, gradient + filter * shape.Patch + offset);
        }
    }

    /// <summary>gradient += derivative by the input.</summary>
    /// <param name="rows">[filters, patch].</param>
    /// <param name="gradient">[H, W, C].</param>
    public static void InputGradient(in ConvolutionShape shape, float* delta, float* rows, float* gradient)
    {
        for (var y = 0; y < shape.OutputHeight; y++)
        {
            for (var ky = 0; ky < shape.Kernel; ky++)
            {
                var line = gradient + (y * shape.Stride + ky) * shape.Line;
                var position = delta + y * shape.OutputWidth * shape.Filters;
                var x = 0;
                if (shape.Run % (2 * Wide) == 0)
                {
                    for (; x + PatchBlock <= shape.OutputWidth; x += PatchBlock, position += PatchBlock * shape.Filters)
                    {
                        for (var i = 0; i < shape.Run; i += 2 * Wide) ThreePatches(shape, position, rows + ky * shape.Run + i, line + x * shape.Step + i);
                    }
                }

                for (; x < shape.OutputWidth; x++, position += shape.Filters)
                {
                    for (var i = 0; i < shape.Run; i += Narrow) OnePatch(shape, position, rows + ky * shape.Run + i, line + x * shape.Step + i);
                }
            }
        }
    }

    private static void ForwardFilters(in ConvolutionShape shape, float* input, float* columns, float* bias, float* output, bool isWide)
    {
        var block = isWide ? WideBlock : NarrowBlock;
        for (var y = 0; y < shape.OutputHeight; y++)
        {
            var patch = input + y * shape.Stride * shape.Line;
            var target = output + y * shape.OutputWidth * shape.Filters;
            if (shape.OutputWidth < block)
            {
                for (var x = 0; x < shape.OutputWidth; x++)
                {
                    for (var filter = 0; filter < (isWide ? Wide : Narrow); filter += Narrow)
                    {
                        OnePosition(shape, patch + x * shape.Step, columns + filter, bias + filter, target + x * shape.Filters + filter);
                    }
                }

                continue;
            }

            for (var x = 0; x < shape.OutputWidth; x += block)
            {
                var first = Math.Min(x, shape.OutputWidth - block);        // the last block overlaps the one before it
                if (isWide) SixPositions(shape, patch + first * shape.Step, columns, bias, target + first * shape.Filters);
                else EightPositions(shape, patch + first * shape.Step, columns, bias, target + first * shape.Filters);
            }
        }
    }

    [MethodImpl(Hot)]
    private static void SixPositions(in ConvolutionShape shape, float* patch, float* columns, float* bias, float* output)
    {
        int run = shape.Run, kernel = shape.Kernel, line = shape.Line, filters = shape.Filters;
        nint step = shape.Step * sizeof(float);
        var start = Vector512.Load(bias);
        Vector512<float> s0 = start, s1 = start, s2 = start, s3 = start, s4 = start, s5 = start;
        for (var ky = 0; ky < kernel; ky++, patch += line)
        {
            byte* a = (byte*)patch, b = a + 3 * step;
            for (var i = 0; i < run; i++, a += sizeof(float), b += sizeof(float), columns += filters)
            {
                var w = Vector512.Load(columns);
                s0 = Vector512.FusedMultiplyAdd(Vector512.Create(*(float*)a), w, s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.Create(*(float*)(a + step)), w, s1);
                s2 = Vector512.FusedMultiplyAdd(Vector512.Create(*(float*)(a + 2 * step)), w, s2);
                s3 = Vector512.FusedMultiplyAdd(Vector512.Create(*(float*)b), w, s3);
                s4 = Vector512.FusedMultiplyAdd(Vector512.Create(*(float*)(b + step)), w, s4);
                s5 = Vector512.FusedMultiplyAdd(Vector512.Create(*(float*)(b + 2 * step)), w, s5);
            }
        }

        var floor = Vector512.Create(shape.Floor);
        Vector512.Max(s0, floor).Store(output);
        Vector512.Max(s1, floor).Store(output + filters);
        Vector512.Max(s2, floor).Store(output + 2 * filters);
        Vector512.Max(s3, floor).Store(output + 3 * filters);
        Vector512.Max(s4, floor).Store(output + 4 * filters);
        Vector512.Max(s5, floor).Store(output + 5 * filters);
    }

    [MethodImpl(Hot)]
    private static void EightPositions(in ConvolutionShape shape, float* patch, float* columns, float* bias, float* output)
    {
        int run = shape.Run, kernel = shape.Kernel, line = shape.Line, filters = shape.Filters;
        nint step = shape.Step * sizeof(float);
        var start = Vector256.Load(bias);
        Vector256<float> s0 = start, s1 = start, s2 = start, s3 = start, s4 = start, s5 = start, s6 = start, s7 = start;
        for (var ky = 0; ky < kernel; ky++, patch += line)
        {
            byte* a = (byte*)patch, b = a + 3 * step, c = b + 3 * step;
            for (var i = 0; i < run; i++, a += sizeof(float), b += sizeof(float), c += sizeof(float), columns += filters)
            {
                var w = Vector256.Load(columns);
                s0 = Vector256.FusedMultiplyAdd(Vector256.Create(*(float*)a), w, s0);
                s1 = Vector256.FusedMultiplyAdd(Vector256.Create(*(float*)(a + step)), w, s1);
                s2 = Vector256.FusedMultiplyAdd(Vector256.Create(*(float*)(a + 2 * step)), w, s2);
                s3 = Vector256.FusedMultiplyAdd(Vector256.Create(*(float*)b), w, s3);
                s4 = Vector256.FusedMultiplyAdd(Vector256.Create(*(float*)(b + step)), w, s4);
                s5 = Vector256.FusedMultiplyAdd(Vector256.Create(*(float*)(b + 2 * step)), w, s5);
                s6 = Vector256.FusedMultiplyAdd(Vector256.Create(*(float*)c), w, s6);
                s7 = Vector256.FusedMultiplyAdd(Vector256.Create(*(float*)(c + step)), w, s7);
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

    private static void OnePosition(in ConvolutionShape shape, float* patch, float* columns, float* bias, float* output)
    {
        var sum = Vector256.Load(bias);
        for (var ky = 0; ky < shape.Kernel; ky++, patch += shape.Line)
        {
            for (var i = 0; i < shape.Run; i++, columns += shape.Filters) sum = Vector256.FusedMultiplyAdd(Vector256.Create(patch[i]), Vector256.Load(columns), sum);
        }

        Vector256.Max(sum, Vector256.Create(shape.Floor)).Store(output);
    }

    [MethodImpl(Hot)]
    private static void OuterProducts(in ConvolutionShape shape, float* patch, int second, float* delta, float* gradient)
    {
        int height = shape.OutputHeight, width = shape.OutputWidth, step = shape.Step, jump = shape.Stride * shape.Line, filters = shape.Filters, row = shape.Patch;
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (var y = 0; y < height; y++, patch += jump)
        {
            var p = patch;
            for (var x = 0; x < width; x++, p += step, delta += filters)
            {
                var v = Vector512.Create(Vector256.Load(p), Vector256.Load(p + second));
                s0 = Vector512.FusedMultiplyAdd(Vector512.Create(delta[0]), v, s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.Create(delta[1]), v, s1);
                s2 = Vector512.FusedMultiplyAdd(Vector512.Create(delta[2]), v, s2);
                s3 = Vector512.FusedMultiplyAdd(Vector512.Create(delta[3]), v, s3);
                s4 = Vector512.FusedMultiplyAdd(Vector512.Create(delta[4]), v, s4);
                s5 = Vector512.FusedMultiplyAdd(Vector512.Create(delta[5]), v, s5);
                s6 = Vector512.FusedMultiplyAdd(Vector512.Create(delta[6]), v, s6);
                s7 = Vector512.FusedMultiplyAdd(Vector512.Create(delta[7]), v, s7);
            }
        }

        Add(gradient, s0);
        Add(gradient + row, s1);
        Add(gradient + 2 * row, s2);
        Add(gradient + 3 * row, s3);
        Add(gradient + 4 * row, s4);
        Add(gradient + 5 * row, s5);
        Add(gradient + 6 * row, s6);
        Add(gradient + 7 * row, s7);
    }

    [MethodImpl(Hot)]
    private static void ThreePatches(in ConvolutionShape shape, float* delta, float* rows, float* gradient)
    {
        int filters = shape.Filters, row = shape.Patch, step = shape.Step;
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        float* b = delta + filters, c = b + filters;
        for (var filter = 0; filter < filters; filter++, rows += row)
        {
            var w0 = Vector512.Load(rows);
            var w1 = Vector512.Load(rows + Wide);
            var d = Vector512.Create(delta[filter]);
            a0 = Vector512.FusedMultiplyAdd(d, w0, a0);
            a1 = Vector512.FusedMultiplyAdd(d, w1, a1);
            d = Vector512.Create(b[filter]);
            b0 = Vector512.FusedMultiplyAdd(d, w0, b0);
            b1 = Vector512.FusedMultiplyAdd(d, w1, b1);
            d = Vector512.Create(c[filter]);
            c0 = Vector512.FusedMultiplyAdd(d, w0, c0);
            c1 = Vector512.FusedMultiplyAdd(d, w1, c1);
        }

        Add(gradient, a0);
        Add(gradient + Wide, a1);
        Add(gradient + step, b0);
        Add(gradient + step + Wide, b1);
        Add(gradient + 2 * step, c0);
        Add(gradient + 2 * step + Wide, c1);
    }

    private static void OnePatch(in ConvolutionShape shape, float* delta, float* rows, float* gradient)
    {
        var sum = Vector256.Load(gradient);
        for (var filter = 0; filter < shape.Filters; filter++, rows += shape.Patch) sum = Vector256.FusedMultiplyAdd(Vector256.Create(delta[filter]), Vector256.Load(rows), sum);
        sum.Store(gradient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* target, Vector512<float> value) => (Vector512.Load(target) + value).Store(target);
}
