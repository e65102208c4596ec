using System.Numerics;

namespace RLSandbox.Learning.Buffers;

/// <summary>Numbers that can be drawn in proportion to their size: each inner node holds the sum of its two children.</summary>
/// <remarks>
/// A sum is computed from its children each time one of them changes, so that the tree depends on its leaves alone and never drifts. Setting and finding
/// take log₂ n steps. Source: Schaul et al. 2016, arXiv:1511.05952, appendix B.2.1.
/// </remarks>
public sealed class SumTree
{
    private readonly double[] _sums;                                     // node i has the children 2i and 2i + 1; the root is 1
    private readonly int _firstLeaf;

    /// <summary>A tree of <paramref name="count"/> zeros.</summary>
    public SumTree(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        _firstLeaf = (int)BitOperations.RoundUpToPowerOf2((uint)count);
        _sums = new double[2L * _firstLeaf];
    }

    /// <summary>Leaves.</summary>
    public int Count { get; }

    /// <summary>Sum of all leaves.</summary>
    public double Total => _sums[1];

    /// <summary>A leaf.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public double this[int leaf]
    {
        get => _sums[_firstLeaf + leaf];
        set
        {
            if (!(value >= 0) || double.IsInfinity(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "A priority is a finite number of at least 0.");
            var node = _firstLeaf + leaf;
            _sums[node] = value;
            for (node /= 2; node > 0; node /= 2) _sums[node] = _sums[2 * node] + _sums[2 * node + 1];
        }
    }

    /// <summary>The leaf in which <paramref name="target"/> falls when the leaves are laid end to end; never one of size 0 while there are others.</summary>
    /// <param name="target">0 … <see cref="Total"/>.</param>
    public int Find(double target)
    {
        var node = 1;
        while (node < _firstLeaf)
        {
            var left = _sums[2 * node];
            if (target < left || _sums[2 * node + 1] == 0) node = 2 * node;
            else (node, target) = (2 * node + 1, target - left);
        }

        return node - _firstLeaf;
    }
}
