using RLSandbox.Core.Mathematics;

namespace RLSandbox.Core.Tests.Mathematics;

public sealed class AngleTests
{
    /// <summary>One ulp of π as a float, as the documentation states.</summary>
    private const float OneUlp = 2.4e-7f;

    [TestCase(0f, 0f)]
    [TestCase(3f, 3f)]
    [TestCase(-3f, -3f)]
    [TestCase(4f, -2.2831853f)]          // 4 − 2π
    [TestCase(-4f, 2.2831853f)]
    [TestCase(100f, -0.53096491f)]       // 100 − 16 · 2π
    [TestCase(MathF.PI, MathF.PI)]       // the upper bound belongs to the range …
    [TestCase(-MathF.PI, MathF.PI)]      // … the lower one does not
    public void Wrap_GivesTheSameDirectionInRange(float angle, float expected) => Assert.That(Angle.Wrap(angle), Is.EqualTo(expected).Within(OneUlp));

    [Test]
    public void Wrap_AnyFiniteAngle_IsInRange()
    {
        foreach (var angle in ElementarySamples.All)
        {
            if (!float.IsFinite(angle)) continue;
            Assert.That(Angle.Wrap(angle), Is.GreaterThan(-MathF.PI).And.LessThanOrEqualTo(MathF.PI), $"{angle:R}");
        }
    }

    [Test]
    public void Wrap_AngleInside_KeepsItsBits()
    {
        foreach (var angle in ElementarySamples.All)
        {
            if (!(angle > -MathF.PI && angle <= MathF.PI)) continue;
            Assert.That(BitConverter.SingleToInt32Bits(Angle.Wrap(angle)), Is.EqualTo(BitConverter.SingleToInt32Bits(angle)), $"{angle:R}");
        }
    }

    [TestCase(float.PositiveInfinity)]
    [TestCase(float.NaN)]
    public void Wrap_NoAngle_IsNaN(float angle) => Assert.That(Angle.Wrap(angle), Is.NaN);

    [TestCase(0.1f, 6.2f, 0.18318531f)]  // 0.1 − 6.2 + 2π: over the seam, counter-clockwise
    [TestCase(6.2f, 0.1f, -0.18318531f)]
    [TestCase(1f, 0.25f, 0.75f)]
    public void Difference_TakesTheShortWay(float a, float b, float expected) => Assert.That(Angle.Difference(a, b), Is.EqualTo(expected).Within(4 * OneUlp)); // 6.2 itself is rounded to 4.8e-7
}
