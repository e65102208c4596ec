using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Learning.Tests.Evaluation;

public sealed class StatisticsTests
{
    private const double TableRounding = 5e-4;         // expected values are worked out to three decimals
    private const double Exact = 1e-12;

    private static readonly RandomKey Key = new(7, 0, 0, 1);

    // z² = 3.8415. Centre (p + z²/2n) / (1 + z²/n), half width z √(p(1−p)/n + z²/4n²) / (1 + z²/n).
    [TestCase(97, 100, 0.915, 0.990)]                  // centre 0.98921/1.038415 = 0.9526, half 0.03864/1.038415 = 0.0372
    [TestCase(5, 10, 0.237, 0.763)]                    // centre 0.5, half 0.36447/1.38415 = 0.2633
    [TestCase(0, 10, 0.0, 0.278)]                      // low exactly 0; high = z²/(n + z²) = 3.8415/13.8415
    [TestCase(10, 10, 0.722, 1.0)]                     // the mirror image
    public void Wilson_MatchesTheFormulaByHand(int successes, int trials, double low, double high)
    {
        var interval = Statistics.Wilson(successes, trials);
        Assert.Multiple(() =>
        {
            Assert.That(interval.Value, Is.EqualTo((double)successes / trials).Within(Exact));
            Assert.That(interval.Low, Is.EqualTo(low).Within(TableRounding));
            Assert.That(interval.High, Is.EqualTo(high).Within(TableRounding));
        });
    }

    [Test]
    public void Wilson_OfNothing_IsUnknown() => Assert.That(Statistics.Wilson(0, 0), Is.EqualTo(Interval.None));

    [Test]
    public void Wilson_MoreSuccessesThanTrials_IsRefused() => Assert.That(() => Statistics.Wilson(3, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [TestCase(new[] { 3.0, 1.0, 2.0 }, 2.0)]
    [TestCase(new[] { 4.0, 1.0, 3.0, 2.0 }, 2.5)]      // mean of the two in the middle
    [TestCase(new double[0], double.NaN)]
    public void Median_IsTheMiddle(double[] sample, double expected) => Assert.That(Statistics.Median(sample), Is.EqualTo(expected));

    [TestCase(new[] { 100.0, 1.0, 2.0, 3.0, 4.0, 5.0, 9.0, -100.0 }, 3.5)]     // 8 / 4 = 2 dropped at each end: (2 + 3 + 4 + 5) / 4
    [TestCase(new[] { 9.0, 1.0, 2.0 }, 4.0)]                                   // ⌊3 / 4⌋ = 0 dropped: (9 + 1 + 2) / 3
    public void InterquartileMean_DropsAQuarterAtEachEnd(double[] sample, double expected) =>
        Assert.That(Statistics.InterquartileMean(sample), Is.EqualTo(expected).Within(Exact));

    [TestCase(0.0, 10.0)]
    [TestCase(0.5, 25.0)]                              // half way between the second and the third of four
    [TestCase(0.1, 13.0)]                              // position 0.3: three tenths of the way from 10 to 20
    [TestCase(1.0, 40.0)]
    public void Quantile_InterpolatesBetweenNeighbours(double share, double expected) =>
        Assert.That(Statistics.Quantile([10, 20, 30, 40], share), Is.EqualTo(expected).Within(Exact));

    [Test]
    public void Bootstrap_OfTheMean_IsAsWideAsTheNormalInterval()
    {
        // Fifty zeros and fifty ones: standard error 0.5 / √100 = 0.05, so 0.5 ± 1.96 · 0.05 = 0.402 … 0.598.
        // 2,000 resamples place each end within about 0.004, and means come in steps of 0.01.
        const double resampling = 0.012;
        double[] values = [.. Enumerable.Range(0, 100).Select(i => (double)(i % 2))];
        var interval = Statistics.Bootstrap(values, Statistics.Mean, Key);
        Assert.Multiple(() =>
        {
            Assert.That(interval.Value, Is.EqualTo(0.5).Within(Exact));
            Assert.That(interval.Low, Is.EqualTo(0.402).Within(resampling));
            Assert.That(interval.High, Is.EqualTo(0.598).Within(resampling));
        });
    }

    [Test]
    public void Bootstrap_OfTheMedian_StaysAmongTheValues()
    {
        var interval = Statistics.Bootstrap([1, 2, 3, 4, 1000], Statistics.Median, Key);
        Assert.That(interval.Value, Is.EqualTo(3));
        Assert.That(interval.Low, Is.EqualTo(1));      // three of five draws are 1 with probability 0.058 > 0.025
        Assert.That(interval.High, Is.EqualTo(1000));
    }

    [Test]
    public void Bootstrap_SameKey_SameInterval()
    {
        double[] values = [1, 5, 2, 8, 3];
        var interval = Statistics.Bootstrap(values, Statistics.Mean, Key);
        var again = Statistics.Bootstrap(values, Statistics.Mean, Key);
        var other = Statistics.Bootstrap(values, Statistics.Mean, Key with { Seed = 8 }, resamples: 50);
        Assert.That(again, Is.EqualTo(interval));
        Assert.That(other, Is.Not.EqualTo(interval));
    }

    [Test]
    public void Bootstrap_OfOneOrNoValue_HasNoWidth()
    {
        Assert.That(Statistics.Bootstrap([4], Statistics.Mean, Key), Is.EqualTo(new Interval(4, 4, 4)));
        Assert.That(Statistics.Bootstrap([], Statistics.Mean, Key), Is.EqualTo(Interval.None));
    }
}
