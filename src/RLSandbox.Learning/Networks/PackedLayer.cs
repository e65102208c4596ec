using System.Buffers;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RLSandbox.Core.Memory;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Learning.Networks;

/// <summary>The weights of a layer in the orders that <see cref="ConvolutionKernels"/> reads, taken over whenever the parameters have changed. Shared by a network and its replicas.</summary>
/// <remarks>
/// A dense layer is a convolution of one pixel over the rows of a batch. Missing inputs and outputs, up to the sizes of the shape, have weight 0; but a plain one's rows are the parameters
/// themselves, and what follows them. Nobody reads the derivatives by inputs that do not exist, and a copy of a large layer would be 6 MB more to write and to read per gradient step.
/// </remarks>
internal sealed unsafe class PackedLayer : IDisposable
{
    public const int Group = 16;                                                 // filters whose columns lie side by side: one piece
    private const int Lanes = 8, WorthSharing = 1 << 17;
    private readonly ParameterVector _parameters;
    private readonly int[] _weights;                                  // parameters [outputs, inputs…] that lie one after the other in the outputs; each one's bias follows it
    private readonly int[] _starts, _biases;                          // by filter that has weights: where its row and its bias lie among all values
    private readonly int _inputs;
    private readonly int[] _offsets;                                  // by input of a weight: its place in the patch
    private long _columnsRevision = -1, _rowsRevision = -1;

    private PackedLayer(ConvolutionShape shape, ParameterVector parameters, int[] weights, int[] offsets, Precision precision, bool isDense)
    {
        (Shape, _parameters, _weights, _offsets, _inputs) = (shape, parameters, weights, offsets, offsets.Length);
        _biases = [.. weights.SelectMany(weight => Enumerable.Range(parameters.Range(weight + 1).Start.Value, (int)parameters.Shapes[weight + 1].Count))];
        _starts = [.. weights.SelectMany(weight => Enumerable.Range(0, (int)parameters.Shapes[weight + 1].Count).Select(output => parameters.Range(weight).Start.Value + output * _inputs))];
        PlainWeight = isDense && weights.Length == 1 && _biases.Length == shape.Filters ? weights[0] : null;
        var size = (long)shape.Patch * shape.Filters;
        Rounded = precision == Precision.BFloat16 ? new(shape) : null;
        (Columns, Rows, Bias) = (new(Rounded is null ? size : 0, hugePages: true), new(Rounded is null && PlainWeight is null ? size : 0), new(shape.Filters));
    }

    /// <summary>A convolution whose weight is [filters, C, ky, kx].</summary>
    public static PackedLayer Convolution(ConvolutionShape shape, ParameterVector parameters, int weight, Precision precision = Precision.Float32)
    {
        var pixels = shape.Kernel * shape.Kernel;
        return new(shape, parameters, [weight], [.. Enumerable.Range(0, shape.Patch).Select(i => i % pixels * shape.Channels + i / pixels)], precision, isDense: false);
    }

    /// <summary>A dense layer.</summary>
    /// <param name="weights">Parameters [outputs, inputs]; their outputs follow one another.</param>
    public static PackedLayer Dense(int inputs, int inputStride, int outputStride, ParameterVector parameters, int[] weights, Precision precision = Precision.Float32) =>
        new(new(1, 1, inputStride, 1, 1, outputStride), parameters, weights, [.. Enumerable.Range(0, inputs)], precision, isDense: true);

    /// <summary>Sizes; of a dense layer those for one row.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>As <see cref="ConvolutionShape.ColumnPlace"/> says.</summary>
    public NativeBuffer<float> Columns { get; }

    /// <summary>As <see cref="ConvolutionShape.RowPlace"/> says; empty where <see cref="PlainWeight"/> does.</summary>
    public NativeBuffer<float> Rows { get; }

    /// <summary>The weights in bfloat16; null in single precision. Where they are, there are no <see cref="Columns"/> and no <see cref="Rows"/>.</summary>
    public RoundedWeights? Rounded { get; }

    /// <summary>[filters].</summary>
    public NativeBuffer<float> Bias { get; }

    /// <summary>The weight [outputs, inputs] of a dense layer without padded outputs: neither its gradient nor its rows need another order.</summary>
    public int? PlainWeight { get; }

    /// <summary>Whether several threads are worth it.</summary>
    public bool IsLarge => WeightCount >= WorthSharing;

    /// <summary>Inputs that have weights.</summary>
    public int InputCount => _inputs;

    /// <summary>Weights that it has.</summary>
    public int WeightCount => _starts.Length * _inputs;

    /// <summary>Pieces that can be taken over at the same time.</summary>
    public int PieceCount => (_starts.Length + Group - 1) / Group;

    /// <summary>Whether weights have changed since they were taken over.</summary>
    /// <param name="isForGradient">Whether <see cref="Rows"/> are needed, too.</param>
    public bool IsStale(bool isForGradient) => _columnsRevision != _parameters.Revision || (isForGradient && _rowsRevision != _parameters.Revision);

    /// <summary>Takes over what has changed.</summary>
    /// <inheritdoc cref="IsStale"/>
    public void Refresh(bool isForGradient)
    {
        lock (_weights)                                               // whichever shard comes first does it for all
        {
            if (!IsStale(isForGradient)) return;
            for (var piece = 0; piece < PieceCount; piece++) Take(piece, isForGradient);
            MarkFresh(isForGradient);
        }
    }

    /// <summary>Takes over the weights of one piece: sixteen filters.</summary>
    /// <inheritdoc cref="IsStale"/>
    public void Take(int piece, bool isForGradient)
    {
        var (first, end) = (piece * Group, Math.Min((piece + 1) * Group, _starts.Length));
        fixed (float* values = _parameters.Read())
        {
            if (Rounded is not null)
            {
                Rounded.Take(values, _starts.AsSpan(first, end - first), first, _inputs, _columnsRevision != _parameters.Revision, isForGradient);
                return;
            }

            if (_columnsRevision != _parameters.Revision) TakeColumns(values, first, end);
            if (isForGradient && PlainWeight is null) TakeRows(values, first, end);
        }
    }

    /// <summary>Takes over the biases, which are no part of any piece, and says that everything was taken over.</summary>
    /// <inheritdoc cref="IsStale"/>
    public void MarkFresh(bool isForGradient)
    {
        var bias = Bias.Span;
        var values = _parameters.Read();
        for (var filter = 0; filter < _biases.Length; filter++) bias[filter] = values[_biases[filter]];
        Rounded?.TakeBias(bias);
        _columnsRevision = _parameters.Revision;
        if (isForGradient) _rowsRevision = _columnsRevision;
    }

    /// <summary>Sums of weights that were taken over, cut off at the floor of <paramref name="shape"/>: <see cref="ConvolutionKernels.Forward"/>.</summary>
    /// <param name="helpers">Share the work; null: the caller does all of it.</param>
    public void Forward(ConvolutionShape shape, float* input, float* output, GradientWorkers? helpers)
    {
        if (helpers is null) ConvolutionKernels.Forward(shape, input, Columns.Address, Bias.Address, output);
        else ForwardTogether(shape, input, output, helpers);
    }

    private void ForwardTogether(ConvolutionShape shape, float* input, float* output, GradientWorkers helpers) =>      // on its own: what a lambda catches is allocated where the method begins
        helpers.ForEach(ConvolutionKernels.PieceCount(shape), piece => ConvolutionKernels.ForwardPiece(shape, piece, input, Columns.Address, Bias.Address, output));

    /// <summary>Adds gradients in the order of <see cref="ConvolutionKernels.WeightGradient"/> to those of the parameters.</summary>
    public void AddGradients(ReadOnlySpan<float> weightGradient, ReadOnlySpan<float> biasGradient, Span<float> all)
    {
        var (filter, scratch) = (0, ArrayPool<float>.Shared.Rent(Shape.Patch));
        foreach (var weight in _weights)
        {
            var bias = all[_parameters.Range(weight + 1)];
            var target = all[_parameters.Range(weight)];
            for (var output = 0; output < bias.Length; output++, filter++)
            {
                bias[output] += biasGradient[filter];
                var from = weightGradient.Slice(filter * Shape.Patch, Shape.Patch);
                ParameterKernels.Add(target.Slice(output * _inputs, _inputs), ChannelsFirst(from, scratch));
            }
        }

        ArrayPool<float>.Shared.Return(scratch);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Columns.Dispose();
        Rows.Dispose();
        Bias.Dispose();
        Rounded?.Dispose();
    }

    private void TakeColumns(float* values, int first, int end)
    {
        var lanes = Math.Min(Group, Shape.Filters - first);
        var target = Columns.Address + first * Shape.Patch;
        if (PlainWeight is not null && end - first == Group && _inputs >= Group && Vector512.IsHardwareAccelerated)
        {
            for (var i = 0; i < _inputs; i += Group)
            {
                var input = Math.Min(i, _inputs - Group);             // the last square overlaps the one before
                Transposition.Sixteen(values + _starts[first] + input, _inputs, target + input * Group, Group, goesAround: IsLarge);
            }

            Sse.StoreFence();
            return;
        }

        for (; end - first >= Lanes; first += Lanes, target += Lanes) TakeEight(values, first, target, lanes);
        for (; first < end; first++, target++)
        {
            for (var i = 0; i < _inputs; i++) target[_offsets[i] * lanes] = values[_starts[first] + i];
        }
    }

    private void TakeEight(float* values, int first, float* target, int lanes)
    {
        float* a = values + _starts[first], b = values + _starts[first + 1], c = values + _starts[first + 2], d = values + _starts[first + 3];
        float* e = values + _starts[first + 4], f = values + _starts[first + 5], g = values + _starts[first + 6], h = values + _starts[first + 7];
        var i = 0;
        for (; Avx.IsSupported && i + Lanes <= _inputs; i += Lanes)
        {
            var (p, q, r, s) = Transposition.Four(Vector256.Load(a + i), Vector256.Load(b + i), Vector256.Load(c + i), Vector256.Load(d + i));
            var (t, u, v, w) = Transposition.Four(Vector256.Load(e + i), Vector256.Load(f + i), Vector256.Load(g + i), Vector256.Load(h + i));
            Avx.Permute2x128(p, t, 0x20).Store(target + _offsets[i] * lanes);
            Avx.Permute2x128(q, u, 0x20).Store(target + _offsets[i + 1] * lanes);
            Avx.Permute2x128(r, v, 0x20).Store(target + _offsets[i + 2] * lanes);
            Avx.Permute2x128(s, w, 0x20).Store(target + _offsets[i + 3] * lanes);
            Avx.Permute2x128(p, t, 0x31).Store(target + _offsets[i + 4] * lanes);
            Avx.Permute2x128(q, u, 0x31).Store(target + _offsets[i + 5] * lanes);
            Avx.Permute2x128(r, v, 0x31).Store(target + _offsets[i + 6] * lanes);
            Avx.Permute2x128(s, w, 0x31).Store(target + _offsets[i + 7] * lanes);
        }

        for (; i < _inputs; i++) Vector256.Create(a[i], b[i], c[i], d[i], e[i], f[i], g[i], h[i]).Store(target + _offsets[i] * lanes);
    }

    private void TakeRows(float* values, int first, int end)
    {
        var scratch = ArrayPool<float>.Shared.Rent(Shape.Patch);
        fixed (float* turned = scratch)
        {
            for (var filter = first; filter < end; filter++)
            {
                float* patch = ChannelsLast(values + _starts[filter], turned), target = Rows.Address + filter * Shape.RowLanes;
                for (var i = 0; i < _inputs; i += Shape.RowLanes, target += Shape.RowLanes * Shape.Filters) new ReadOnlySpan<float>(patch + i, Math.Min(Shape.RowLanes, _inputs - i)).CopyTo(new(target, Shape.RowLanes));
            }
        }

        ArrayPool<float>.Shared.Return(scratch);
    }

    /// <summary>A patch in the order of a filter's weights: where it lies, or in <paramref name="scratch"/>.</summary>
    private ReadOnlySpan<float> ChannelsFirst(ReadOnlySpan<float> patch, Span<float> scratch)
    {
        if (Shape.Kernel == 1) return patch[.._inputs];
        fixed (float* from = patch) fixed (float* to = scratch) Transposition.Exchange(from, Shape.Kernel * Shape.Kernel, Shape.Channels, to);
        return scratch[.._inputs];
    }

    /// <summary>A filter's weights in the order of the patch: where they lie, or in <paramref name="scratch"/>.</summary>
    private float* ChannelsLast(float* weights, float* scratch)
    {
        if (Shape.Kernel == 1) return weights;
        Transposition.Exchange(weights, Shape.Channels, Shape.Kernel * Shape.Kernel, scratch);
        return scratch;
    }
}
