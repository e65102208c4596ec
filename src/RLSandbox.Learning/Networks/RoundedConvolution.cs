using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>One convolution in bfloat16 with its memory. Not for two threads at once.</summary>
/// <param name="packed">Its weights.</param>
/// <param name="weight">Index among the parameters; bias and, where outputs are normalised, scale and shift follow.</param>
internal sealed unsafe class RoundedConvolution(PackedLayer packed, ParameterVector parameters, int weight, bool isNormalized) : IDisposable
{
    /// <summary>Pictures that go back through a layer before the next layer's turn.</summary>
    public const int Group = 8;

    private readonly RoundedWeights _weights = packed.Rounded!;
    private readonly int _positions = packed.Shape.OutputHeight * packed.Shape.OutputWidth;
    private readonly RoundedPanels _patches = new(1, (packed.Shape.OutputHeight * packed.Shape.OutputWidth + 1) / 2);      // some columns of all patches
    private readonly NativeBuffer<ushort> _slopes = new(packed.Shape.OutputSize), _zeros = new(Math.Max(packed.Shape.Run, packed.Shape.Filters));
    private readonly NativeBuffer<ushort> _pairs = new(packed.Shape.Filters * ((packed.Shape.OutputHeight * packed.Shape.OutputWidth + 7L) / 8 * 8));      // [pairs, filters, 2] slopes
    private readonly int[] _places = [.. Enumerable.Range(0, packed.Shape.OutputHeight * packed.Shape.OutputWidth).Select(packed.Shape.InputPlace)];        // of a position's patch in the picture
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

    /// <summary>Takes in what <see cref="Delta"/> says about picture <paramref name="b"/>.</summary>
    /// <param name="picture">[H, W, C] what <see cref="Forward"/> was given.</param>
    /// <param name="below">Whose delta is written; null: nobody's.</param>
    public void Backward(ushort* picture, int b, RoundedConvolution? below)
    {
        TakeDelta(b);
        RoundedKernels.Round(Delta(b), _slopes.Address, Shape.OutputSize);
        AddWeightGradient(picture);
        if (below is null) return;
        new Span<float>(below.Delta(b), below.Shape.OutputSize).Clear();
        AddInputGradient(below.Delta(b));
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
        IDisposable[] memory = [_patches, _slopes, _zeros, _pairs, _delta, _wideSums, _weightGradient, _lastGradient, _scaleGradient, _outputs, _sums];
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

    /// <summary>Sums go over positions, in pairs: an odd one's partner is zeros.</summary>
    private void AddWeightGradient(ushort* picture)
    {
        RoundedKernels.Pair(_slopes.Address, _positions, Shape.Filters, _pairs.Address, _zeros.Address);
        for (var panel = 0; panel < _weights.Rows.PanelCount; panel++)
        {
            var (line, first) = (panel / _weights.LinePanels, panel % _weights.LinePanels * RoundedBlock.Columns);
            PairPatches(picture + line * Shape.Line + first, Math.Min(RoundedBlock.Columns, Shape.Run - first), _patches.Place(0));
            new RoundedBlock
            {
                Rows = _pairs.Address,
                RowStep = Shape.Filters * 2 * sizeof(ushort),
                Runs = 1,
                RunLength = _patches.PairCount / RoundedBlock.PairStep,
                Panel = _patches.Place(0),
                Target = _weightGradient.Address + line * Shape.Run + first,
                TargetStep = Shape.Patch * sizeof(float),
            }.Run(Shape.Filters, Shape.Run - first, BlockEnding.Add, areSideBySide: true);
        }
    }

    /// <summary>Some numbers of all patches, two positions together.</summary>
    private void PairPatches(ushort* picture, int count, ushort* target)
    {
        for (var position = 0; position < _positions; position += 2, target += 2 * RoundedBlock.Columns)
        {
            var second = position + 1 < _positions ? picture + _places[position + 1] : _zeros.Address;
            if (count == RoundedBlock.Columns) RoundedPanels.ZipAll(picture + _places[position], second, target);
            else RoundedPanels.Zip(picture + _places[position], second, target, count);
        }
    }

    /// <summary>Sums go over filters; patches overlap, so that their parts are added to the picture's one after the other.</summary>
    private void AddInputGradient(float* picture)
    {
        for (var panel = 0; panel < _weights.Rows.PanelCount; panel++)
        {
            var (line, first) = (panel / _weights.LinePanels, panel % _weights.LinePanels * RoundedBlock.Columns);
            for (var y = 0; y < Shape.OutputHeight; y++)
            {
                new RoundedBlock
                {
                    Rows = _slopes.Address + y * Shape.OutputWidth * Shape.Filters,
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

    private int Start(int offset) => parameters.Range(weight + offset).Start.Value;

    private void MakeRoom(ref NativeBuffer<ushort> buffer, int count)
    {
        if (buffer.Length >= (long)count * Shape.OutputSize) return;
        buffer.Dispose();
        buffer = new((long)count * Shape.OutputSize);
    }
}
