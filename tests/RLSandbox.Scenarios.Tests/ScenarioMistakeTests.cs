using RLSandbox.Core;
using RLSandbox.Core.Configuration;

namespace RLSandbox.Scenarios.Tests;

/// <summary>What somebody reads who made a mistake: place, key, what was expected, what was found, what to do.</summary>
public sealed class ScenarioMistakeTests
{
    // A mistake in the first value, on line 2: "scenario" stands on line 1 unless the text brings its own.
    [TestCase("map: { generatd: { count: 3 } }", "f.yaml:2:8: map.generatd: unknown key; did you mean \"generated\"?")]
    [TestCase("mpa: { circuit: ring }", "f.yaml:2:1: mpa: unknown key; did you mean \"map\"?")]
    [TestCase("lengthMetres: 400", "f.yaml:2:1: lengthMetres: unknown key; move it to the section \"map.generated\", or delete it")]
    [TestCase("map:\n  generated:\n    wheels: 4", "f.yaml:4:5: map.generated.wheels: unknown key; use one of count, seed, lengthMetres, widthMetres, radiusMetres, or delete it")]
    [TestCase("map:\n  generated:\n    COUNT: 4", "f.yaml:4:5: map.generated.COUNT: unknown key; did you mean \"count\"?")]
    [TestCase("map: { rasterMetres: fine }", "f.yaml:2:22: map.rasterMetres: expected a number from 0.05 to 2 m, found \"fine\"; write one number")]
    [TestCase("map: { rasterMetres: 5 }", "f.yaml:2:22: map.rasterMetres: expected a number from 0.05 to 2 m, found 5; choose a value in that range")]
    [TestCase("map: { rasterMetres: \"0.5\" }", "f.yaml:2:22: map.rasterMetres: expected a number from 0.05 to 2 m, found \"0.5\"; remove the quotes")]
    [TestCase("map:\n  rasterMetres: 0,5", "f.yaml:3:17: map.rasterMetres: expected a number from 0.05 to 2 m, found \"0,5\"; write a decimal point: 0.5")]
    [TestCase("map:\n  rasterMetres: 0.5 m", "f.yaml:3:17: map.rasterMetres: expected a number from 0.05 to 2 m, found \"0.5 m\"; write the number alone, in the unit that the key names: 0.5")]
    [TestCase("map: { rasterMetres: .nan }", "f.yaml:2:22: map.rasterMetres: expected a number from 0.05 to 2 m, found \".nan\"; write one number")]
    [TestCase("map: { rasterMetres: .inf }", "f.yaml:2:22: map.rasterMetres: expected a number from 0.05 to 2 m, found \".inf\"; write one number")]
    [TestCase("map: { rasterMetres: 1e99 }", "f.yaml:2:22: map.rasterMetres: expected a number from 0.05 to 2 m, found 1e99; choose a value in that range")]
    [TestCase("map: { rasterMetres: [0.5] }", "f.yaml:2:22: map.rasterMetres: expected a number from 0.05 to 2 m, found a list of 1; write one number")]
    [TestCase("map: { rasterMetres: { a: 1 } }", "f.yaml:2:22: map.rasterMetres: expected a number from 0.05 to 2 m, found a section; write one number")]
    [TestCase("map: { rasterMetres: }", "f.yaml:2:22: map.rasterMetres: expected a number from 0.05 to 2 m, found nothing; write one number")]
    [TestCase("map: { generated: { count: 2.5 } }", "f.yaml:2:28: map.generated.count: expected a whole number from 1 to 100000, found 2.5; write 2")]
    [TestCase("map: { generated: { count: 1e3 } }", "f.yaml:2:28: map.generated.count: expected a whole number from 1 to 100000, found 1e3; write 1000")]
    [TestCase("map: { generated: { count: 0 } }", "f.yaml:2:28: map.generated.count: expected a whole number from 1 to 100000, found 0; choose a value in that range")]
    [TestCase("map: { generated: { seed: -1 } }", "f.yaml:2:27: map.generated.seed: expected a whole number of at least 0, found -1; choose a value in that range")]
    [TestCase("map: { generated: { lengthMetres: [900, 300] } }", "f.yaml:2:35: map.generated.lengthMetres: expected [low, high] with the smaller number first, found a list of 2; write [300, 900]")]
    [TestCase("map: { generated: { lengthMetres: [300, 600, 900] } }", "f.yaml:2:35: map.generated.lengthMetres: expected a number, [low, high] or { choice: [a, b, c] }, found a list of 3; write one of these three forms")]
    [TestCase("map: { generated: { lengthMetres: { choise: [300] } } }", "f.yaml:2:35: map.generated.lengthMetres: expected a number, [low, high] or { choice: [a, b, c] }, found a section; write one of these three forms")]
    [TestCase("map: { generated: { lengthMetres: [300, 1e5] } }", "f.yaml:2:41: map.generated.lengthMetres: expected a number from 100 to 10000 m, found 1e5; choose a value in that range")]
    [TestCase("map: { generated: { lengthMetres: long } }", "f.yaml:2:35: map.generated.lengthMetres: expected a number or [low, high] from 100 to 10000 m, found \"long\"; write one number")]
    [TestCase("map: { generated: { widthMetres: 30 } }", "f.yaml:2:19: map.generated: a road 30 m wide cannot bend with a radius of 15 m; raise radiusMetres above 17.25 or lower widthMetres")]
    [TestCase("vehicle: { model: dinamic }", "f.yaml:2:19: vehicle.model: expected one of dynamic, kinematic, found \"dinamic\"; did you mean \"dynamic\"?")]
    [TestCase("vehicle: { model: hovercraft }", "f.yaml:2:19: vehicle.model: expected one of dynamic, kinematic, found \"hovercraft\"; choose one of these names")]
    [TestCase("vehicle: { topSpeedMps: 16 m/s }", "f.yaml:2:25: vehicle.topSpeedMps: expected a number from 1 to 120 m/s, found \"16 m/s\"; write the number alone, in the unit that the key names: 16")]
    [TestCase("state: { features: [speed, heading] }", "f.yaml:2:28: state.features: expected one of speed, slipAngle, yawRate, steering, acceleration, lateralOffset, headingError, lookAhead, found \"heading\"; did you mean \"headingError\"?")]
    [TestCase("actions: { steering: [-2, 0, 1] }", "f.yaml:2:23: actions.steering: expected a number from -1 to 1, found -2; choose a value in that range")]
    [TestCase("actions: { steering: 1 }", "f.yaml:2:22: actions.steering: expected a list of numbers, found 1; write it in brackets, such as [1]")]
    [TestCase("actions: { pedal: [] }", "f.yaml:2:19: actions.pedal: expected at least one level, found none; write levels such as [-1, 0, 1]")]
    [TestCase("ends: { crash: yes }", "f.yaml:2:16: ends.crash: expected true or false, found \"yes\"; write true or false")]
    [TestCase("ends: { crash: \"true\" }", "f.yaml:2:16: ends.crash: expected true or false, found \"true\"; remove the quotes")]
    [TestCase("rewards: { progres: 1 }", "f.yaml:2:12: rewards.progres: unknown key; did you mean \"progress\"?")]
    [TestCase("rewards: { progress: much }", "f.yaml:2:22: rewards.progress: expected a number or { weight: number }, found \"much\"; write one number")]
    [TestCase("rewards: { progress: { weigth: 1 } }", "f.yaml:2:24: rewards.progress.weigth: unknown key; did you mean \"weight\"?")]
    [TestCase("episode: { startHeading: { choice: [] } }", "f.yaml:2:26: episode.startHeading: expected a number, [low, high] or { choice: [a, b, c] }, found a section; write one of these three forms")]
    [TestCase("map: 3", "f.yaml:2:6: map: expected a section, found 3; write it as key: value lines")]
    [TestCase("map: [ring]", "f.yaml:2:6: map: expected a section, found a list of 1; write it as key: value lines")]
    [TestCase("map:", "f.yaml:2:5: map: expected a section, found nothing; write its keys below it, or delete the key to use the defaults")]
    [TestCase("map: { files: a.yaml }", "f.yaml:2:15: map.files: expected a list of files, found \"a.yaml\"; write it in brackets, such as [a.yaml]")]
    [TestCase("map: { files: [] }", "f.yaml:2:15: map.files: no map is named; name at least one file")]
    [TestCase("description: 12", "f.yaml:2:14: description: expected text, found 12; write it in quotes: \"12\"")]
    [TestCase("description: ~", "f.yaml:2:14: description: expected text, found nothing; write a text, or delete the key")]
    [TestCase("formatVersion: 2", "f.yaml:2:16: formatVersion: expected format 1, found 2; update RLSandbox")]
    [TestCase("evaluation: { test: { generated: { seed: 1 } } }", "f.yaml:2:42: evaluation.test.generated.seed: expected another seed than that of map, found 1 in both; choose another one, so that no circuit is in both sets")]
    [TestCase("map: { rasterMetres: 0.5 }\nmap: { circuit: ring }", "f.yaml:3:1: map: doubled key, it stands in line 2 already; delete one of them")]
    [TestCase("map:\n  rasterMetres: 0.5\n  rasterMetres: 0.5", "f.yaml:4:3: map.rasterMetres: doubled key, it stands in line 3 already; delete one of them")]
    [TestCase("map: &ring { rasterMetres: 0.5 }", "f.yaml:2:6: the anchor &ring is not supported; delete it, and write the value wherever it is needed")]
    [TestCase("description: !!str 12", "f.yaml:2:14: the tag tag:yaml.org,2002:str is not supported; delete it; put text in quotes")]
    [TestCase("[a]: 1", "f.yaml:2:1: expected a name before the colon, found a list of 1; write key: value")]
    [TestCase("map:\n\trasterMetres: 0.5", "f.yaml:3:1: expected spaces at the start of the line, found a tab; replace it by spaces")]
    [TestCase("map: {}\n---\nscenario: b-v1", "f.yaml:3:1: expected one document, found a second one; delete everything from --- on")]
    [TestCase("map: a\0b", "f.yaml:2:7: expected printable text, found the control character U+0000; delete it")]
    public void Mistake_IsNamedWithPlaceAndWayOut(string text, string expected)
    {
        Assert.That(() => Parse("scenario: task-v1\n" + text), Throws.TypeOf<ConfigException>().With.Message.EqualTo(expected));
    }

    [TestCase("map: {}", "f.yaml:1:1: scenario: the key \"scenario\" is missing; write a line such as scenario: my-task-v1")]
    [TestCase("scenario: First Lap", "f.yaml:1:11: scenario: expected a lower-case name with a version, found \"First Lap\"; write a name such as first-lap-v1")]
    [TestCase("", "f.yaml:1:1: expected a file with keys, found an empty one; write at least a line such as scenario: my-task-v1")]
    [TestCase("# only a comment\n", "f.yaml:1:1: expected a file with keys, found an empty one; write at least a line such as scenario: my-task-v1")]
    [TestCase("- scenario", "f.yaml:1:1: expected a section, found a list of 1; write it as key: value lines")]
    public void MistakeInTheFirstLine_IsNamed(string text, string expected)
    {
        Assert.That(() => Parse(text), Throws.TypeOf<ConfigException>().With.Message.StartsWith(expected));
    }

    [TestCase("scenario: [a", "f.yaml:")]
    [TestCase("scenario: a: b", "f.yaml:1:12: this is not valid YAML")]
    [TestCase("scenario: \"a", "f.yaml:1:11: this is not valid YAML")]
    [TestCase("a: *b", "f.yaml:1:4: the alias *b is not supported")]
    public void BrokenYaml_NamesThePlace(string text, string expected)
    {
        Assert.That(() => Parse(text), Throws.TypeOf<ConfigException>().With.Message.StartsWith(expected));
    }

    [Test]
    public void AllMistakes_AreReportedInTheOrderOfTheFile()
    {
        const string Text = """
            scenario: task-v1
            evaluation: { episodes: none }
            map: { rasterMetres: 9, generated: { count: 0, colour: red } }
            """;
        var error = Assert.Throws<ConfigException>(() => Parse(Text, "map.mapMemoryMegabytes=0"))!;
        Assert.That(error.Problems.Select(problem => problem.Path), Is.EqualTo(new[]
        {
            "evaluation.episodes", "map.rasterMetres", "map.generated.count", "map.generated.colour", "map.mapMemoryMegabytes",
        }));
        Assert.That(error.Message.Split('\n'), Has.Length.EqualTo(5));
    }

    [TestCase("map.circut=ring", "--set map.circut=ring: map.circut: unknown key; did you mean \"circuit\"?")]
    [TestCase("map.cuont=12", "--set map.cuont=12: map.cuont: unknown key; did you mean \"map.generated.count\"?")]
    [TestCase("vehicle.topSpeed=12", "--set vehicle.topSpeed=12: vehicle.topSpeed: unknown key; did you mean \"topSpeedMps\"?")]
    [TestCase("map.generated.cuont=12", "--set map.generated.cuont=12: map.generated.cuont: unknown key; did you mean \"count\"?")]
    [TestCase("map.generated.count=many", "--set map.generated.count=many: map.generated.count: expected a whole number from 1 to 100000, found \"many\"; write one number")]
    [TestCase("scenario.name=a", "--set scenario.name=a: expected a section at \"scenario\", found \"task-v1\"; set scenario as a whole")]
    [TestCase("map.rasterMetres=[1", "--set map.rasterMetres=[1: this is not valid YAML")]
    [TestCase("map.rasterMetres=", "--set map.rasterMetres=: map.rasterMetres: expected a number from 0.05 to 2 m, found nothing")]
    [TestCase("map", "--set map: expected dotted.path=value; write for example --set episode.physicsStepSeconds=0.02")]
    public void WrongOverride_NamesTheArgument(string assignment, string expected)
    {
        Assert.That(() => Parse("scenario: task-v1", assignment), Throws.TypeOf<ConfigException>().With.Message.StartsWith(expected));
    }

    [Test]
    public void DeepNesting_IsRefused()
    {
        var text = "training: " + string.Concat(Enumerable.Repeat("[", 70)) + string.Concat(Enumerable.Repeat("]", 70));
        Assert.That(() => Parse("scenario: task-v1\n" + text), Throws.TypeOf<ConfigException>().With.Message.Contains("expected at most 64 levels inside each other"));
    }

    [Test]
    public void RandomBytes_GiveAScenarioOrAUserError()
    {
        var key = new Core.Mathematics.RandomKey(1, 0, 0, Core.Mathematics.RandomPurpose.Of("fuzz"));
        var alphabet = "scenario: a-v1\nmap{}[]&*!|>'\"%@`,?-#\t\0\xFF\xC3\xA9 generated.count~12e\r\n"u8.ToArray();
        for (uint round = 0; round < 3000; round++)
        {
            var length = key.Integer(60, slot: round);
            var bytes = new byte[length];
            for (uint i = 0; i < length; i++) bytes[i] = alphabet[key.Integer(alphabet.Length, slot: round, step: i + 1)];
            var head = round % 2 == 0 ? "scenario: a-v1\n"u8.ToArray() : [];
            byte[] file = [.. head, .. bytes];
            try
            {
                ScenarioFile.Parse(Yaml.YamlText.Decode(file, "f.yaml"), "f.yaml", ".");
            }
            catch (UserErrorException error)
            {
                Assert.That(error.Message, Is.Not.Empty);
            }
        }
    }

    private static Scenario Parse(string text, params string[] overrides)
    {
        RefuseUnprintable(text);
        return ScenarioFile.Parse(text, "f.yaml", ".", overrides);
    }

    private static void RefuseUnprintable(string text) => Yaml.YamlText.Decode(System.Text.Encoding.UTF8.GetBytes(text), "f.yaml");
}
