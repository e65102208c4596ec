using System.Runtime.Intrinsics;
using RLSandbox.Core.Contract;
using RLSandbox.Core.Memory;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>The convolutions of one picture part on the CPU, forward and backward, one picture after the other while it is in the cache.</summary>
/// <remarks>
/// <see cref="Forward"/> returns a leaf tensor of features; torch carries on from there. After torch's backward pass <see cref="Backward"/> takes the leaf's
/// gradient the rest of the way, into the gradients of the convolutions' parameters. Same function as torch's convolutions, other rounding.
/// Not for two threads at once. Decision record 0017 tells why it exists.
/// </remarks>
internal sealed unsafe class PictureEncoder : IDisposable
{
    private readonly NetworkConfig _config;
    private readonly ParameterVector _parameters;
    private readonly Layer[] _layers;
    private readonly int _channels;
    private readonly NativeBuffer<float> _picture;                       // [H, W, C] of the picture being worked on
    private Tensor? _features, _bytes;

    /// <summary>An encoder whose weights are parameters <paramref name="firstParameter"/>, … (weight, bias and, with layer normalisation, scale and shift of each convolution).</summary>
    public PictureEncoder(ObservationPart part, NetworkConfig config, ParameterVector parameters, int firstParameter)
    {
        (_config, _parameters, _channels) = (config, parameters, part.Shape[0]);
        _layers = [.. Shapes(part, config).Select((shape, i) => new Layer(shape, firstParameter + config.ParametersPerLayer * i, config.LayerNorm))];
        _picture = new(part.ElementCount);
    }

    /// <summary>Whether the kernels can compute these convolutions; otherwise torch does.</summary>
    public static bool Suits(ObservationPart part, NetworkConfig config, Device device) =>
        device.type == DeviceType.CPU && config.Activation == Activation.Relu && config.Convolutions.Count > 0 && Shapes(part, config).All(shape => shape.SuitsKernels);

    /// <summary>Features of B pictures, [B, F] in the order [filters, H′, W′] that torch's convolutions have.</summary>
    /// <param name="bytes">[B, C, H, W] uint8 on the CPU; belongs to the scope that <see cref="Backward"/> is called in.</param>
    /// <param name="units">Is told the outputs of every layer; null: nobody is.</param>
    public Tensor Forward(Tensor bytes, UnitCount? units = null)
    {
        _bytes = bytes.contiguous();
        var count = (int)bytes.shape[0];
        var last = _layers[^1];
        foreach (var layer in _layers) layer.Prepare(TensorMemory.Span<float>(_parameters.Values)[_parameters.Range(layer.Weight)], count, is_grad_enabled());
        _features = empty(count, last.Shape.OutputSize);
        var bias = TensorMemory.Span<float>(_parameters.Values);
        fixed (byte* pictures = TensorMemory.Span<byte>(_bytes))
        fixed (float* features = TensorMemory.Span<float>(_features), values = bias)
        {
            for (var b = 0; b < count; b++)
            {
                LoadPicture(pictures + (long)b * _picture.Length);
                var input = _picture.Address;
                foreach (var layer in _layers)
                {
                    var output = layer.Output(b);
                    ConvolutionKernels.Forward(layer.Shape, input, layer.Columns.Address, values + Start(layer.Bias), layer.Sums(b));
                    if (layer.IsNormalized) LayerNormKernels.Forward(layer.Sums(b), values + Start(layer.Scale), values + Start(layer.Shift), output, layer.Shape.OutputSize, layer.Shape.Filters);
                    input = output;
                }

                FiltersFirst(last.Shape, input, features + (long)b * last.Shape.OutputSize);
            }
        }

        foreach (var layer in _layers) units?.Add(layer.Outputs(count), layer.Shape.Filters);
        return is_grad_enabled() ? _features.requires_grad_(true) : _features;
    }

    /// <summary>Adds to the gradients of the parameters what the gradient of the last features says. Does nothing if nothing depended on them.</summary>
    public void Backward()
    {
        if (_features?.grad?.contiguous() is not { } gradient) return;
        var last = _layers[^1];
        var count = (int)gradient.shape[0];
        foreach (var layer in _layers) layer.ClearGradients();
        fixed (byte* pictures = TensorMemory.Span<byte>(_bytes!))
        fixed (float* features = TensorMemory.Span<float>(gradient), values = TensorMemory.Span<float>(_parameters.Values))
        {
            for (var b = 0; b < count; b++)
            {
                FiltersLast(last.Shape, features + (long)b * last.Shape.OutputSize, last.Delta.Address);
                for (var l = _layers.Length - 1; l >= 0; l--)
                {
                    var layer = _layers[l];
                    layer.MaskDelta(b);
                    if (layer.IsNormalized) LayerNormKernels.Backward(layer.Sums(b), values + Start(layer.Scale), layer.Delta.Address, layer.ScaleGradient.Address, layer.Shape.OutputSize, layer.Shape.Filters);
                    if (l == 0) LoadPicture(pictures + (long)b * _picture.Length);
                    ConvolutionKernels.WeightGradient(layer.Shape, l == 0 ? _picture.Address : _layers[l - 1].Output(b), layer.Delta.Address, layer.WeightGradient.Address);
                    if (l == 0) continue;
                    _layers[l - 1].Delta.Span.Clear();
                    ConvolutionKernels.InputGradient(layer.Shape, layer.Delta.Address, layer.Rows.Address, _layers[l - 1].Delta.Address);
                }
            }
        }

        var all = TensorMemory.Span<float>(_parameters.Gradient);
        foreach (var layer in _layers) layer.AddGradients(all, _parameters);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in _layers) layer.Dispose();
        _picture.Dispose();
    }

    private static IEnumerable<ConvolutionShape> Shapes(ObservationPart part, NetworkConfig config)
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

    /// <summary>Centres a picture and puts its channels last.</summary>
    private void LoadPicture(byte* bytes)
    {
        var (mean, scale) = (_config.ImageMean, 1f / _config.ImageScale);
        var target = _picture.Address;
        var pixels = (int)_picture.Length / _channels;
        var done = 0;
        if (_channels == 1) for (; done + Vector256<byte>.Count <= pixels; done += Vector256<byte>.Count) Centre(Vector256.Load(bytes + done), mean, scale, target + done);
        if (_channels == 4) for (; done + 8 <= pixels; done += 8) Centre(Interleave(bytes + done, pixels), mean, scale, target + 4 * done);
        for (var channel = 0; channel < _channels; channel++)
        {
            for (var i = done; i < pixels; i++) target[i * _channels + channel] = (bytes[channel * pixels + i] - mean) * scale;
        }
    }

    private static void Centre(Vector256<byte> bytes, float mean, float scale, float* target)
    {
        var (low, high) = Vector256.Widen(bytes);
        var (a, b) = Vector256.Widen(low);
        var (c, d) = Vector256.Widen(high);
        var m = Vector256.Create(mean);
        ((Vector256.ConvertToSingle(a.AsInt32()) - m) * scale).Store(target);
        ((Vector256.ConvertToSingle(b.AsInt32()) - m) * scale).Store(target + 8);
        ((Vector256.ConvertToSingle(c.AsInt32()) - m) * scale).Store(target + 16);
        ((Vector256.ConvertToSingle(d.AsInt32()) - m) * scale).Store(target + 24);
    }

    /// <summary>Eight pixels of four pictures that lie <paramref name="apart"/> bytes from each other, channels last.</summary>
    private static Vector256<byte> Interleave(byte* first, int apart)
    {
        var bytes = Vector256.Create(*(ulong*)first, *(ulong*)(first + apart), *(ulong*)(first + 2 * apart), *(ulong*)(first + 3 * apart)).AsByte();
        return Vector256.Shuffle(bytes, Vector256.Create((byte)0, 8, 16, 24, 1, 9, 17, 25, 2, 10, 18, 26, 3, 11, 19, 27, 4, 12, 20, 28, 5, 13, 21, 29, 6, 14, 22, 30, 7, 15, 23, 31));
    }

    private static void FiltersFirst(in ConvolutionShape shape, float* positions, float* features)
    {
        var count = shape.OutputSize / shape.Filters;
        for (var position = 0; position < count; position++)
        {
            for (var filter = 0; filter < shape.Filters; filter++) features[filter * count + position] = positions[position * shape.Filters + filter];
        }
    }

    private static void FiltersLast(in ConvolutionShape shape, float* features, float* positions)
    {
        var count = shape.OutputSize / shape.Filters;
        for (var position = 0; position < count; position++)
        {
            for (var filter = 0; filter < shape.Filters; filter++) positions[position * shape.Filters + filter] = features[filter * count + position];
        }
    }

    /// <summary>One convolution with its memory.</summary>
    private sealed class Layer(ConvolutionShape shape, int weight, bool isNormalized) : IDisposable
    {
        private readonly int[] _columnPlaces = Places(shape, (filter, offset) => offset * shape.Filters + filter);
        private readonly int[] _rowPlaces = Places(shape, (filter, offset) => (offset / shape.RowLanes * shape.Filters + filter) * shape.RowLanes + offset % shape.RowLanes);
        private readonly int[] _gradientPlaces = Places(shape, (filter, offset) => filter * shape.Patch + offset);
        private NativeBuffer<float> _outputs = new(0);                   // [B, H′, W′, filters]
        private NativeBuffer<float> _sums = new(0);                      // the same before normalisation

        internal ConvolutionShape Shape => shape;

        internal bool IsNormalized => isNormalized;

        /// <summary>Index among the parameters; bias, scale and shift follow, the last two of a normalised layer only.</summary>
        internal int Weight => weight;

        internal int Bias => weight + 1;

        internal int Scale => weight + 2;

        internal int Shift => weight + 3;

        /// <summary>[patch, filters].</summary>
        internal NativeBuffer<float> Columns { get; } = new(shape.Patch * shape.Filters);

        /// <summary>[patch / lanes, filters, lanes].</summary>
        internal NativeBuffer<float> Rows { get; } = new(shape.Patch * shape.Filters);

        /// <summary>[filters, patch].</summary>
        internal NativeBuffer<float> WeightGradient { get; } = new(shape.Patch * shape.Filters);

        /// <summary>[filters] derivative by what is added last: the shift of a normalised layer, the bias of another.</summary>
        internal NativeBuffer<float> LastGradient { get; } = new(shape.Filters);

        /// <summary>[2, filters] derivatives by scale and bias of a normalised layer.</summary>
        internal NativeBuffer<float> ScaleGradient { get; } = new(2 * shape.Filters);

        /// <summary>[H′, W′, filters] of the picture being worked on.</summary>
        internal NativeBuffer<float> Delta { get; } = new(shape.OutputSize);

        /// <summary>[B, H′, W′, filters].</summary>
        internal ReadOnlySpan<float> Outputs(int count) => new(_outputs.Address, count * shape.OutputSize);

        internal float* Output(int b) => _outputs.Address + (long)b * shape.OutputSize;

        /// <summary>Where the convolution writes: the output itself, unless it is normalised first.</summary>
        internal float* Sums(int b) => isNormalized ? _sums.Address + (long)b * shape.OutputSize : Output(b);

        /// <summary>Takes over the weights, [filters, C, ky, kx], and makes room for <paramref name="count"/> outputs.</summary>
        internal void Prepare(ReadOnlySpan<float> weights, int count, bool isForGradient)
        {
            MakeRoom(ref _outputs, count);
            if (isNormalized) MakeRoom(ref _sums, count);
            for (var i = 0; i < weights.Length; i++) Columns[_columnPlaces[i]] = weights[i];
            if (!isForGradient) return;
            for (var i = 0; i < weights.Length; i++) Rows[_rowPlaces[i]] = weights[i];
        }

        internal void ClearGradients()
        {
            WeightGradient.Span.Clear();
            LastGradient.Span.Clear();
            ScaleGradient.Span.Clear();
        }

        /// <summary>Clears the delta where the output was cut off at zero, and adds the rest to the last gradient.</summary>
        internal void MaskDelta(int b)
        {
            float* delta = Delta.Address, output = Output(b), bias = LastGradient.Address;
            for (var i = 0; i < shape.OutputSize; i += shape.Filters)
            {
                for (var filter = 0; filter < shape.Filters; filter += Vector256<float>.Count)
                {
                    var open = Vector256.GreaterThan(Vector256.Load(output + i + filter), Vector256<float>.Zero);
                    var kept = Vector256.Load(delta + i + filter) & open;
                    kept.Store(delta + i + filter);
                    (Vector256.Load(bias + filter) + kept).Store(bias + filter);
                }
            }
        }

        internal void AddGradients(Span<float> all, ParameterVector parameters)
        {
            var weights = all[parameters.Range(weight)];
            for (var i = 0; i < weights.Length; i++) weights[i] += WeightGradient[_gradientPlaces[i]];

            Add(LastGradient.Span, all[parameters.Range(isNormalized ? Shift : Bias)]);
            if (!isNormalized) return;
            Add(ScaleGradient.Span[..shape.Filters], all[parameters.Range(Scale)]);
            Add(ScaleGradient.Span[shape.Filters..], all[parameters.Range(Bias)]);
        }

        public void Dispose()
        {
            NativeBuffer<float>[] buffers = [_outputs, _sums, Columns, Rows, WeightGradient, LastGradient, ScaleGradient, Delta];
            foreach (var buffer in buffers) buffer.Dispose();
        }

        private static void Add(ReadOnlySpan<float> gradient, Span<float> target)
        {
            for (var i = 0; i < target.Length; i++) target[i] += gradient[i];
        }

        private void MakeRoom(ref NativeBuffer<float> buffer, int count)
        {
            if (buffer.Length >= (long)count * shape.OutputSize) return;
            buffer.Dispose();
            buffer = new((long)count * shape.OutputSize);
        }

        /// <summary>Where each element of [filters, c, ky, kx] goes, by its filter and its place in the patch [ky, kx, c].</summary>
        private static int[] Places(ConvolutionShape shape, Func<int, int, int> place)
        {
            var places = new int[shape.Filters * shape.Patch];
            for (var i = 0; i < places.Length; i++)
            {
                var (filter, rest) = Math.DivRem(i, shape.Patch);
                var (channel, pixel) = Math.DivRem(rest, shape.Kernel * shape.Kernel);
                places[i] = place(filter, pixel * shape.Channels + channel);
            }

            return places;
        }
    }
}
