using RLSandbox.Core.Contract;
using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>The convolutions of one picture part in bfloat16 on the CPU: forward one picture after the other, backward some pictures layer by layer, as <see cref="PictureEncoder"/>.</summary>
/// <remarks>What is multiplied is rounded, sums are not. Not for two threads at once.</remarks>
internal sealed unsafe class RoundedEncoder : IPictureEncoder
{
    private readonly RoundedConvolution[] _layers;
    private readonly PictureLoading _loading;
    private readonly NativeBuffer<ushort> _picture, _next;               // [H, W, C] of the pictures that are worked on; a layer reads a little more
    private readonly NativeBuffer<float> _features;                      // [H′, W′, filters] of one picture

    /// <summary>An encoder with the given weights.</summary>
    /// <inheritdoc cref="PictureEncoder(ObservationPart, NetworkConfig, ParameterVector, IReadOnlyList{PackedLayer}, int)"/>
    public RoundedEncoder(ObservationPart part, NetworkConfig config, ParameterVector parameters, IReadOnlyList<PackedLayer> packed, int firstParameter)
    {
        _layers = [.. packed.Select((layer, i) => new RoundedConvolution(layer, parameters, firstParameter + config.ParametersPerLayer * i, config.LayerNorm))];
        _loading = new(part, config);
        (_picture, _next, _features) = (new(part.ElementCount + 7), new(part.ElementCount + 7), new(FeatureCount));
    }

    /// <inheritdoc/>
    public int FeatureCount => _layers[^1].Shape.OutputSize;

    /// <inheritdoc/>
    public void Forward(byte* pictures, int count, float* features, int stride, bool isForGradient, UnitCount? units = null, GradientWorkers? helpers = null)
    {
        foreach (var layer in _layers) layer.Prepare(count, isForGradient);
        for (var b = 0; b < count; b++)
        {
            var input = Load(pictures, b, _picture);
            foreach (var layer in _layers)
            {
                layer.Forward(input, b, helpers);
                input = layer.Output(b);
            }

            RoundedKernels.Widen(input, _features.Address, FeatureCount);
            PictureLoading.FiltersFirst(_layers[^1].Shape, _features.Address, features + (long)b * stride);
        }

        if (units is not null) foreach (var layer in _layers) layer.CountUnits(units, count);
    }

    /// <inheritdoc/>
    public void Backward(byte* pictures, int count, float* delta, int stride, Span<float> gradient)
    {
        foreach (var layer in _layers) layer.ClearGradients();
        for (var first = 0; first < count; first += RoundedConvolution.Group)
        {
            var end = Math.Min(count, first + RoundedConvolution.Group);
            for (var b = first; b < end; b++) PictureLoading.FiltersLast(_layers[^1].Shape, delta + (long)b * stride, _layers[^1].Delta(b));
            for (var l = _layers.Length - 1; l > 0; l--)
            {
                for (var b = first; b < end; b += 2) _layers[l].Backward(_layers[l - 1].Output(b), b + 1 < end ? _layers[l - 1].Output(b + 1) : null, b, _layers[l - 1]);
            }

            for (var b = first; b < end; b += 2) _layers[0].Backward(Load(pictures, b, _picture), b + 1 < end ? Load(pictures, b + 1, _next) : null, b, below: null);
        }

        foreach (var layer in _layers) layer.AddGradients(gradient);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in _layers) layer.Dispose();
        IDisposable[] buffers = [_picture, _next, _features];
        foreach (var buffer in buffers) buffer.Dispose();
    }

    private ushort* Load(byte* pictures, int b, NativeBuffer<ushort> target)
    {
        _loading.Load(pictures + (long)b * _loading.Size, target.Address);
        return target.Address;
    }
}
