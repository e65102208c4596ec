using RLSandbox.Core.Contract;
using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>The convolutions of one picture part in bfloat16 on the CPU: forward one picture after the other, backward some pictures layer by layer, as <see cref="PictureEncoder"/>.</summary>
/// <remarks>What is multiplied is rounded, sums are not. Not for two threads at once.</remarks>
internal sealed unsafe class RoundedEncoder : IPictureEncoder
{
    private readonly RoundedConvolution[] _layers;
    private readonly PictureLoading _loading;
    private readonly NativeBuffer<ushort> _picture;                      // [H, W, C] of the picture that is worked on
    private readonly NativeBuffer<float> _features;                      // [H′, W′, filters] of one picture

    /// <summary>An encoder with the given weights.</summary>
    /// <inheritdoc cref="PictureEncoder(ObservationPart, NetworkConfig, ParameterVector, IReadOnlyList{PackedLayer}, int)"/>
    public RoundedEncoder(ObservationPart part, NetworkConfig config, ParameterVector parameters, IReadOnlyList<PackedLayer> packed, int firstParameter)
    {
        _layers = [.. packed.Select((layer, i) => new RoundedConvolution(layer, parameters, firstParameter + config.ParametersPerLayer * i, config.LayerNorm))];
        _loading = new(part, config);
        (_picture, _features) = (new(part.ElementCount), new(FeatureCount));
    }

    /// <inheritdoc/>
    public int FeatureCount => _layers[^1].Shape.OutputSize;

    /// <inheritdoc/>
    public void Forward(byte* pictures, int count, float* features, int stride, bool isForGradient, UnitCount? units = null, GradientWorkers? helpers = null)
    {
        foreach (var layer in _layers) layer.Prepare(count, isForGradient);
        for (var b = 0; b < count; b++)
        {
            var input = Load(pictures, b);
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
            for (var l = _layers.Length - 1; l >= 0; l--)
            {
                for (var b = first; b < Math.Min(count, first + RoundedConvolution.Group); b++)
                {
                    if (l == _layers.Length - 1) PictureLoading.FiltersLast(_layers[l].Shape, delta + (long)b * stride, _layers[l].Delta(b));
                    _layers[l].Backward(l == 0 ? Load(pictures, b) : _layers[l - 1].Output(b), b, l == 0 ? null : _layers[l - 1]);
                }
            }
        }

        foreach (var layer in _layers) layer.AddGradients(gradient);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in _layers) layer.Dispose();
        IDisposable[] buffers = [_picture, _features];
        foreach (var buffer in buffers) buffer.Dispose();
    }

    private ushort* Load(byte* pictures, int b)
    {
        _loading.Load(pictures + b * _picture.Length, _picture.Address);
        return _picture.Address;
    }
}
