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
    private readonly int[] _choices;

    /// <summary>The distribution over actions of <paramref name="spec"/>.</summary>
    public ActionDistribution(ActionSpec spec)
    {
        _spec = spec;
        _choices = [.. spec.Choices];
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
        for (int d = 0, first = 0; d < parts.Length; first += _choices[d++]) parts[d] = nn.functional.log_softmax(logits.narrow(1, first, _choices[d]), 1);
        return cat(parts, 1);                                                                      // [B, A]
    }

    /// <summary>Turns one row of the head's output into parameters.</summary>
    /// <param name="head">[<see cref="HeadSize"/>].</param>
    /// <param name="logDeviation">[D] for continuous actions.</param>
    /// <param name="mask">[choices], true where allowed; empty allows all.</param>
    /// <param name="parameters">[<see cref="ParameterCount"/>], written.</param>
    public void Parameters(ReadOnlySpan<float> head, ReadOnlySpan<float> logDeviation, ReadOnlySpan<bool> mask, Span<float> parameters)
    {
        head.CopyTo(parameters);
        if (_spec.Kind == ActionKind.Continuous)
        {
            for (var d = 0; d < logDeviation.Length; d++) parameters[HeadSize + d] = (float)Math.Clamp(logDeviation[d], LogDeviationFloor, LogDeviationCeiling);
            return;
        }

        for (var i = 0; i < mask.Length; i++) if (!mask[i]) parameters[i] = Masked;
        foreach (var choices in _choices)
        {
            var logits = parameters[..choices];
            var (largest, sum) = (Largest(logits), 0f);
            foreach (var logit in logits) sum += MathF.Exp(logit - largest);
            var shift = largest + MathF.Log(sum);
            for (var i = 0; i < choices; i++) logits[i] -= shift;
            parameters = parameters[choices..];
        }
    }

    /// <summary>Derivative by one row of the head's output from that by the parameters.</summary>
    /// <param name="parameters">What <see cref="Parameters(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{bool}, Span{float})"/> wrote.</param>
    /// <param name="slope">[<see cref="ParameterCount"/>].</param>
    /// <param name="headSlope">[<see cref="HeadSize"/>], written.</param>
    /// <param name="deviationSlope">[D] for continuous actions; added to.</param>
    public void ParametersSlope(ReadOnlySpan<float> parameters, ReadOnlySpan<float> slope, Span<float> headSlope, Span<float> deviationSlope)
    {
        if (_spec.Kind == ActionKind.Continuous)
        {
            slope[..HeadSize].CopyTo(headSlope);
            for (var d = 0; d < deviationSlope.Length; d++) deviationSlope[d] += parameters[HeadSize + d] is > (float)LogDeviationFloor and < (float)LogDeviationCeiling ? slope[HeadSize + d] : 0;
            return;
        }

        for (int d = 0, first = 0; d < _spec.Dimensions; first += _choices[d++])
        {
            var (end, sum) = (first + _choices[d], 0f);
            for (var i = first; i < end; i++) sum += slope[i];
            for (var i = first; i < end; i++) headSlope[i] = slope[i] - MathF.Exp(parameters[i]) * sum;
        }
    }

    /// <summary>Log-probability of the given choices.</summary>
    /// <param name="parameters">One row.</param>
    /// <param name="choices">[dimensions].</param>
    public float LogProbability(ReadOnlySpan<float> parameters, ReadOnlySpan<int> choices)
    {
        var total = 0f;
        for (int d = 0, first = 0; d < choices.Length; first += _choices[d++]) total += parameters[first + choices[d]];
        return total;
    }

    /// <summary>Log-density of the given values.</summary>
    /// <inheritdoc cref="LogProbability(ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    /// <param name="values">[dimensions] as drawn.</param>
    public float LogProbability(ReadOnlySpan<float> parameters, ReadOnlySpan<float> values)
    {
        var total = 0f;
        for (var d = 0; d < values.Length; d++)
        {
            var z = Standardized(parameters, values, d);
            total += -0.5f * z * z - parameters[values.Length + d] - LogRootTwoPi;
        }

        return total;
    }

    /// <summary>slope += weight times the derivative of <see cref="LogProbability(ReadOnlySpan{float}, ReadOnlySpan{int})"/> by the parameters.</summary>
    public void AddLogProbabilitySlope(ReadOnlySpan<int> choices, float weight, Span<float> slope)
    {
        for (int d = 0, first = 0; d < choices.Length; first += _choices[d++]) slope[first + choices[d]] += weight;
    }

    /// <summary>slope += weight times the derivative of <see cref="LogProbability(ReadOnlySpan{float}, ReadOnlySpan{float})"/> by the parameters.</summary>
    public void AddLogProbabilitySlope(ReadOnlySpan<float> parameters, ReadOnlySpan<float> values, float weight, Span<float> slope)
    {
        for (var d = 0; d < values.Length; d++)
        {
            var z = Standardized(parameters, values, d);
            slope[d] += weight * z * MathF.Exp(-parameters[values.Length + d]);
            slope[values.Length + d] += weight * (z * z - 1);
        }
    }

    /// <summary>Entropy of one row in nats, summed over dimensions; adds weight times its derivative to <paramref name="slope"/>.</summary>
    public float Entropy(ReadOnlySpan<float> parameters, float weight, Span<float> slope)
    {
        var total = 0f;
        if (_spec.Kind == ActionKind.Continuous)
        {
            for (var d = HeadSize; d < parameters.Length; d++)
            {
                total += parameters[d] + GaussianEntropy;
                slope[d] += weight;
            }

            return total;
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            var probability = MathF.Exp(parameters[i]);
            total -= probability * parameters[i];
            slope[i] -= weight * probability * (parameters[i] + 1);
        }

        return total;
    }

    /// <summary>Draws one choice per dimension by inverting the cumulative probabilities.</summary>
    /// <param name="logProbabilities">One row of parameters.</param>
    /// <param name="key">Stream of the row.</param>
    /// <param name="step">Which draw of the stream.</param>
    /// <param name="choices">[dimensions], written.</param>
    /// <returns>Log-probability of what was drawn.</returns>
    public float SampleChoices(ReadOnlySpan<float> logProbabilities, RandomKey key, uint step, Span<int> choices)
    {
        var total = 0f;
        for (int d = 0, first = 0; d < choices.Length; first += _choices[d++])
        {
            var choice = Invert(logProbabilities.Slice(first, _choices[d]), key.Uniform((uint)d, step));
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
        for (int d = 0, first = 0; d < choices.Length; first += _choices[d++])
        {
            var best = first;
            for (var i = first + 1; i < first + _choices[d]; i++) if (logProbabilities[i] > logProbabilities[best]) best = i;
            choices[d] = best - first;
        }
    }

    /// <summary>One row of parameters in words that need no knowledge of it: probabilities of the choices, or means and standard deviations.</summary>
    public PolicyInsight Describe(ReadOnlySpan<float> parameters)
    {
        var continuous = _spec.Kind == ActionKind.Continuous;
        var exponentials = new float[parameters.Length - (continuous ? HeadSize : 0)];
        for (var i = 0; i < exponentials.Length; i++) exponentials[i] = MathF.Exp(parameters[parameters.Length - exponentials.Length + i]);
        return continuous ? new() { Means = parameters[..HeadSize].ToArray(), Deviations = exponentials } : new() { Probabilities = exponentials };
    }

    private static float Standardized(ReadOnlySpan<float> parameters, ReadOnlySpan<float> values, int d) => (values[d] - parameters[d]) * MathF.Exp(-parameters[values.Length + d]);

    private static float Largest(ReadOnlySpan<float> numbers)
    {
        var largest = numbers[0];
        foreach (var number in numbers) largest = MathF.Max(largest, number);
        return largest;
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
}
