using RLSandbox.Learning.Buffers;

namespace RLSandbox.Learning.Tests.Buffers;

/// <summary>γ = 0.5, λ = 0.5 throughout; rewards 1, 2, 4 and largest next values 8, 16, 32.</summary>
public sealed class LambdaReturnsTests
{
    private const float Rounding = 1e-5f;

    /// <summary>Last: 4 + ½·32 = 20. Before: 2 + ½(½·20 + ½·16) = 11. First: 1 + ½(½·11 + ½·8) = 5.75.</summary>
    [Test]
    public void ThreeSteps() => Assert.That(Returns([], []), Is.EqualTo(new[] { 5.75f, 11f, 20f }).Within(Rounding));

    /// <summary>The second step terminates: it is worth its reward, 2. First: 1 + ½(½·2 + ½·8) = 3.5.</summary>
    [Test]
    public void Termination_IsContinuedByNothing() => Assert.That(Returns([1], [1]), Is.EqualTo(new[] { 3.5f, 2f, 20f }).Within(Rounding));

    /// <summary>The second step is truncated: 2 + ½·16 = 10, whatever follows in the next episode. First: 1 + ½(½·10 + ½·8) = 5.5.</summary>
    [Test]
    public void Truncation_IsContinuedByTheFinalObservation() => Assert.That(Returns([], [1]), Is.EqualTo(new[] { 5.5f, 10f, 20f }).Within(Rounding));

    [TestCase(0f, new[] { 5f, 10f, 20f }, TestName = "LambdaZero_LooksOneStepAhead")]                   // r + ½·next
    [TestCase(1f, new[] { 1f + 1f + 1f + 4f, 2f + 2f + 8f, 20f }, TestName = "LambdaOne_LooksToTheEnd")]    // 1 + ½·2 + ¼·4 + ⅛·32
    public void Extremes(float lambda, float[] expected) => Assert.That(Returns([], [], lambda), Is.EqualTo(expected).Within(Rounding));

    /// <summary>Two rows, interleaved: the same numbers for each as alone.</summary>
    [Test]
    public void Rows_DoNotMix()
    {
        var returns = new float[6];
        LambdaReturns.Compute([1, 4, 2, 4, 4, 4], [8, 0, 16, 0, 32, 0], new bool[6], new bool[6], rowCount: 2, 0.5f, 0.5f, returns);
        Assert.That(returns, Is.EqualTo(new[] { 5.75f, 5.25f, 11f, 5f, 20f, 4f }).Within(Rounding));        // second row: 4; 4 + ½·½·4 = 5; 4 + ½·½·5 = 5.25
    }

    [Test]
    public void OtherLengths_AreRefused() => Assert.That(() => LambdaReturns.Compute(new float[2], new float[3], new bool[2], new bool[2], 1, 1, 1, new float[2]), Throws.ArgumentException);

    private static float[] Returns(int[] terminated, int[] done, float lambda = 0.5f)
    {
        var returns = new float[3];
        LambdaReturns.Compute([1, 2, 4], [8, 16, 32], Flags(terminated), Flags(done), rowCount: 1, discount: 0.5f, lambda, returns);
        return returns;
    }

    private static bool[] Flags(int[] set) => [.. Enumerable.Range(0, 3).Select(set.Contains)];
}
