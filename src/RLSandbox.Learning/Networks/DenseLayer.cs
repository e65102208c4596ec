using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>A dense layer over B rows on the CPU, forward and backward, with its memory. Not for two threads at once.</summary>
internal sealed unsafe class DenseLayer(PackedLayer packed, Activation? activation, bool isNormalized, ParameterVector parameters, int weight) : IDisposable
{
    private NativeBuffer<float> _outputs = new(0), _sums = new(0), _delta = new(0), _scratch = new(0);       // [B, outputs]
    private float* _input;                                                   // of a backward pass whose weight gradient is still to be added
    private int _rows;
    private readonly RoundedDense? _products = packed.Rounded is null ? null : new(packed);     // null in single precision
    private readonly NativeBuffer<float> _weightGradient = new(packed.PlainWeight is null ? (long)packed.Shape.Filters * packed.Shape.Patch : 0), _biasGradient = new(packed.Shape.Filters), _block = new(packed.Rounded is null ? 32 * packed.Shape.Filters : 0), _scaleGradient = new(2 * packed.Shape.Filters);

    /// <summary>Numbers in a row of the input; those beyond what the layer has weights for must be 0.</summary>
    public int InputStride => packed.Shape.Patch;

    /// <summary>Numbers in a row of the output.</summary>
    public int OutputStride => packed.Shape.Filters;

    /// <summary>Whether its weights are worth several threads.</summary>
    public bool IsLarge => packed is { IsLarge: true, PlainWeight: not null };

    /// <summary>[B, outputs] of the last <see cref="Forward"/>.</summary>
    public float* Outputs => _outputs.Address;

    /// <summary>[B, outputs] derivative by the outputs, written before <see cref="Backward"/>, which changes it.</summary>
    public NativeBuffer<float> Delta => _delta;

    /// <summary>Evaluates <paramref name="rows"/> rows.</summary>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="helpers">Share the work; null: the caller does all of it.</param>
    public void Forward(float* input, int rows, bool isForGradient, GradientWorkers? helpers)
    {
        packed.Refresh(isForGradient);
        MakeRoom(ref _outputs, rows);
        if (isNormalized) MakeRoom(ref _sums, rows);
        if (isForGradient) MakeRoom(ref _delta, rows);
        if (isForGradient && _products is null) MakeRoom(ref _scratch, rows);
        var sums = isNormalized ? _sums.Address : Outputs;
        var floor = activation == Activation.Relu && !isNormalized ? 0 : float.NegativeInfinity;
        if (_products is null) packed.Forward(Shape(rows) with { Floor = floor }, input, sums, helpers);
        else _products.Forward(input, rows, floor, sums, helpers);
        if (isNormalized) fixed (float* values = parameters.Read()) LayerNormKernels.Forward(sums, values + Start(2), values + Start(3), Outputs, rows * OutputStride, OutputStride, activation == Activation.Relu ? 0 : float.NegativeInfinity);
        if (activation == Activation.Tanh) ActivationKernels.Tanh(Outputs, rows * OutputStride);
    }

    /// <summary>Adds to the gradients of the parameters, and writes the derivative by the input.</summary>
    /// <param name="input">What <see cref="Forward"/> was given.</param>
    /// <param name="inputDelta">[rows, inputs], written; null: nobody asks.</param>
    /// <param name="gradient">Of all parameters.</param>
    /// <param name="leavesWeights">Whether the gradient by the weights is left to <see cref="TakeWeightGradient"/>.</param>
    public void Backward(float* input, int rows, float* inputDelta, Span<float> gradient, bool leavesWeights)
    {
        var (shape, size) = (Shape(rows), rows * OutputStride);
        if (activation == Activation.Relu) ActivationKernels.ReluBackward(Outputs, Delta.Address, size);
        if (activation == Activation.Tanh) ActivationKernels.TanhBackward(Outputs, Delta.Address, size);
        _biasGradient.Span.Clear();
        ActivationKernels.SumRows(Delta.Address, _biasGradient.Address, size, OutputStride);
        if (isNormalized) Normalize(size, gradient);
        _products?.TakeSlopes(Delta.Address, rows);
        AddGradients(shape, input, gradient, leavesWeights);
        if (inputDelta == null) return;
        if (_products is not null)
        {
            _products.InputGradient(rows, inputDelta);
            return;
        }

        new Span<float>(inputDelta, rows * InputStride).Clear();
        if (packed.PlainWeight is not { } plain) ConvolutionKernels.InputGradient(shape, Delta.Address, packed.Rows.Address, inputDelta);
        else fixed (float* values = parameters.Read()) ConvolutionKernels.InputGradient(shape, Delta.Address, values + parameters.Range(plain).Start.Value, packed.InputCount, _block.Address, inputDelta);
    }

    /// <summary>Forgets a gradient that was left and not taken.</summary>
    public void ForgetWeightGradient() => _rows = 0;

    /// <summary>The gradient by the weights of sixteen outputs that the last <see cref="Backward"/> left, while its input still lies there. Several threads may take different ones.</summary>
    /// <param name="piece">As of <see cref="PackedLayer.Take"/>.</param>
    /// <param name="gradient">[16, inputs], added to.</param>
    /// <param name="isFirst">Whether the gradient is overwritten instead.</param>
    /// <returns>Whether there was one.</returns>
    public bool TakeWeightGradient(int piece, Span<float> gradient, bool isFirst)
    {
        if (_rows == 0) return false;
        AddWeightGradient(piece * PackedLayer.Group, PackedLayer.Group, gradient, isFirst);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeBuffer<float>[] buffers = [_outputs, _sums, _delta, _scratch, _weightGradient, _biasGradient, _block, _scaleGradient];
        foreach (var buffer in buffers) buffer.Dispose();
        _products?.Dispose();
    }

    private void AddGradients(in ConvolutionShape shape, float* input, Span<float> gradient, bool leavesWeights)
    {
        if (packed.PlainWeight is { } plain)
        {
            _input = input;
            _rows = shape.Width;
            if (_products is null) ConvolutionKernels.FourByFour(Delta.Address, _rows, OutputStride, _scratch.Address);
            if (!leavesWeights) AddWeightGradient(0, OutputStride, gradient[parameters.Range(plain)], isFirst: false);
            ParameterKernels.Add(gradient[parameters.Range(plain + 1)], _biasGradient.Span);
            return;
        }

        _weightGradient.Span.Clear();
        ConvolutionKernels.WeightGradient(shape, input, Delta.Address, _scratch.Address, _weightGradient.Address, shape.Patch);
        packed.AddGradients(_weightGradient.Span, _biasGradient.Span, gradient);
    }

    private void AddWeightGradient(int first, int count, Span<float> gradient, bool isFirst)
    {
        fixed (float* target = gradient)
        {
            if (_products is not null) _products.WeightGradient(first, count, target, packed.InputCount, isFirst);
            else ConvolutionKernels.FilterGradient(Shape(_rows) with { Filters = count }, _input, _scratch.Address + first * _rows, target, packed.InputCount, isFirst);
        }
    }

    /// <summary>What was summed is the gradient of the shift; that of the bias is the sum of the new delta.</summary>
    private void Normalize(int size, Span<float> gradient)
    {
        ParameterKernels.Add(gradient[parameters.Range(weight + 3)], _biasGradient.Span);
        _scaleGradient.Span.Clear();
        fixed (float* values = parameters.Read()) LayerNormKernels.Backward(_sums.Address, values + Start(2), Delta.Address, _scaleGradient.Address, size, OutputStride);
        ParameterKernels.Add(gradient[parameters.Range(weight + 2)], _scaleGradient.Span);
        _scaleGradient.Span[OutputStride..].CopyTo(_biasGradient.Span);
    }

    private ConvolutionShape Shape(int rows) => packed.Shape with { Width = rows };

    private int Start(int offset) => parameters.Range(weight + offset).Start.Value;

    private void MakeRoom(ref NativeBuffer<float> buffer, int rows)
    {
        if (buffer.Length >= (long)rows * OutputStride) return;
        buffer.Dispose();
        buffer = new((long)rows * OutputStride);
    }
}
