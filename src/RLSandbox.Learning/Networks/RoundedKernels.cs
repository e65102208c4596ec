using System.Runtime.Intrinsics;

namespace RLSandbox.Learning.Networks;

/// <summary>Passes over numbers in bfloat16 on the CPU: what lies between the products of a network.</summary>
/// <remarks>Such a number is the upper half of a single-precision one. Pictures are [H, W, C]; a patch is [ky, kx, C]. <b>Threads and allocation.</b> Pure functions of the caller's memory; none.</remarks>
internal static unsafe class RoundedKernels
{
    private const int Lanes = 8;                                     // single-precision numbers of a vector

    /// <summary>target ← source, to nearest, ties to even.</summary>
    public static void Round(float* source, ushort* target, long count)
    {
        long i = 0;
        for (; i + 2 * Lanes <= count; i += 2 * Lanes) Store(Vector256.Load(source + i), Vector256.Load(source + i + Lanes), target + i);
        for (; i < count; i++) target[i] = Round(source[i]);
    }

    /// <summary>The same of one number.</summary>
    public static ushort Round(float number) => (ushort)ParameterKernels.Upper(Vector256.Create(number).AsUInt32())[0];

    /// <summary>target ← source.</summary>
    public static void Widen(ushort* source, float* target, long count)
    {
        for (long i = 0; i < count; i += Lanes) Load(source + i).Store(target + i);
    }

    /// <summary>target += source.</summary>
    public static void Add(ushort* source, float* target, long count)
    {
        for (long i = 0; i < count; i += Lanes) (Vector256.Load(target + i) + Load(source + i)).Store(target + i);
    }

    /// <summary>target ← max(floor, source).</summary>
    public static void Widen(ushort* source, float floor, float* target, long count)
    {
        var least = Vector256.Create(floor);
        for (long i = 0; i < count; i += Lanes) Vector256.Max(Load(source + i), least).Store(target + i);
    }

    /// <summary>Writes the same row again and again.</summary>
    /// <param name="row">[width], in eights.</param>
    /// <param name="target">[count, width].</param>
    public static void Repeat(ushort* row, int width, ushort* target, int count)
    {
        for (; count > 0; count--, target += width) Copy(row, target, width);
    }

    /// <summary>x ← max(0, x): as whole numbers, which have the same sign.</summary>
    public static void Relu(ushort* numbers, int size)
    {
        for (var i = 0; i < size; i += Lanes) Vector128.Max(Vector128.Load(numbers + i).AsInt16(), Vector128<short>.Zero).AsUInt16().Store(numbers + i);
    }

    /// <summary>Clears the delta where the output was cut off at zero.</summary>
    public static void ReluBackward(ushort* outputs, float* delta, int size)
    {
        for (var i = 0; i < size; i += Lanes) (Vector256.Load(delta + i) & Vector256.GreaterThan(Load(outputs + i), Vector256<float>.Zero)).Store(delta + i);
    }

    /// <summary>Copies the patches of some positions side by side: one row of a matrix each.</summary>
    /// <param name="picture">[H, W, C].</param>
    /// <param name="patches">[end − first, patch].</param>
    public static void Gather(in ConvolutionShape shape, ushort* picture, int first, int end, ushort* patches)
    {
        int run = shape.Run, kernel = shape.Kernel, line = shape.Line, width = shape.OutputWidth;
        for (var position = first; position < end; position++)
        {
            var from = picture + position / width * shape.Stride * line + position % width * shape.Step;
            for (var ky = 0; ky < kernel; ky++, from += line, patches += run) Copy(from, patches, run);
        }
    }

    /// <summary>Adds the patches of all positions to the picture that they come from.</summary>
    /// <param name="patches">[positions, patch].</param>
    /// <param name="picture">[H, W, C].</param>
    public static void Scatter(in ConvolutionShape shape, ushort* patches, float* picture)
    {
        int run = shape.Run, kernel = shape.Kernel, line = shape.Line;
        for (var y = 0; y < shape.OutputHeight; y++, picture += shape.Stride * line)
        {
            for (var x = 0; x < shape.OutputWidth; x++)
            {
                var to = picture + x * shape.Step;
                for (var ky = 0; ky < kernel; ky++, to += line, patches += run) Add(patches, to, run);
            }
        }
    }

    /// <summary>sums ← max(floor, weights · input + bias), one row's: each weight is read once, so that memory sets the pace.</summary>
    /// <param name="weights">[outputs, inputs], inputs in sixteens.</param>
    /// <param name="outputs">In fours.</param>
    public static void MultiplyRow(ushort* weights, float* input, int inputs, float* bias, float floor, float* sums, int outputs)
    {
        for (var o = 0; o < outputs; o += 4, weights += 4 * inputs)
        {
            ushort* second = weights + inputs, third = second + inputs, fourth = third + inputs;
            Vector256<float> a = default, b = default, c = default, d = default;
            for (var i = 0; i < inputs; i += Lanes)
            {
                var x = Vector256.Load(input + i);
                (a, b) = (Vector256.FusedMultiplyAdd(Load(weights + i), x, a), Vector256.FusedMultiplyAdd(Load(second + i), x, b));
                (c, d) = (Vector256.FusedMultiplyAdd(Load(third + i), x, c), Vector256.FusedMultiplyAdd(Load(fourth + i), x, d));
            }

            var four = Vector128.Create(Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));
            Vector128.Max(four + Vector128.Load(bias + o), Vector128.Create(floor)).Store(sums + o);
        }
    }

    private static void Copy(ushort* from, ushort* to, int count)
    {
        var i = 0;
        for (; Vector512.IsHardwareAccelerated && i + 4 * Lanes <= count; i += 4 * Lanes) Vector512.Load(from + i).Store(to + i);
        for (; i + 2 * Lanes <= count; i += 2 * Lanes) Vector256.Load(from + i).Store(to + i);
        for (; i < count; i += Lanes) Vector128.Load(from + i).Store(to + i);
    }

    private static Vector256<float> Load(ushort* numbers)
    {
        var (low, high) = Vector128.Widen(Vector128.Load(numbers));
        return (Vector256.Create(low, high) << 16).AsSingle();
    }

    /// <summary>Sixteen numbers, rounded.</summary>
    public static void Store(Vector256<float> first, Vector256<float> second, ushort* target) =>
        Vector256.Narrow(ParameterKernels.Upper(first.AsUInt32()), ParameterKernels.Upper(second.AsUInt32())).Store(target);
}
