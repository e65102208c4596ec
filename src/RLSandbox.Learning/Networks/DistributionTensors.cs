using RLSandbox.Core.Contract;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>What <see cref="ActionDistribution"/> does for one row, for B rows by torch, on any device. Results belong to the caller's dispose scope.</summary>
/// <param name="spec">Shape of an action.</param>
/// <param name="device">Where the rows are.</param>
internal sealed class DistributionTensors(ActionSpec spec, Device device) : IDisposable
{
    private static readonly double LogRootTwoPi = 0.5 * Math.Log(2 * Math.PI);
    private readonly bool _isContinuous = spec.Kind == ActionKind.Continuous;
    private readonly long[] _firsts = [.. spec.Choices.Select((_, d) => (long)spec.Choices.Take(d).Sum())];
    private readonly Tensor _offsets = tensor((long[])[.. spec.Choices.Select((_, d) => (long)spec.Choices.Take(d).Sum())], device: device).DetachFromDisposeScope();

    /// <summary>Draws an action for each row with numbers that the host drew: the same ones as <see cref="ActionDistribution.SampleChoices"/> and <see cref="ActionDistribution.SampleValues"/> draw with them.</summary>
    /// <param name="parameters">[B, parameters].</param>
    /// <param name="noise">[B, dimensions]: uniform in [0, 1) for choices, standard normal for values.</param>
    /// <returns>[B, dimensions] int64 choices or float32 values.</returns>
    public Tensor Sample(Tensor parameters, Tensor noise)
    {
        if (_isContinuous)
        {
            var (mean, logDeviation) = (parameters.narrow(1, 0, spec.Dimensions), parameters.narrow(1, spec.Dimensions, spec.Dimensions));
            return mean + logDeviation.exp() * noise;                                              // [B, D]
        }

        var choices = new Tensor[spec.Dimensions];
        for (var d = 0; d < choices.Length; d++) choices[d] = Invert(parameters.narrow(1, _firsts[d], spec.Choices[d]).exp(), noise.narrow(1, d, 1));
        return cat(choices, 1);                                                                    // [B, D]
    }

    /// <summary>Log-probability of the given actions, [B].</summary>
    /// <param name="actions">[B, dimensions] as <see cref="Sample"/> gives them.</param>
    public Tensor LogProbability(Tensor parameters, Tensor actions)
    {
        if (_isContinuous)
        {
            var (mean, logDeviation) = (parameters.narrow(1, 0, spec.Dimensions), parameters.narrow(1, spec.Dimensions, spec.Dimensions));
            var z = (actions - mean) * (-logDeviation).exp();                                      // [B, D]
            return (z.square() * -0.5 - logDeviation - LogRootTwoPi).sum(1);                       // [B]
        }

        if (spec.Dimensions == 1) return parameters.gather(1, actions).squeeze(1);                 // [B]
        return parameters.gather(1, actions + _offsets).sum(1);     // [B]
    }

    /// <summary>Entropy in nats, summed over dimensions, [B].</summary>
    public Tensor Entropy(Tensor parameters) => _isContinuous
        ? (parameters.narrow(1, spec.Dimensions, spec.Dimensions) + (0.5 + LogRootTwoPi)).sum(1)
        : (parameters.exp() * parameters).sum(1).neg();

    /// <inheritdoc/>
    public void Dispose() => _offsets.Dispose();

    /// <summary>The first choice up to which the probabilities add up to more than <paramref name="uniform"/>; where rounding keeps them below, the last possible one. [B, 1].</summary>
    private static Tensor Invert(Tensor probabilities, Tensor uniform)
    {
        var choice = probabilities.cumsum(1).le(uniform).sum(1, keepdim: true);                    // [B, 1]
        var last = (probabilities.gt(0) * arange(probabilities.shape[1], device: probabilities.device)).amax([1], keepdim: true);
        return choice.minimum(last);
    }
}
