using RLSandbox.Core.Memory;

namespace RLSandbox.Learning.Networks;

/// <summary>The products of a dense layer in bfloat16, by torch, with their memory. Not for two threads at once.</summary>
/// <param name="packed">Its weights.</param>
/// <remarks>The gradient by the weights stays with the kernels in single precision: it is computed for all shards at once, and as fast.</remarks>
internal sealed unsafe class RoundedDense(PackedLayer packed) : IDisposable
{
    private const int PieceOutputs = 32;                             // of a single row, for one thread: hidden layers have as many at least
    private readonly NativeBuffer<ushort> _bias = new(packed.Shape.Filters);
    private RoundedMatrix _inputs = new(0, packed.Shape.Patch), _sums = new(0, packed.Shape.Filters);        // [B, inputs], [B, outputs]; on the way back derivatives by them

    /// <summary>sums ← max(floor, input · weightsᵀ + bias).</summary>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="sums">[rows, outputs].</param>
    /// <param name="helpers">Share the work on a single row; null: the caller does all of it.</param>
    public void Forward(float* input, int rows, float floor, float* sums, GradientWorkers? helpers)
    {
        if (rows == 1)
        {
            ForwardRow((nint)input, floor, (nint)sums, helpers);
            return;
        }

        MakeRoom(rows);
        var (inputs, outputs) = (packed.Shape.Patch, packed.Shape.Filters);
        RoundedKernels.Round(input, _inputs.Row(0), (long)rows * inputs);
        RoundedKernels.Round(packed.Bias.Address, _bias.Address, outputs);
        RoundedKernels.Repeat(_bias.Address, outputs, _sums.Row(0), rows);
        _sums.AddProduct(0, _inputs, 0, rows, packed.Rounded!);
        RoundedKernels.Widen(_sums.Row(0), floor, sums, (long)rows * outputs);
    }

    /// <summary>inputDelta ← delta · weights.</summary>
    /// <param name="delta">[rows, outputs].</param>
    /// <param name="inputDelta">[rows, inputs].</param>
    public void InputGradient(float* delta, int rows, float* inputDelta)
    {
        MakeRoom(rows);
        RoundedKernels.Round(delta, _sums.Row(0), (long)rows * packed.Shape.Filters);
        _inputs.SetProduct(_sums, rows, packed.Rounded!);
        RoundedKernels.Widen(_inputs.Row(0), inputDelta, (long)rows * packed.Shape.Patch);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bias.Dispose();
        _inputs.Dispose();
        _sums.Dispose();
    }

    /// <summary>A product with one row is no work for torch: reading the weights is all there is to do, and threads share it.</summary>
    private void ForwardRow(nint input, float floor, nint sums, GradientWorkers? helpers)
    {
        if (helpers is null) ForwardPiece(0, packed.Shape.Filters);
        else helpers.ForEach(packed.Shape.Filters / PieceOutputs, piece => ForwardPiece(piece * PieceOutputs, PieceOutputs));

        void ForwardPiece(int first, int count) =>
            RoundedKernels.MultiplyRow(packed.Rounded!.Row(first), (float*)input, packed.Shape.Patch, packed.Bias.Address + first, floor, (float*)sums + first, count);
    }

    private void MakeRoom(int rows)
    {
        if (_inputs.RowCount >= rows) return;
        _inputs.Dispose();
        _sums.Dispose();
        (_inputs, _sums) = (new(rows, packed.Shape.Patch), new(rows, packed.Shape.Filters));
    }
}
