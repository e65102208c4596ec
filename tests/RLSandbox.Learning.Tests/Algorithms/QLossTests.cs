using RLSandbox.Learning.Algorithms;

namespace RLSandbox.Learning.Tests.Algorithms;

public sealed class QLossTests
{
    private const float Rounding = 1e-6f;

    /// <summary>κ = 2: ½ e² up to 2, then 2 (|e| − 1).</summary>
    [TestCase(0f, 0f)]
    [TestCase(-1f, 0.5f)]
    [TestCase(2f, 2f)]
    [TestCase(-5f, 8f)]
    public void Huber_IsSquareThenStraight(float error, float expected) => Assert.That(QLoss.Huber(error, 2).Loss, Is.EqualTo(expected).Within(Rounding));

    /// <summary>The slope is the error, held within ±κ.</summary>
    [TestCase(1.5f, 1.5f)]
    [TestCase(-5f, -2f)]
    public void Huber_SlopeIsTheErrorHeldWithinTheThreshold(float error, float expected) => Assert.That(QLoss.Huber(error, 2).Slope, Is.EqualTo(expected).Within(Rounding));

    [TestCase(-3f, 4.5f)]
    public void Squared_IsHalfTheSquare(float error, float expected) => Assert.That(QLoss.Squared(error), Is.EqualTo(new LossTerm(expected, error)));

    [TestCase(0.0, 1f)]
    [TestCase(0.125, 0.55f)]
    [TestCase(0.25, 0.1f)]
    [TestCase(7.0, 0.1f)]
    public void Schedule_IsALineThenConstant(double progress, float expected) => Assert.That(new Schedule(1, 0.1f, 0.25f).At(progress), Is.EqualTo(expected).Within(Rounding));
}
