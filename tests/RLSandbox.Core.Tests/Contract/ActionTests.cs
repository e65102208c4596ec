using RLSandbox.Core.Contract;

namespace RLSandbox.Core.Tests.Contract;

public sealed class ActionTests
{
    [Test]
    public void Discrete_HasOneDimension()
    {
        var spec = ActionSpec.Discrete(15);
        Assert.That((spec.Kind, spec.Dimensions, spec.ChoiceCount), Is.EqualTo((ActionKind.Discrete, 1, 15)));
    }

    [Test]
    public void MultiDiscrete_AddsUpItsChoices()
    {
        var spec = ActionSpec.MultiDiscrete(5, 3);
        Assert.That((spec.Kind, spec.Dimensions, spec.ChoiceCount), Is.EqualTo((ActionKind.MultiDiscrete, 2, 8)));
    }

    [Test]
    public void Continuous_HasNoChoices()
    {
        var spec = ActionSpec.Continuous(2);
        Assert.That((spec.Kind, spec.Dimensions, spec.ChoiceCount), Is.EqualTo((ActionKind.Continuous, 2, 0)));
    }

    [Test]
    public void NoChoiceOrDimension_Throws()
    {
        Assert.That(() => ActionSpec.Discrete(0), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => ActionSpec.MultiDiscrete(), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => ActionSpec.MultiDiscrete(3, 0), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => ActionSpec.Continuous(0), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void DiscreteBuffer_HasChoicesOnly()
    {
        using var actions = new ActionBuffer(ActionSpec.MultiDiscrete(5, 3), 4);
        Assert.That(actions.Choices.ToArray(), Has.Length.EqualTo(8).And.All.Zero);        // 4 rows · 2 dimensions
        Assert.That(actions.Values.Length, Is.Zero);
    }

    [Test]
    public void ContinuousBuffer_HasValuesOnly()
    {
        using var actions = new ActionBuffer(ActionSpec.Continuous(2), 4);
        Assert.That(actions.Values.ToArray(), Has.Length.EqualTo(8).And.All.Zero);
        Assert.That(actions.Choices.Length, Is.Zero);
    }

    [Test]
    public void Disposed_Throws()
    {
        var actions = new ActionBuffer(ActionSpec.Discrete(2), 1);
        actions.Dispose();
        Assert.That(() => actions.Choices.Length, Throws.InstanceOf<ObjectDisposedException>());
    }
}
