using System.Runtime.InteropServices;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Core.Tests.Mathematics;

/// <summary>The scalar functions against System.Math in double precision, which is good to far below a float's last place.</summary>
public sealed class ElementaryTests
{
    private static readonly TestCaseData[] Functions =
    [
        Case("Sin", Elementary.Sin, Math.Sin),
        Case("Cos", Elementary.Cos, Math.Cos),
        Case("Tan", Elementary.Tan, Math.Tan),
        Case("SinCosSin", x => Elementary.SinCos(x).Sin, Math.Sin),
        Case("SinCosCos", x => Elementary.SinCos(x).Cos, Math.Cos),
        Case("Atan", Elementary.Atan, Math.Atan),
        Case("Exp", Elementary.Exp, Math.Exp),
        Case("Log", Elementary.Log, Math.Log),
    ];

    [TestCaseSource(nameof(Functions))]
    public void WholeRange_StaysWithinTheStatedBound(Func<float, float> function, Func<double, double> exact)
    {
        var worst = (Error: 0.0, At: 0f);
        foreach (var x in ElementarySamples.All)
        {
            var error = ErrorUlp(function(x), exact(x));
            if (!(error <= worst.Error)) worst = (error, x);
        }
        TestContext.Out.WriteLine($"worst error {worst.Error:F5} ulp at {worst.At:R}");
        Assert.That(worst.Error, Is.LessThanOrEqualTo(Elementary.MaxErrorUlp), $"at {worst.At:R}");
    }

    [Test]
    public void Atan2_WholePlane_StaysWithinTheStatedBound()
    {
        var samples = ElementarySamples.All;
        var worst = (Error: 0.0, Y: 0f, X: 0f);
        for (var i = 0; i < samples.Length; i++)
        {
            var (y, x) = (samples[i], samples[(int)(i * 48_271L % samples.Length)]);   // pairs of all kinds of exponents
            foreach (var (a, b) in new[] { (y, x), (y, y * 0.75f), (y * 1.5f, -y) })    // and pairs of equal size
            {
                var error = ErrorUlp(Elementary.Atan2(a, b), Math.Atan2(a, b));
                if (!(error <= worst.Error)) worst = (error, a, b);
            }
        }
        TestContext.Out.WriteLine($"worst error {worst.Error:F5} ulp at ({worst.Y:R}, {worst.X:R})");
        Assert.That(worst.Error, Is.LessThanOrEqualTo(Elementary.MaxErrorUlp), $"at ({worst.Y:R}, {worst.X:R})");
    }

    [Test]
    public void Atan2_SpecialPairs_AreThoseOfTheSystem()
    {
        foreach (var y in ElementarySamples.Special)
        {
            foreach (var x in ElementarySamples.Special)
            {
                Assert.That(SameBitsOrNaN(Elementary.Atan2(y, x), (float)Math.Atan2(y, x)), $"atan2({y:R}, {x:R})");
            }
        }
    }

    /// <summary>Computed on x64 under Linux, the same with AVX-512, without AVX2, and without any vector instructions: another processor or system that disagrees in one bit of one sample fails here.</summary>
    [TestCase("Sin", 10469634407083320273UL)]
    [TestCase("Cos", 18297661615170423889UL)]
    [TestCase("Tan", 5554850808864324770UL)]
    [TestCase("Atan", 13605120038749824158UL)]
    [TestCase("Exp", 6577824357426787149UL)]
    [TestCase("Log", 10728545658936120273UL)]
    public void AllSamples_HaveTheSameBitsOnEveryMachine(string name, ulong expected)
    {
        var function = (Func<float, float>)Functions.Single(test => test.ArgDisplayNames![0] == name).Arguments[0]!;
        var results = ElementarySamples.All.Select(function).ToArray();
        Assert.That(StableHash.Of(MemoryMarshal.AsBytes(results.AsSpan())), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Functions))]
    public void SpecialValues_AreThoseOfTheSystem(Func<float, float> function, Func<double, double> exact)
    {
        foreach (var x in new[] { 0f, -0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN })
        {
            Assert.That(SameBitsOrNaN(function(x), (float)exact(x)), $"at {x:R}");
        }
    }

    [TestCase(float.Epsilon, -103.27893f)]       // ln 2⁻¹⁴⁹ = −149 · 0.6931472
    [TestCase(-1f, float.NaN)]
    [TestCase(1f, 0f)]
    [TestCase(float.MaxValue, 88.72284f)]        // 128 · 0.6931472
    public void Log_KnownValue_IsMet(float x, float expected) => Assert.That(Elementary.Log(x), Is.EqualTo(expected));

    [TestCase(89f, float.PositiveInfinity)]
    [TestCase(-104f, 0f)]
    [TestCase(-103.27893f, float.Epsilon)]       // subnormal results are rounded, not flushed
    [TestCase(1f, 2.7182817f)]
    public void Exp_KnownValue_IsMet(float x, float expected) => Assert.That(Elementary.Exp(x), Is.EqualTo(expected));

    [Test]
    public void EveryNaN_HasTheSameBits()
    {
        float[] results = [Elementary.Sin(float.PositiveInfinity), Elementary.Cos(-float.NaN), Elementary.Tan(float.NegativeInfinity), Elementary.Log(-2), Elementary.Exp(-float.NaN), Elementary.Atan2(float.NaN, 1)];
        Assert.That(results.Select(Bits), Is.All.EqualTo(Bits(float.NaN)));
    }

    /// <summary>Distance from the exact value in units of the last place that a float has there; 0 where both are the same special value.</summary>
    private static double ErrorUlp(float value, double exact)
    {
        if (!float.IsFinite((float)exact)) return value.Equals((float)exact) ? 0 : double.PositiveInfinity;
        return float.IsNegative(value) == double.IsNegative(exact) ? Math.Abs(value - exact) / Ulp(exact) : double.PositiveInfinity;
    }

    private static double Ulp(double exact)
    {
        const int LowestExponent = -126;
        var exponent = exact == 0 ? LowestExponent : Math.Max(LowestExponent, Math.ILogB(exact));
        return Math.ScaleB(1, exponent - 23);
    }

    /// <summary>The sign of a zero counts; the system's NaNs differ from processor to processor.</summary>
    private static bool SameBitsOrNaN(float a, float b) => Bits(a) == Bits(b) || (float.IsNaN(a) && float.IsNaN(b));

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private static TestCaseData Case(string name, Func<float, float> function, Func<double, double> exact) => new TestCaseData(function, exact).SetArgDisplayNames(name);
}
