using System.Runtime.Intrinsics;

namespace RLSandbox.Learning.Networks;

/// <summary>Nonlinearities over memory whose length is a multiple of 8.</summary>
internal static unsafe class ActivationKernels
{
    private const int Lanes = 8;

    /// <summary>x ← tanh x = 1 − 2 / (e²ˣ + 1), within 1.2 · 10⁻⁷.</summary>
    public static void Tanh(float* values, int size)
    {
        var (one, two) = (Vector256<float>.One, Vector256.Create(2f));
        for (var i = 0; i < size; i += Lanes)
        {
            var x = Vector256.Load(values + i);
            (one - two / (Vector256.Exp(x + x) + one)).Store(values + i);
        }
    }

    /// <summary>delta ← delta · (1 − y²).</summary>
    public static void TanhBackward(float* outputs, float* delta, int size)
    {
        for (var i = 0; i < size; i += Lanes)
        {
            var y = Vector256.Load(outputs + i);
            (Vector256.Load(delta + i) * (Vector256<float>.One - y * y)).Store(delta + i);
        }
    }

    /// <summary>Clears the delta where the output was cut off at zero.</summary>
    public static void ReluBackward(float* outputs, float* delta, int size)
    {
        for (var i = 0; i < size; i += Lanes) (Vector256.Load(delta + i) & Vector256.GreaterThan(Vector256.Load(outputs + i), Vector256<float>.Zero)).Store(delta + i);
    }

    /// <summary>sums += the sum over rows.</summary>
    /// <param name="width">Numbers in a row, a multiple of 8.</param>
    public static void SumRows(float* rows, float* sums, int size, int width)
    {
        for (var i = 0; i < size; i += width)
        {
            for (var j = 0; j < width; j += Lanes) (Vector256.Load(sums + j) + Vector256.Load(rows + i + j)).Store(sums + j);
        }
    }
}
