using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RLSandbox.Driving;

/// <summary>Eight rows side by side: a formula over them gives each row the bits that it would have alone.</summary>
/// <remarks>Only what IEEE 754 defines to the last bit: no fused multiply-add, no estimates, no sums across lanes. The last block of a table is filled up with rows that nobody reads.</remarks>
internal static class Lanes
{
    /// <summary>Rows of a block.</summary>
    public const int Count = 8;

    /// <summary>One float of eight rows that follow one another; fields count in the order of their declaration.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gather<T>(ref T rows, int field) where T : unmanaged
    {
        ref var first = ref Unsafe.Add(ref Unsafe.As<T, float>(ref rows), field);
        var stride = Unsafe.SizeOf<T>() / sizeof(float);
        return Vector256.Create(
            first, Unsafe.Add(ref first, stride), Unsafe.Add(ref first, 2 * stride), Unsafe.Add(ref first, 3 * stride),
            Unsafe.Add(ref first, 4 * stride), Unsafe.Add(ref first, 5 * stride), Unsafe.Add(ref first, 6 * stride), Unsafe.Add(ref first, 7 * stride));
    }

    /// <summary>Writes one float of eight rows that follow one another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter<T>(Vector256<float> value, ref T rows, int field) where T : unmanaged
    {
        ref var first = ref Unsafe.Add(ref Unsafe.As<T, float>(ref rows), field);
        var stride = Unsafe.SizeOf<T>() / sizeof(float);
        Vector128<float> lower = value.GetLower(), upper = value.GetUpper();
        first = lower.GetElement(0);
        Unsafe.Add(ref first, stride) = lower.GetElement(1);
        Unsafe.Add(ref first, 2 * stride) = lower.GetElement(2);
        Unsafe.Add(ref first, 3 * stride) = lower.GetElement(3);
        Unsafe.Add(ref first, 4 * stride) = upper.GetElement(0);
        Unsafe.Add(ref first, 5 * stride) = upper.GetElement(1);
        Unsafe.Add(ref first, 6 * stride) = upper.GetElement(2);
        Unsafe.Add(ref first, 7 * stride) = upper.GetElement(3);
    }

    /// <summary><see cref="Math.Clamp(float, float, float)"/>: what is not a number stays what it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Clamp(Vector256<float> value, float least, float most)
    {
        var (low, high) = (Vector256.Create(least), Vector256.Create(most));
        return Vector256.ConditionalSelect(Vector256.LessThan(value, low), low, Vector256.ConditionalSelect(Vector256.GreaterThan(value, high), high, value));
    }

    /// <summary>Moves by at most <paramref name="most"/> towards a target; a target that is not a number moves nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Approach(Vector256<float> value, Vector256<float> target, Vector256<float> most)
    {
        var change = target - value;
        var moved = Vector256.ConditionalSelect(Vector256.GreaterThan(change, Vector256<float>.Zero), value + most,
            Vector256.ConditionalSelect(Vector256.LessThan(change, Vector256<float>.Zero), value - most, value));
        return Vector256.ConditionalSelect(Vector256.LessThanOrEqual(Vector256.Abs(change), most), target, moved);
    }
}

/// <summary>Eight numbers or addresses on the stack.</summary>
[InlineArray(Lanes.Count)]
internal struct Eight<T> where T : unmanaged
{
    private T _first;
}
