using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>The products of a dense layer in bfloat16 with their memory. Not for two threads at once.</summary>
/// <param name="packed">Its weights.</param>
/// <remarks>The gradient by the weights stays in single precision: it is computed for all shards at once, between two that are not.</remarks>
internal sealed unsafe class RoundedDense(PackedLayer packed) : IDisposable
{
    private readonly RoundedWeights _weights = packed.Rounded!;
    private readonly NativeBuffer<float> _noBias = new(RoundedBlock.Columns);
    private NativeBuffer<ushort> _inputs = new(0), _slopes = new(0);       // [B, inputs], [B, outputs]

    /// <summary>sums ← max(floor, input · weightsᵀ + bias).</summary>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="sums">[rows, outputs].</param>
    /// <param name="helpers">Share the work; null: the caller does all of it.</param>
    public void Forward(float* input, int rows, float floor, float* sums, GradientWorkers? helpers)
    {
        MakeRoom(ref _inputs, rows * packed.Shape.Patch);
        RoundedKernels.Round(input, _inputs.Address, (long)rows * packed.Shape.Patch);
        if (helpers is not null) ForwardTogether((nint)sums, rows, floor, helpers);
        else for (var panel = 0; panel < _weights.Columns.PanelCount; panel++) ForwardPanel(panel, rows, floor, sums);
    }

    /// <summary>inputDelta ← delta · weights.</summary>
    /// <param name="delta">[rows, outputs].</param>
    /// <param name="inputDelta">[rows, inputs].</param>
    public void InputGradient(float* delta, int rows, float* inputDelta)
    {
        var (inputs, outputs) = (packed.Shape.Patch, packed.Shape.Filters);
        MakeRoom(ref _slopes, rows * outputs);
        RoundedKernels.Round(delta, _slopes.Address, (long)rows * outputs);
        for (var panel = 0; panel < _weights.Rows.PanelCount; panel++)
        {
            var block = Block(_slopes.Address, outputs, _weights.Rows, panel, inputDelta, inputs);
            block.Bias = _noBias.Address;
            block.Floor = float.NegativeInfinity;
            block.RunAll(rows, inputs - panel * RoundedBlock.Columns, BlockEnding.Write);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IDisposable[] buffers = [_noBias, _inputs, _slopes];
        foreach (var buffer in buffers) buffer.Dispose();
    }

    private void ForwardTogether(nint sums, int rows, float floor, GradientWorkers helpers) => helpers.ForEach(_weights.Columns.PanelCount, panel => ForwardPanel(panel, rows, floor, (float*)sums));

    private void ForwardPanel(int panel, int rows, float floor, float* sums)
    {
        var (inputs, outputs) = (packed.Shape.Patch, packed.Shape.Filters);
        var block = Block(_inputs.Address, inputs, _weights.Columns, panel, sums, outputs);
        block.Bias = _weights.Bias + panel * RoundedBlock.Columns;
        block.Floor = floor;
        block.RunAll(rows, outputs - panel * RoundedBlock.Columns, BlockEnding.Write);
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
