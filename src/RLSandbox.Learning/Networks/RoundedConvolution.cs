using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>One convolution in bfloat16 with its memory. Not for two threads at once.</summary>
/// <param name="packed">Its weights.</param>
/// <param name="weight">Index among the parameters; bias and, where outputs are normalised, scale and shift follow.</param>
internal sealed unsafe class RoundedConvolution(PackedLayer packed, ParameterVector parameters, int weight, bool isNormalized) : IDisposable
{
    /// <summary>Pictures that go back through a layer before the next layer's turn; two at a time.</summary>
    public const int Group = 8;

    private const int PairBytes = 2 * sizeof(ushort);

    private readonly RoundedWeights _weights = packed.Rounded!;
    private readonly int _positions = packed.Shape.OutputHeight * packed.Shape.OutputWidth;
    private readonly NativeBuffer<ushort> _slopes = new(2 * packed.Shape.OutputSize);        // of two pictures, one after the other
    private readonly NativeBuffer<ushort> _slopePairs = new(2 * packed.Shape.OutputSize);    // [H′, W′, filters, 2]: the same side by side
    private readonly NativeBuffer<ushort> _picturePairs = new(2L * Whole(packed.Shape.InputSize) + RoundedPanels.PairBytes / sizeof(ushort));     // [H, W, C, 2], and what is read beyond the last patch
    private readonly NativeBuffer<ushort> _zeros = new(Whole(Math.Max(packed.Shape.InputSize, packed.Shape.OutputSize)));                       // where there is no second one
    private readonly NativeBuffer<float> _delta = new(Group * packed.Shape.OutputSize), _wideSums = new(isNormalized ? packed.Shape.OutputSize : 0);
    private readonly NativeBuffer<float> _weightGradient = new(packed.Shape.Patch * packed.Shape.Filters);
    private readonly NativeBuffer<float> _lastGradient = new(packed.Shape.Filters);          // by what is added last: the shift of a normalised layer, the bias of another
    private readonly NativeBuffer<float> _scaleGradient = new(2 * packed.Shape.Filters);     // by scale and bias of a normalised layer
    private NativeBuffer<ushort> _outputs = new(0), _sums = new(0);                          // [B, H′, W′, filters]; sums of a normalised layer only

    /// <summary>Sizes.</summary>
    public ConvolutionShape Shape { get; } = packed.Shape;

    /// <summary>[H′, W′, filters] that picture <paramref name="b"/> gave.</summary>
    public ushort* Output(int b) => _outputs.Address + (long)b * Shape.OutputSize;

    /// <summary>[H′, W′, filters] derivative by the output of picture <paramref name="b"/> of the group that goes back.</summary>
    public float* Delta(int b) => _delta.Address + b % Group * Shape.OutputSize;

    /// <summary>Takes over the weights, and makes room for <paramref name="count"/> outputs.</summary>
    public void Prepare(int count, bool isForGradient)
    {
        packed.Refresh(isForGradient);
        MakeRoom(ref _outputs, count);
        if (isNormalized) MakeRoom(ref _sums, count);
    }

    /// <summary>Evaluates picture <paramref name="b"/>.</summary>
    /// <param name="picture">[H, W, C].</param>
    /// <param name="helpers">Share the work; null: the caller does all of it.</param>
    public void Forward(ushort* picture, int b, GradientWorkers? helpers)
    {
        if (helpers is not null) ForwardTogether(picture, b, helpers);
        else for (var line = 0; line < Shape.OutputHeight; line++) ForwardLine(picture, b, line);
    }

    /// <summary>Forgets the gradients.</summary>
    public void ClearGradients()
    {
        _weightGradient.Span.Clear();
        _lastGradient.Span.Clear();
        _scaleGradient.Span.Clear();
    }

    /// <summary>Takes in what <see cref="Delta"/> says about picture <paramref name="b"/>, and the next one.</summary>
    /// <param name="picture">[H, W, C] what <see cref="Forward"/> was given; up to seven numbers beyond are read.</param>
    /// <param name="next">The same of the next picture; null: there is none.</param>
    /// <param name="below">Whose deltas are written; null: nobody's.</param>
    public void Backward(ushort* picture, ushort* next, int b, RoundedConvolution? below)
    {
        var count = next == null ? 1 : 2;
        for (var i = 0; i < count; i++)
        {
            TakeDelta(b + i);
            RoundedKernels.Round(Delta(b + i), Slopes(i), Shape.OutputSize);
        }

        AddWeightGradient(picture, next);
        for (var i = 0; i < count && below is not null; i++)
        {
            new Span<float>(below.Delta(b + i), below.Shape.OutputSize).Clear();
            AddInputGradient(Slopes(i), below.Delta(b + i));
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
        var most = new float[Shape.Filters];
        fixed (float* target = most) RoundedKernels.Most(Output(0), count * _positions, Shape.Filters, target);
        units.Add(most, Shape.Filters);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IDisposable[] memory = [_slopes, _slopePairs, _picturePairs, _zeros, _delta, _wideSums, _weightGradient, _lastGradient, _scaleGradient, _outputs, _sums];
        foreach (var part in memory) part.Dispose();
    }

    private void ForwardTogether(ushort* picture, int b, GradientWorkers helpers) => helpers.ForEach(Shape.OutputHeight, line => ForwardLine(picture, b, line));

    private void ForwardLine(ushort* picture, int b, int line)
    {
        var place = (b * (long)Shape.OutputHeight + line) * Shape.OutputWidth * Shape.Filters;
        var target = (isNormalized ? _sums : _outputs).Address + place;
        for (var panel = 0; panel < _weights.Columns.PanelCount; panel++)
        {
            var first = panel * RoundedBlock.Columns;
            new RoundedBlock
            {
                Rows = picture + line * Shape.Stride * Shape.Line,
                RowStep = Shape.Step * sizeof(ushort),
                RunSkip = (Shape.Line - Shape.Run) * sizeof(ushort),
                Runs = Shape.Kernel,
                RunLength = Shape.Run / 2 / RoundedBlock.PairStep,
                Panel = _weights.Columns.Place(panel),
                Target = target + first,
                TargetStep = Shape.Filters * sizeof(ushort),
                Bias = _weights.Bias + first,
                Floor = Shape.Floor,
            }.Run(Shape.OutputWidth, Shape.Filters - first, BlockEnding.WriteRounded);
        }

        if (isNormalized) Normalize(place, Shape.OutputWidth * Shape.Filters);
    }

    /// <summary>Some positions of one picture.</summary>
    private void Normalize(long place, int size)
    {
        var wide = _wideSums.Address + place % Shape.OutputSize;
        fixed (float* values = parameters.Read())
        {
            RoundedKernels.Widen(_sums.Address + place, wide, size);
            LayerNormKernels.Forward(wide, values + Start(2), values + Start(3), wide, size, Shape.Filters);
            RoundedKernels.Round(wide, _outputs.Address + place, size);
        }
    }

    /// <summary>Turns the derivative by an output into that by its sums, and adds to the gradients of what is done to these.</summary>
    private void TakeDelta(int b)
    {
        RoundedKernels.ReluBackward(Output(b), Delta(b), Shape.OutputSize);
        ActivationKernels.SumRows(Delta(b), _lastGradient.Address, Shape.OutputSize, Shape.Filters);
        if (!isNormalized) return;
        RoundedKernels.Widen(_sums.Address + (long)b * Shape.OutputSize, _wideSums.Address, Shape.OutputSize);
        fixed (float* values = parameters.Read()) LayerNormKernels.Backward(_wideSums.Address, values + Start(2), Delta(b), _scaleGradient.Address, Shape.OutputSize, Shape.Filters);
    }

    /// <summary>Sums go over positions; a pair is the same position of both pictures, so that patches are read where they lie.</summary>
    private void AddWeightGradient(ushort* picture, ushort* next)
    {
        RoundedPanels.Zip(picture, next == null ? _zeros.Address : next, _picturePairs.Address, Whole(Shape.InputSize));
        RoundedPanels.Zip(Slopes(0), next == null ? _zeros.Address : Slopes(1), _slopePairs.Address, Shape.OutputSize);
        for (var panel = 0; panel < _weights.Rows.PanelCount; panel++)
        {
            var (line, first) = (panel / _weights.LinePanels, panel % _weights.LinePanels * RoundedBlock.Columns);
            new RoundedBlock
            {
                Rows = _slopePairs.Address,
                RowStep = Shape.Filters * PairBytes,
                Runs = Shape.OutputHeight,
                RunLength = Shape.OutputWidth,
                Panel = _picturePairs.Address + 2 * (line * Shape.Line + first),
                PanelStep = Shape.Step * PairBytes,
                PanelSkip = (Shape.Stride * Shape.Line - Shape.OutputWidth * Shape.Step) * PairBytes,
                Target = _weightGradient.Address + line * Shape.Run + first,
                TargetStep = Shape.Patch * sizeof(float),
            }.Run(Shape.Filters, Shape.Run - first, BlockEnding.Add, areSideBySide: true);
        }
    }

    /// <summary>Sums go over filters; patches overlap, so that their parts are added to the picture's one after the other.</summary>
    private void AddInputGradient(ushort* slopes, float* picture)
    {
        for (var panel = 0; panel < _weights.Rows.PanelCount; panel++)
        {
            var (line, first) = (panel / _weights.LinePanels, panel % _weights.LinePanels * RoundedBlock.Columns);
            for (var y = 0; y < Shape.OutputHeight; y++)
            {
                new RoundedBlock
                {
                    Rows = slopes + y * Shape.OutputWidth * Shape.Filters,
                    RowStep = Shape.Filters * sizeof(ushort),
                    Runs = 1,
                    RunLength = Shape.Filters / 2 / RoundedBlock.PairStep,
                    Panel = _weights.Rows.Place(panel),
                    Target = picture + (y * Shape.Stride + line) * Shape.Line + first,
                    TargetStep = Shape.Step * sizeof(float),
                }.Run(Shape.OutputWidth, Shape.Run - first, BlockEnding.Add);
            }
        }
    }

    private ushort* Slopes(int picture) => _slopes.Address + picture * Shape.OutputSize;

    /// <summary>The same in whole eights.</summary>
    private static int Whole(int count) => (count + 7) / 8 * 8;

    private int Start(int offset) => parameters.Range(weight + offset).Start.Value;

    private void MakeRoom(ref NativeBuffer<ushort> buffer, int count)
    {
        if (buffer.Length >= (long)count * Shape.OutputSize) return;
        buffer.Dispose();
        buffer = new((long)count * Shape.OutputSize);
    }
}
