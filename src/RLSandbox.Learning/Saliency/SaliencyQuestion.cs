using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Saliency;

/// <summary>One number that a network says of a moment, and the picture that it is asked of: the preference for the action it takes, or the value.</summary>
/// <remarks>
/// The <b>preference</b> for a choice is its logit, or its Q, less the mean over the allowed choices of its dimension: unlike the probability it does not level off, and what
/// lifts all choices alike does not count. Of a continuous action it is the mean, counted in the direction it has. Dimensions are summed.
/// Which action that is stays fixed when the picture changes. Tensors belong to the caller's dispose scope.
/// </remarks>
internal sealed class SaliencyQuestion
{
    private readonly ActorCritic _network;
    private readonly Tensor[] _parts;
    private readonly bool[] _mask;
    private readonly float[] _weights;                 // [outputs] of which the answer is the weighted sum; empty: the answer is the critic's
    private readonly int _picture;

    /// <param name="parts">One row, by part.</param>
    /// <param name="mask">[choices], or empty.</param>
    /// <param name="picture">Index of the part whose pixels are in question.</param>
    public SaliencyQuestion(ActorCritic network, PolicySpec spec, Tensor[] parts, ReadOnlySpan<bool> mask, int picture, SaliencyTarget of)
    {
        (_network, _parts, _mask, _picture) = (network, parts, mask.ToArray(), picture);
        Channels = spec.Parts[picture].Shape[0];
        var outputs = new float[network.OutputCount];
        network.Evaluate(parts, _mask, isForGradient: false, outputs, values: []);
        _weights = (of, network.Heads) switch
        {
            (SaliencyTarget.Value, NetworkHeads.PolicyAndValue) => [],
            (SaliencyTarget.Value, _) => Best(outputs),
            _ => Preference(spec.Action, outputs),
        };
    }

    /// <summary>[1, S · C, H, W] bytes, the newest frame last.</summary>
    public Tensor Picture => _parts[_picture];

    /// <summary>Channels of one frame.</summary>
    public int Channels { get; }

    /// <summary>The answer for B other pictures, [B]; by torch, with the way there.</summary>
    /// <param name="pictures">[B, S · C, H, W] gray levels as floats.</param>
    public (Tensor Answers, Tensor Convolved) Trace(Tensor pictures)
    {
        var rows = pictures.shape[0];
        var mask = _mask.Length == 0 ? null : tensor(_mask, [1, _mask.Length]).expand(rows, -1);
        var (outputs, values, convolved) = _network.Trace(Rows(pictures), mask);
        var answers = _weights.Length == 0 ? values! : outputs.mul(tensor(_weights, device: outputs.device)).sum([1]);            // [B]
        return (answers, convolved[_picture]);
    }

    /// <summary>The answer for B other pictures, without the way there.</summary>
    /// <param name="pictures">[B, S · C, H, W] bytes.</param>
    public float[] Ask(Tensor pictures)
    {
        var (rows, width) = ((int)pictures.shape[0], _network.OutputCount);
        var outputs = new float[rows * width];
        var answers = new float[rows];
        bool[] mask = _mask.Length == 0 ? [] : [.. Enumerable.Repeat(_mask, rows).SelectMany(row => row)];
        _network.Evaluate(Rows(pictures), mask, isForGradient: false, outputs, _weights.Length == 0 ? answers : []);
        for (var row = 0; row < rows && _weights.Length > 0; row++)
            for (var i = 0; i < width; i++) if (_weights[i] != 0) answers[row] += _weights[i] * outputs[row * width + i];
        return answers;
    }

    private Tensor[] Rows(Tensor pictures) => [.. _parts.Select((part, p) => p == _picture ? pictures : part.expand([pictures.shape[0], .. part.shape[1..]]).contiguous())];

    private float[] Best(ReadOnlySpan<float> outputs)
    {
        var weights = new float[outputs.Length];
        weights[QActor.Best(outputs, _mask)] = 1;
        return weights;
    }

    private float[] Preference(ActionSpec action, ReadOnlySpan<float> outputs)
    {
        var weights = new float[outputs.Length];
        if (action.Kind == ActionKind.Continuous)
        {
            for (var d = 0; d < action.Dimensions; d++) weights[d] = outputs[d] < 0 ? -1 : 1;
            return weights;
        }

        for (int d = 0, first = 0; d < action.Choices.Count; first += action.Choices[d++])
        {
            var allowed = _mask.Length == 0 ? [] : _mask.AsSpan(first, action.Choices[d]);
            var count = _mask.Length == 0 ? action.Choices[d] : allowed.Count(true);
            for (var i = 0; i < action.Choices[d]; i++) weights[first + i] = _mask.Length == 0 || allowed[i] ? -1f / count : 0;
            weights[first + QActor.Best(outputs.Slice(first, action.Choices[d]), allowed)] += 1;
        }

        return weights;
    }
}
