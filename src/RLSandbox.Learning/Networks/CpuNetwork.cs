using RLSandbox.Core.Contract;
using RLSandbox.Core.Memory;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>The weights of a network as its layers read them, shared by the network and its replicas.</summary>
/// <param name="Convolutions">By part, then by layer; empty for vectors.</param>
/// <param name="Hidden">Hidden layers.</param>
/// <param name="Heads">Both heads as one layer: choices first, then the value.</param>
internal sealed record PackedNetwork(IReadOnlyList<IReadOnlyList<PackedLayer>> Convolutions, IReadOnlyList<PackedLayer> Hidden, PackedLayer Heads) : IDisposable
{
    private const int Lanes = 8, Block = 32;
    private readonly PackedLayer[] _all = [.. Convolutions.SelectMany(layers => layers), .. Hidden, Heads];

    /// <summary>Packs the layers of a plan.</summary>
    public static PackedNetwork Of(IReadOnlyList<ObservationPart> parts, NetworkConfig config, ParameterVector parameters, NetworkLayers layers, Precision precision)
    {
        var convolutions = parts.Select((part, p) => ActorCritic.IsPicture(part)
            ? [.. PictureEncoder.Shapes(part, config).Select((shape, i) => PackedLayer.Convolution(shape, parameters, layers.Convolutions[p] + config.ParametersPerLayer * i, precision))]
            : (IReadOnlyList<PackedLayer>)[]).ToArray();
        var width = parts.Select((part, p) => ActorCritic.IsPicture(part) ? convolutions[p][^1].Shape.OutputSize : part.ElementCount).Sum();
        var hidden = new List<PackedLayer>();
        foreach (var (weight, units) in layers.Hidden.Zip(config.Hidden))
        {
            hidden.Add(PackedLayer.Dense(width, Round(width, Block), units, parameters, [weight], precision));
            width = units;
        }

        int[] heads = layers.Value is { } value ? [layers.Choices, value] : [layers.Choices];
        var outputs = heads.Sum(weight => (int)parameters.Shapes[weight].Shape[0]);
        return new(convolutions, hidden, PackedLayer.Dense(width, Round(width, Block), Round(outputs, Lanes), parameters, heads));
    }

    /// <summary>Whether the kernels compute such a network; otherwise torch does.</summary>
    public static bool Suits(IReadOnlyList<ObservationPart> parts, NetworkConfig config, Device device) =>
        device.type == DeviceType.CPU && config.Hidden.All(units => units % Block == 0) && parts.All(part => !ActorCritic.IsPicture(part) || PictureEncoder.Suits(part, config, device));

    /// <summary>Takes over what has changed; threads share it.</summary>
    public void Refresh(GradientWorkers workers, bool isForGradient)
    {
        var pieces = 0;
        foreach (var layer in _all) pieces += layer.IsStale(isForGradient) ? layer.PieceCount : 0;
        if (pieces > 0) Take(pieces, workers, isForGradient);
    }

    private void Take(int pieces, GradientWorkers workers, bool isForGradient)
    {
        workers.ForEach(pieces, piece =>
        {
            foreach (var layer in _all)
            {
                if (!layer.IsStale(isForGradient)) continue;
                if (piece < layer.PieceCount)
                {
                    layer.Take(piece, isForGradient);
                    return;
                }

                piece -= layer.PieceCount;
            }
        });
        foreach (var layer in _all) if (layer.IsStale(isForGradient)) layer.MarkFresh(isForGradient);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in _all) layer.Dispose();
    }

    private static int Round(int count, int multiple) => (count + multiple - 1) / multiple * multiple;
}

/// <summary>A whole network on the CPU, from observations to heads and back, without torch. Same function as torch's, other rounding; not for two threads at once.</summary>
/// <remarks>Order: pictures through their convolutions, vectors normalised → features side by side → hidden layers → heads. Decision record 0034 tells why it exists.</remarks>
internal sealed unsafe class CpuNetwork : IDisposable
{
    private readonly ActorCritic _network;
    private readonly NetworkLayers _plan;
    private readonly IPictureEncoder?[] _encoders;
    private readonly DenseLayer[] _layers;                                     // hidden ones, then the heads
    private readonly Tensor[] _pictures;                                       // of the last evaluation
    private NativeBuffer<float> _features = new(0), _featureDelta = new(0);    // [B, stride]
    private int _rows;
    private bool _leavesLargeGradients;

    /// <summary>Computes for <paramref name="network"/>, whose parameters take the gradients.</summary>
    /// <param name="packed">Its weights; stays the caller's.</param>
    public CpuNetwork(ActorCritic network, NetworkLayers plan, PackedNetwork packed)
    {
        (_network, _plan) = (network, plan);
        var (config, parameters) = (network.Config, network.Parameters);
        _encoders = [.. network.Parts.Select((part, p) => ActorCritic.IsPicture(part) ? Encoder(part, config, parameters, packed.Convolutions[p], plan.Convolutions[p]) : null)];
        _layers = [.. packed.Hidden.Select((layer, i) => new DenseLayer(layer, config.Activation, config.LayerNorm, parameters, plan.Hidden[i])), new(packed.Heads, null, false, parameters, plan.Choices)];
        _pictures = new Tensor[network.Parts.Count];
    }

    /// <summary>Share the work on each layer of an evaluation; null: the caller does all of it.</summary>
    public GradientWorkers? Helpers { get; set; }

    /// <inheritdoc cref="ActorCritic.Evaluate"/>
    public void Evaluate(ReadOnlySpan<Tensor> parts, ReadOnlySpan<bool> mask, bool isForGradient, Span<float> outputs, Span<float> values)
    {
        Forward(parts, isForGradient, units: null);
        var (width, stride) = (_network.OutputCount, _layers[^1].OutputStride);
        for (var b = 0; b < _rows; b++)
            ReadHeads(new(_layers[^1].Outputs + b * stride, stride), mask.IsEmpty ? mask : mask.Slice(b * width, width), outputs.Slice(b * width, width), values.IsEmpty ? values : values.Slice(b, 1));
    }

    /// <inheritdoc cref="ActorCritic.Backward"/>
    public void Backward(ReadOnlySpan<float> outputs, ReadOnlySpan<float> outputSlopes, ReadOnlySpan<float> valueSlopes)
    {
        var (width, stride) = (_network.OutputCount, _layers[^1].OutputStride);
        var delta = _layers[^1].Delta.Span[..(_rows * stride)];
        delta.Clear();
        for (var b = 0; b < _rows; b++) WriteSlopes(outputs.Slice(b * width, width), outputSlopes.Slice(b * width, width), valueSlopes.IsEmpty ? 0 : valueSlopes[b], delta.Slice(b * stride, stride));
        var gradient = TensorMemory.Span<float>(_network.Parameters.Gradient);
        var hasPictures = Array.Exists(_encoders, encoder => encoder is not null);
        for (var l = _layers.Length - 1; l >= 0; l--)
        {
            var inputDelta = l > 0 ? _layers[l - 1].Delta.Address : hasPictures ? _featureDelta.Address : null;
            _layers[l].Backward(l > 0 ? _layers[l - 1].Outputs : _features.Address, _rows, inputDelta, gradient, _leavesLargeGradients && _layers[l].IsLarge);
        }

        for (int p = 0, offset = 0; p < _encoders.Length; offset += FeatureCount(p++))
            _encoders[p]?.Backward((byte*)TensorMemory.Address(_pictures[p]), _rows, _featureDelta.Address + offset, _layers[0].InputStride, gradient);
    }

    /// <summary>From now on the gradients by the weights of large hidden layers are left to <see cref="TakeLargeGradient"/>.</summary>
    public void LeaveLargeGradients() => _leavesLargeGradients = true;

    /// <summary>Forgets what was left and not taken.</summary>
    public void ForgetLargeGradients()
    {
        foreach (var layer in _layers) layer.ForgetWeightGradient();
    }

    /// <summary>The gradient by the weights of sixteen outputs that the last <see cref="Backward"/> left, before anything else is evaluated. Several threads may take different ones.</summary>
    /// <param name="layer">Among the hidden ones.</param>
    /// <param name="piece">As of <see cref="PackedLayer.Take"/>.</param>
    /// <inheritdoc cref="DenseLayer.TakeWeightGradient"/>
    public bool TakeLargeGradient(int layer, int piece, Span<float> gradient, bool isFirst) => _layers[layer].TakeWeightGradient(piece, gradient, isFirst);

    /// <summary>Shows the network rows and tells <paramref name="units"/> what its rectified layers answer.</summary>
    public void CountUnits(ReadOnlySpan<Tensor> parts, UnitCount units) => Forward(parts, isForGradient: false, units);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var encoder in _encoders) encoder?.Dispose();
        foreach (var layer in _layers) layer.Dispose();
        _features.Dispose();
        _featureDelta.Dispose();
    }

    private void Forward(ReadOnlySpan<Tensor> parts, bool isForGradient, UnitCount? units)
    {
        _rows = (int)parts[0].size(0);
        var stride = _layers[0].InputStride;
        if (_features.Length < (long)_rows * stride) (_features, _featureDelta) = (Larger(_features, stride), Larger(_featureDelta, stride));
        for (int p = 0, offset = 0; p < parts.Length; offset += FeatureCount(p++)) TakeFeatures(p, parts[p], _features.Address + offset, stride, isForGradient, units);
        var input = _features.Address;
        foreach (var layer in _layers)
        {
            layer.Forward(input, _rows, isForGradient, Helpers);
            input = layer.Outputs;
            if (_network.Config.Activation == Activation.Relu && layer != _layers[^1]) units?.Add(new(input, _rows * layer.OutputStride), layer.OutputStride);
        }
    }

    private static IPictureEncoder Encoder(ObservationPart part, NetworkConfig config, ParameterVector parameters, IReadOnlyList<PackedLayer> packed, int firstParameter) =>
        packed[0].Rounded is null ? new PictureEncoder(part, config, parameters, packed, firstParameter) : new RoundedEncoder(part, config, parameters, packed, firstParameter);

    private int FeatureCount(int part) => _encoders[part]?.FeatureCount ?? _network.Parts[part].ElementCount;

    private void TakeFeatures(int part, Tensor rows, float* features, int stride, bool isForGradient, UnitCount? units)
    {
        var values = rows.contiguous();
        if (_encoders[part] is { } encoder)
        {
            _pictures[part] = values;
            encoder.Forward((byte*)TensorMemory.Address(values), _rows, features, stride, isForGradient, units, Helpers);
            return;
        }

        var numbers = _network.Parts[part].Type == ElementType.Float32 ? values : values.to(float32);
        var (normalizer, count) = (_network.Normalizers[part]!, _network.Parts[part].ElementCount);
        var from = TensorMemory.Span<float>(numbers);
        for (var b = 0; b < _rows; b++) normalizer.Apply(from.Slice(b * count, count), new(features + (long)b * stride, count));
    }

    /// <summary>One row of outputs from one of both heads.</summary>
    private void ReadHeads(ReadOnlySpan<float> heads, ReadOnlySpan<bool> mask, Span<float> outputs, Span<float> value)
    {
        var choices = heads[.._network.Distribution.HeadSize];
        if (_network.Heads == NetworkHeads.PolicyAndValue)
        {
            _network.Distribution.Parameters(choices, _plan.LogDeviation is { } index ? _network.Parameters.Read()[_network.Parameters.Range(index)] : [], mask, outputs);
            if (!value.IsEmpty) value[0] = heads[choices.Length];
            return;
        }

        var shift = _network.Heads == NetworkHeads.Duelling ? heads[choices.Length] - Mean(choices) : 0;
        for (var i = 0; i < outputs.Length; i++) outputs[i] = mask.IsEmpty || mask[i] ? choices[i] + shift : ActionDistribution.Masked;
    }

    /// <summary>Derivative by one row of both heads from that by the outputs.</summary>
    private void WriteSlopes(ReadOnlySpan<float> outputs, ReadOnlySpan<float> slopes, float valueSlope, Span<float> heads)
    {
        var choices = heads[.._network.Distribution.HeadSize];
        if (_network.Heads == NetworkHeads.PolicyAndValue)
        {
            var deviation = _plan.LogDeviation is { } index ? TensorMemory.Span<float>(_network.Parameters.Gradient)[_network.Parameters.Range(index)] : [];
            _network.Distribution.ParametersSlope(outputs, slopes, choices, deviation);
            heads[choices.Length] = valueSlope;
            return;
        }

        var mean = _network.Heads == NetworkHeads.Duelling ? Mean(slopes) : 0;
        for (var i = 0; i < slopes.Length; i++) choices[i] = slopes[i] - mean;
        if (_network.Heads == NetworkHeads.Duelling) heads[choices.Length] = mean * choices.Length;
    }

    private static float Mean(ReadOnlySpan<float> numbers)
    {
        var sum = 0f;
        foreach (var number in numbers) sum += number;
        return sum / numbers.Length;
    }

    private NativeBuffer<float> Larger(NativeBuffer<float> old, int stride)
    {
        old.Dispose();
        return new((long)_rows * stride);                                      // zeroed: the numbers between features and stride stay 0
    }
}
