using RLSandbox.Core.Mathematics;

namespace RLSandbox.Learning.Networks;

/// <summary>Initial weights from stateless random streams: the same seed gives the same network with any version of torch.</summary>
public static class Initialization
{
    /// <summary>Fills a matrix so that its rows (or its columns, whichever are fewer) are orthogonal to one another and <paramref name="gain"/> long.</summary>
    /// <param name="weights">[rows, columns], row-major; written whole.</param>
    /// <param name="key">Stream of this matrix.</param>
    /// <remarks>
    /// Gram-Schmidt, twice for accuracy, over rows of normal numbers. Source: Saxe et al. 2014, arXiv:1312.6120; the gains of PPO (√2, 0.01 policy,
    /// 1 value) are from Andrychowicz et al. 2021, arXiv:2006.05990.
    /// </remarks>
    public static void Orthogonal(Span<float> weights, int rows, int columns, float gain, RandomKey key)
    {
        var (vectors, length) = rows <= columns ? (rows, columns) : (columns, rows);
        var basis = new double[vectors][];
        for (var v = 0; v < vectors; v++)
        {
            var vector = new double[length];
            for (var i = 0; i < length; i++) vector[i] = key.Normal((uint)v, (uint)i);
            for (var pass = 0; pass < 2; pass++) RemoveProjections(vector, basis.AsSpan(0, v));
            var norm = Math.Sqrt(Dot(vector, vector));
            for (var i = 0; i < length; i++) vector[i] /= norm;
            basis[v] = vector;
        }

        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                weights[row * columns + column] = gain * (float)(rows <= columns ? basis[row][column] : basis[column][row]);
            }
        }
    }

    private static void RemoveProjections(double[] vector, ReadOnlySpan<double[]> basis)
    {
        foreach (var other in basis)
        {
            var amount = Dot(vector, other);
            for (var i = 0; i < vector.Length; i++) vector[i] -= amount * other[i];
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
