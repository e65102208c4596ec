using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>What DQN and PQN log of their minibatches: written by shard on worker threads, added up in shard order.</summary>
internal sealed class QSums(int shards)
{
    private const int Columns = 5;                                       // loss, size of the error, value: sums; value: smallest and largest
    private readonly float[] _shards = new float[shards * Columns];
    private double _loss, _error, _value, _min, _max, _norm;
    private long _rows;
    private int _steps;

    /// <summary>Whether every sum of the last minibatch is finite.</summary>
    public bool AreFinite
    {
        get
        {
            for (var shard = 0; shard < shards; shard++) for (var column = 0; column < 3; column++) if (!float.IsFinite(_shards[shard * Columns + column])) return false;
            return true;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Begin()
    {
        (_loss, _error, _value, _norm, _rows, _steps) = (0, 0, 0, 0, 0, 0);
        (_min, _max) = (double.PositiveInfinity, double.NegativeInfinity);
    }

    /// <summary>A shard without rows.</summary>
    public void Clear(int shard)
    {
        var columns = _shards.AsSpan(shard * Columns, Columns);
        columns.Clear();
        (columns[3], columns[4]) = (float.PositiveInfinity, float.NegativeInfinity);
    }

    /// <summary>Sums over the rows of a shard.</summary>
    /// <param name="loss">Sum.</param>
    /// <param name="error">[B] value − target.</param>
    /// <param name="chosen">[B] value of the choice taken.</param>
    public void Set(int shard, Tensor loss, Tensor error, Tensor chosen)
    {
        using var noGradient = no_grad();
        TensorMemory.Copy(stack([loss, error.abs().sum(), chosen.sum(), chosen.min(), chosen.max()]), _shards.AsSpan(shard * Columns, Columns));
    }

    /// <summary>Takes in a minibatch whose shards are set.</summary>
    public void Add(int rows, double gradientNorm)
    {
        for (var shard = 0; shard < shards; shard++)
        {
            var columns = _shards.AsSpan(shard * Columns, Columns);
            (_loss, _error, _value) = (_loss + columns[0], _error + columns[1], _value + columns[2]);
            (_min, _max) = (Math.Min(_min, columns[3]), Math.Max(_max, columns[4]));
        }

        (_rows, _norm, _steps) = (_rows + rows, _norm + gradientNorm, _steps + 1);
    }

    /// <summary>Means over all rows since <see cref="Begin"/>.</summary>
    public QMetrics Metrics() => _rows == 0
        ? new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 0)
        : new(_loss / _rows, _error / _rows, _value / _rows, _min, _max, _norm / _steps, _steps);

    /// <inheritdoc/>
    public override string ToString() => $"loss, size of the error, sum, smallest and largest of the values by shard [{string.Join(", ", _shards)}]";
}
