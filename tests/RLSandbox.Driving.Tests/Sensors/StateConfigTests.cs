using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Sensors;

namespace RLSandbox.Driving.Tests.Sensors;

public sealed class StateConfigTests
{
    [Test]
    public void EmptySection_GivesSpeedSteeringAndYawRate()
    {
        var config = StateConfig.Bind(new(null, new(), "state"));
        Assert.That(config, Is.EqualTo(new StateConfig()));
        Assert.That(config.Features, Is.EqualTo(new[] { StateFeature.Speed, StateFeature.Steering, StateFeature.YawRate }));
        Assert.That(new StateSensor(config).Part.ToString(), Is.EqualTo("state float32 [3]"));
    }

    [Test]
    public void EveryKey_IsRead()                                        // 1 + 2 · 5 + 1 numbers
    {
        var problems = new ConfigProblems();
        var config = StateConfig.Bind(new(Nodes.Map(
            ("features", new[] { "slipAngle", "lookAhead", "headingError" }),
            ("lookAhead", Nodes.Map(("points", "5"), ("spacing", "0.4"), ("unit", "seconds")))), problems, "state"));
        problems.ThrowIfAny();
        Assert.That(config.Features, Is.EqualTo(new[] { StateFeature.SlipAngle, StateFeature.LookAhead, StateFeature.HeadingError }));
        Assert.That((config.LookAheadPoints, config.LookAheadSpacing, config.SpacingInSeconds), Is.EqualTo((5, 0.4f, true)));
        Assert.That(config.FeatureCount, Is.EqualTo(12));
    }

    [TestCase(new[] { "speed", "yawrate" }, "yawRate")]                  // the nearest known name
    [TestCase(new[] { "speed", "speed" }, "twice")]
    [TestCase(new string[0], "at least one")]
    public void WrongFeatures_AreAProblem(string[] features, string expected)
    {
        var problems = new ConfigProblems();
        StateConfig.Bind(new(Nodes.Map(("features", features)), problems, "state"));
        Assert.That(() => problems.ThrowIfAny(), Throws.TypeOf<ConfigException>().With.Message.Contains("state.features").And.Message.Contains(expected));
    }
}
