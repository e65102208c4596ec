using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <content>The layers as torch computes them.</content>
public sealed partial class ActorCritic
{
    private Tensor[]? _convolved;                                 // by part, what its last convolution answers; while somebody traces

    /// <summary>Evaluates B rows of a network with policy and value by torch. Both tensors belong to the caller's dispose scope.</summary>
    /// <param name="parts">By part: [B, C, H, W] bytes or [B, …] floats, on any device.</param>
    /// <param name="mask">[B, choices] bool, or null.</param>
    internal ActorCriticOutput Forward(ReadOnlySpan<Tensor> parts, Tensor? mask)
    {
        Debug.Assert(Heads == NetworkHeads.PolicyAndValue, "Only a network with a policy has a distribution.");
        var x = Body(parts);                                                                      // [B, F]
        var logDeviation = _layers.LogDeviation is { } index ? Parameters.Leaf(index) : null;
        return new(Distribution.Parameters(Head(x, _layers.Choices), logDeviation, mask?.to(Device)), Head(x, _layers.Value!.Value).squeeze(1));
    }

    /// <summary>Q by torch: the expected discounted return after each choice, [B, A]. Belongs to the caller's dispose scope.</summary>
    /// <inheritdoc cref="Forward"/>
    internal Tensor ActionValues(ReadOnlySpan<Tensor> parts, Tensor? mask)
    {
        Debug.Assert(Heads != NetworkHeads.PolicyAndValue, "This network has a policy, not values of actions.");
        var x = Body(parts);                                                                      // [B, F]
        var values = Head(x, _layers.Choices);                                                    // [B, A]
        if (_layers.Value is { } value) values = Head(x, value) + values - values.mean([1], keepdim: true);
        return mask is null ? values : values.masked_fill(mask.to(Device).logical_not(), ActionDistribution.Masked);
    }

    /// <summary>Evaluates B rows by torch and keeps the way there: derivatives can be taken by pictures that come as floats, and by what their convolutions answer.</summary>
    /// <param name="parts">As for <see cref="Evaluate"/>; a picture may be its gray levels as floats, [B, C, H, W].</param>
    /// <param name="mask">[B, choices] bool, or null.</param>
    /// <returns>[B, <see cref="OutputCount"/>] outputs, [B] values (null without a policy), and by part [B, K, h, w] of the last convolution. All belong to the caller's dispose scope.</returns>
    internal (Tensor Outputs, Tensor? Values, Tensor[] Convolved) Trace(ReadOnlySpan<Tensor> parts, Tensor? mask)
    {
        var convolved = _convolved = new Tensor[parts.Length];
        try
        {
            if (Heads != NetworkHeads.PolicyAndValue) return (ActionValues(parts, mask), null, convolved);
            var output = Forward(parts, mask);
            return (output.Distribution, output.Value, convolved);
        }
        finally
        {
            _convolved = null;
        }
    }

    /// <summary>What the last hidden layer answers, [B, F] float32.</summary>
    private Tensor Body(ReadOnlySpan<Tensor> parts)
    {
        _rounded?.Refresh();
        var features = new Tensor[parts.Length];
        for (var p = 0; p < features.Length; p++) features[p] = Feature(parts[p].to(Device), p);
        var x = features.Length == 1 ? features[0] : cat(features, 1);                            // [B, F]
        foreach (var layer in _layers.Hidden)
        {
            x = nn.functional.linear(x, Weight(layer), Weight(layer + 1));
            if (_config.LayerNorm) x = nn.functional.layer_norm(x, [x.shape[1]], Weight(layer + 2), Weight(layer + 3), LayerNormKernels.Epsilon);
            x = Activate(x);
        }

        return x.to(float32);
    }

    private Tensor Feature(Tensor rows, int part) =>
        IsPicture(_parts[part]) ? Picture(rows, part) : Normalizers[part]!.Apply(rows.flatten(1).to(float32)).to(BodyType);        // [B, F]

    private Tensor Picture(Tensor bytes, int part)
    {
        var x = Centre(bytes);                                                                    // [B, C, H, W]
        for (var i = 0; i < _config.Convolutions.Count; i++)
        {
            var weight = _layers.Convolutions[part] + _config.ParametersPerLayer * i;
            x = nn.functional.conv2d(x, Weight(weight), Weight(weight + 1), strides: _layers.Strides[i]);
            if (_config.LayerNorm) x = NormalizeChannels(x, weight + 2);
            x = Activate(x);
        }

        if (_convolved is not null) _convolved[part] = x;
        return x.flatten(1);                                                                      // [B, F]
    }

    private Tensor Centre(Tensor bytes)
    {
        var (mean, scale) = (_config.ImageMean, 1f / _config.ImageScale);
        if (bytes.dtype == ScalarType.Float32) return bytes.sub(mean).mul(scale).to(BodyType);     // not in place: somebody wants the derivative by it
        return _rounded is null ? bytes.to(float32).sub_(mean).mul_(scale) : RoundedParameters.Centre(bytes, mean, scale);
    }

    private Tensor NormalizeChannels(Tensor x, int scale)
    {
        var last = x.permute(0, 2, 3, 1);                                                         // [B, H, W, C]
        return nn.functional.layer_norm(last, [last.shape[3]], Weight(scale), Weight(scale + 1), LayerNormKernels.Epsilon).permute(0, 3, 1, 2);
    }

    private Tensor Activate(Tensor x)
    {
        if (_config.Activation == Activation.Tanh) return x.tanh();
        x = x.relu_();
        _units?.Add(x);
        return x;
    }

    private ScalarType BodyType => _rounded is null ? float32 : bfloat16;

    private Tensor Weight(int index) => _rounded?[index] ?? Parameters.Leaf(index);

    private Tensor Head(Tensor x, int layer) => nn.functional.linear(x, Parameters.Leaf(layer), Parameters.Leaf(layer + 1));
}
