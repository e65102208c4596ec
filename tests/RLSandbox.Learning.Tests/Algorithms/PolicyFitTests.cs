using RLSandbox.Core;
using RLSandbox.Core.Contract;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Networks;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Learning.Tests.Algorithms;

/// <summary>A policy is refused by a task that shows or asks for something else, with words that say what.</summary>
public sealed class PolicyFitTests
{
    private static readonly ObservationPart[] Seen = [new("state", ElementType.Float32, 3)];

    [Test]
    public void SamePartsAndActions_Fit() => Assert.That(() => Check(new("state", ElementType.Float32, 3), ActionSpec.Discrete(15)), Throws.Nothing);

    [TestCase("state", 4, "state float32 [4]")]
    [TestCase("numbers", 3, "numbers float32 [3]")]
    public void OtherObservations_AreNamed(string name, int length, string shown)
        => Assert.That(() => Check(new(name, ElementType.Float32, length), ActionSpec.Discrete(15)), Throws.InstanceOf<UserErrorException>().With.Message.Contains("state float32 [3]").And.Message.Contains(shown));

    [Test]
    public void OtherActions_AreNamed()
    {
        Assert.That(() => Check(Seen[0], ActionSpec.Discrete(21)), Throws.InstanceOf<UserErrorException>().With.Message.Contains("Discrete [15]").And.Message.Contains("Discrete [21]"));
        Assert.That(() => Check(Seen[0], ActionSpec.Continuous(2)), Throws.InstanceOf<UserErrorException>().With.Message.Contains("Continuous [2]"));
    }

    private static void Check(ObservationPart part, ActionSpec action)
    {
        var spec = new PolicySpec(Seen, ActionSpec.Discrete(15), NetworkConfig.Preset("mlp"), 1);
        using var policy = new GreedyPolicy(spec.Build(1, TorchRuntime.Device("cpu")), spec, ownsNetwork: true);
        policy.RequireFits(new() { Name = "task-v1", EnvironmentCount = 1, Parts = [part], Action = action, Outcomes = [new("end", true)] });
    }
}
