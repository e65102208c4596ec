using RLSandbox.Core.Contract;
using RLSandbox.Learning.Evaluation;

namespace RLSandbox.Learning.Tests.Evaluation;

public sealed class RandomPolicyTests
{
    private const int Rows = 4000;

    [Test]
    public void EveryDimension_IsUniform()
    {
        var spec = ActionSpec.MultiDiscrete(2, 5);
        using var actions = Act(spec, []);
        for (var choice = 0; choice < 5; choice++)
        {
            var count = Enumerable.Range(0, Rows).Count(row => actions.Choices[2 * row + 1] == choice);
            Assert.That(count, Is.EqualTo(800).Within(130));               // 4,000 / 5, five standard deviations of √(4000 · 0.2 · 0.8) = 25
        }
        Assert.That(Enumerable.Range(0, Rows).Count(row => actions.Choices[2 * row] == 1), Is.EqualTo(2000).Within(160));
    }

    [Test]
    public void ForbiddenChoices_AreNeverTaken()
    {
        var spec = ActionSpec.MultiDiscrete(2, 4);
        bool[] row = [false, true, true, false, false, true];                // dimension 0 allows 1; dimension 1 allows 0 and 3
        bool[] mask = [.. Enumerable.Range(0, Rows).SelectMany(_ => row)];
        using var actions = Act(spec, mask);
        Assert.That(Enumerable.Range(0, Rows).Select(r => actions.Choices[2 * r]).Distinct(), Is.EqualTo(new[] { 1 }));
        Assert.That(Enumerable.Range(0, Rows).Select(r => actions.Choices[2 * r + 1]).Distinct().Order(), Is.EqualTo(new[] { 0, 3 }));
    }

    [Test]
    public void ContinuousActions_FillTheirRange()
    {
        using var actions = Act(ActionSpec.Continuous(2), []);
        var values = actions.Values.ToArray();
        Assert.That(values, Is.All.InRange(-1f, 1f));
        Assert.That(values.Average(), Is.Zero.Within(0.033));                // five standard errors of 1 / √(3 · 8000)
    }

    [Test]
    public void SameSeed_ActsTheSameAndMovesOn()
    {
        var spec = ActionSpec.Discrete(1000);
        using var first = new ActionBuffer(spec, 8);
        using var second = new ActionBuffer(spec, 8);
        using var one = new RandomPolicy(spec, 3);
        using var same = new RandomPolicy(spec, 3);
        one.Act(Input([]), [], first);
        same.Act(Input([]), [], second);
        Assert.That(first.Choices.ToArray(), Is.EqualTo(second.Choices.ToArray()));
        same.Act(Input([]), [], second);
        Assert.That(first.Choices.ToArray(), Is.Not.EqualTo(second.Choices.ToArray()));
    }

    private static ActionBuffer Act(ActionSpec spec, ReadOnlySpan<bool> mask)
    {
        var actions = new ActionBuffer(spec, Rows);
        using var policy = new RandomPolicy(spec, seed: 11);
        policy.Act(Input(mask), [], actions);
        return actions;
    }

    private static PolicyInput Input(ReadOnlySpan<bool> mask) => new() { Observations = null!, Started = [], ActionMask = mask };
}
