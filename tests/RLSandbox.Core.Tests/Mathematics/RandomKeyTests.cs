using System.Numerics;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Core.Tests.Mathematics;

/// <summary>Statistics of the stateless draws. Seeds are fixed, so a passing test always passes; bounds are those of a fair source.</summary>
public sealed class RandomKeyTests
{
    private const int Draws = 100_000;

    /// <summary>Chi-square with 255 degrees of freedom: mean 255, deviation √510 = 22.6; a fair source stays within five of them.</summary>
    private const double ChiSquareLow = 255 - 5 * 22.6, ChiSquareHigh = 255 + 5 * 22.6;

    /// <summary>Five standard deviations of the correlation of 100,000 independent pairs, 1/√100000 = 0.0032.</summary>
    private const double NoCorrelation = 5 * 0.0032;

    private static readonly RandomKey Key = new(42, 3, 7, RandomPurpose.Of("test"));

    /// <summary>One number of the key or of the place goes up by one from draw to draw, all others stay.</summary>
    private static readonly TestCaseData[] Directions =
    [
        Direction("Seed", i => Key with { Seed = i }, i => (0, 0, 0)),
        Direction("Environment", i => Key with { Environment = i }, i => (0, 0, 0)),
        Direction("Episode", i => Key with { Episode = i }, i => (0, 0, 0)),
        Direction("Purpose", i => Key with { Purpose = i }, i => (0, 0, 0)),
        Direction("Slot", i => Key, i => (i, 0, 0)),
        Direction("Step", i => Key, i => (0, i, 0)),
        Direction("Draw", i => Key, i => (0, 0, i)),
    ];

    [TestCaseSource(nameof(Directions))]
    public void HighAndLowByte_AreUniform(Func<uint, RandomKey> key, Func<uint, (uint Slot, uint Step, uint Draw)> place)
    {
        var (high, low) = (new int[256], new int[256]);
        for (var i = 0u; i < Draws; i++)
        {
            var bits = BitsAt(key, place, i);
            high[bits >> 56]++;
            low[bits & 255]++;
        }
        Assert.That(ChiSquare(high), Is.InRange(ChiSquareLow, ChiSquareHigh), "high byte");
        Assert.That(ChiSquare(low), Is.InRange(ChiSquareLow, ChiSquareHigh), "low byte");
    }

    [TestCaseSource(nameof(Directions))]
    public void Neighbours_AreNotCorrelated(Func<uint, RandomKey> key, Func<uint, (uint Slot, uint Step, uint Draw)> place)
    {
        var sum = 0.0;
        var previous = CentredUniform(key, place, 0);
        for (var i = 1u; i <= Draws; i++)
        {
            var current = CentredUniform(key, place, i);
            sum += previous * current;
            previous = current;
        }
        Assert.That(sum / Draws * 12, Is.Zero.Within(NoCorrelation));            // the variance of a uniform number is 1/12
    }

    [TestCaseSource(nameof(Directions))]
    public void NeighbourPairs_FillThePlane(Func<uint, RandomKey> key, Func<uint, (uint Slot, uint Step, uint Draw)> place)
    {
        var cells = new int[256];                                                // 16 × 16: (draw i, draw i + 1)
        for (var i = 0u; i < Draws; i++) cells[(int)(BitsAt(key, place, i) >> 60 << 4 | BitsAt(key, place, i + 1) >> 60)]++;
        Assert.That(ChiSquare(cells), Is.InRange(ChiSquareLow, ChiSquareHigh));
    }

    [TestCaseSource(nameof(Directions))]
    public void OneFlippedBit_FlipsHalfOfTheResult(Func<uint, RandomKey> key, Func<uint, (uint Slot, uint Step, uint Draw)> place)
    {
        const int samples = 2_000;
        const double fiveDeviations = 5 * 0.0112;                                // √(¼ / 2000) of a share of one half
        for (var bit = 0; bit < 32; bit++)
        {
            var flips = new int[64];
            for (var i = 0u; i < samples; i++)
            {
                var difference = BitsAt(key, place, i * 77) ^ BitsAt(key, place, (i * 77) ^ (1u << bit));
                for (; difference != 0; difference &= difference - 1) flips[BitOperations.TrailingZeroCount(difference)]++;
            }
            Assert.That(flips.Select(count => count / (double)samples), Is.All.EqualTo(0.5).Within(fiveDeviations), $"input bit {bit}");
        }
    }

    [Test]
    public void SwappedArguments_GiveOtherNumbers()
    {
        var key = new RandomKey(1, 2, 3, 4);
        ulong[] draws =
        [
            key.Bits(5, 6, 7), key.Bits(5, 7, 6), key.Bits(6, 5, 7), key.Bits(7, 6, 5),
            new RandomKey(1, 3, 2, 4).Bits(5, 6, 7), new RandomKey(2, 1, 3, 4).Bits(5, 6, 7), new RandomKey(1, 2, 4, 3).Bits(5, 6, 7),
        ];
        Assert.That(draws, Is.Unique);
    }

    [Test]
    public void SameArguments_GiveTheSameNumberInEveryVersion() => Assert.That(new RandomKey(1, 2, 3, 4).Bits(5, 6, 7), Is.EqualTo(GoldenDraw));

    [Test]
    public void Uniform_IsBelowOneAndHasTheRightMoments()
    {
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0u; i < Draws; i++)
        {
            var u = Key.Uniform(step: i);
            Assert.That(u, Is.GreaterThanOrEqualTo(0f).And.LessThan(1f));
            sum += u;
            squares += u * u;
        }
        Assert.That(sum / Draws, Is.EqualTo(0.5).Within(0.0046));                // 5 · √(1/12 / 100000)
        Assert.That(squares / Draws, Is.EqualTo(1 / 3.0).Within(0.0048));        // 5 · √(4/45 / 100000)
    }

    [Test]
    public void UniformRange_NeverReachesItsUpperEnd()
    {
        const float low = 1f, high = 1.0000002f;                                 // two floats apart: half of all roundings would go up
        for (var i = 0u; i < 1000; i++) Assert.That(Key.Uniform(low, high, step: i), Is.GreaterThanOrEqualTo(low).And.LessThan(high));
        Assert.That(Key.Uniform(3f, 3f), Is.EqualTo(3f));
    }

    [TestCase(2f, 1f)]
    [TestCase(0f, float.PositiveInfinity)]
    [TestCase(float.NaN, 1f)]
    public void UniformRange_BadBounds_Throw(float low, float high) => Assert.That(() => Key.Uniform(low, high), Throws.ArgumentException);

    [TestCase(256)]
    [TestCase(3)]
    [TestCase(1)]
    public void Integer_EveryChoice_IsEquallyLikely(int count)
    {
        var counts = new int[count];
        for (var i = 0u; i < Draws; i++) counts[Key.Integer(count, step: i)]++;
        var expected = Draws / (double)count;
        Assert.That(counts, Is.All.EqualTo(expected).Within(5 * Math.Sqrt(expected)));  // a count has about Poisson deviation
    }

    [Test]
    public void Integer_LargestCount_ReachesTheUpperHalf()
    {
        var draws = Enumerable.Range(0, 100).Select(i => Key.Integer(int.MaxValue, step: (uint)i)).ToArray();
        Assert.That(draws, Has.All.GreaterThanOrEqualTo(0).And.Some.GreaterThan(int.MaxValue / 2).And.Some.LessThan(int.MaxValue / 2));
    }

    [Test]
    public void Integer_NoChoices_Throws() => Assert.That(() => Key.Integer(0), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Normal_HasTheMomentsOfTheStandardNormal()
    {
        var moments = new double[5];
        var beyondTwo = 0;
        for (var i = 0u; i < Draws; i++)
        {
            double z = Key.Normal(step: i);
            for (var power = 1; power <= 4; power++) moments[power] += Math.Pow(z, power) / Draws;
            if (Math.Abs(z) > 2) beyondTwo++;
        }
        // Five standard deviations each: √(1, 2, 15, 96 / 100000).
        Assert.That(moments[1], Is.Zero.Within(5 * 0.0032));
        Assert.That(moments[2], Is.EqualTo(1).Within(5 * 0.0045));
        Assert.That(moments[3], Is.Zero.Within(5 * 0.0122));
        Assert.That(moments[4], Is.EqualTo(3).Within(5 * 0.031));
        Assert.That(beyondTwo / (double)Draws, Is.EqualTo(0.0455).Within(5 * 0.00066));
    }

    [Test]
    public void Draws_AllocateNothing()
    {
        var sum = Key.Normal() + Key.Uniform(0, 1) + Key.Integer(5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0u; i < 100; i++) sum += Key.Normal(step: i) + Key.Uniform(0, 1, step: i) + Key.Integer(5, step: i);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(sum, Is.Not.NaN);
    }

    /// <summary>Computed by an independent implementation in Python; if it changes, every recorded episode of every user becomes another one.</summary>
    private const ulong GoldenDraw = 9217854279792943449;

    private static ulong BitsAt(Func<uint, RandomKey> key, Func<uint, (uint Slot, uint Step, uint Draw)> place, uint i)
    {
        var (slot, step, draw) = place(i);
        return key(i).Bits(slot, step, draw);
    }

    private static double CentredUniform(Func<uint, RandomKey> key, Func<uint, (uint Slot, uint Step, uint Draw)> place, uint i)
    {
        var (slot, step, draw) = place(i);
        return key(i).Uniform(slot, step, draw) - 0.5;
    }

    private static double ChiSquare(int[] counts)
    {
        var expected = counts.Sum() / (double)counts.Length;
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }

    private static TestCaseData Direction(string name, Func<uint, RandomKey> key, Func<uint, (uint, uint, uint)> place) => new TestCaseData(key, place).SetArgDisplayNames(name);
}
