using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RLSandbox.Core.Mathematics;

/// <summary>Two doubles: half of a vector of four floats, or one float in lane 0.</summary>
internal readonly struct Lanes128(Vector128<double> value) : ILanes<Lanes128>
{
    private readonly Vector128<double> _value = value;

    public static int Count => Vector128<double>.Count;

    public double this[int lane] => _value[lane];

    /// <summary>One float, in lane 0; the other lane is zero.</summary>
    /// <remarks>Converts whole vectors: the scalar conversions of x64 wait for the old content of their register, so that calls in a loop queue up.</remarks>
    public static Lanes128 Scalar(float value) => new(Vector128.WidenLower(Vector128.CreateScalar(value)));

    /// <summary>Lane 0, rounded to the nearest float.</summary>
    public float ToScalar() => Vector128.Narrow(_value, _value).ToScalar();

    /// <summary>The first and the second half of the floats, widened without loss.</summary>
    public static (Lanes128 Lower, Lanes128 Upper) Widen(Vector128<float> value)
    {
        var (lower, upper) = Vector128.Widen(value);
        return (new(lower), new(upper));
    }

    /// <summary>Both halves as floats, each rounded to the nearest.</summary>
    public static Vector128<float> Narrow(Lanes128 lower, Lanes128 upper) => Vector128.Narrow(lower._value, upper._value);

    public static Lanes128 All(double value) => new(Vector128.Create(value));

    public Lanes128 With(int lane, double value) => new(_value.WithElement(lane, value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Less(Lanes128 left, Lanes128 right) => new(Vector128.LessThan(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Equal(Lanes128 left, Lanes128 right) => new(Vector128.Equals(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Lanes128 left, Lanes128 right) => Vector128.LessThanAny(left._value, right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Select(Lanes128 mask, Lanes128 whenSet, Lanes128 whenClear) => new(Vector128.ConditionalSelect(mask._value, whenSet._value, whenClear._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 SubtractBits(Lanes128 left, Lanes128 right) => new((left._value.AsInt64() - right._value.AsInt64()).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ShiftBitsLeft(Lanes128 value, int count) => new((value._value.AsInt64() << count).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ShiftBitsRight(Lanes128 value, int count) => new((value._value.AsInt64() >>> count).AsDouble());

    public static Lanes128 operator +(Lanes128 left, Lanes128 right) => new(left._value + right._value);

    public static Lanes128 operator -(Lanes128 left, Lanes128 right) => new(left._value - right._value);

    public static Lanes128 operator *(Lanes128 left, Lanes128 right) => new(left._value * right._value);

    public static Lanes128 operator /(Lanes128 left, Lanes128 right) => new(left._value / right._value);

    public static Lanes128 operator &(Lanes128 left, Lanes128 right) => new(left._value & right._value);

    public static Lanes128 operator |(Lanes128 left, Lanes128 right) => new(left._value | right._value);

    public static Lanes128 operator ^(Lanes128 left, Lanes128 right) => new(left._value ^ right._value);

    public static Lanes128 operator ~(Lanes128 value) => new(~value._value);
}
