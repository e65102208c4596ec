using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>The products of a dense layer in bfloat16 with their memory. Not for two threads at once.</summary>
/// <param name="packed">Its weights.</param>
internal sealed unsafe class RoundedDense(PackedLayer packed) : IDisposable
{
    private readonly RoundedWeights _weights = packed.Rounded!;
    private readonly NativeBuffer<float> _noBias = new(RoundedBlock.Columns);
    private readonly NativeBuffer<ushort> _zeros = new(Math.Max(packed.Shape.Patch, packed.Shape.Filters));
    private NativeBuffer<ushort> _inputs = new(0), _slopes = new(0);       // [B, inputs], [B, outputs]
    private NativeBuffer<ushort> _slopePairs = new(0);                     // [pairs, outputs, 2]
    private RoundedPanels _inputPairs = new(0, 0);                         // columns are inputs, sums go over rows
    private int _pairs;                                                    // of rows that were taken

    /// <summary>sums ← max(floor, input · weightsᵀ + bias).</summary>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="sums">[rows, outputs].</param>
    /// <param name="helpers">Share the work; null: the caller does all of it.</param>
    public void Forward(float* input, int rows, float floor, float* sums, GradientWorkers? helpers)
    {
        MakeRoom(ref _inputs, (long)rows * packed.Shape.Patch);
        RoundedKernels.Round(input, _inputs.Address, (long)rows * packed.Shape.Patch);
        if (helpers is not null) ForwardTogether((nint)sums, rows, floor, helpers);
        else for (var panel = 0; panel < _weights.Columns.PanelCount; panel++) ForwardPanel(panel, rows, floor, sums);
    }

    /// <summary>Takes the derivative by the outputs of the rows that were evaluated last.</summary>
    /// <param name="delta">[rows, outputs].</param>
    public void TakeSlopes(float* delta, int rows)
    {
        var (inputs, outputs) = (packed.Shape.Patch, packed.Shape.Filters);
        MakeRoom(ref _slopes, (long)rows * outputs);
        RoundedKernels.Round(delta, _slopes.Address, (long)rows * outputs);
        if (_inputPairs.PairCount < (rows + 1) / 2)
        {
            _inputPairs.Dispose();
            _inputPairs = new(RoundedPanels.For(inputs), (rows + 1) / 2);
            MakeRoom(ref _slopePairs, _inputPairs.PairCount * outputs * 2L);
        }

        _pairs = (rows + 1) / 2;
        RoundedKernels.Pair(_slopes.Address, rows, outputs, _slopePairs.Address, _zeros.Address);
        for (var row = 0; row < rows; row += 2)
        {
            var first = _inputs.Address + (long)row * inputs;
            _inputPairs.SetPair(0, row / 2, first, row + 1 < rows ? first + inputs : _zeros.Address, inputs);
        }
    }

    /// <summary>Gradient by the weights of some outputs. Several threads may compute different ones.</summary>
    /// <param name="gradient">[count, <paramref name="length"/>], added to, or overwritten where this is the first.</param>
    /// <param name="length">Inputs that have weights.</param>
    public void WeightGradient(int first, int count, float* gradient, int length, bool isFirst)
    {
        for (var panel = 0; panel < _inputPairs.PanelCount; panel++)
        {
            var block = new RoundedBlock
            {
                Rows = _slopePairs.Address + 2 * first,
                RowStep = packed.Shape.Filters * 2 * sizeof(ushort),
                Runs = 1,
                RunLength = _pairs,
                Panel = _inputPairs.Place(panel),
                PanelStep = RoundedPanels.PairBytes,
                Target = gradient + panel * RoundedBlock.Columns,
                TargetStep = length * sizeof(float),
                Bias = _noBias.Address,
                Floor = float.NegativeInfinity,
            };
            block.Run(count, length - panel * RoundedBlock.Columns, isFirst ? BlockEnding.Write : BlockEnding.Add, areSideBySide: true);
        }
    }

    /// <summary>inputDelta ← slopes · weights.</summary>
    /// <param name="inputDelta">[rows, inputs].</param>
    public void InputGradient(int rows, float* inputDelta)
    {
        var (inputs, outputs) = (packed.Shape.Patch, packed.Shape.Filters);
        for (var panel = 0; panel < _weights.Rows.PanelCount; panel++)
        {
            var block = Block(_slopes.Address, outputs, _weights.Rows, panel, inputDelta, inputs);
            block.Bias = _noBias.Address;
            block.Floor = float.NegativeInfinity;
            block.Run(rows, inputs - panel * RoundedBlock.Columns, BlockEnding.Write);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IDisposable[] buffers = [_noBias, _zeros, _inputs, _slopes, _slopePairs, _inputPairs];
        foreach (var buffer in buffers) buffer.Dispose();
    }

    private void ForwardTogether(nint sums, int rows, float floor, GradientWorkers helpers) => helpers.ForEach(_weights.Columns.PanelCount, panel => ForwardPanel(panel, rows, floor, (float*)sums));

    private void ForwardPanel(int panel, int rows, float floor, float* sums)
    {
        var (inputs, outputs) = (packed.Shape.Patch, packed.Shape.Filters);
        var block = Block(_inputs.Address, inputs, _weights.Columns, panel, sums, outputs);
        block.Bias = _weights.Bias + panel * RoundedBlock.Columns;
        block.Floor = floor;
        block.Run(rows, outputs - panel * RoundedBlock.Columns, BlockEnding.Write);
    }

    /// <summary>Rows of <paramref name="length"/> numbers times one panel.</summary>
    private static RoundedBlock Block(ushort* rows, int length, RoundedPanels panels, int panel, float* target, int targetLength) => new()
    {
        Rows = rows,
        RowStep = length * sizeof(ushort),
        Runs = 1,
        RunLength = length / 2 / RoundedBlock.PairStep,
        Panel = panels.Place(panel),
        Target = target + panel * RoundedBlock.Columns,
        TargetStep = targetLength * sizeof(float),
    };

    private static void MakeRoom(ref NativeBuffer<ushort> buffer, long length)
    {
        if (buffer.Length >= length) return;
        buffer.Dispose();
        buffer = new(length);
    }
}
