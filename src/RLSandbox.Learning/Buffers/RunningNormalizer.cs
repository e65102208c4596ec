namespace RLSandbox.Learning.Buffers;

/// <summary>Running mean and variance of vectors: what a network subtracts and divides by.</summary>
/// <remarks>
/// Starts as the identity (mean 0, variance 1) until the first batch. Sums in double, rows in order, so the result depends only on the data.
/// Source: Chan, Golub and LeVeque 1979, "Updating formulae and a pairwise algorithm for computing sample variances", eq. 2.1.
/// </remarks>
public sealed class RunningNormalizer
{
    /// <summary>Smallest variance that is divided by: a feature that hardly ever moved is not blown up.</summary>
    public const double VarianceFloor = 1e-4;

    private readonly double[] _mean;
    private readonly double[] _squares;                              // sum of squared deviations from the mean

    /// <summary>Statistics of vectors of <paramref name="size"/> numbers.</summary>
    public RunningNormalizer(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _mean = new double[size];
        _squares = new double[size];
    }

    /// <summary>D.</summary>
    public int Size => _mean.Length;

    /// <summary>Rows seen.</summary>
    public long Count { get; private set; }

    /// <summary>[D] mean of all rows.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>[D] sum of squared deviations of all rows.</summary>
    public ReadOnlySpan<double> SquaredDeviations => _squares;

    /// <summary>Takes in the rows of <paramref name="rows"/> whose flag in <paramref name="included"/> is set.</summary>
    /// <param name="rows">[B, D] row-major.</param>
    /// <param name="included">[B].</param>
    public void Update(ReadOnlySpan<float> rows, ReadOnlySpan<bool> included)
    {
        if (rows.Length != included.Length * Size) throw new ArgumentException($"Expected {included.Length} rows of {Size} numbers, got {rows.Length} numbers.", nameof(rows));
        var batch = 0L;
        foreach (var flag in included) batch += flag ? 1 : 0;
        if (batch == 0) return;
        for (var d = 0; d < Size; d++)
        {
            var (mean, squares) = Moments(rows, included, d, batch);
            var delta = mean - _mean[d];
            var total = Count + batch;
            _squares[d] += squares + delta * delta * Count * batch / total;
            _mean[d] += delta * batch / total;
        }

        Count += batch;
    }

    /// <summary>Variance of feature <paramref name="d"/>; 1 before the first row.</summary>
    public double Variance(int d) => Count == 0 ? 1 : Math.Max(_squares[d] / Count, VarianceFloor);

    /// <summary>Restores saved statistics.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or a number is not possible.</exception>
    public void Restore(long count, ReadOnlySpan<double> mean, ReadOnlySpan<double> squaredDeviations)
    {
        if (mean.Length != Size || squaredDeviations.Length != Size) throw new ArgumentException($"Expected statistics of {Size} numbers, got {mean.Length} and {squaredDeviations.Length}.", nameof(mean));
        if (count < 0) throw new ArgumentOutOfRangeException(nameof(count), count, "A count of rows is not negative.");
        for (var d = 0; d < Size; d++)
        {
            if (!double.IsFinite(mean[d]) || !(squaredDeviations[d] >= 0)) throw new ArgumentException($"Feature {d} has mean {mean[d]} and squared deviations {squaredDeviations[d]}.", nameof(mean));
        }

        Count = count;
        mean.CopyTo(_mean);
        squaredDeviations.CopyTo(_squares);
    }

    private (double Mean, double Squares) Moments(ReadOnlySpan<float> rows, ReadOnlySpan<bool> included, int d, long batch)
    {
        var sum = 0.0;
        for (var row = 0; row < included.Length; row++) if (included[row]) sum += rows[row * Size + d];
        var mean = sum / batch;
        var squares = 0.0;
        for (var row = 0; row < included.Length; row++)
        {
            if (!included[row]) continue;
            var deviation = rows[row * Size + d] - mean;
            squares += deviation * deviation;
        }

        return (mean, squares);
    }
}
