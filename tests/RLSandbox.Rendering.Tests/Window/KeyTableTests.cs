using RLSandbox.Rendering.View;
using RLSandbox.Rendering.Window;

namespace RLSandbox.Rendering.Tests.Window;

public sealed class KeyTableTests
{
    [Test]
    public void EveryCommand_HasAKey() => Assert.That(KeyTable.All.Select(binding => binding.Command).Distinct(), Is.EquivalentTo(Enum.GetValues<ViewerCommand>()));

    [Test]
    public void EveryLayer_HasAKey() => Assert.That(ViewerLayers.All.Aggregate(Layers.None, (all, layer) => all | layer.Layer), Is.EqualTo(Layers.All));

    [Test]
    public void NoKey_MeansTwoThings() => Assert.That(KeyTable.All.Select(binding => (binding.Key, binding.Modifiers)), Is.Unique);

    [Test]
    public void Names_AreUnique() => Assert.That(KeyTable.All.Select(binding => binding.Name), Is.Unique);

    [Test]
    public void KeysOfTheWheel_MeanNothingElseWhileDriving() =>
        Assert.That(KeyTable.All.Where(binding => binding.Modifiers == KeyModifiers.None && HumanWheel.Owns(binding.Key) && binding.WhileDriving), Is.Empty);
}
