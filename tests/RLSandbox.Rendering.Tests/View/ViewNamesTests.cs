using RLSandbox.Core;
using RLSandbox.Rendering.View;

namespace RLSandbox.Rendering.Tests.View;

public sealed class ViewNamesTests
{
    [Test]
    public void EveryViewAndLayer_HasAName()
    {
        Assert.That(ViewNames.Views.Select(name => ViewNames.ViewOf(name)), Is.EquivalentTo(Enum.GetValues<ViewKind>()));
        Assert.That(ViewNames.LayerNames.Select(name => ViewNames.LayersOf(name)), Is.EquivalentTo(Enum.GetValues<Layers>()));
    }

    [Test]
    public void SeveralLayers_AreTogether() => Assert.That(ViewNames.LayersOf("trail, lane-graph,none"), Is.EqualTo(Layers.Trail | Layers.LaneGraph));

    [TestCase("trial", "did you mean 'trail'?")]
    [TestCase("lanegraph", "did you mean 'lane-graph'?")]
    [TestCase("route,,trail", "there is no such name")]
    [TestCase("xyz", "There are route, trail, overview")]
    public void UnknownLayer_IsExplained(string names, string expected) =>
        Assert.That(() => ViewNames.LayersOf(names), Throws.InstanceOf<UserErrorException>().With.Message.Contains(expected).And.Message.StartsWith("--layers"));

    [Test]
    public void UnknownView_NamesTheNearest() => Assert.That(() => ViewNames.ViewOf("headingup"), Throws.InstanceOf<UserErrorException>().With.Message.Contains("did you mean 'heading-up'?"));
}
