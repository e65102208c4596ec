using System.Runtime.Intrinsics;

namespace RLSandbox.Core.Mathematics;

/// <summary>Elementary functions that give the same bits on every machine, in scalar code and in vectors of any width.</summary>
/// <remarks>
/// Computed in double precision from operations that IEEE 754 defines exactly, in one fixed order, without fused multiply-add;
/// then rounded to float. The error is at most <see cref="MaxErrorUlp"/> units in the last place (0.5 is a perfect rounding).
/// Every NaN that comes out is <see cref="float.NaN"/>. No allocation. The system's own functions differ between processors and libraries.
/// </remarks>
public static class Elementary
{
    /// <summary>Largest distance between a result and the exact value, in units in the last place of the result.</summary>
    public const double MaxErrorUlp = 0.501;

    /// <summary>Sine of an angle in radians.</summary>
    /// <remarks>Every finite angle, however large; the sign of a zero is kept, infinities give NaN. Error at most <see cref="MaxErrorUlp"/> ulp.</remarks>
    public static float Sin(float x) => ElementaryKernels.Sin(Lanes128.Scalar(x)).ToScalar();

    /// <inheritdoc cref="Sin(float)"/>
    public static Vector128<float> Sin(Vector128<float> x)
    {
        var (lower, upper) = Lanes128.Widen(x);
        return Lanes128.Narrow(ElementaryKernels.Sin(lower), ElementaryKernels.Sin(upper));
    }

    /// <inheritdoc cref="Sin(float)"/>
    public static Vector256<float> Sin(Vector256<float> x)
    {
        var (lower, upper) = Lanes256.Widen(x);
        return Lanes256.Narrow(ElementaryKernels.Sin(lower), ElementaryKernels.Sin(upper));
    }

    /// <inheritdoc cref="Sin(float)"/>
    public static Vector512<float> Sin(Vector512<float> x) => Vector512.Create(Sin(x.GetLower()), Sin(x.GetUpper()));

    /// <summary>Cosine of an angle in radians.</summary>
    /// <remarks>Every finite angle, however large; infinities give NaN. Error at most <see cref="MaxErrorUlp"/> ulp.</remarks>
    public static float Cos(float x) => ElementaryKernels.Cos(Lanes128.Scalar(x)).ToScalar();

    /// <inheritdoc cref="Cos(float)"/>
    public static Vector128<float> Cos(Vector128<float> x)
    {
        var (lower, upper) = Lanes128.Widen(x);
        return Lanes128.Narrow(ElementaryKernels.Cos(lower), ElementaryKernels.Cos(upper));
    }

    /// <inheritdoc cref="Cos(float)"/>
    public static Vector256<float> Cos(Vector256<float> x)
    {
        var (lower, upper) = Lanes256.Widen(x);
        return Lanes256.Narrow(ElementaryKernels.Cos(lower), ElementaryKernels.Cos(upper));
    }

    /// <inheritdoc cref="Cos(float)"/>
    public static Vector512<float> Cos(Vector512<float> x) => Vector512.Create(Cos(x.GetLower()), Cos(x.GetUpper()));

    /// <summary><see cref="Sin(float)"/> and <see cref="Cos(float)"/> of the same angle, for little more than the price of one.</summary>
    public static (float Sin, float Cos) SinCos(float x)
    {
        var (sin, cos) = ElementaryKernels.SinCos(Lanes128.Scalar(x));
        return (sin.ToScalar(), cos.ToScalar());
    }

    /// <inheritdoc cref="SinCos(float)"/>
    public static (Vector128<float> Sin, Vector128<float> Cos) SinCos(Vector128<float> x)
    {
        var (lower, upper) = Lanes128.Widen(x);
        var (lowerSin, lowerCos) = ElementaryKernels.SinCos(lower);
        var (upperSin, upperCos) = ElementaryKernels.SinCos(upper);
        return (Lanes128.Narrow(lowerSin, upperSin), Lanes128.Narrow(lowerCos, upperCos));
    }

    /// <inheritdoc cref="SinCos(float)"/>
    public static (Vector256<float> Sin, Vector256<float> Cos) SinCos(Vector256<float> x)
    {
        var (lower, upper) = Lanes256.Widen(x);
        var (lowerSin, lowerCos) = ElementaryKernels.SinCos(lower);
        var (upperSin, upperCos) = ElementaryKernels.SinCos(upper);
        return (Lanes256.Narrow(lowerSin, upperSin), Lanes256.Narrow(lowerCos, upperCos));
    }

    /// <inheritdoc cref="SinCos(float)"/>
    public static (Vector512<float> Sin, Vector512<float> Cos) SinCos(Vector512<float> x)
    {
        var lower = SinCos(x.GetLower());
        var upper = SinCos(x.GetUpper());
        return (Vector512.Create(lower.Sin, upper.Sin), Vector512.Create(lower.Cos, upper.Cos));
    }

    /// <summary>Tangent of an angle in radians.</summary>
    /// <remarks>Every finite angle, however large; no float is a pole. The sign of a zero is kept, infinities give NaN. Error at most <see cref="MaxErrorUlp"/> ulp.</remarks>
    public static float Tan(float x) => ElementaryKernels.Tan(Lanes128.Scalar(x)).ToScalar();

    /// <inheritdoc cref="Tan(float)"/>
    public static Vector128<float> Tan(Vector128<float> x)
    {
        var (lower, upper) = Lanes128.Widen(x);
        return Lanes128.Narrow(ElementaryKernels.Tan(lower), ElementaryKernels.Tan(upper));
    }

    /// <inheritdoc cref="Tan(float)"/>
    public static Vector256<float> Tan(Vector256<float> x)
    {
        var (lower, upper) = Lanes256.Widen(x);
        return Lanes256.Narrow(ElementaryKernels.Tan(lower), ElementaryKernels.Tan(upper));
    }

    /// <inheritdoc cref="Tan(float)"/>
    public static Vector512<float> Tan(Vector512<float> x) => Vector512.Create(Tan(x.GetLower()), Tan(x.GetUpper()));

    /// <summary>Angle in [−π/2, π/2] whose tangent is <paramref name="x"/>.</summary>
    /// <remarks>The sign of a zero is kept, infinities give ±π/2. Error at most <see cref="MaxErrorUlp"/> ulp.</remarks>
    public static float Atan(float x) => ElementaryKernels.Atan(Lanes128.Scalar(x)).ToScalar();

    /// <inheritdoc cref="Atan(float)"/>
    public static Vector128<float> Atan(Vector128<float> x)
    {
        var (lower, upper) = Lanes128.Widen(x);
        return Lanes128.Narrow(ElementaryKernels.Atan(lower), ElementaryKernels.Atan(upper));
    }

    /// <inheritdoc cref="Atan(float)"/>
    public static Vector256<float> Atan(Vector256<float> x)
    {
        var (lower, upper) = Lanes256.Widen(x);
        return Lanes256.Narrow(ElementaryKernels.Atan(lower), ElementaryKernels.Atan(upper));
    }

    /// <inheritdoc cref="Atan(float)"/>
    public static Vector512<float> Atan(Vector512<float> x) => Vector512.Create(Atan(x.GetLower()), Atan(x.GetUpper()));

    /// <summary>Angle of the point (x, y), counter-clockwise from +x, in [−π, π].</summary>
    /// <remarks>Zeros, signed zeros and infinities as in C's atan2: (0, 0) has angle 0, (−∞, ∞) has 3π/4. Error at most <see cref="MaxErrorUlp"/> ulp.</remarks>
    public static float Atan2(float y, float x) => ElementaryKernels.Atan2(Lanes128.Scalar(y), Lanes128.Scalar(x)).ToScalar();

    /// <inheritdoc cref="Atan2(float, float)"/>
    public static Vector128<float> Atan2(Vector128<float> y, Vector128<float> x)
    {
        var (lowerY, upperY) = Lanes128.Widen(y);
        var (lowerX, upperX) = Lanes128.Widen(x);
        return Lanes128.Narrow(ElementaryKernels.Atan2(lowerY, lowerX), ElementaryKernels.Atan2(upperY, upperX));
    }

    /// <inheritdoc cref="Atan2(float, float)"/>
    public static Vector256<float> Atan2(Vector256<float> y, Vector256<float> x)
    {
        var (lowerY, upperY) = Lanes256.Widen(y);
        var (lowerX, upperX) = Lanes256.Widen(x);
        return Lanes256.Narrow(ElementaryKernels.Atan2(lowerY, lowerX), ElementaryKernels.Atan2(upperY, upperX));
    }

    /// <inheritdoc cref="Atan2(float, float)"/>
    public static Vector512<float> Atan2(Vector512<float> y, Vector512<float> x) =>
        Vector512.Create(Atan2(y.GetLower(), x.GetLower()), Atan2(y.GetUpper(), x.GetUpper()));

    /// <summary>e to the power of <paramref name="x"/>.</summary>
    /// <remarks>Above 88.72284 infinity; below −87.33655 the result is subnormal (rounded like any other), below −103.97 it is 0. Error at most <see cref="MaxErrorUlp"/> ulp.</remarks>
    public static float Exp(float x) => ElementaryKernels.Exp(Lanes128.Scalar(x)).ToScalar();

    /// <inheritdoc cref="Exp(float)"/>
    public static Vector128<float> Exp(Vector128<float> x)
    {
        var (lower, upper) = Lanes128.Widen(x);
        return Lanes128.Narrow(ElementaryKernels.Exp(lower), ElementaryKernels.Exp(upper));
    }

    /// <inheritdoc cref="Exp(float)"/>
    public static Vector256<float> Exp(Vector256<float> x)
    {
        var (lower, upper) = Lanes256.Widen(x);
        return Lanes256.Narrow(ElementaryKernels.Exp(lower), ElementaryKernels.Exp(upper));
    }

    /// <inheritdoc cref="Exp(float)"/>
    public static Vector512<float> Exp(Vector512<float> x) => Vector512.Create(Exp(x.GetLower()), Exp(x.GetUpper()));

    /// <summary>Natural logarithm.</summary>
    /// <remarks>Zero (of either sign) gives −∞, negative numbers give NaN; subnormal numbers are as good as others. Error at most <see cref="MaxErrorUlp"/> ulp.</remarks>
    public static float Log(float x) => ElementaryKernels.Log(Lanes128.Scalar(x)).ToScalar();

    /// <inheritdoc cref="Log(float)"/>
    public static Vector128<float> Log(Vector128<float> x)
    {
        var (lower, upper) = Lanes128.Widen(x);
        return Lanes128.Narrow(ElementaryKernels.Log(lower), ElementaryKernels.Log(upper));
    }

    /// <inheritdoc cref="Log(float)"/>
    public static Vector256<float> Log(Vector256<float> x)
    {
        var (lower, upper) = Lanes256.Widen(x);
        return Lanes256.Narrow(ElementaryKernels.Log(lower), ElementaryKernels.Log(upper));
    }

    /// <inheritdoc cref="Log(float)"/>
    public static Vector512<float> Log(Vector512<float> x) => Vector512.Create(Log(x.GetLower()), Log(x.GetUpper()));
}
