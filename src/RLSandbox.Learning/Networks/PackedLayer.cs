using RLSandbox.Core.Memory;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Learning.Networks;

/// <summary>The weights of a layer in the orders that <see cref="ConvolutionKernels"/> reads, taken over whenever the parameters have changed. Shared by a network and its replicas.</summary>
/// <remarks>A dense layer is a convolution of one pixel over the rows of a batch. Missing inputs and outputs, up to the sizes of the shape, have weight 0.</remarks>
internal sealed unsafe class PackedLayer : IDisposable
{
    private readonly ParameterVector _parameters;
    private readonly int[] _weights;                                  // parameters [outputs, inputs…] that lie one after the other in the outputs; each one's bias follows it
    private readonly int _inputs;
    private readonly int[] _offsets, _rowPlaces;                      // by input of a weight: its place in the patch, and among the rows of filter 0
    private long _columnsRevision = -1, _rowsRevision = -1;

    private PackedLayer(ConvolutionShape shape, ParameterVector parameters, int[] weights, int[] offsets)
    {
        (Shape, _parameters, _weights, _offsets, _inputs) = (shape, parameters, weights, offsets, offsets.Length);
        _rowPlaces = [.. offsets.Select(offset => shape.RowPlace(0, offset))];
        (Columns, Rows, Bias) = (new((long)shape.Patch * shape.Filters), new((long)shape.Patch * shape.Filters), new(shape.Filters));
    }

    /// <summary>A convolution whose weight is [filters, C, ky, kx].</summary>
    public static PackedLayer Convolution(ConvolutionShape shape, ParameterVector parameters, int weight)
    {
        var pixels = shape.Kernel * shape.Kernel;
        return new(shape, parameters, [weight], [.. Enumerable.Range(0, shape.Patch).Select(i => i % pixels * shape.Channels + i / pixels)]);
    }

    /// <summary>A dense layer.</summary>
    /// <param name="weights">Parameters [outputs, inputs]; their outputs follow one another.</param>
    public static PackedLayer Dense(int inputs, int inputStride, int outputStride, ParameterVector parameters, params int[] weights) =>
        new(new(1, 1, inputStride, 1, 1, outputStride), parameters, weights, [.. Enumerable.Range(0, inputs)]);

    /// <summary>Sizes; of a dense layer those for one row.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>As <see cref="ConvolutionShape.ColumnPlace"/> says.</summary>
    public NativeBuffer<float> Columns { get; }

    /// <summary>As <see cref="ConvolutionShape.RowPlace"/> says.</summary>
    public NativeBuffer<float> Rows { get; }

    /// <summary>[filters].</summary>
    public NativeBuffer<float> Bias { get; }

    /// <summary>The weight [outputs, inputs] of a dense layer without padded outputs, whose gradient needs no other order.</summary>
    public int? PlainWeight => _weights.Length == 1 && Shape.Kernel == 1 && _parameters.Shapes[_weights[0]].Shape[0] == Shape.Filters ? _weights[0] : null;

    /// <summary>Inputs that have weights.</summary>
    public int InputCount => _inputs;

    /// <summary>Takes over what has changed.</summary>
    /// <param name="isForGradient">Whether <see cref="Rows"/> are needed, too.</param>
    public void Refresh(bool isForGradient)
    {
        lock (_weights)                                               // whichever shard comes first does it for all
        {
            var revision = _parameters.Revision;
            if (_columnsRevision != revision) TakeColumns();
            if (isForGradient && _rowsRevision != revision) TakeRows();
            _columnsRevision = revision;
            if (isForGradient) _rowsRevision = revision;
        }
    }

    /// <summary>Adds gradients in the order of <see cref="ConvolutionKernels.WeightGradient"/> to those of the parameters.</summary>
    public void AddGradients(ReadOnlySpan<float> weightGradient, ReadOnlySpan<float> biasGradient, Span<float> all)
    {
        var filter = 0;
        foreach (var weight in _weights)
        {
            var bias = all[_parameters.Range(weight + 1)];
            var target = all[_parameters.Range(weight)];
            for (var output = 0; output < bias.Length; output++, filter++)
            {
                bias[output] += biasGradient[filter];
                var from = weightGradient.Slice(filter * Shape.Patch, Shape.Patch);
                var to = target.Slice(output * _inputs, _inputs);
                for (var i = 0; i < to.Length; i++) to[i] += from[_offsets[i]];
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Columns.Dispose();
        Rows.Dispose();
        Bias.Dispose();
    }

    private void TakeColumns()
    {
        var values = _parameters.Read();
        var filter = 0;
        foreach (var weight in _weights)
        {
            var bias = values[_parameters.Range(weight + 1)];
            bias.CopyTo(Bias.Span[filter..]);
            var source = values[_parameters.Range(weight)];
            for (var output = 0; output < bias.Length; output++, filter++)
            {
                var (start, step) = (Shape.ColumnPlace(filter, 0), Shape.ColumnPlace(filter, 1) - Shape.ColumnPlace(filter, 0));
                var row = source.Slice(output * _inputs, _inputs);
                var target = Columns.Address + start;
                for (var i = 0; i < row.Length; i++) target[_offsets[i] * step] = row[i];
            }
        }
    }

    private void TakeRows()
    {
        var values = _parameters.Read();
        var filter = 0;
        foreach (var weight in _weights)
        {
            var source = values[_parameters.Range(weight)];
            for (var output = 0; output < source.Length / _inputs; output++, filter++)
            {
                var row = source.Slice(output * _inputs, _inputs);
                var target = Rows.Address + filter * Shape.RowLanes;
                for (var i = 0; i < row.Length; i++) target[_rowPlaces[i]] = row[i];
            }
        }
    }
}
