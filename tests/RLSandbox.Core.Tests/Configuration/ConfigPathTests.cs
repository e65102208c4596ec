using RLSandbox.Core.Configuration;
using static RLSandbox.Core.Tests.Configuration.SectionReaderTests;

namespace RLSandbox.Core.Tests.Configuration;

public sealed class ConfigPathTests
{
    [Test]
    public void Set_ReplacesOneValueAndKeepsTheOthers()
    {
        var root = ConfigPath.Set(Map(("map", Map(("seed", Text("1")), ("count", Text("2"))))), "map.seed", Text("7"));
        Assert.That(root.Find("map")!.Find("seed")!.Text, Is.EqualTo("7"));
        Assert.That(root.Find("map")!.Find("count")!.Text, Is.EqualTo("2"));
    }

    [Test]
    public void Set_MakesMapsOnTheWay()
    {
        var root = ConfigPath.Set(Map(), "map.generated.count", Text("7"));
        Assert.That(root.Find("map")!.Find("generated")!.Find("count")!.Text, Is.EqualTo("7"));
    }

    [Test]
    public void Set_LeavesTheOriginalUntouched()
    {
        var original = Map(("seed", Text("1")));
        ConfigPath.Set(original, "seed", Text("7"));
        Assert.That(original.Find("seed")!.Text, Is.EqualTo("1"));
    }

    [Test]
    public void Set_BelowANumber_NamesTheArgument()
    {
        var (path, value, position) = ConfigPath.Split("episode.seconds.low=3");
        Assert.That(
            () => ConfigPath.Set(Map(("episode", Map(("seconds", Text("30"))))), path, ConfigNode.Scalar(value, position)),
            Throws.TypeOf<ConfigException>().With.Message.EqualTo(
                "--set episode.seconds.low=3: expected a section at \"episode.seconds\", found 30; set episode.seconds as a whole"));
    }

    [TestCase("a.b = 3 ", "a.b", "3")]
    [TestCase("a=b=c", "a", "b=c")]
    [TestCase("a=", "a", "")]
    public void Split_StopsAtTheFirstEqualsSign(string assignment, string path, string value)
    {
        var split = ConfigPath.Split(assignment);
        Assert.That((split.Path, split.Value), Is.EqualTo((path, value)));
    }

    [TestCase("a.b")]
    [TestCase("=3")]
    [TestCase("a..b=3")]
    public void Split_WithoutAKey_IsRefused(string assignment)
    {
        Assert.That(() => ConfigPath.Split(assignment), Throws.TypeOf<ConfigException>().With.Message.StartsWith($"--set {assignment}: expected dotted.path=value"));
    }
}
