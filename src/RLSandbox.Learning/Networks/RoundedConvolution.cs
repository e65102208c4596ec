using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>One convolution in bfloat16 with its memory: the patches of some pictures side by side are a matrix, and each of its three products one of torch's. Not for two threads at once.</summary>
/// <param name="packed">Its weights.</param>
/// <param name="weight">Index among the parameters; bias and, where outputs are normalised, scale and shift follow.</param>
internal sealed unsafe class RoundedConvolution(PackedLayer packed, ParameterVector parameters, int weight, bool isNormalized) : IDisposable
{
    /// <summary>Pictures that are multiplied together: enough that products are near their peak, few enough that patches stay in the cache.</summary>
    public const int Group = 8;

    private readonly int _positions = packed.Shape.OutputHeight * packed.Shape.OutputWidth;
    private readonly RoundedMatrix _patches = new(Group * packed.Shape.OutputHeight * packed.Shape.OutputWidth, packed.Shape.Patch);      // and derivatives by them
    private readonly RoundedMatrix _slopes = new(Group * packed.Shape.OutputHeight * packed.Shape.OutputWidth, packed.Shape.Filters);     // derivatives by sums
    private readonly RoundedMatrix _gradient = new(packed.Shape.Filters, packed.Shape.Patch);
    private readonly NativeBuffer<float> _delta = new(Group * packed.Shape.OutputSize), _wideSums = new(isNormalized ? packed.Shape.OutputSize : 0);
    private readonly NativeBuffer<float> _weightGradient = new(packed.Shape.Patch * packed.Shape.Filters);
    private readonly NativeBuffer<float> _lastGradient = new(packed.Shape.Filters);          // by what is added last: the shift of a normalised layer, the bias of another
    private readonly NativeBuffer<float> _scaleGradient = new(2 * packed.Shape.Filters);     // by scale and bias of a normalised layer
    private readonly NativeBuffer<ushort> _bias = new(packed.Shape.Filters);
    private RoundedMatrix _outputs = new(0, packed.Shape.Filters), _sums = new(0, packed.Shape.Filters);                                  // [B · positions, filters]; sums of a normalised layer only

    /// <summary>Sizes.</summary>
    public ConvolutionShape Shape { get; } = packed.Shape;

    /// <summary>[H′, W′, filters] that picture <paramref name="b"/> gave.</summary>
    public ushort* Output(int b) => _outputs.Row((long)b * _positions);

    /// <summary>[H′, W′, filters] derivative by the output of picture <paramref name="b"/> of the group that goes back.</summary>
    public float* Delta(int b) => _delta.Address + b % Group * Shape.OutputSize;

    /// <summary>Takes over the weights, and makes room for <paramref name="count"/> outputs.</summary>
    public void Prepare(int count, bool isForGradient)
    {
        packed.Refresh(isForGradient);
        RoundedKernels.Round(packed.Bias.Address, _bias.Address, Shape.Filters);
        MakeRoom(ref _outputs, count);
        if (isNormalized) MakeRoom(ref _sums, count);
    }

    /// <summary>Evaluates up to <see cref="Group"/> pictures.</summary>
    /// <param name="pictures">[count, H, W, C].</param>
    /// <param name="first">Number of the first one.</param>
    /// <param name="helpers">Share the work on a single picture; null: the caller does all of it.</param>
    /// <remarks>A single picture is always cut in the same two pieces, so that helpers change no bit.</remarks>
    public void Forward(ushort* pictures, int first, int count, GradientWorkers? helpers)
    {
        if (count > 1) ForwardPositions(pictures, first, 0, count * _positions);
        else if (helpers is null) for (var piece = 0; piece < 2; piece++) ForwardPiece(pictures, first, piece);
        else ForwardTogether(pictures, first, helpers);
    }

    /// <summary>Forgets the gradients.</summary>
    public void ClearGradients()
    {
        _weightGradient.Span.Clear();
        _lastGradient.Span.Clear();
        _scaleGradient.Span.Clear();
    }

    /// <summary>Takes in what <see cref="Delta"/> says about pictures that were evaluated.</summary>
    /// <param name="pictures">[count, H, W, C] what <see cref="Forward"/> was given.</param>
    /// <param name="below">Whose delta is written; null: nobody's.</param>
    public void Backward(ushort* pictures, int first, int count, RoundedConvolution? below)
    {
        for (var b = first; b < first + count; b++) TakeDelta(b);
        RoundedKernels.Round(_delta.Address, _slopes.Row(0), count * Shape.OutputSize);
        GatherPatches(pictures, 0, count * _positions);
        _gradient.SetOuterProducts(_slopes, _patches, count * _positions);
        RoundedKernels.Add(_gradient.Row(0), _weightGradient.Address, _weightGradient.Length);
        if (below is null) return;
        _patches.SetProduct(_slopes, count * _positions, packed.Rounded!);
        for (var b = 0; b < count; b++)
        {
            new Span<float>(below.Delta(first + b), below.Shape.OutputSize).Clear();
            RoundedKernels.Scatter(Shape, _patches.Row(b * _positions), below.Delta(first + b));
        }
    }

    /// <summary>Adds the gradients to those of all parameters.</summary>
    public void AddGradients(Span<float> all)
    {
        packed.AddGradients(_weightGradient.Span, isNormalized ? _scaleGradient.Span[Shape.Filters..] : _lastGradient.Span, all);
        if (!isNormalized) return;
        ParameterKernels.Add(all[parameters.Range(weight + 3)], _lastGradient.Span);
        ParameterKernels.Add(all[parameters.Range(weight + 2)], _scaleGradient.Span);
    }

    /// <summary>Tells <paramref name="units"/> what the first pictures gave.</summary>
    public void CountUnits(UnitCount units, int count)
    {
        var outputs = new float[count * Shape.OutputSize];
        fixed (float* target = outputs) RoundedKernels.Widen(Output(0), target, outputs.Length);
        units.Add(outputs, Shape.Filters);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IDisposable[] memory = [_patches, _slopes, _gradient, _delta, _wideSums, _weightGradient, _lastGradient, _scaleGradient, _bias, _outputs, _sums];
        foreach (var part in memory) part.Dispose();
    }

    private void ForwardTogether(ushort* picture, int b, GradientWorkers helpers) => helpers.ForEach(2, piece => ForwardPiece(picture, b, piece));

    private void ForwardPiece(ushort* picture, int b, int piece) => ForwardPositions(picture, b, piece * _positions / 2, (piece + 1) * _positions / 2);

    /// <summary>Positions, counted over the pictures of a group.</summary>
    private void ForwardPositions(ushort* pictures, int b, int first, int end)
    {
        if (first == end) return;
        var (products, row, count) = (isNormalized ? _sums : _outputs, b * _positions + first, end - first);
        GatherPatches(pictures, first, end);
        RoundedKernels.Repeat(_bias.Address, Shape.Filters, products.Row(row), count);
        products.AddProduct(row, _patches, first, count, packed.Rounded!);
        if (!isNormalized) RoundedKernels.Relu(_outputs.Row(row), count * Shape.Filters);
        for (int next; isNormalized && row < b * _positions + end; row = next)
        {
            next = Math.Min(b * _positions + end, (row / _positions + 1) * _positions);
            Normalize(row, next - row);
        }
    }

    /// <summary>Some positions of one picture.</summary>
    /// <param name="row">First one, among all pictures.</param>
    private void Normalize(int row, int count)
    {
        var size = count * Shape.Filters;
        var wide = _wideSums.Address + row % _positions * Shape.Filters;
        fixed (float* values = parameters.Read())
        {
            RoundedKernels.Widen(_sums.Row(row), wide, size);
            LayerNormKernels.Forward(wide, values + Start(2), values + Start(3), wide, size, Shape.Filters);
            RoundedKernels.Round(wide, _outputs.Row(row), size);
        }
    }

    /// <summary>Turns the derivative by an output into that by its sums, and adds to the gradients of what is done to these.</summary>
    private void TakeDelta(int b)
    {
        RoundedKernels.ReluBackward(Output(b), Delta(b), Shape.OutputSize);
        ActivationKernels.SumRows(Delta(b), _lastGradient.Address, Shape.OutputSize, Shape.Filters);
        if (!isNormalized) return;
        RoundedKernels.Widen(_sums.Row((long)b * _positions), _wideSums.Address, Shape.OutputSize);
        fixed (float* values = parameters.Read()) LayerNormKernels.Backward(_wideSums.Address, values + Start(2), Delta(b), _scaleGradient.Address, Shape.OutputSize, Shape.Filters);
    }

    private void GatherPatches(ushort* pictures, int first, int end)
    {
        for (int at = first, next; at < end; at = next)
        {
            var b = at / _positions;
            next = Math.Min(end, (b + 1) * _positions);
            RoundedKernels.Gather(Shape, pictures + (long)b * Shape.InputSize, at - b * _positions, next - b * _positions, _patches.Row(at));
        }
    }

    private int Start(int offset) => parameters.Range(weight + offset).Start.Value;

    private void MakeRoom(ref RoundedMatrix matrix, int count)
    {
        if (matrix.RowCount >= count * _positions) return;
        matrix.Dispose();
        matrix = new(count * _positions, Shape.Filters);
    }
}
