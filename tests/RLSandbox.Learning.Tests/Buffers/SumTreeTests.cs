using RLSandbox.Core.Mathematics;
using RLSandbox.Learning.Buffers;

namespace RLSandbox.Learning.Tests.Buffers;

public sealed class SumTreeTests
{
    /// <summary>Leaves 3, 0, 1, 4, 2 end to end: [0, 3) is leaf 0, [3, 4) leaf 2, [4, 8) leaf 3, [8, 10] leaf 4.</summary>
    [TestCase(0.0, 0)]
    [TestCase(2.999, 0)]
    [TestCase(3.0, 2)]
    [TestCase(3.999, 2)]
    [TestCase(4.0, 3)]
    [TestCase(7.999, 3)]
    [TestCase(8.0, 4)]
    [TestCase(10.0, 4)]
    public void Find_LaysTheLeavesEndToEnd(double target, int leaf)
    {
        var tree = Tree(3, 0, 1, 4, 2);
        Assert.That(tree.Total, Is.EqualTo(10));
        Assert.That(tree.Find(target), Is.EqualTo(leaf));
    }

    /// <summary>10,000 draws: the share of a leaf has a standard deviation of at most √(0.25 / 10,000) = 0.005.</summary>
    [Test]
    public void Draws_AreInProportion()
    {
        double[] sizes = [5, 1, 0, 3, 1, 0, 10];
        var tree = Tree(sizes);
        var key = new RandomKey(1, 0, 0, RandomPurpose.Of("test"));
        var counts = new int[sizes.Length];
        for (uint draw = 0; draw < 10_000; draw++) counts[tree.Find(tree.Total * key.Uniform(0, draw))]++;
        for (var leaf = 0; leaf < sizes.Length; leaf++) Assert.That(counts[leaf] / 10_000.0, Is.EqualTo(sizes[leaf] / 20).Within(sizes[leaf] == 0 ? 0 : 0.02));
    }

    /// <summary>Any order of changes that ends in the same leaves ends in the same tree, to the last bit.</summary>
    [Test]
    public void Tree_DependsOnItsLeavesAlone()
    {
        var key = new RandomKey(2, 0, 0, RandomPurpose.Of("test"));
        var (first, second) = (new SumTree(37), new SumTree(37));
        for (uint change = 0; change < 500; change++) first[key.Integer(37, 0, change)] = key.Uniform(1, change);
        for (var leaf = 36; leaf >= 0; leaf--) second[leaf] = first[leaf];
        Assert.That(second.Total, Is.EqualTo(first.Total));
    }

    [Test]
    public void ImpossibleNumbers_AreRefused([Values(-1, double.NaN, double.PositiveInfinity)] double size) =>
        Assert.That(() => new SumTree(2)[0] = size, Throws.TypeOf<ArgumentOutOfRangeException>());

    private static SumTree Tree(params double[] leaves)
    {
        var tree = new SumTree(leaves.Length);
        for (var leaf = 0; leaf < leaves.Length; leaf++) tree[leaf] = leaves[leaf];
        return tree;
    }
}
