using System.Runtime.Intrinsics;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>The convolutions of one picture part on the CPU: forward one picture after the other, backward some pictures layer by layer, while they and the weights are in the cache.</summary>
/// <remarks>Same function as torch's convolutions, other rounding. Not for two threads at once. Decision record 0017 tells why it exists.</remarks>
internal sealed unsafe class PictureEncoder : IPictureEncoder
{
    private const int Group = 8;                                         // pictures that go back through a layer before the next: with one, weights and gradients of all layers leave the second-level cache in between

    private readonly PictureLoading _loading;
    private readonly ParameterVector _parameters;
    private readonly Layer[] _layers;
    private readonly NativeBuffer<float> _picture;                       // [H, W, C] of the picture being worked on

    /// <summary>An encoder with the given weights.</summary>
    /// <param name="parameters">Take the gradients.</param>
    /// <param name="packed">By convolution; shared with other encoders.</param>
    /// <param name="firstParameter">The first weight; bias and, with layer normalisation, scale and shift of each convolution follow.</param>
    public PictureEncoder(ObservationPart part, NetworkConfig config, ParameterVector parameters, IReadOnlyList<PackedLayer> packed, int firstParameter)
    {
        (_loading, _parameters) = (new(part, config), parameters);
        _layers = [.. packed.Select((layer, i) => new Layer(layer, firstParameter + config.ParametersPerLayer * i, config.LayerNorm))];
        _picture = new(part.ElementCount);
    }

    /// <inheritdoc/>
    public int FeatureCount => _layers[^1].Shape.OutputSize;

    /// <summary>Whether the kernels can compute these convolutions; otherwise torch does.</summary>
    public static bool Suits(ObservationPart part, NetworkConfig config, Device device) =>
        device.type == DeviceType.CPU && config.Activation == Activation.Relu && config.Convolutions.Count > 0 && Shapes(part, config).All(shape => shape.SuitsKernels);

    /// <inheritdoc/>
    public void Forward(byte* pictures, int count, float* features, int stride, bool isForGradient, UnitCount? units = null, GradientWorkers? helpers = null)
    {
        foreach (var layer in _layers) layer.Prepare(count, isForGradient);
        fixed (float* values = _parameters.Read())
        {
            for (var b = 0; b < count; b++)
            {
                _loading.Load(pictures + (long)b * _picture.Length, _picture.Address);
                var input = _picture.Address;
                foreach (var layer in _layers)
                {
                    var output = layer.Output(b);
                    layer.Packed.Forward(layer.Shape, input, layer.Sums(b), helpers);
                    if (layer.IsNormalized) LayerNormKernels.Forward(layer.Sums(b), values + Start(layer.Scale), values + Start(layer.Shift), output, layer.Shape.OutputSize, layer.Shape.Filters);
                    input = output;
                }

                PictureLoading.FiltersFirst(_layers[^1].Shape, input, features + (long)b * stride);
            }
        }

        foreach (var layer in _layers) units?.Add(layer.Outputs(count), layer.Shape.Filters);
    }

    /// <inheritdoc/>
    public void Backward(byte* pictures, int count, float* delta, int stride, Span<float> gradient)
    {
        foreach (var layer in _layers) layer.ClearGradients();
        for (var first = 0; first < count; first += Group)
        {
            for (var l = _layers.Length - 1; l >= 0; l--)
            {
                for (var b = first; b < Math.Min(count, first + Group); b++)
                {
                    if (l == 0) _loading.Load(pictures + (long)b * _picture.Length, _picture.Address);
                    if (l == _layers.Length - 1) PictureLoading.FiltersLast(_layers[l].Shape, delta + (long)b * stride, _layers[l].Delta(b));
                    Backward(_layers[l], b, l == 0 ? null : _layers[l - 1]);
                }
            }
        }

        foreach (var layer in _layers) layer.AddGradients(gradient, _parameters);
    }

    /// <summary>One picture through one layer, from its delta to that of the layer <paramref name="below"/>; null: there is none, and the picture is loaded.</summary>
    private void Backward(Layer layer, int b, Layer? below)
    {
        layer.MaskDelta(b);
        if (layer.IsNormalized)
        {
            fixed (float* scale = _parameters.Read()[_parameters.Range(layer.Scale)]) LayerNormKernels.Backward(layer.Sums(b), scale, layer.Delta(b), layer.ScaleGradient.Address, layer.Shape.OutputSize, layer.Shape.Filters);
        }

        ConvolutionKernels.WeightGradient(layer.Shape, below is null ? _picture.Address : below.Output(b), layer.Delta(b), layer.Scratch.Address, layer.WeightGradient.Address, layer.Shape.Patch);
        if (below is null) return;
        new Span<float>(below.Delta(b), below.Shape.OutputSize).Clear();
        ConvolutionKernels.InputGradient(layer.Shape, layer.Delta(b), layer.Packed.Rows.Address, below.Delta(b));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in _layers) layer.Dispose();
        _picture.Dispose();
    }

    /// <summary>Sizes of the convolutions, first to last.</summary>
    public static IEnumerable<ConvolutionShape> Shapes(ObservationPart part, NetworkConfig config)
    {
        var (channels, height, width) = (part.Shape[0], part.Shape[1], part.Shape[2]);
        foreach (var layer in config.Convolutions)
        {
            var shape = new ConvolutionShape(height, width, channels, layer.Kernel, layer.Stride, layer.Channels) { Floor = config.LayerNorm ? float.NegativeInfinity : 0 };
            yield return shape;
            (channels, height, width) = (layer.Channels, shape.OutputHeight, shape.OutputWidth);
        }
    }

    private int Start(int parameter) => _parameters.Range(parameter).Start.Value;

    /// <summary>One convolution with its memory.</summary>
    private sealed class Layer(PackedLayer packed, int weight, bool isNormalized) : IDisposable
    {
        private NativeBuffer<float> _outputs = new(0);                   // [B, H′, W′, filters]
        private NativeBuffer<float> _sums = new(0);                      // the same before normalisation
        private readonly NativeBuffer<float> _delta = new(Group * packed.Shape.OutputSize);
        private readonly NativeBuffer<float> _lastGradient = new(packed.Shape.Filters);          // [filters] derivative by what is added last: the shift of a normalised layer, the bias of another

        internal PackedLayer Packed => packed;

        internal ConvolutionShape Shape { get; } = packed.Shape;

        internal bool IsNormalized => isNormalized;

        /// <summary>Index among the parameters, of a normalised layer only.</summary>
        internal int Scale => weight + 2;

        internal int Shift => weight + 3;

        /// <summary>[filters, patch].</summary>
        internal NativeBuffer<float> WeightGradient { get; } = new(packed.Shape.Patch * packed.Shape.Filters);

        /// <summary>[2, filters] derivatives by scale and bias of a normalised layer.</summary>
        internal NativeBuffer<float> ScaleGradient { get; } = new(2 * packed.Shape.Filters);

        /// <summary>[H′, W′, filters] of a picture of the group that is worked on.</summary>
        internal float* Delta(int b) => _delta.Address + b % Group * Shape.OutputSize;

        /// <summary>The same of one picture in another order.</summary>
        internal NativeBuffer<float> Scratch { get; } = new(packed.Shape.OutputSize);

        /// <summary>[B, H′, W′, filters].</summary>
        internal ReadOnlySpan<float> Outputs(int count) => new(_outputs.Address, count * Shape.OutputSize);

        internal float* Output(int b) => _outputs.Address + (long)b * Shape.OutputSize;

        /// <summary>Where the convolution writes: the output itself, unless it is normalised first.</summary>
        internal float* Sums(int b) => isNormalized ? _sums.Address + (long)b * Shape.OutputSize : Output(b);

        /// <summary>Takes over the weights, and makes room for <paramref name="count"/> outputs.</summary>
        internal void Prepare(int count, bool isForGradient)
        {
            packed.Refresh(isForGradient);
            MakeRoom(ref _outputs, count);
            if (isNormalized) MakeRoom(ref _sums, count);
        }

        internal void ClearGradients()
        {
            WeightGradient.Span.Clear();
            _lastGradient.Span.Clear();
            ScaleGradient.Span.Clear();
        }

        /// <summary>Clears the delta where the output was cut off at zero, and adds the rest to the last gradient.</summary>
        internal void MaskDelta(int b)
        {
            ActivationKernels.ReluBackward(Output(b), Delta(b), Shape.OutputSize);
            ActivationKernels.SumRows(Delta(b), _lastGradient.Address, Shape.OutputSize, Shape.Filters);
        }

        internal void AddGradients(Span<float> all, ParameterVector parameters)
        {
            packed.AddGradients(WeightGradient.Span, isNormalized ? ScaleGradient.Span[Shape.Filters..] : _lastGradient.Span, all);
            if (!isNormalized) return;
            ParameterKernels.Add(all[parameters.Range(Shift)], _lastGradient.Span);
            ParameterKernels.Add(all[parameters.Range(Scale)], ScaleGradient.Span);
        }

        public void Dispose()
        {
            NativeBuffer<float>[] buffers = [_outputs, _sums, _delta, _lastGradient, WeightGradient, ScaleGradient, Scratch];
            foreach (var buffer in buffers) buffer.Dispose();
        }

        private void MakeRoom(ref NativeBuffer<float> buffer, int count)
        {
            if (buffer.Length >= (long)count * Shape.OutputSize) return;
            buffer.Dispose();
            buffer = new((long)count * Shape.OutputSize);
        }
    }
}
