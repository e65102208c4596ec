using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Tests.Algorithms;
using TorchSharp;

namespace RLSandbox.Learning.Tests.Saliency;

/// <summary>Maps of a whole network on a picture of a road: the same each time, right by a slow obvious way, and of the network rather than of the picture.</summary>
[TensorScope]
public sealed class SaliencySanityTests
{
    private const int Side = 36, Square = 2;
    private static readonly ObservationPart[] Parts = [new("camera", ElementType.UInt8, 1, Side, Side), new("state", ElementType.Float32, 3)];

    [Test]
    public void Map_IsTheSameEachTime_AndLeavesThePolicyAlone([Values] SaliencyKind kind, [Values] SaliencyTarget of)
    {
        using var toy = Road(seed: 1);
        toy.Act();
        var (action, memory) = (toy.Actions.Choices.ToArray(), toy.State.ToArray());
        var map = toy.Saliency(kind, of);
        Assert.That(map, Has.Length.EqualTo(Side * Side).And.All.InRange(0f, 1f).And.Some.EqualTo(1f));
        Assert.That(toy.Saliency(kind, of), Is.EqualTo(map));
        Assert.That(toy.State, Is.EqualTo(memory));
        toy.Act();
        Assert.That(toy.Actions.Choices.ToArray(), Is.EqualTo(action));
    }

    /// <summary>A training may be between two halves of an update when a viewer asks.</summary>
    [Test]
    public void Asking_LeavesTheGradientOfTheWeightsAlone([Values] SaliencyKind kind)
    {
        using var toy = Road(seed: 1);
        toy.Gradient.Fill(3);
        toy.Saliency(kind);
        Assert.That(toy.Gradient.ToArray(), Is.All.EqualTo(3f));
    }

    /// <summary>One square after another over the picture, asked of the policy's own critic, whose V is what the map is about.</summary>
    [Test]
    public void Occlusion_EqualsCoveringOneSquareAtATime()
    {
        using var toy = Road(seed: 1);
        toy.Act();                                              // from here on the older frame comes from the memory, which the squares do not cover
        var picture = toy.Observations.Bytes(0, 0);
        var original = picture.ToArray();
        var mean = (byte)Math.Round(original.Average(level => level));
        var whole = toy.Explain().Value!.Value;
        var (sums, counts) = (new double[Side * Side], new int[Side * Side]);
        for (var place = 0; place < (Side - 1) * (Side - 1); place++)
        {
            var (top, left) = (place / (Side - 1), place % (Side - 1));
            int[] covered = [.. Enumerable.Range(0, Square * Square).Select(i => (top + i / Square) * Side + left + i % Square)];
            foreach (var pixel in covered) picture[pixel] = mean;
            var lost = Math.Max(0, whole - toy.Explain().Value!.Value);
            original.CopyTo(picture);
            foreach (var pixel in covered) (sums[pixel], counts[pixel]) = (sums[pixel] + lost, counts[pixel] + 1);
        }

        var map = sums.Zip(counts, (sum, count) => sum / count).ToArray();
        var largest = map.Max();
        const float rounding = 5e-3f;                           // the value of one row and that of a batch of rows differ by float rounding, 10⁻⁶; the largest loss is about 10⁻³
        Assert.That(toy.Saliency(SaliencyKind.Occlusion, SaliencyTarget.Value), Is.EqualTo(map.Select(lost => (float)(lost / largest))).Within(rounding));
    }

    /// <summary>
    /// Adebayo et al. 2018, "Sanity checks for saliency maps", arXiv:1810.03292: a map that stays when the weights are drawn anew shows the picture and not the network.
    /// Their measure: rank correlation of the maps, here the mean over pairs of networks. Measured: gradient 0.36 (all networks see the middle through more windows than
    /// the edge), Grad-CAM −0.06, occlusion 0.15; the outlines of the picture would give 1 for every pair.
    /// </summary>
    [Test]
    public void RandomisedWeights_ChangeTheMap([Values] SaliencyKind kind)
    {
        const int networks = 6;
        var maps = Enumerable.Range(1, networks).Select(seed =>
        {
            using var toy = Road((ulong)seed);
            return toy.Saliency(kind);
        }).ToArray();
        var correlations = maps.SelectMany((map, i) => maps.Skip(i + 1).Select(other => RankCorrelation(map, other))).ToArray();
        Assert.That(correlations.Average(), Is.LessThan(0.5));
    }

    [Test]
    public void LiveTensors_StayFlat([Values] SaliencyKind kind)
    {
        using var toy = Road(seed: 1);
        for (var i = 0; i < 2; i++) toy.Saliency(kind);
        var before = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, torch.Tensor.TotalCount);
        for (var i = 0; i < 10; i++) toy.Saliency(kind);
        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before.ThreadTotalLiveCount));
        Assert.That(torch.Tensor.TotalCount, Is.LessThanOrEqualTo(before.TotalCount), "fewer: what an earlier test forgot was finalised meanwhile");
    }

    /// <summary>A gray road that bends across green, seen from above, and a network of the preset tiny.</summary>
    private static ToyPolicy Road(ulong seed)
    {
        var toy = new ToyPolicy(Parts, ActionSpec.Discrete(5), NetworkConfig.Preset("tiny"), frameStack: 2, seed: seed);
        var picture = toy.Observations.Bytes(0, 0);
        for (var i = 0; i < picture.Length; i++)
        {
            var (x, y) = (i % Side - Side / 2, Side - i / Side);
            var across = Math.Abs(x - y * y / 80.0);
            picture[i] = across < 0.7 ? (byte)230 : across < 6 ? (byte)70 : (byte)140;
        }

        return toy;
    }

    /// <summary>Spearman's; equal numbers share their mean rank.</summary>
    private static double RankCorrelation(float[] a, float[] b)
    {
        double[] Ranks(float[] numbers) => [.. numbers.Select(number => numbers.Count(other => other < number) + numbers.Count(other => other == number) / 2.0)];
        var (first, second) = (Ranks(a), Ranks(b));
        var (meanA, meanB) = (first.Average(), second.Average());
        var covariance = first.Zip(second, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return covariance / Math.Sqrt(first.Sum(x => (x - meanA) * (x - meanA)) * second.Sum(y => (y - meanB) * (y - meanB)));
    }
}
