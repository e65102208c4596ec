using RLSandbox.Core.Contract;
using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>The convolutions of one picture part in bfloat16 on the CPU: some pictures through one layer after the other, forward and back.</summary>
/// <remarks>Same function as torch's convolutions, other rounding: what lies between two layers, and each part of a sum that torch has multiplied, is rounded. Not for two threads at once.</remarks>
internal sealed unsafe class RoundedEncoder : IPictureEncoder
{
    private const int LoadedPixels = 256;                                // at a time: they stay in the first-level cache until they are rounded

    private readonly RoundedConvolution[] _layers;
    private readonly PictureLoading _loading;
    private readonly NativeBuffer<float> _pixels;                        // [some, C] of the picture being loaded
    private readonly NativeBuffer<ushort> _pictures;                     // [group, H, W, C]
    private readonly NativeBuffer<float> _features;                      // [H′, W′, filters] of one picture

    /// <summary>An encoder with the given weights.</summary>
    /// <inheritdoc cref="PictureEncoder(ObservationPart, NetworkConfig, ParameterVector, IReadOnlyList{PackedLayer}, int)"/>
    public RoundedEncoder(ObservationPart part, NetworkConfig config, ParameterVector parameters, IReadOnlyList<PackedLayer> packed, int firstParameter)
    {
        _layers = [.. packed.Select((layer, i) => new RoundedConvolution(layer, parameters, firstParameter + config.ParametersPerLayer * i, config.LayerNorm))];
        _loading = new(part, config);
        (_pixels, _pictures, _features) = (new((long)LoadedPixels * part.Shape[0]), new(RoundedConvolution.Group * (long)part.ElementCount), new(FeatureCount));
    }

    /// <inheritdoc/>
    public int FeatureCount => _layers[^1].Shape.OutputSize;

    /// <inheritdoc/>
    public void Forward(byte* pictures, int count, float* features, int stride, bool isForGradient, UnitCount? units = null, GradientWorkers? helpers = null)
    {
        foreach (var layer in _layers) layer.Prepare(count, isForGradient);
        for (var first = 0; first < count; first += RoundedConvolution.Group)
        {
            var group = Math.Min(RoundedConvolution.Group, count - first);
            LoadPictures(pictures, first, group);
            var input = _pictures.Address;
            foreach (var layer in _layers)
            {
                layer.Forward(input, first, group, helpers);
                input = layer.Output(first);
            }
        }

        for (var b = 0; b < count; b++)
        {
            RoundedKernels.Widen(_layers[^1].Output(b), _features.Address, FeatureCount);
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
            var group = Math.Min(RoundedConvolution.Group, count - first);
            for (var b = first; b < first + group; b++) PictureLoading.FiltersLast(_layers[^1].Shape, delta + (long)b * stride, _layers[^1].Delta(b));
            for (var l = _layers.Length - 1; l > 0; l--) _layers[l].Backward(_layers[l - 1].Output(first), first, group, _layers[l - 1]);
            LoadPictures(pictures, first, group);
            _layers[0].Backward(_pictures.Address, first, group, below: null);
        }

        foreach (var layer in _layers) layer.AddGradients(gradient);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in _layers) layer.Dispose();
        IDisposable[] buffers = [_pixels, _pictures, _features];
        foreach (var buffer in buffers) buffer.Dispose();
    }

    private void LoadPictures(byte* pictures, int first, int count)
    {
        var (pixels, channels) = (_loading.PixelCount, (int)(_pixels.Length / LoadedPixels));
        for (var b = 0; b < count; b++)
        {
            for (int from = 0, end; from < pixels; from = end)
            {
                end = Math.Min(pixels, from + LoadedPixels);
                _loading.Load(pictures + (long)(first + b) * pixels * channels, from, end, _pixels.Address);
                RoundedKernels.Round(_pixels.Address, _pictures.Address + ((long)b * pixels + from) * channels, (end - from) * channels);
            }
        }
    }
}
