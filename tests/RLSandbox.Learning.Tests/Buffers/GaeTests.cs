using RLSandbox.Learning.Buffers;

namespace RLSandbox.Learning.Tests.Buffers;

public sealed class GaeTests
{
    private const float Rounding = 1e-5f;                                // a few float operations on numbers of about 1

    /// <summary>γ = 0.9, λ = 0.5, rewards 1 and 2, values 0.5 and 1, the state after the second step worth 3.</summary>
    /// <remarks>
    /// δ₁ = 2 + 0.9·3 − 1 = 3.7 when the episode goes on, and A₁ = 3.7.
    /// δ₀ = 1 + 0.9·1 − 0.5 = 1.4, A₀ = 1.4 + 0.9·0.5·3.7 = 3.065.
    /// </remarks>
    [Test]
    public void TwoSteps_AddDiscountedErrors() => Assert.That(TwoSteps(terminated: false, done: false), Is.EqualTo(new[] { 3.065f, 3.7f }).Within(Rounding));

    /// <summary>A truncated second step still counts what would have followed: the same numbers.</summary>
    [Test]
    public void Truncated_Bootstraps() => Assert.That(TwoSteps(terminated: false, done: true), Is.EqualTo(new[] { 3.065f, 3.7f }).Within(Rounding));

    /// <summary>A terminated one does not: δ₁ = 2 − 1 = 1, A₀ = 1.4 + 0.45·1 = 1.85.</summary>
    [Test]
    public void Terminated_DoesNotBootstrap() => Assert.That(TwoSteps(terminated: true, done: true), Is.EqualTo(new[] { 1.85f, 1f }).Within(Rounding));

    /// <summary>Row 0 is truncated in the first of two steps (final observation worth 2), row 1 goes on: what happens after a reset does not reach back.</summary>
    [Test]
    public void TwoRows_AreApart_AndNothingReachesBackOverAnEnd()
    {
        var advantages = new float[4];
        Gae.Compute(
            rewards: [1, 1, 50, 1], values: [0, 0, 7, 0], nextValues: [2, 0, 9, 0],
            terminated: [false, false, false, false], done: [true, false, false, false], rowCount: 2, discount: 0.5f, lambda: 1f, advantages);
        // Row 0: A₁ = 50 + 0.5·9 − 7 = 47.5; A₀ = 1 + 0.5·2 − 0 = 2. Row 1: A₁ = 1; A₀ = 1 + 0.5·1 = 1.5.
        Assert.That(advantages, Is.EqualTo(new[] { 2f, 1.5f, 47.5f, 1f }).Within(Rounding));
    }

    [Test]
    public void InactiveRow_HasNoAdvantage()
    {
        var advantages = new float[2];
        Gae.Compute([0, 1], [0, 2], [5, 0], [true, true], [true, true], rowCount: 1, discount: 0.9f, lambda: 0.9f, advantages);
        Assert.That(advantages[0], Is.Zero);
    }

    [Test]
    public void SpansOfDifferentLength_AreRefused() =>
        Assert.That(() => Gae.Compute([1, 2], [1], [1, 2], [false, false], [false, false], 1, 0.9f, 0.9f, new float[2]), Throws.ArgumentException);

    private static float[] TwoSteps(bool terminated, bool done)
    {
        var advantages = new float[2];
        Gae.Compute([1, 2], [0.5f, 1], [1, 3], [false, terminated], [false, done], rowCount: 1, discount: 0.9f, lambda: 0.5f, advantages);
        return advantages;
    }
}
