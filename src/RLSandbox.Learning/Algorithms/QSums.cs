namespace RLSandbox.Learning.Algorithms;

/// <summary>What DQN and PQN log of their minibatches: written by shard on worker threads, added up in shard order.</summary>
internal sealed class QSums(int shards)
{
    private readonly Shard[] _shards = [.. Enumerable.Range(0, shards).Select(_ => new Shard())];
    private Shard _total = new();
    private double _norm, _kept;
    private long _rows;
    private int _steps;

    /// <summary>Whether every sum of the last minibatch is finite.</summary>
    public bool AreFinite => Array.TrueForAll(_shards, shard => double.IsFinite(shard.Loss) && double.IsFinite(shard.Error) && double.IsFinite(shard.Value));

    /// <summary>Forgets everything.</summary>
    public void Begin() => (_total, _norm, _kept, _rows, _steps) = (new(), 0, 0, 0, 0);

    /// <summary>A shard without rows.</summary>
    public void Clear(int shard) => _shards[shard] = new();

    /// <summary>Takes in a row of a shard.</summary>
    /// <param name="error">Value − target.</param>
    /// <param name="chosen">Value of the choice taken.</param>
    public void Add(int shard, float loss, float error, float chosen) => _shards[shard].Add(loss, error, chosen);

    /// <summary>Takes in a minibatch whose shards are set.</summary>
    /// <param name="gradientNorm">Before it was shortened.</param>
    /// <param name="limit">What it was shortened to, if it was longer.</param>
    public void Add(int rows, double gradientNorm, double limit)
    {
        foreach (var shard in _shards) _total.Add(shard);
        (_rows, _norm, _kept, _steps) = (_rows + rows, _norm + gradientNorm, _kept + NetworkHealth.Kept(gradientNorm, limit), _steps + 1);
    }

    /// <summary>Means over all rows since <see cref="Begin"/>.</summary>
    public QMetrics Metrics() => _rows == 0
        ? new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 0)
        : new(_total.Loss / _rows, _total.Error / _rows, _total.Value / _rows, _total.Min, _total.Max, _norm / _steps, _steps)
        {
            ExplainedVariance = _total.Explained(_rows),
            GradientKept = _kept / _steps,
        };

    /// <inheritdoc/>
    public override string ToString() => $"loss, size of the error, sum, smallest and largest of the values by shard [{string.Join(", ", _shards.Select(shard => FormattableString.Invariant($"{shard.Loss}, {shard.Error}, {shard.Value}, {shard.Min}, {shard.Max}")))}]";

    /// <summary>Sums over rows.</summary>
    private sealed class Shard
    {
        private const double NoVariance = 1e-12;                                            // of the mean square: rounding
        private double _signed, _signedSquares, _target, _targetSquares;

        public double Loss { get; private set; }
        public double Error { get; private set; }
        public double Value { get; private set; }
        public double Min { get; private set; } = double.PositiveInfinity;
        public double Max { get; private set; } = double.NegativeInfinity;

        public void Add(double loss, double error, double chosen)
        {
            Loss += loss;
            var target = chosen - error;
            (Error, Value, Min, Max) = (Error + Math.Abs(error), Value + chosen, Math.Min(Min, chosen), Math.Max(Max, chosen));
            (_signed, _signedSquares, _target, _targetSquares) = (_signed + error, _signedSquares + error * error, _target + target, _targetSquares + target * target);
        }

        public void Add(Shard other)
        {
            (Loss, Error, Value, Min, Max) = (Loss + other.Loss, Error + other.Error, Value + other.Value, Math.Min(Min, other.Min), Math.Max(Max, other.Max));
            (_signed, _signedSquares, _target, _targetSquares) = (_signed + other._signed, _signedSquares + other._signedSquares, _target + other._target, _targetSquares + other._targetSquares);
        }

        /// <summary>Share of the targets' variance that the values have; NaN where all targets are alike.</summary>
        public double Explained(long rows)
        {
            var all = _targetSquares / rows - _target / rows * (_target / rows);
            return all > NoVariance * _targetSquares / rows ? 1 - (_signedSquares / rows - _signed / rows * (_signed / rows)) / all : double.NaN;
        }
    }
}
