using System.Numerics;

namespace RLSandbox.Core.Mathematics;

/// <summary>A few doubles that go through the same operations side by side, so that a formula is written once for every width.</summary>
/// <remarks>Only operations that IEEE 754 or integer arithmetic defines to the last bit: no fused multiply-add, no estimates, no sums across lanes.</remarks>
internal interface ILanes<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>,
    ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>,
    IBitwiseOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>The value of one lane.</summary>
    double this[int lane] { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf All(double value);

    /// <summary>A copy with one lane replaced.</summary>
    TSelf With(int lane, double value);

    /// <summary>All bits set where left &lt; right, none elsewhere (and where either is NaN).</summary>
    static abstract TSelf Less(TSelf left, TSelf right);

    /// <summary>All bits set where left = right, none elsewhere (and where either is NaN).</summary>
    static abstract TSelf Equal(TSelf left, TSelf right);

    /// <summary>Whether left &lt; right in at least one lane.</summary>
    static abstract bool AnyLess(TSelf left, TSelf right);

    /// <summary>Takes the first where the mask has all bits set, the second where it has none.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenSet, TSelf whenClear);

    /// <summary>Subtracts the 64-bit patterns as integers.</summary>
    static abstract TSelf SubtractBits(TSelf left, TSelf right);

    /// <summary>Shifts the 64-bit patterns to the left.</summary>
    static abstract TSelf ShiftBitsLeft(TSelf value, int count);

    /// <summary>Shifts the 64-bit patterns to the right and fills with zeros.</summary>
    static abstract TSelf ShiftBitsRight(TSelf value, int count);
}
