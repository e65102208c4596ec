using System.Numerics;
using System.Text;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Core.Tests.Mathematics;

public sealed class StableHashTests
{
    /// <summary>Computed by an independent implementation in Python; map and world hashes that users wrote down depend on them.</summary>
    [TestCase("", 16294208416658607535UL)]
    [TestCase("rlsandbox", 13530461787097803826UL)]
    [TestCase("a text of more than thirty-two bytes, so that blocks, words and a tail all take part", 5738610200282974661UL)]
    public void KnownText_HasItsHashInEveryVersion(string text, ulong expected) => Assert.That(StableHash.Of(Encoding.UTF8.GetBytes(text)), Is.EqualTo(expected));

    [Test]
    public void EveryBitOfEveryPosition_FlipsAboutHalfOfTheHash()
    {
        const int length = 75;                                             // two blocks, one word, a tail of three bytes
        var bytes = Enumerable.Range(0, length).Select(i => (byte)(i * 37)).ToArray();
        var original = StableHash.Of(bytes);
        for (var bit = 0; bit < length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(BitOperations.PopCount(original ^ StableHash.Of(bytes)), Is.InRange(12, 52), $"bit {bit}");   // 32 ± 5 · 4
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Test]
    public void SwappedWords_GiveAnotherHash()
    {
        int[] positions = [0, 8, 16, 24, 32, 40, 64];                      // every chain twice, and the word after the blocks
        var bytes = Enumerable.Range(0, 75).Select(i => (byte)(i * 37)).ToArray();
        var hashes = new List<ulong> { StableHash.Of(bytes) };
        foreach (var first in positions)
        {
            foreach (var second in positions.Where(position => position > first))
            {
                var swapped = bytes.ToArray();
                bytes.AsSpan(first, 8).CopyTo(swapped.AsSpan(second));
                bytes.AsSpan(second, 8).CopyTo(swapped.AsSpan(first));
                hashes.Add(StableHash.Of(swapped));
            }
        }
        Assert.That(hashes, Has.Count.EqualTo(1 + 7 * 6 / 2).And.Unique);
    }

    [Test]
    public void ZerosOfEveryLength_AllDiffer()
    {
        var hashes = Enumerable.Range(0, 200).Select(length => StableHash.Of(new byte[length]));
        Assert.That(hashes, Is.Unique);
    }

    [Test]
    public void AnotherSeed_GivesAnotherHash() => Assert.That(StableHash.Of([1, 2, 3], seed: 1), Is.Not.EqualTo(StableHash.Of([1, 2, 3])));

    [Test]
    public void Combine_DependsOnTheOrder() => Assert.That(StableHash.Combine(1, 2), Is.Not.EqualTo(StableHash.Combine(2, 1)));

    [Test]
    public void PurposeNames_HaveStableDifferentNumbers()
    {
        string[] names = ["map", "start", "traffic.vehicles", "camera.noise", "actions", "minibatch", "weights"];
        Assert.That(names.Select(RandomPurpose.Of), Is.Unique);
        Assert.That(RandomPurpose.Of("map"), Is.EqualTo(1186247227u));
    }
}
