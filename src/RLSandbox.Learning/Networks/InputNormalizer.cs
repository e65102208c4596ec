using RLSandbox.Learning.Buffers;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>Running statistics of a vector part, and the two tensors that the network normalises with. Part of the policy.</summary>
/// <remarks>The tensors change only in <see cref="Refresh"/>, between rollouts: what a rollout was drawn with is what its update sees.</remarks>
public sealed class InputNormalizer : IDisposable
{
    /// <summary>Normalised inputs are held inside ± this many standard deviations.</summary>
    public const double Limit = 10;

    private readonly Tensor _mean, _inverseDeviation;
    private readonly float[] _means, _inverses;                 // the same

    /// <summary>The identity for vectors of <paramref name="size"/> numbers.</summary>
    public InputNormalizer(int size, Device device)
    {
        Statistics = new(size);
        (_means, _inverses) = (new float[size], new float[size]);
        Array.Fill(_inverses, 1);
        _mean = zeros(size, float32, device).DetachFromDisposeScope();
        _inverseDeviation = ones(size, float32, device).DetachFromDisposeScope();
    }

    /// <summary>What <see cref="Refresh"/> takes over.</summary>
    public RunningNormalizer Statistics { get; }

    /// <summary>(x − mean) / deviation, [B, D], held inside ±<see cref="Limit"/>.</summary>
    public Tensor Apply(Tensor x) => ((x - _mean) * _inverseDeviation).clamp_(-Limit, Limit);

    /// <inheritdoc cref="Apply(Tensor)"/>
    /// <param name="x">[D], on the CPU.</param>
    /// <param name="normal">[D], written.</param>
    public void Apply(ReadOnlySpan<float> x, Span<float> normal)
    {
        for (var d = 0; d < normal.Length; d++) normal[d] = (float)Math.Clamp((x[d] - _means[d]) * _inverses[d], -Limit, Limit);
    }

    /// <summary>Takes over the current statistics.</summary>
    public void Refresh()
    {
        using var scope = NewDisposeScope();
        for (var d = 0; d < _means.Length; d++)
        {
            _means[d] = (float)Statistics.Mean[d];
            _inverses[d] = (float)(1 / Math.Sqrt(Statistics.Variance(d)));
        }

        _mean.copy_(tensor(_means));
        _inverseDeviation.copy_(tensor(_inverses));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mean.Dispose();
        _inverseDeviation.Dispose();
    }
}
