using RLSandbox.Core.Configuration;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Learning.Training;
using RLSandbox.Learning.Classic;

namespace RLSandbox.Learning.Tests.Training;

/// <summary>Section <c>training</c>: what holds for every algorithm, and what one algorithm's section puts in its place.</summary>
public sealed class TrainingConfigTests
{
    private static readonly ConfigNode Training = Map(
        ("steps", Text("1000")), ("environments", Text("8")), ("evaluateEverySteps", Text("100")),
        ("ppo", Map(("steps", Text("50")), ("environments", Text("2")))));

    [Test]
    public void AlgorithmsSection_TakesPrecedence_ForThatAlgorithmOnly()
    {
        var shared = TrainingConfig.Bind(Training);
        Assert.That((shared.Steps, shared.Environments), Is.EqualTo((1000L, 8)));
        Assert.That(shared.For("ppo", Training), Is.EqualTo(shared with { Steps = 50, Environments = 2, Algorithm = "ppo" }));
        Assert.That(shared.For("other", Training), Is.EqualTo(shared with { Algorithm = "other" }));
        Assert.That(shared.For("ppo", training: null), Is.EqualTo(shared));
    }

    [Test]
    public void ImpossibleNumber_NamesTheKeyOfTheAlgorithm()
    {
        var training = Map(("ppo", Map(("environments", Text("0")))));
        Assert.That(() => new TrainingConfig().For("ppo", training), Throws.TypeOf<ConfigException>().With.Message.Contains("training.ppo.environments"));
    }

    [Test]
    public void LearnersSection_MayHoldTheSharedKeys_AndNoOthers()
    {
        using var environment = BanditEnvironment.Create(2, 0.5f);
        Assert.That(() => Learners.Create("ppo", environment, Training, new(1, 1, 100, "cpu")).Dispose(), Throws.Nothing);
        var wrong = Map(("ppo", Map(("step", Text("50")))));
        Assert.That(() => Learners.Create("ppo", environment, wrong, new(1, 1, 100, "cpu")), Throws.TypeOf<ConfigException>().With.Message.Contains("did you mean \"steps\"?"));
    }

    private static ConfigNode Text(string text) => ConfigNode.Scalar(text, Here);

    private static ConfigNode Map(params (string Key, ConfigNode Value)[] entries) => ConfigNode.Map([.. entries.Select(entry => new ConfigEntry(entry.Key, Here, entry.Value))], Here);

    private static ConfigPosition Here => new("test.yaml", 1, 1);
}
