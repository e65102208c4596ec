using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RLSandbox.Learning.Networks;

/// <content>The same blocks with vectors of sixteen: half the instructions for as many products, in the same order of each sum.</content>
public static unsafe partial class ConvolutionKernels
{
    /// <summary>Six positions and 32 filters.</summary>
    /// <param name="columns">Weights of the first sixteen filters; those of the second follow.</param>
    [MethodImpl(Hot)]
    private static void SixWide(in ConvolutionShape shape, float** patches, float* columns, float* bias, float* output)
    {
        int run = shape.Run, kernel = shape.Kernel, line = shape.Line, filters = shape.Filters;
        Vector512<float> a0 = Vector512.Load(bias), b0 = Vector512.Load(bias + Wide);
        Vector512<float> a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0;
        float* p0 = patches[0], p1 = patches[1], p2 = patches[2], p3 = patches[3], p4 = patches[4], p5 = patches[5], next = columns + Wide * shape.Patch;
        for (var ky = 0; ky < kernel; ky++, p0 += line, p1 += line, p2 += line, p3 += line, p4 += line, p5 += line)
        {
            for (nint i = 0; i < run; i++, columns += Wide, next += Wide)
            {
                Vector512<float> v = Vector512.Load(columns), w = Vector512.Load(next);
                var pixel = Vector512.Create(p0[i]);
                (a0, b0) = (Vector512.FusedMultiplyAdd(pixel, v, a0), Vector512.FusedMultiplyAdd(pixel, w, b0));
                pixel = Vector512.Create(p1[i]);
                (a1, b1) = (Vector512.FusedMultiplyAdd(pixel, v, a1), Vector512.FusedMultiplyAdd(pixel, w, b1));
                pixel = Vector512.Create(p2[i]);
                (a2, b2) = (Vector512.FusedMultiplyAdd(pixel, v, a2), Vector512.FusedMultiplyAdd(pixel, w, b2));
                pixel = Vector512.Create(p3[i]);
                (a3, b3) = (Vector512.FusedMultiplyAdd(pixel, v, a3), Vector512.FusedMultiplyAdd(pixel, w, b3));
                pixel = Vector512.Create(p4[i]);
                (a4, b4) = (Vector512.FusedMultiplyAdd(pixel, v, a4), Vector512.FusedMultiplyAdd(pixel, w, b4));
                pixel = Vector512.Create(p5[i]);
                (a5, b5) = (Vector512.FusedMultiplyAdd(pixel, v, a5), Vector512.FusedMultiplyAdd(pixel, w, b5));
            }
        }

        var floor = Vector512.Create(shape.Floor);
        StoreAbove(floor, a0, b0, output);
        StoreAbove(floor, a1, b1, output + filters);
        StoreAbove(floor, a2, b2, output + 2 * filters);
        StoreAbove(floor, a3, b3, output + 3 * filters);
        StoreAbove(floor, a4, b4, output + 4 * filters);
        StoreAbove(floor, a5, b5, output + 5 * filters);
    }

    /// <summary>Four positions and 32 filters.</summary>
    [MethodImpl(Hot)]
    private static void FourWide(in ConvolutionShape shape, float** patches, float* columns, float* bias, float* output)
    {
        int run = shape.Run, kernel = shape.Kernel, line = shape.Line, filters = shape.Filters;
        Vector512<float> a0 = Vector512.Load(bias), b0 = Vector512.Load(bias + Wide);
        Vector512<float> a1 = a0, a2 = a0, a3 = a0, b1 = b0, b2 = b0, b3 = b0;
        float* p0 = patches[0], p1 = patches[1], p2 = patches[2], p3 = patches[3], next = columns + Wide * shape.Patch;
        for (var ky = 0; ky < kernel; ky++, p0 += line, p1 += line, p2 += line, p3 += line)
        {
            for (nint i = 0; i < run; i++, columns += Wide, next += Wide)
            {
                Vector512<float> v = Vector512.Load(columns), w = Vector512.Load(next);
                var pixel = Vector512.Create(p0[i]);
                (a0, b0) = (Vector512.FusedMultiplyAdd(pixel, v, a0), Vector512.FusedMultiplyAdd(pixel, w, b0));
                pixel = Vector512.Create(p1[i]);
                (a1, b1) = (Vector512.FusedMultiplyAdd(pixel, v, a1), Vector512.FusedMultiplyAdd(pixel, w, b1));
                pixel = Vector512.Create(p2[i]);
                (a2, b2) = (Vector512.FusedMultiplyAdd(pixel, v, a2), Vector512.FusedMultiplyAdd(pixel, w, b2));
                pixel = Vector512.Create(p3[i]);
                (a3, b3) = (Vector512.FusedMultiplyAdd(pixel, v, a3), Vector512.FusedMultiplyAdd(pixel, w, b3));
            }
        }

        var floor = Vector512.Create(shape.Floor);
        StoreAbove(floor, a0, b0, output);
        StoreAbove(floor, a1, b1, output + filters);
        StoreAbove(floor, a2, b2, output + 2 * filters);
        StoreAbove(floor, a3, b3, output + 3 * filters);
    }

    /// <summary>Eight filters by 32 numbers of the patch, summed over all positions.</summary>
    /// <param name="delta">[2, positions, 4].</param>
    [MethodImpl(Hot)]
    private static void EightOuterProducts(in ConvolutionShape shape, float* patch, float* delta, float* gradient, int row, bool isFirst)
    {
        int height = shape.OutputHeight, width = shape.OutputWidth, step = shape.Step, skip = shape.Stride * shape.Line - width * step;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        var second = delta + 4 * height * width;
        for (var y = 0; y < height; y++, patch += skip)
        {
            for (var x = 0; x < width; x++, patch += step, delta += 4, second += 4)
            {
                Vector512<float> v = Vector512.Load(patch), w = Vector512.Load(patch + Wide);
                var d = Vector512.Create(delta[0]);
                (a0, b0) = (Vector512.FusedMultiplyAdd(d, v, a0), Vector512.FusedMultiplyAdd(d, w, b0));
                d = Vector512.Create(delta[1]);
                (a1, b1) = (Vector512.FusedMultiplyAdd(d, v, a1), Vector512.FusedMultiplyAdd(d, w, b1));
                d = Vector512.Create(delta[2]);
                (a2, b2) = (Vector512.FusedMultiplyAdd(d, v, a2), Vector512.FusedMultiplyAdd(d, w, b2));
                d = Vector512.Create(delta[3]);
                (a3, b3) = (Vector512.FusedMultiplyAdd(d, v, a3), Vector512.FusedMultiplyAdd(d, w, b3));
                d = Vector512.Create(second[0]);
                (a4, b4) = (Vector512.FusedMultiplyAdd(d, v, a4), Vector512.FusedMultiplyAdd(d, w, b4));
                d = Vector512.Create(second[1]);
                (a5, b5) = (Vector512.FusedMultiplyAdd(d, v, a5), Vector512.FusedMultiplyAdd(d, w, b5));
                d = Vector512.Create(second[2]);
                (a6, b6) = (Vector512.FusedMultiplyAdd(d, v, a6), Vector512.FusedMultiplyAdd(d, w, b6));
                d = Vector512.Create(second[3]);
                (a7, b7) = (Vector512.FusedMultiplyAdd(d, v, a7), Vector512.FusedMultiplyAdd(d, w, b7));
            }
        }

        Put(gradient, a0, b0, isFirst);
        Put(gradient + row, a1, b1, isFirst);
        Put(gradient + 2 * row, a2, b2, isFirst);
        Put(gradient + 3 * row, a3, b3, isFirst);
        Put(gradient + 4 * row, a4, b4, isFirst);
        Put(gradient + 5 * row, a5, b5, isFirst);
        Put(gradient + 6 * row, a6, b6, isFirst);
        Put(gradient + 7 * row, a7, b7, isFirst);
    }

    /// <summary>Three positions by 32 numbers of the patch, summed over all filters.</summary>
    [MethodImpl(Hot)]
    private static void ThreeWide(int filters, float* delta, float* rows, float** gradient, float* ahead, nint apart)
    {
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        float* b = delta + filters, c = b + filters;
        for (nint filter = 0; filter < filters; filter++, rows += 2 * Wide)
        {
            if (apart != 0 && filter % FetchEvery == 0)
            {
                Sse.Prefetch0(ahead + Wide);
                Sse.Prefetch0(ahead + 2 * Wide);
                ahead += apart;
            }

            Vector512<float> v = Vector512.Load(rows), w = Vector512.Load(rows + Wide);
            Vector512<float> d = Vector512.Create(delta[filter]), e = Vector512.Create(b[filter]), f = Vector512.Create(c[filter]);
            (a0, a1) = (Vector512.FusedMultiplyAdd(d, v, a0), Vector512.FusedMultiplyAdd(d, w, a1));
            (b0, b1) = (Vector512.FusedMultiplyAdd(e, v, b0), Vector512.FusedMultiplyAdd(e, w, b1));
            (c0, c1) = (Vector512.FusedMultiplyAdd(f, v, c0), Vector512.FusedMultiplyAdd(f, w, c1));
        }

        Put(gradient[0], a0, a1, isFirst: false);
        Put(gradient[1], b0, b1, isFirst: false);
        Put(gradient[2], c0, c1, isFirst: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* target, Vector512<float> first, Vector512<float> second, bool isFirst)
    {
        if (!isFirst) (first, second) = (Vector512.Load(target) + first, Vector512.Load(target + Wide) + second);
        first.Store(target);
        second.Store(target + Wide);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreAbove(Vector512<float> floor, Vector512<float> first, Vector512<float> second, float* target)
    {
        Vector512.Max(first, floor).Store(target);
        Vector512.Max(second, floor).Store(target + Wide);
    }
}
