using System.Text.Json.Nodes;
using RLSandbox.Core.Configuration;
using RLSandbox.Driving.Sensors;
using RLSandbox.Driving.Vehicles;
using RLSandbox.TestKit;

namespace RLSandbox.Scenarios.Tests;

public sealed class SuiteTests
{
    [Test]
    public void SuiteThatSaysNothing_IsTheTest()
    {
        var scenario = Parse("plain: {}", "episode: { startOffset: [-0.5, 0.5], laps: 3 }");
        var suite = scenario.Evaluation.Suites.Single();
        Assert.That(suite.Map, Is.EqualTo(scenario.Evaluation.Test), "the same record, so that its circuits are compiled once");
        Assert.That(suite.Task.Episode, Is.EqualTo(scenario.Driving.ForEvaluation().Episode));
        Assert.That(suite.Task.MapsInOrder, Is.True);
        Assert.That((suite.Episodes, suite.Seed, suite.During, suite.After), Is.EqualTo((100, 1, false, true)));
    }

    [TestCase("wet: { set: { vehicle.friction: 0.6 } }")]
    [TestCase("wet: { set: { vehicle: { friction: 0.6 } } }")]
    [TestCase("wet:\n      set:\n        vehicle.friction: 0.6")]
    public void Perturbation_ChangesOneValueAndNothingElse(string suite)
    {
        var scenario = Parse(suite, "vehicle: { topSpeedMps: 12 }");
        var task = scenario.Evaluation.Suites.Single().Task;
        Assert.That(task.Vehicle, Is.EqualTo(scenario.Driving.Vehicle with { Friction = 0.6f }));
        Assert.That(scenario.Driving.Vehicle.Friction, Is.EqualTo(new VehicleConfig().Friction), "training stays dry");
    }

    [Test]
    public void Perturbation_MaySayHowAnEpisodeBegins()
    {
        var task = Parse("recovery: { set: { episode.start: anywhere, episode.startSpeedMps: { choice: [0, 7] } } }").Evaluation.Suites.Single().Task;
        Assert.That((task.Episode.Start, task.Episode.StartSpeedMps, task.Episode.Laps), Is.EqualTo(("anywhere", NumberRange.Choice(0, 7), 1f)));
        Assert.That(task.DistinctEpisodes(1), Is.Null, "every episode begins elsewhere");
    }

    [Test]
    public void WhatEvaluationSets_HoldsForEverySetButTraining()
    {
        var scenario = ScenarioFile.Parse(
            "scenario: task-v1\nends: { offRoadSeconds: 0.1, stalledSeconds: 9 }\nevaluation:\n  set: { ends.offRoadSeconds: 0.5, vehicle.friction: 0.8 }\n  suites: { wet: { set: { vehicle.friction: 0.6 } } }", "f.yaml", ".");
        var (task, wet) = (scenario.Evaluation.Task, scenario.Evaluation.Suites.Single().Task);
        Assert.That((scenario.Driving.Ends.OffRoadSeconds, task.Ends.OffRoadSeconds, wet.Ends.OffRoadSeconds), Is.EqualTo((0.1f, 0.5f, 0.5f)));
        Assert.That((scenario.Driving.Vehicle.Friction, task.Vehicle.Friction, wet.Vehicle.Friction), Is.EqualTo((0.92f, 0.8f, 0.6f)));
        Assert.That((task.Ends.StalledSeconds, task.Episode.Start, task.MapsInOrder), Is.EqualTo((9f, "line", true)), "what it does not name is as in training, but from a standing start");
    }

    [Test]
    public void MistakeInWhatEvaluationSets_IsNamedOnceAlthoughSuitesBeginFromIt()
    {
        var error = Assert.Throws<ConfigException>(() => ScenarioFile.Parse(
            "scenario: task-v1\nevaluation:\n  set: { ends.offRoadSecond: 0.5 }\n  suites: { wet: { set: { vehicle.friction: 0.6 } } }", "f.yaml", "."))!;
        Assert.That(error.Problems.Select(problem => (problem.Path, problem.Position.Line)), Is.EqualTo(new[] { ("evaluation.set.ends.offRoadSecond", 3) }));
    }

    [Test]
    public void Circuits_AreThoseOfTheTestExceptForWhatIsSaid()
    {
        var suite = Parse("narrow: { episodes: 20, map: { generated: { widthMetres: 6 } } }").Evaluation.Suites.Single();
        Assert.That((suite.Map.Generated!.Seed, suite.Map.Generated.Count), Is.EqualTo((3, 20)));
        Assert.That(suite.Map.Generated.Shape.WidthMetres, Is.EqualTo(NumberRange.Fixed(6)));
    }

    [Test]
    public void SuiteDuringTraining_DrivesTheCircuitsOfValidation()
    {
        var scenario = Parse("watched: { during: true }");
        Assert.That(scenario.Evaluation.Suites.Single().Map, Is.EqualTo(scenario.Evaluation.Validation));
    }

    [Test]
    public void OverridesOfTheCommandLine_ReachASuite()
    {
        var scenario = ScenarioFile.Parse(
            Text("wet: { set: { vehicle.friction: 0.6 } }"), "f.yaml", ".", ["evaluation.suites.wet.set.vehicle.friction=0.5", "evaluation.suites.wet.episodes=7", "vehicle.topSpeedMps=9"]);
        var suite = scenario.Evaluation.Suites.Single();
        Assert.That((suite.Task.Vehicle.Friction, suite.Task.Vehicle.TopSpeedMps, suite.Episodes), Is.EqualTo((0.5f, 9f, 7)));
    }

    [Test]
    public void ResolvedFile_LoadsToTheSameSuites()
    {
        var first = Parse("wet: { set: { vehicle.friction: 0.6, episode.startOffset: [-0.5, 0.5] } }\n    narrow: { during: true, map: { generated: { seed: 9, widthMetres: 6 } } }");
        var again = ScenarioFile.Parse(first.ToYaml(comments: true), "again.yaml", ".");
        Assert.That(again.ToYaml(comments: false), Is.EqualTo(first.ToYaml(comments: false)));
        Assert.That(again.Evaluation.Suites.Select(suite => (suite.Name, suite.Task.Vehicle, suite.Task.Episode, suite.Map.Generated, suite.During)),
            Is.EqualTo(first.Evaluation.Suites.Select(suite => (suite.Name, suite.Task.Vehicle, suite.Task.Episode, suite.Map.Generated, suite.During))));
        Assert.That(first.ToYaml(comments: true), Does.Contain("vehicle.friction: 0.6"));
    }

    [Test]
    public void Schema_AllowsAnyNameAndChecksWhatIsBelow()
    {
        var schema = JsonNode.Parse(ScenarioFile.Schema())!.AsObject();
        List<string> Mistakes(string suite) => SchemaCheck.Mistakes(Yaml.YamlTree.Parse(Text(suite), "f.yaml", new ConfigProblems()), schema, "");
        Assert.That(Mistakes("wet-road: { episodes: 5, set: { vehicle.friction: 0.6 } }"), Is.Empty);
        Assert.That(Mistakes("wet-road: { epsodes: 5 }"), Is.EqualTo(new[] { "evaluation.suites.wet-road.epsodes: not allowed" }));
    }

    [TestCase("camera.night: 0.5, camera.noise: [0, 0.1]")]
    [TestCase("camera: { night: 0.5, noise: [0, 0.1] }")]
    public void Weather_MayBeSet(string set)                             // the same picture, harder to see
    {
        var scenario = Parse($"dark: {{ set: {{ {set} }} }}", "camera: { width: 20, height: 30 }");
        var camera = scenario.Evaluation.Suites.Single().Task.Camera!;
        Assert.That((camera.Width, camera.Weather.Night, camera.Weather.Noise), Is.EqualTo((20, NumberRange.Fixed(0.5f), NumberRange.Uniform(0f, 0.1f))));
        Assert.That(scenario.Driving.Camera!.Weather, Is.EqualTo(new WeatherConfig()));
    }

    [TestCase("camera.fog: 0.5", "evaluation.suites.dark.set.camera.fog: a top-down camera sees everything at the same distance")]
    [TestCase("camera.noise: 2", "f.yaml:4:34: evaluation.suites.dark.set.camera.noise: expected a number or [low, high] from 0 to 1, found 2")]
    [TestCase("camera: { night: 0.5, width: 5 }", "evaluation.suites.dark.set.camera: expected a key of")]
    public void WeatherThatCannotBe_IsNamed(string set, string expected) =>
        Assert.That(() => Parse($"dark: {{ set: {{ {set} }} }}", "camera: {}"), Throws.TypeOf<ConfigException>().With.Message.Contains(expected));

    // The suite stands on line 4, from column 5.
    [TestCase("wet: { set: { vehicle.frction: 0.6 } }", "f.yaml:4:36: evaluation.suites.wet.set.vehicle.frction: unknown key; did you mean \"friction\"?")]
    [TestCase("wet: { set: { vehicle.friction: 60 } }", "f.yaml:4:37: evaluation.suites.wet.set.vehicle.friction: expected a number from 0.1 to 3, found 60; choose a value in that range")]
    [TestCase("wet: { set: { vehicle.friction.rear: 1 } }", "f.yaml:4:42: evaluation.suites.wet.set.vehicle.friction: expected a number from 0.1 to 3, found a section; write one number")]
    [TestCase("wet: { set: { vehicle: 3 } }", "f.yaml:4:28: evaluation.suites.wet.set.vehicle: expected a section, found 3; write it as key: value lines")]
    [TestCase("wet: { set: { friction: 0.6 } }", "f.yaml:4:19: evaluation.suites.wet.set.friction: expected a key of vehicle, traffic, episode, ends, found \"friction\"; delete it")]
    [TestCase("wet: { set: { vehicel.friction: 0.6 } }", "f.yaml:4:19: evaluation.suites.wet.set.vehicel.friction: expected a key of vehicle, traffic, episode, ends, found \"vehicel.friction\"; did you mean \"vehicle\"?")]
    [TestCase("wet: { set: { vehicle.: 0.6 } }", "f.yaml:4:19: evaluation.suites.wet.set.vehicle.: expected section.key; write for example vehicle.friction: 0.6")]
    [TestCase("wet: { set: { camera.width: 32 } }", "f.yaml:4:19: evaluation.suites.wet.set.camera.width: expected a key of vehicle, traffic, episode, ends, found \"camera.width\"; an evaluation cannot change what the agent sees or does: its policy was made for that; write another scenario instead")]
    [TestCase("dark: { set: { camera.night: 0.5 } }", "f.yaml:4:20: evaluation.suites.dark.set.camera.night: expected a key of vehicle, traffic, episode, ends, found \"camera.night\"; the file names no camera; write its sections camera and state first")]
    [TestCase("wet: { set: { actions.use: continuous } }", "an evaluation cannot change what the agent sees or does")]
    [TestCase("wet: { set: { rewards.progress: 1 } }", "pay changes nothing about how an agent drives; delete it")]
    [TestCase("wet: { set: { map.circuit: oval } }", "under map of a suite, or under validation and test")]
    [TestCase("wet: { set: [vehicle.friction] }", "f.yaml:4:17: evaluation.suites.wet.set: expected keys with values, found a list of 1; write for example set: { vehicle.friction: 0.6 }")]
    [TestCase("wet: { sett: {} }", "f.yaml:4:12: evaluation.suites.wet.sett: unknown key; did you mean \"set\"?")]
    [TestCase("Wet Road: {}", "f.yaml:4:15: evaluation.suites.Wet Road: expected a lower-case name, found \"Wet Road\"; write a name such as wet-road")]
    [TestCase("test: {}", "f.yaml:4:11: evaluation.suites.test: the name \"test\" has a meaning of its own; choose another name, such as wet-road")]
    [TestCase("test-hard: {}", "the name \"test-hard\" has a meaning of its own")]
    [TestCase("same: { map: { generated: { seed: 1 } } }", "evaluation.suites.same.map.generated.seed: expected another seed than that of map, found 1 in both; choose another one, so that no circuit is in both sets")]
    [TestCase("same: { during: true, map: { generated: { seed: 3 } } }", "expected another seed than that of evaluation.test, found 3 in both")]
    [TestCase("wet: 5", "f.yaml:4:10: evaluation.suites.wet: expected a section, found 5; write it as key: value lines")]
    public void Mistake_IsNamedWithPlaceAndWayOut(string suite, string expected) =>
        Assert.That(() => Parse(suite), Throws.TypeOf<ConfigException>().With.Message.Contains(expected));

    [Test]
    public void MistakeOfTheFileItself_IsNamedOnce()
    {
        var error = Assert.Throws<ConfigException>(() => Parse("wet: { set: { vehicle.friction: 0.6 } }\n    dry: { set: { vehicle.friction: 0.8 } }", "vehicle: { topSpeedMps: 0 }"))!;
        Assert.That(error.Problems.Select(problem => problem.Path), Is.EqualTo(new[] { "vehicle.topSpeedMps" }));
    }

    [Test]
    public void EpisodesThatWouldRepeat_AreWarnedOf()
    {
        var warnings = ScenarioWarning.Of(Parse("few: { map: { circuit: oval }, episodes: 5 }\n    many: { set: { episode.start: anywhere }, map: { circuit: oval }, episodes: 5 }"));
        Assert.That(warnings.Select(warning => warning.Key), Is.EqualTo(new[] { "evaluation.suites.few.map" }));
    }

    [Test]
    public void FirstLap_HasSuitesOnOtherCircuitsOrUnderOtherConditions()
    {
        var scenario = ScenarioFile.Load(Path.Join(ScenarioCatalogue.Folder, "first-lap.yaml"));
        Assert.That(scenario.Evaluation.Suites, Has.Count.AtLeast(3));
        foreach (var suite in scenario.Evaluation.Suites)
            Assert.That(suite.Map == scenario.Evaluation.Test && suite.Task.Vehicle == scenario.Driving.Vehicle && suite.Task.Episode.Start == "line", Is.False, suite.Name);
    }

    private static string Text(string suite, string more = "") => $"scenario: task-v1\nevaluation:\n  suites:\n    {suite}\n{more}";

    private static Scenario Parse(string suite, string more = "") => ScenarioFile.Parse(Text(suite, more), "f.yaml", ".");
}
