using RLSandbox.Core.Contract;
using RLSandbox.Learning.Networks;

namespace RLSandbox.Learning.Tests.Algorithms;

/// <summary>What a policy says of itself, with weights set by hand. The input is 2 where nothing else is said.</summary>
[TensorScope]
public sealed class PolicyInsightTests
{
    private const float Rounding = 1e-5f;                       // float arithmetic on numbers of about 1
    private static readonly ObservationPart[] Number = [new("state", ElementType.Float32, 1)];
    private static readonly NetworkConfig Linear = NetworkConfig.Preset("mlp") with { Hidden = [] };

    /// <summary>Logits 0, ln 2 and ln 5: probabilities 1/8, 2/8, 5/8. Value 1.5 · 2 − 1 = 2.</summary>
    [Test]
    public void PolicyWithChoices_GivesProbabilitiesAndTheCriticsValue()
    {
        using var toy = new ToyPolicy(Number, ActionSpec.Discrete(3), Linear).Set("policy.weight", 0, MathF.Log(2) / 2, MathF.Log(5) / 2).Set("value.weight", 1.5f).Set("value.bias", -1);
        toy.Observations.Row<float>(0, 0)[0] = 2;
        var insight = toy.Explain();
        Assert.That(insight.Probabilities, Is.EqualTo(new[] { 0.125f, 0.25f, 0.625f }).Within(Rounding));
        Assert.That(insight.Value, Is.EqualTo(2f).Within(Rounding));
        Assert.That(insight.ActionValues.Concat(insight.Means).Concat(insight.Deviations), Is.Empty);
    }

    /// <summary>Without the last choice 1 : 2 is left.</summary>
    [Test]
    public void MaskedChoice_HasProbabilityZero()
    {
        using var toy = new ToyPolicy(Number, ActionSpec.Discrete(3), Linear) { Mask = [true, true, false] }.Set("policy.weight", 0, MathF.Log(2) / 2, MathF.Log(5) / 2);
        toy.Observations.Row<float>(0, 0)[0] = 2;
        Assert.That(toy.Explain().Probabilities, Is.EqualTo(new[] { 1 / 3f, 2 / 3f, 0 }).Within(Rounding));
    }

    [Test]
    public void SeveralDimensions_SumToOneEach()
    {
        using var toy = new ToyPolicy(Number, ActionSpec.MultiDiscrete(2, 3), Linear).Set("policy.weight", 1, -1, 0.5f, 0.2f, 0.1f);
        toy.Observations.Row<float>(0, 0)[0] = 2;
        var probabilities = toy.Explain().Probabilities;
        Assert.That((probabilities.Take(2).Sum(), probabilities.Skip(2).Sum()), Is.EqualTo((1f, 1f)).Using<(float, float)>((a, b) => Math.Abs(a.Item1 - b.Item1) < Rounding && Math.Abs(a.Item2 - b.Item2) < Rounding));
    }

    /// <summary>Means 0.5 · 2 and −1 · 2, not clamped; deviations e⁰ and e⁻¹.</summary>
    [Test]
    public void ContinuousPolicy_GivesMeansAndDeviations()
    {
        using var toy = new ToyPolicy(Number, ActionSpec.Continuous(2), Linear).Set("policy.weight", 0.5f, -1).Set("policy.logDeviation", 0, -1);
        toy.Observations.Row<float>(0, 0)[0] = 2;
        var insight = toy.Explain();
        Assert.That(insight.Means, Is.EqualTo(new[] { 1f, -2 }).Within(Rounding));
        Assert.That(insight.Deviations, Is.EqualTo(new[] { 1, MathF.Exp(-1) }).Within(Rounding));
        Assert.That(insight.Probabilities, Is.Empty);
    }

    /// <summary>Q = 2 · (1, 3, −1), or with duelling heads a value of 0 and the same less their mean 2. The value is the largest that is allowed.</summary>
    [TestCase(NetworkHeads.ActionValues, "actionValue.weight", 0)]
    [TestCase(NetworkHeads.Duelling, "advantage.weight", 2)]
    public void ActionValues_AreThoseOfTheNetwork(NetworkHeads heads, string name, float mean)
    {
        using var toy = new ToyPolicy(Number, ActionSpec.Discrete(3), Linear, heads).Zero().Set(name, 1, 3, -1);
        toy.Observations.Row<float>(0, 0)[0] = 2;
        Assert.That(toy.Explain().ActionValues, Is.EqualTo(new[] { 2 - mean, 6 - mean, -2 - mean }).Within(Rounding));
        Assert.That(toy.Explain().Value, Is.EqualTo(6 - mean).Within(Rounding));
        toy.Mask = [true, false, true];
        Assert.That(toy.Explain().ActionValues, Is.EqualTo(new[] { 2 - mean, float.NaN, -2 - mean }).Within(Rounding));
        Assert.That(toy.Explain().Value, Is.EqualTo(2 - mean).Within(Rounding));
        Assert.That(toy.Explain().Probabilities, Is.Empty);
    }

    /// <summary>Rows see 0, 1 and 2; the value is what they see.</summary>
    [Test]
    public void EachRow_HasItsOwn()
    {
        using var toy = new ToyPolicy(Number, ActionSpec.Discrete(2), Linear, rows: 3).Zero().Set("value.weight", 1);
        for (var row = 0; row < 3; row++) toy.Observations.Row<float>(0, row)[0] = row;
        Assert.That(Enumerable.Range(0, 3).Select(row => toy.Explain(row).Value!.Value), Is.EqualTo(new[] { 0f, 1, 2 }).Within(Rounding));
        Assert.That(() => toy.Explain(3), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    /// <summary>
    /// One pixel, a stack of three: the value is oldest + 10 · middle + 100 · newest, in units of gray levels. After frames 1, 2, 3 it is 1 + 20 + 300;
    /// at the start of an episode the first frame stands for all three, 111. Asking changes no memory, so the action after it is that of the same stack.
    /// </summary>
    [Test]
    public void StackOfFrames_IsReadFromTheMemoryAndLeftAlone()
    {
        var network = Linear with { Convolutions = [], ImageMean = 0, ImageScale = 1 };
        using var toy = new ToyPolicy([new("camera", ElementType.UInt8, 1, 1, 1)], ActionSpec.Discrete(2), network, frameStack: 3).Zero().Set("value.weight", 1, 10, 100);
        foreach (var (frame, value) in new[] { (1, 111f), (2, 1 + 10 + 200f), (3, 1 + 20 + 300f) })
        {
            toy.Observations.Bytes(0, 0)[0] = (byte)frame;
            var memory = toy.State.ToArray();
            Assert.That(toy.Explain().Value, Is.EqualTo(value).Within(1e-3f), $"frame {frame}");
            Assert.That(toy.State, Is.EqualTo(memory));
            toy.Act();
        }
    }
}
