using RLSandbox.Core.Contract;
using RLSandbox.Core.Mathematics;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>What the numbers of a policy head mean: categorical per dimension for discrete kinds, a diagonal Gaussian for continuous actions.</summary>
/// <remarks>
/// A row of <i>parameters</i> is [<see cref="ParameterCount"/>]: log-probabilities of all choices, dimension after dimension; or means followed by log standard deviations.
/// A continuous action is stored and scored as drawn; only what the environment gets is clamped to [-1, 1], so that probabilities stay those of a Gaussian.
/// </remarks>
public sealed class ActionDistribution
{
    /// <summary>Log standard deviations are held inside this range: e⁻⁵ … e².</summary>
    public const double LogDeviationFloor = -5, LogDeviationCeiling = 2;

    /// <summary>What a masked choice gets in place of its logit or value.</summary>
    internal const float Masked = -1e9f;                     // as a logit: probability exactly 0, and 0 · log 0 stays 0 instead of NaN
    private static readonly float LogRootTwoPi = 0.5f * MathF.Log(2 * MathF.PI);
    private static readonly float GaussianEntropy = 0.5f + LogRootTwoPi;

    private readonly ActionSpec _spec;

    /// <summary>The distribution over actions of <paramref name="spec"/>.</summary>
    public ActionDistribution(ActionSpec spec)
    {
        _spec = spec;
        HeadSize = spec.Kind == ActionKind.Continuous ? spec.Dimensions : spec.ChoiceCount;
        ParameterCount = spec.Kind == ActionKind.Continuous ? 2 * spec.Dimensions : spec.ChoiceCount;
    }

    /// <summary>Outputs of the policy head: one logit per choice, or one mean per dimension.</summary>
    public int HeadSize { get; }

    /// <summary>Numbers in a row of parameters.</summary>
    public int ParameterCount { get; }

    /// <summary>Parameters [B, <see cref="ParameterCount"/>] from the head's output.</summary>
    /// <param name="head">[B, <see cref="HeadSize"/>].</param>
    /// <param name="logDeviation">[D] for continuous actions.</param>
    /// <param name="mask">[B, choices] bool, true where allowed; null allows all.</param>
    public Tensor Parameters(Tensor head, Tensor? logDeviation, Tensor? mask)
    {
        if (_spec.Kind == ActionKind.Continuous)
        {
            var bounded = logDeviation!.clamp(LogDeviationFloor, LogDeviationCeiling);
            return cat([head, bounded.expand(head.shape[0], -1)], 1);                              // [B, 2D]
        }

        var logits = mask is null ? head : head.masked_fill(mask.logical_not(), Masked);
        if (_spec.Dimensions == 1) return nn.functional.log_softmax(logits, 1);                    // [B, A]
        var parts = new Tensor[_spec.Dimensions];
        for (int d = 0, first = 0; d < parts.Length; first += _spec.Choices[d++]) parts[d] = nn.functional.log_softmax(logits.narrow(1, first, _spec.Choices[d]), 1);
        return cat(parts, 1);                                                                      // [B, A]
    }

    /// <summary>Log-probability (density for continuous actions) of the given actions, [B].</summary>
    /// <param name="parameters">[B, <see cref="ParameterCount"/>].</param>
    /// <param name="actions">[B, dimensions]: int64 choices or float values.</param>
    public Tensor LogProbability(Tensor parameters, Tensor actions)
    {
        if (_spec.Kind == ActionKind.Continuous)
        {
            var logDeviation = parameters.narrow(1, _spec.Dimensions, _spec.Dimensions);
            var z = (actions - parameters.narrow(1, 0, _spec.Dimensions)) * (-logDeviation).exp();  // [B, D]
            return (z.square() * -0.5f - logDeviation - LogRootTwoPi).sum(1);                      // [B]
        }

        return parameters.gather(1, _spec.Dimensions == 1 ? actions : actions + FirstChoices(parameters.device)).sum(1);   // [B]
    }

    /// <summary>Entropy in nats, [B]; summed over dimensions.</summary>
    public Tensor Entropy(Tensor parameters) => _spec.Kind == ActionKind.Continuous
        ? (parameters.narrow(1, _spec.Dimensions, _spec.Dimensions) + GaussianEntropy).sum(1)
        : -(parameters.exp() * parameters).sum(1);

    /// <summary>Draws one choice per dimension by inverting the cumulative probabilities.</summary>
    /// <param name="logProbabilities">One row of parameters.</param>
    /// <param name="key">Stream of the row.</param>
    /// <param name="step">Which draw of the stream.</param>
    /// <param name="choices">[dimensions], written.</param>
    /// <returns>Log-probability of what was drawn.</returns>
    public float SampleChoices(ReadOnlySpan<float> logProbabilities, RandomKey key, uint step, Span<int> choices)
    {
        var total = 0f;
        for (int d = 0, first = 0; d < choices.Length; first += _spec.Choices[d++])
        {
            var choice = Invert(logProbabilities.Slice(first, _spec.Choices[d]), key.Uniform((uint)d, step));
            choices[d] = choice;
            total += logProbabilities[first + choice];
        }

        return total;
    }

    /// <summary>Draws a value per dimension, unclamped.</summary>
    /// <inheritdoc cref="SampleChoices"/>
    /// <param name="values">[dimensions], written.</param>
    public float SampleValues(ReadOnlySpan<float> parameters, RandomKey key, uint step, Span<float> values)
    {
        var total = 0f;
        for (var d = 0; d < values.Length; d++)
        {
            var (mean, logDeviation) = (parameters[d], parameters[values.Length + d]);
            var z = key.Normal((uint)d, step);
            values[d] = mean + MathF.Exp(logDeviation) * z;
            total += -0.5f * z * z - logDeviation - LogRootTwoPi;
        }

        return total;
    }

    /// <summary>The likeliest choice of each dimension, the lowest index among equals.</summary>
    public void GreedyChoices(ReadOnlySpan<float> logProbabilities, Span<int> choices)
    {
        for (int d = 0, first = 0; d < choices.Length; first += _spec.Choices[d++])
        {
            var best = first;
            for (var i = first + 1; i < first + _spec.Choices[d]; i++) if (logProbabilities[i] > logProbabilities[best]) best = i;
            choices[d] = best - first;
        }
    }

    private static int Invert(ReadOnlySpan<float> logProbabilities, float uniform)
    {
        var (cumulative, last) = (0f, 0);
        for (var i = 0; i < logProbabilities.Length; i++)
        {
            var probability = MathF.Exp(logProbabilities[i]);
            if (probability == 0) continue;
            cumulative += probability;
            last = i;
            if (cumulative > uniform) break;
        }

        return last;                                        // the sum can round to just below the uniform: then the last possible choice
    }

    private Tensor FirstChoices(Device device)
    {
        var first = new long[_spec.Dimensions];
        for (var d = 1; d < first.Length; d++) first[d] = first[d - 1] + _spec.Choices[d - 1];
        return tensor(first, device: device);
    }
}
