using RLSandbox.Core.Memory;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Networks;

/// <summary>A matrix in bfloat16, row after row, whose numbers our passes write and torch multiplies, in sums of single precision.</summary>
/// <remarks>oneDNN, below torch, multiplies such matrices near the peak of a core, and convolutions far from it: decision record 0051. Not for two threads at once, but for different rows.</remarks>
internal sealed unsafe class RoundedMatrix : IDisposable
{
    private readonly NativeBuffer<ushort> _memory;
    private readonly Tensor _tensor, _transposed;

    /// <summary>Zeros.</summary>
    public RoundedMatrix(int rows, int columns)
    {
        (RowCount, ColumnCount) = (rows, columns);
        _memory = new((long)rows * columns, hugePages: true);
        _tensor = TensorMemory.Wrap((nint)_memory.Address, ScalarType.BFloat16, rows, columns).DetachFromDisposeScope();
        _transposed = _tensor.t().DetachFromDisposeScope();
    }

    /// <summary>Rows.</summary>
    public int RowCount { get; }

    /// <summary>Numbers in a row.</summary>
    public int ColumnCount { get; }

    /// <summary>First number of a row: the upper half of a single-precision one.</summary>
    public ushort* Row(long row) => _memory.Address + row * ColumnCount;

    /// <summary>Rows from <paramref name="first"/> on += rows of <paramref name="left"/> · <paramref name="right"/>ᵀ.</summary>
    public void AddProduct(int first, RoundedMatrix left, int leftFirst, int count, RoundedMatrix right)
    {
        using var target = _tensor.narrow(0, first, count);
        using var rows = left._tensor.narrow(0, leftFirst, count);
        target.addmm_(rows, right._transposed, beta: 1, alpha: 1);
    }

    /// <summary>The first rows ← the first rows of <paramref name="left"/> · <paramref name="right"/>.</summary>
    public void SetProduct(RoundedMatrix left, int count, RoundedMatrix right)
    {
        using var target = _tensor.narrow(0, 0, count);
        using var rows = left._tensor.narrow(0, 0, count);
        target.addmm_(rows, right._tensor, beta: 0, alpha: 1);
    }

    /// <summary>All rows ← leftᵀ · right of their first rows: the sum of as many outer products.</summary>
    public void SetOuterProducts(RoundedMatrix left, RoundedMatrix right, int count)
    {
        using var columns = left._transposed.narrow(1, 0, count);
        using var rows = right._tensor.narrow(0, 0, count);
        _tensor.addmm_(columns, rows, beta: 0, alpha: 1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _transposed.Dispose();
        _tensor.Dispose();
        _memory.Dispose();
    }
}
