using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RLSandbox.Learning.Networks;

/// <summary>The way back: derivatives by weights and by the input.</summary>
public static unsafe partial class ConvolutionKernels
{
    private const int FewPositionsTile = 64;                              // numbers of the patch whose gradients are worked on together
    private const int FetchEvery = 4;                                     // filters: a dense layer's 512 rows of weights are fetched while 12 rows of the batch go by

    /// <summary>gradient += what the weights contribute: the sum over positions of delta times patch.</summary>
    /// <param name="delta">[H′, W′, filters] derivative by the output before the maximum.</param>
    /// <param name="scratch">As long as delta; overwritten.</param>
    /// <param name="gradient">[filters, row].</param>
    /// <param name="row">Numbers in it: the patch, or fewer where the input is 0 beyond.</param>
    public static void WeightGradient(in ConvolutionShape shape, float* input, float* delta, float* scratch, float* gradient, int row)
    {
        FourByFour(delta, shape.OutputHeight * shape.OutputWidth, shape.Filters, scratch);
        FilterGradient(shape, input, scratch, gradient, row, isFirst: false);
    }

    /// <summary>The same of some filters, as many as the shape says.</summary>
    /// <param name="delta">[filters / 4, positions, 4], as <see cref="FourByFour"/> writes it.</param>
    /// <param name="gradient">[filters, row], added to.</param>
    /// <param name="isFirst">Whether the gradient is overwritten instead.</param>
    public static void FilterGradient(in ConvolutionShape shape, float* input, float* delta, float* gradient, int row, bool isFirst) =>
        FilterGradient(shape, input, delta, gradient, row, isFirst, Vector512.IsHardwareAccelerated && shape.Run % (2 * Wide) == 0 && shape.Filters % 8 == 0);

    /// <summary>The same with or without vectors of sixteen: same bits.</summary>
    internal static void FilterGradient(in ConvolutionShape shape, float* input, float* delta, float* gradient, int row, bool isFirst, bool isWide)
    {
        var positions = shape.OutputHeight * shape.OutputWidth;
        var tile = positions <= FewPositionsTile ? FewPositionsTile : isWide ? 2 * Wide : Wide;  // few positions (a dense layer's rows): longer runs of the gradient, or each line of it costs a page
        var filters = isWide ? 8 : 4;
        for (var first = 0; first < row; first += tile)
        {
            for (var filter = 0; filter < shape.Filters; filter += filters)
            {
                for (var offset = first; offset < row && offset < first + tile;)
                {
                    var target = gradient + filter * row + offset;
                    for (var four = 0; positions <= FewPositionsTile && four < filters; four += 4)
                    {
                        FetchFour(target + FewPositionsTile + four * row, row);
                        if (isWide) FetchFour(target + FewPositionsTile + Wide + four * row, row);
                    }

                    if (isWide && row - offset >= 2 * Wide)
                    {
                        EightOuterProducts(shape, Patch(shape, input, offset), delta + filter * positions, target, row, isFirst);
                        offset += 2 * Wide;
                        continue;
                    }

                    for (var four = 0; four < filters; four += 4) FourFilters(shape, Patch(shape, input, offset), delta + (filter + four) * positions, target + four * row, row, row - offset, isFirst);
                    offset += Wide;
                }
            }
        }
    }

    /// <summary>Where a number of the first position's patch lies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Patch(in ConvolutionShape shape, float* input, int offset) => input + offset / shape.Run * shape.Line + offset % shape.Run;

    /// <summary>Four filters by up to sixteen numbers of the patch.</summary>
    /// <param name="left">Numbers of the row from here on: what follows them is another row, and may be another thread's.</param>
    private static void FourFilters(in ConvolutionShape shape, float* patch, float* delta, float* target, int row, int left, bool isFirst)
    {
        var second = patch + (shape.Run == Lanes ? shape.Line : Lanes);   // a run of 8: two lines are taken together
        if (left >= Wide)
        {
            OuterProducts(shape, patch, second, delta, target, row, isFirst);
            return;
        }

        var rest = stackalloc float[4 * Wide];
        OuterProducts(shape, patch, second, delta, rest, Wide, isFirst: true);
        for (var filter = 0; filter < 4; filter++, rest += Wide, target += row)
        {
            for (var i = 0; i < left; i++) target[i] = isFirst ? rest[i] : target[i] + rest[i];
        }
    }

    /// <summary>Has a line of four rows brought into the cache that the next tile writes: no stream that a processor would see by itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FetchFour(float* target, int row)
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(target);
        Sse.Prefetch0(target + row);
        Sse.Prefetch0(target + 2 * row);
        Sse.Prefetch0(target + 3 * row);
    }

    /// <summary>[positions, filters] → [filters / 4, positions, 4]: what one block reads lies together, where strides of a power of two would fill few sets of the cache.</summary>
    public static void FourByFour(float* delta, int positions, int filters, float* target)
    {
        for (var filter = 0; filter < filters; filter += 4)
        {
            for (var from = delta + filter; from < delta + (long)positions * filters; from += filters, target += 4) Vector128.Load(from).Store(target);
        }
    }

    /// <summary>gradient += derivative by the input.</summary>
    /// <param name="rows">Weights, see <see cref="ConvolutionShape.RowPlace"/>.</param>
    /// <param name="gradient">[H, W, C].</param>
    /// <remarks>All positions meet the same few weights, which stay in the first-level cache. Lines of the patch go backwards, so that a number's sum has the order of the output's lines.</remarks>
    public static void InputGradient(in ConvolutionShape shape, float* delta, float* rows, float* gradient)
    {
        int lanes = shape.RowLanes, perLine = shape.Run / lanes;
        for (var i = 0; i < perLine; i++)
        {
            for (var ky = shape.Kernel - 1; ky >= 0; ky--) AddPositions(shape, delta, rows + (ky * perLine + i) * lanes * shape.Filters, gradient + i * lanes + ky * shape.Line);
        }
    }

    /// <summary>The same where the weights lie as [filters, patch] and the patch is one line: what a block reads is copied together first, or it would come from few sets of the cache.</summary>
    /// <param name="scratch">[filters, 32]; overwritten.</param>
    public static void InputGradient(in ConvolutionShape shape, float* delta, float* weights, int row, float* scratch, float* gradient)
    {
        for (var i = 0; i < shape.Run; i += 2 * Wide)
        {
            float* from = weights + i, to = scratch;
            for (var filter = 0; filter < shape.Filters; filter++, from += row, to += 2 * Wide)
            {
                Vector256.Load(from).Store(to);
                Vector256.Load(from + Lanes).Store(to + Lanes);
                Vector256.Load(from + Wide).Store(to + Wide);
                Vector256.Load(from + Wide + Lanes).Store(to + Wide + Lanes);
            }

            AddPositions(shape, delta, scratch, gradient + i, weights + i + 2 * Wide, row);
        }
    }

    /// <summary>All positions, whatever line they are in, one to three at a time.</summary>
    /// <param name="ahead">[filters, apart] of which 32 numbers of each row are wanted next, whose first line of the cache came with those before; nothing where they are not <paramref name="apart"/>.</param>
    private static void AddPositions(in ConvolutionShape shape, float* delta, float* rows, float* gradient, float* ahead = null, int apart = 0)
    {
        int width = shape.OutputWidth, jump = shape.Stride * shape.Line;
        var targets = stackalloc float*[3];
        for (int left = shape.OutputHeight * width, x = 0, call = 0, count; left > 0; left -= count, delta += count * shape.Filters, call++)
        {
            count = shape.RowLanes == Lanes ? 1 : left == 4 ? 2 : Math.Min(3, left);
            for (var k = 0; k < count; k++, x++)
            {
                if (x == width)
                {
                    x = 0;
                    gradient += jump;
                }

                targets[k] = gradient + x * shape.Step;
            }

            if (count == 3 && Vector512.IsHardwareAccelerated) ThreeWide(shape.Filters, delta, rows, targets, ahead + call * (shape.Filters / FetchEvery) * apart, call < FetchEvery ? apart : 0);
            else if (count == 3) ThreePositions(shape.Filters, delta, rows, targets, ahead + call * (shape.Filters / FetchEvery) * apart, call < FetchEvery ? apart : 0);
            else if (count == 2) TwoPositions(shape.Filters, delta, rows, targets);
            else if (shape.RowLanes == Lanes) OneVector(shape.Filters, delta, rows, targets[0]);
            else OnePosition(shape.Filters, delta, rows, targets[0]);
        }
    }

    /// <summary>Four filters by 16 numbers of the patch, summed over all positions.</summary>
    /// <param name="delta">[positions, 4].</param>
    [MethodImpl(Hot)]
    private static void OuterProducts(in ConvolutionShape shape, float* patch, float* second, float* delta, float* gradient, int row, bool isFirst)
    {
        int height = shape.OutputHeight, width = shape.OutputWidth, step = shape.Step, skip = shape.Stride * shape.Line - width * step;
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        for (var y = 0; y < height; y++, patch += skip, second += skip)
        {
            for (var x = 0; x < width; x++, patch += step, second += step, delta += 4)
            {
                Vector256<float> v = Vector256.Load(patch), w = Vector256.Load(second);
                var d = Vector256.Create(delta[0]);
                (a0, b0) = (Vector256.FusedMultiplyAdd(d, v, a0), Vector256.FusedMultiplyAdd(d, w, b0));
                d = Vector256.Create(delta[1]);
                (a1, b1) = (Vector256.FusedMultiplyAdd(d, v, a1), Vector256.FusedMultiplyAdd(d, w, b1));
                d = Vector256.Create(delta[2]);
                (a2, b2) = (Vector256.FusedMultiplyAdd(d, v, a2), Vector256.FusedMultiplyAdd(d, w, b2));
                d = Vector256.Create(delta[3]);
                (a3, b3) = (Vector256.FusedMultiplyAdd(d, v, a3), Vector256.FusedMultiplyAdd(d, w, b3));
            }
        }

        Put(gradient, a0, b0, isFirst);
        Put(gradient + row, a1, b1, isFirst);
        Put(gradient + 2 * row, a2, b2, isFirst);
        Put(gradient + 3 * row, a3, b3, isFirst);
    }

    [MethodImpl(Hot)]
    private static void ThreePositions(int filters, float* delta, float* rows, float** gradient, float* ahead, nint apart)
    {
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default, c0 = default, c1 = default, c2 = default, c3 = default;
        float* b = delta + filters, c = b + filters;
        for (nint filter = 0; filter < filters; filter++, rows += 2 * Wide)
        {
            if (apart != 0 && filter % FetchEvery == 0 && Sse.IsSupported)
            {
                Sse.Prefetch0(ahead + Wide);
                Sse.Prefetch0(ahead + 2 * Wide);
                ahead += apart;
            }

            Vector256<float> d = Vector256.Create(delta[filter]), e = Vector256.Create(b[filter]), f = Vector256.Create(c[filter]);
            var w = Vector256.Load(rows);
            (a0, b0, c0) = (Vector256.FusedMultiplyAdd(d, w, a0), Vector256.FusedMultiplyAdd(e, w, b0), Vector256.FusedMultiplyAdd(f, w, c0));
            w = Vector256.Load(rows + Lanes);
            (a1, b1, c1) = (Vector256.FusedMultiplyAdd(d, w, a1), Vector256.FusedMultiplyAdd(e, w, b1), Vector256.FusedMultiplyAdd(f, w, c1));
            w = Vector256.Load(rows + 2 * Lanes);
            (a2, b2, c2) = (Vector256.FusedMultiplyAdd(d, w, a2), Vector256.FusedMultiplyAdd(e, w, b2), Vector256.FusedMultiplyAdd(f, w, c2));
            w = Vector256.Load(rows + 3 * Lanes);
            (a3, b3, c3) = (Vector256.FusedMultiplyAdd(d, w, a3), Vector256.FusedMultiplyAdd(e, w, b3), Vector256.FusedMultiplyAdd(f, w, c3));
        }

        Add(gradient[0], a0, a1);
        Add(gradient[0] + Wide, a2, a3);
        Add(gradient[1], b0, b1);
        Add(gradient[1] + Wide, b2, b3);
        Add(gradient[2], c0, c1);
        Add(gradient[2] + Wide, c2, c3);
    }

    [MethodImpl(Hot)]
    private static void TwoPositions(int filters, float* delta, float* rows, float** gradient)
    {
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        var b = delta + filters;
        for (nint filter = 0; filter < filters; filter++, rows += 2 * Wide)
        {
            Vector256<float> d = Vector256.Create(delta[filter]), e = Vector256.Create(b[filter]);
            var w = Vector256.Load(rows);
            (a0, b0) = (Vector256.FusedMultiplyAdd(d, w, a0), Vector256.FusedMultiplyAdd(e, w, b0));
            w = Vector256.Load(rows + Lanes);
            (a1, b1) = (Vector256.FusedMultiplyAdd(d, w, a1), Vector256.FusedMultiplyAdd(e, w, b1));
            w = Vector256.Load(rows + 2 * Lanes);
            (a2, b2) = (Vector256.FusedMultiplyAdd(d, w, a2), Vector256.FusedMultiplyAdd(e, w, b2));
            w = Vector256.Load(rows + 3 * Lanes);
            (a3, b3) = (Vector256.FusedMultiplyAdd(d, w, a3), Vector256.FusedMultiplyAdd(e, w, b3));
        }

        Add(gradient[0], a0, a1);
        Add(gradient[0] + Wide, a2, a3);
        Add(gradient[1], b0, b1);
        Add(gradient[1] + Wide, b2, b3);
    }

    private static void OnePosition(int filters, float* delta, float* rows, float* gradient)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var filter = 0; filter < filters; filter++, rows += 2 * Wide)
        {
            var d = Vector256.Create(delta[filter]);
            (s0, s1) = (Vector256.FusedMultiplyAdd(d, Vector256.Load(rows), s0), Vector256.FusedMultiplyAdd(d, Vector256.Load(rows + Lanes), s1));
            (s2, s3) = (Vector256.FusedMultiplyAdd(d, Vector256.Load(rows + 2 * Lanes), s2), Vector256.FusedMultiplyAdd(d, Vector256.Load(rows + 3 * Lanes), s3));
        }

        Add(gradient, s0, s1);
        Add(gradient + Wide, s2, s3);
    }

    private static void OneVector(int filters, float* delta, float* rows, float* gradient)
    {
        Vector256<float> sum = default;
        for (var filter = 0; filter < filters; filter++, rows += Lanes) sum = Vector256.FusedMultiplyAdd(Vector256.Create(delta[filter]), Vector256.Load(rows), sum);
        (Vector256.Load(gradient) + sum).Store(gradient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* target, Vector256<float> first, Vector256<float> second)
    {
        (Vector256.Load(target) + first).Store(target);
        (Vector256.Load(target + Lanes) + second).Store(target + Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* target, Vector256<float> first, Vector256<float> second, bool isFirst)
    {
        if (!isFirst) (first, second) = (Vector256.Load(target) + first, Vector256.Load(target + Lanes) + second);
        first.Store(target);
        second.Store(target + Lanes);
    }
}
