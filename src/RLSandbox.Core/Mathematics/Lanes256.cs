using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RLSandbox.Core.Mathematics;

/// <summary>Four doubles: half of a vector of eight floats.</summary>
internal readonly struct Lanes256(Vector256<double> value) : ILanes<Lanes256>
{
    private readonly Vector256<double> _value = value;

    public static int Count => Vector256<double>.Count;

    public double this[int lane] => _value[lane];

    /// <summary>The first and the second half of the floats, widened without loss.</summary>
    public static (Lanes256 Lower, Lanes256 Upper) Widen(Vector256<float> value)
    {
        var (lower, upper) = Vector256.Widen(value);
        return (new(lower), new(upper));
    }

    /// <summary>Both halves as floats, each rounded to the nearest.</summary>
    public static Vector256<float> Narrow(Lanes256 lower, Lanes256 upper) => Vector256.Narrow(lower._value, upper._value);

    public static Lanes256 All(double value) => new(Vector256.Create(value));

    public Lanes256 With(int lane, double value) => new(_value.WithElement(lane, value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Less(Lanes256 left, Lanes256 right) => new(Vector256.LessThan(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Equal(Lanes256 left, Lanes256 right) => new(Vector256.Equals(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Lanes256 left, Lanes256 right) => Vector256.LessThanAny(left._value, right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Select(Lanes256 mask, Lanes256 whenSet, Lanes256 whenClear) => new(Vector256.ConditionalSelect(mask._value, whenSet._value, whenClear._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 SubtractBits(Lanes256 left, Lanes256 right) => new((left._value.AsInt64() - right._value.AsInt64()).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftBitsLeft(Lanes256 value, int count) => new((value._value.AsInt64() << count).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ShiftBitsRight(Lanes256 value, int count) => new((value._value.AsInt64() >>> count).AsDouble());

    public static Lanes256 operator +(Lanes256 left, Lanes256 right) => new(left._value + right._value);

    public static Lanes256 operator -(Lanes256 left, Lanes256 right) => new(left._value - right._value);

    public static Lanes256 operator *(Lanes256 left, Lanes256 right) => new(left._value * right._value);

    public static Lanes256 operator /(Lanes256 left, Lanes256 right) => new(left._value / right._value);

    public static Lanes256 operator &(Lanes256 left, Lanes256 right) => new(left._value & right._value);

    public static Lanes256 operator |(Lanes256 left, Lanes256 right) => new(left._value | right._value);

    public static Lanes256 operator ^(Lanes256 left, Lanes256 right) => new(left._value ^ right._value);

    public static Lanes256 operator ~(Lanes256 value) => new(~value._value);
}
