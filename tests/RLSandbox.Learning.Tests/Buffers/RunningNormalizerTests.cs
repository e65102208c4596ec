using RLSandbox.Learning.Buffers;

namespace RLSandbox.Learning.Tests.Buffers;

public sealed class RunningNormalizerTests
{
    private const double Rounding = 1e-9;                                // double sums of small whole numbers

    [Test]
    public void BeforeTheFirstRow_IsTheIdentity()
    {
        var normalizer = new RunningNormalizer(2);
        Assert.That((normalizer.Mean[0], normalizer.Variance(0)), Is.EqualTo((0.0, 1.0)));
    }

    /// <summary>1, 2, 6 and 10, 10, 40: mean 3 and variance (4 + 1 + 9) / 3; mean 20 and variance (100 + 100 + 400) / 3.</summary>
    [Test]
    public void OneBatch_HasItsMoments()
    {
        var normalizer = new RunningNormalizer(2);
        normalizer.Update([1, 10, 2, 10, 6, 40], [true, true, true]);
        Assert.That((normalizer.Mean[0], normalizer.Mean[1]), Is.EqualTo((3.0, 20.0)));
        Assert.That(normalizer.Variance(0), Is.EqualTo(14.0 / 3).Within(Rounding));
        Assert.That(normalizer.Variance(1), Is.EqualTo(200.0).Within(Rounding));
    }

    [Test]
    public void RowsInSeveralBatches_GiveTheMomentsOfAll()
    {
        var normalizer = new RunningNormalizer(1);
        normalizer.Update([1, 2], [true, true]);
        normalizer.Update([6], [true]);
        Assert.That(normalizer.Mean[0], Is.EqualTo(3.0).Within(Rounding));
        Assert.That(normalizer.Variance(0), Is.EqualTo(14.0 / 3).Within(Rounding));
    }

    [Test]
    public void ExcludedRows_AreNotCounted()
    {
        var normalizer = new RunningNormalizer(1);
        normalizer.Update([1, 1000, 3], [true, false, true]);
        Assert.That((normalizer.Count, normalizer.Mean[0]), Is.EqualTo((2L, 2.0)));
    }

    [Test]
    public void AFeatureThatNeverMoved_IsNotBlownUp()
    {
        var normalizer = new RunningNormalizer(1);
        normalizer.Update([5, 5, 5], [true, true, true]);
        Assert.That(normalizer.Variance(0), Is.EqualTo(RunningNormalizer.VarianceFloor));
    }

    [Test]
    public void Restored_GoesOnTheSame()
    {
        var original = new RunningNormalizer(1);
        original.Update([1, 2, 6], [true, true, true]);
        var copy = new RunningNormalizer(1);
        copy.Restore(original.Count, original.Mean, original.SquaredDeviations);
        original.Update([7], [true]);
        copy.Update([7], [true]);
        Assert.That((copy.Mean[0], copy.Variance(0)), Is.EqualTo((original.Mean[0], original.Variance(0))));
    }

    [Test]
    public void ImpossibleStatistics_AreRefused() =>
        Assert.That(() => new RunningNormalizer(1).Restore(1, [double.NaN], [0]), Throws.ArgumentException);
}

public sealed class ReturnNormalizerTests
{
    private const float Rounding = 1e-5f;                                // one float division

    /// <summary>Two rows with γ = 0.5. Step 1: returns 2 and 4, variance 1, scale 1. Step 2: returns 0.5·2 + 2 = 3 and 0.5·4 + 4 = 6; of 2, 4, 3, 6 the variance is (1.75² + 0.25² + 0.75² + 2.25²) / 4 = 2.1875.</summary>
    [Test]
    public void Rewards_AreDividedByTheDeviationOfTheReturns()
    {
        var normalizer = new ReturnNormalizer(2, discount: 0.5f);
        var scaled = new float[2];
        normalizer.Apply([2, 4], [true, true], [false, false], scaled);
        Assert.That(scaled, Is.EqualTo(new[] { 2f, 4f }).Within(Rounding));
        normalizer.Apply([2, 4], [true, true], [false, true], scaled);
        Assert.That(scaled, Is.EqualTo(new[] { 2 / MathF.Sqrt(2.1875f), 4 / MathF.Sqrt(2.1875f) }).Within(Rounding));
        Assert.That(normalizer.Returns.ToArray(), Is.EqualTo(new[] { 3f, 0f }), "the return of a row starts anew after its end");
    }

    /// <summary>Row 1 takes no part: of the return 3 alone the variance is below the floor; a row with return 0 would have made it 2.25.</summary>
    [Test]
    public void RowsThatTakeNoPart_AreLeftOut()
    {
        var (both, one) = (new ReturnNormalizer(2, discount: 0.5f), new ReturnNormalizer(1, discount: 0.5f));
        float[] scaledBoth = new float[2], scaledOne = new float[1];
        both.Apply([3, 0], [true, false], [false, true], scaledBoth);
        one.Apply([3], [true], [false], scaledOne);
        Assert.That(both.Statistics.Count, Is.EqualTo(1));
        Assert.That(scaledBoth[0], Is.EqualTo(scaledOne[0]), "the same bits as without the other row");
    }
}
