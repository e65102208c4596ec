using RLSandbox.Learning.Torch;
using RLSandbox.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Algorithms;

/// <summary>What DQN and PQN log of their minibatches, added up on a device and asked for at the end: <see cref="QSums"/> is the same on the CPU.</summary>
internal sealed class DeviceQSums : IDisposable
{
    private const int SumCount = 9;                       // loss, error, value, signed error and its square, target and its square; by gradient step: norm, share kept
    private const double NoVariance = 1e-12;              // of the mean square: rounding, as in QSums

    private readonly Tensor _sums, _low, _high;           // [SumCount], [], []
    private long _rows;
    private int _steps;

    /// <summary>Sums of nothing.</summary>
    public DeviceQSums(Device device)
    {
        _sums = zeros(SumCount, float64, device).DetachFromDisposeScope();
        (_low, _high) = (zeros([], float32, device).DetachFromDisposeScope(), zeros([], float32, device).DetachFromDisposeScope());
        Begin();
    }

    /// <summary>Forgets everything.</summary>
    public void Begin()
    {
        using var scope = NewDisposeScope();
        (_rows, _steps) = (0, 0);
        _sums.zero_();
        _low.fill_(float.PositiveInfinity);
        _high.fill_(float.NegativeInfinity);
    }

    /// <summary>Takes in a minibatch; in the caller's dispose scope.</summary>
    /// <param name="loss">[B].</param>
    /// <param name="error">[B] value − target.</param>
    /// <param name="chosen">[B] value of the choice taken.</param>
    /// <param name="norm">Of the gradient, before it was shortened.</param>
    /// <param name="limit">What it was shortened to, if it was longer.</param>
    public void Add(Tensor loss, Tensor error, Tensor chosen, Tensor norm, double limit)
    {
        using var noGradient = no_grad();
        var target = chosen - error;
        _sums.add_(stack([loss.sum(), error.abs().sum(), chosen.sum(), error.sum(), error.square().sum(), target.sum(), target.square().sum(), norm, (limit / norm).clamp_(max: 1)]));
        _low.copy_(_low.minimum(chosen.min()));
        _high.copy_(_high.maximum(chosen.max()));
        _rows += chosen.shape[0];
        _steps++;
    }

    /// <summary>Means over all rows since <see cref="Begin"/>. Waits for the device.</summary>
    /// <param name="algorithm">As messages say it.</param>
    /// <param name="optimizerSteps">Taken in the whole run.</param>
    /// <exception cref="DivergedException">Something is not finite.</exception>
    public QMetrics Metrics(string algorithm, long optimizerSteps)
    {
        if (_rows == 0) return new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 0);
        var total = new double[SumCount];
        TensorMemory.Copy(_sums, total.AsSpan());
        if (!Array.TrueForAll(total, double.IsFinite)) throw new DivergedException($"{algorithm} diverged before gradient step {optimizerSteps + 1}: sums of the last {_steps} [{string.Join(", ", total)}].");
        var all = total[6] / _rows - total[5] / _rows * (total[5] / _rows);
        var left = total[4] / _rows - total[3] / _rows * (total[3] / _rows);
        return new(total[0] / _rows, total[1] / _rows, total[2] / _rows, _low.item<float>(), _high.item<float>(), total[7] / _steps, _steps)
        {
            ExplainedVariance = all > NoVariance * total[6] / _rows ? 1 - left / all : double.NaN,
            GradientKept = total[8] / _steps,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_sums, _low, _high]) tensor.Dispose();
    }
}
