using System.Runtime.Intrinsics;

namespace RLSandbox.Learning.Networks;

/// <summary>Layer normalisation over the filters of each position of a picture, followed by a maximum; forward and backward.</summary>
/// <remarks>
/// <b>Shape.</b> Pictures [positions, filters], filters in eights. At each position the filters are shifted and scaled to mean 0 and variance 1, then multiplied
/// by a learned scale and moved by a learned shift. <b>Threads and allocation.</b> Pure functions of the caller's memory; none.
/// Source: Ba, Kiros and Hinton 2016, arXiv:1607.06450, eq. 4; per position as in the published code of PQN (arXiv:2407.04811).
/// </remarks>
internal static unsafe class LayerNormKernels
{
    /// <summary>Added to the variance, as torch does.</summary>
    internal const float Epsilon = 1e-5f;

    private const int Lanes = 8;

    /// <summary>output = max(floor, normalised input · scale + shift).</summary>
    internal static void Forward(float* input, float* scale, float* shift, float* output, int size, int filters, float floor = 0)
    {
        for (var position = 0; position < size; position += filters)
        {
            var (mean, inverse) = Moments(input + position, filters);
            for (var f = 0; f < filters; f += Lanes)
            {
                var normal = (Vector256.Load(input + position + f) - Vector256.Create(mean)) * inverse;
                Vector256.Max(normal * Vector256.Load(scale + f) + Vector256.Load(shift + f), Vector256.Create(floor)).Store(output + position + f);
            }
        }
    }

    /// <summary>Turns the derivative by the scaled and shifted output into that by the input, and adds to the derivative by the scale.</summary>
    /// <param name="input">What <see cref="Forward"/> was given.</param>
    /// <param name="delta">Derivative by normalised input · scale + shift; replaced by the derivative by the input.</param>
    /// <param name="sums">[2, filters]: to the first line the derivative by the scale is added, to the second the sum of the new delta.</param>
    internal static void Backward(float* input, float* scale, float* delta, float* sums, int size, int filters)
    {
        for (var position = 0; position < size; position += filters)
        {
            var (mean, inverse) = Moments(input + position, filters);
            Vector256<float> sum = default, product = default;
            for (var f = 0; f < filters; f += Lanes)
            {
                var normal = (Vector256.Load(input + position + f) - Vector256.Create(mean)) * inverse;
                var slope = Vector256.Load(delta + position + f);
                (Vector256.Load(sums + f) + slope * normal).Store(sums + f);
                slope *= Vector256.Load(scale + f);
                sum += slope;
                product += slope * normal;
            }

            var (shared, along) = (Vector256.Sum(sum) / filters, Vector256.Sum(product) / filters);
            for (var f = 0; f < filters; f += Lanes)
            {
                var normal = (Vector256.Load(input + position + f) - Vector256.Create(mean)) * inverse;
                var slope = (Vector256.Load(delta + position + f) * Vector256.Load(scale + f) - Vector256.Create(shared) - normal * along) * inverse;
                slope.Store(delta + position + f);
                (Vector256.Load(sums + filters + f) + slope).Store(sums + filters + f);
            }
        }
    }

    private static (float Mean, float InverseDeviation) Moments(float* values, int filters)
    {
        Vector256<float> sum = default, squares = default;
        for (var f = 0; f < filters; f += Lanes) sum += Vector256.Load(values + f);
        var mean = Vector256.Sum(sum) / filters;
        for (var f = 0; f < filters; f += Lanes)
        {
            var deviation = Vector256.Load(values + f) - Vector256.Create(mean);
            squares += deviation * deviation;
        }

        return (mean, 1 / MathF.Sqrt(Vector256.Sum(squares) / filters + Epsilon));
    }
}
