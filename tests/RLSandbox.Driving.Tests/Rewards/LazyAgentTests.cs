using RLSandbox.Core.Contract;
using RLSandbox.Driving.Configuration;
using RLSandbox.Driving.Drivers;
using RLSandbox.Driving.Maps;
using RLSandbox.TestKit.Scenes;

namespace RLSandbox.Driving.Tests.Rewards;

/// <summary>Plays the agents that milk rewards against an ordinary driver.</summary>
public sealed class LazyAgentTests
{
    private const float Metre = 1f;                                     // a lap is over up to one step past the line
    private IReadOnlyList<CompiledMap> _maps = [];

    [OneTimeSetUp]
    public void Compile() => _maps = DrivingScenes.Maps();

    [OneTimeTearDown]
    public void Release()
    {
        foreach (var map in _maps) map.Dispose();
    }

    [TestCase("parked", "stalled")]
    [TestCase("circling", "offRoad,stalled,backwards")]
    [TestCase("wrong-way", "backwards,stalled,offRoad")]
    public void LazyAgent_LosesToDriving(string name, string outcomes)
    {
        var (lazy, outcome) = Play(name, DrivingScenes.Config());
        var (driving, lap) = Play("pure-pursuit", DrivingScenes.Config());
        Assert.That(lap, Is.EqualTo("lap"));
        Assert.That(outcomes.Split(','), Does.Contain(outcome));
        Assert.That(lazy["sum"], Is.LessThan(0f).And.LessThan(driving["sum"]));
    }

    [Test]
    public void Lap_PaysItsLengthAndTheBonus()
    {
        var (paid, _) = Play("pure-pursuit", DrivingScenes.Config() with { Rewards = new([new("progress", 1f), new("lap", 1f)]) });
        var length = _maps[0].Circuit.Length;
        Assert.That(paid["progress"], Is.InRange(length, length + 2 * Metre));
        Assert.That(paid["lap"], Is.EqualTo(1f));
    }

    [Test]
    public void Circling_MilksSpeedButNotProgress()
    {
        var endless = DrivingScenes.Config() with { Ends = new() { OffRoadSeconds = 0, BackwardsMetres = 0, StalledSeconds = 0 }, Rewards = new([new("progress", 1f), new("speed", 1f)]) };
        var (paid, outcome) = Play("circling", endless);
        Assert.That(outcome, Is.EqualTo("timeLimit"));
        Assert.That(paid["speed"], Is.GreaterThan(100f), "it drove all the time");
        Assert.That(paid["progress"], Is.LessThan(30f), "and came nowhere: less than its own circle");
    }

    /// <summary>One episode from the start line of the stadium: the sum of every term and of all, and the outcome.</summary>
    private (Dictionary<string, float> Paid, string Outcome) Play(string name, DrivingConfig config)
    {
        config = config with { MapsInOrder = true, Episode = config.Episode with { Start = "line" }, Actions = new() { Use = "continuous" } };
        using var environment = DrivingScenes.Environment(_maps, 1, config: config);
        using var policy = new ScriptedPolicy(name, environment);
        using var actions = new ActionBuffer(environment.Spec.Action, 1);
        var paid = environment.Spec.Terms.Append("sum").ToDictionary(term => term, _ => 0f);
        environment.Reset(1);
        do
        {
            policy.Act(new() { Observations = environment.Observations, Started = environment.Started }, [], actions);
            environment.Step(actions);
            for (var k = 0; k < environment.Spec.Terms.Count; k++) paid[environment.Spec.Terms[k]] += environment.Terms[k];
            paid["sum"] += environment.Rewards[0];
        }
        while (environment.Outcomes[0] < 0);
        return (paid, environment.Spec.Outcomes[environment.Outcomes[0]].Name);
    }
}
