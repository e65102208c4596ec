using System.Text;
using RLSandbox.Core;
using RLSandbox.Core.Configuration;

namespace RLSandbox.Scenarios.Tests;

public sealed class ScenarioFileTests
{
    private const string Short = "scenario: task-v1\n";

    [Test]
    public void ShortFile_HasEveryDefault()
    {
        var scenario = Parse(Short);
        Assert.That(scenario.Name, Is.EqualTo("task-v1"));
        Assert.That(scenario.Map, Is.EqualTo(new MapConfig()));
        Assert.That(scenario.Evaluation.Validation.Generated!.Seed, Is.EqualTo(2), "seed of the map plus 1");
        Assert.That(scenario.Evaluation.Test.Generated!.Seed, Is.EqualTo(3), "seed of the map plus 2");
        Assert.That(scenario.Evaluation.Test.Generated!.Shape.LengthMetres, Is.EqualTo(scenario.Map.Generated!.Shape.LengthMetres));
    }

    [Test]
    public void EvaluationCircuits_FollowTheTrainingCircuits()
    {
        var scenario = Parse(Short + "map: { rasterMetres: 0.5, generated: { widthMetres: 9, seed: 40 } }");
        Assert.That(scenario.Evaluation.Test.Generated!.Shape.WidthMetres, Is.EqualTo(NumberRange.Fixed(9)));
        Assert.That(scenario.Evaluation.Test.Generated!.Seed, Is.EqualTo(42));
        Assert.That(scenario.Evaluation.Test.RasterMetres, Is.EqualTo(0.5f));
    }

    [Test]
    public void EvaluationCircuits_AreAsManyAsEpisodes()
    {
        Assert.That(Parse(Short).Evaluation.Test.Generated!.Count, Is.EqualTo(100));
        var many = Parse(Short + "evaluation: { episodes: 200, validation: { generated: { widthMetres: 6 } }, test: { generated: { count: 50 } } }");
        Assert.That(many.Evaluation.Validation.Generated!.Count, Is.EqualTo(200), "a section that says something else follows the episodes, too");
        Assert.That(many.Evaluation.Test.Generated!.Count, Is.EqualTo(50), "a count that is given stays");
        Assert.That(Parse(Short + "evaluation: { episodes: 1000000 }").Evaluation.Test.Generated!.Count, Is.EqualTo(100_000), "as many as a section may name");
    }

    [TestCase("", "")]
    [TestCase("evaluation: { episodes: 200 }", "")]
    [TestCase("evaluation: { test: { generated: { count: 30 } } }", "evaluation.test: 100 episodes have only 30 different beginnings")]
    [TestCase("map: { circuit: oval }\nevaluation: { episodes: 2 }", "evaluation.validation: 2 episodes have only 1 different beginnings|evaluation.test: 2 episodes have only 1")]
    [TestCase("map: { circuit: oval }\ntraffic: { obstacles: 3 }", "", Description = "obstacles are drawn anew in each episode")]
    [TestCase("map: { circuit: oval }\nevaluation: { episodes: 2 }\ntraffic: { agents: 2 }", "", Description = "two cars of one environment begin at two places")]
    public void EpisodesThatWouldRepeat_AreWarnedOf(string text, string expected)
    {
        var warnings = ScenarioWarning.Of(Parse(Short + text)).Select(warning => $"{warning.Key}: {warning.Message}").ToList();
        Assert.That(warnings, Has.Count.EqualTo(expected.Length == 0 ? 0 : expected.Split('|').Length));
        foreach (var (warning, beginning) in warnings.Zip(expected.Split('|'))) Assert.That(warning, Does.StartWith(beginning));
    }

    [TestCase("first-lap", 20261126)]
    [TestCase("fast-lap", 20261123)]
    public void ShippedScenario_IsEvaluatedOnTheCircuitsOfItsPublishedTable(string name, long seed)
    {
        var evaluation = ScenarioFile.Load(Path.Join(ScenarioCatalogue.Folder, name + ".yaml")).Evaluation;
        Assert.That((evaluation.Episodes, evaluation.Validation.Count, evaluation.Test.Count), Is.EqualTo((100, 100, 100)));
        Assert.That(evaluation.Test.Generated!.Seed, Is.EqualTo(seed));
    }

    [TestCase("map.generated.count=7", 7)]
    [TestCase(" map.generated.count = 8 ", 8)]
    public void Override_ReplacesTheFile(string assignment, int expected)
    {
        Assert.That(Parse(Short + "map: { generated: { count: 3 } }", assignment).Map.Generated!.Count, Is.EqualTo(expected));
    }

    [Test]
    public void Overrides_TakeListsAndApplyInOrder()
    {
        var scenario = Parse(Short, "map.generated.lengthMetres=[200, 400]", "map.generated.widthMetres={ choice: [8, 9] }", "map.generated.lengthMetres=500");
        Assert.That(scenario.Map.Generated!.Shape.LengthMetres, Is.EqualTo(NumberRange.Fixed(500)));
        Assert.That(scenario.Map.Generated!.Shape.WidthMetres, Is.EqualTo(NumberRange.Choice(8, 9)));
    }

    [Test]
    public void OverrideOfAText_MayLookLikeANumber()
    {
        Assert.That(Parse(Short, "description=12").Description, Is.EqualTo("12"));
    }

    [Test]
    public void Sensors_AreBothThereUnlessTheFileNamesOne()
    {
        Assert.That(Parse(Short).Driving, Has.Property("Camera").Not.Null.And.Property("State").Not.Null);
        Assert.That(Parse(Short + "camera: {}").Driving, Has.Property("Camera").Not.Null.And.Property("State").Null);
        Assert.That(Parse(Short + "state: {}").Driving, Has.Property("Camera").Null.And.Property("State").Not.Null);
        var onlyState = Parse(Parse(Short + "state: {}").ToYaml(comments: true));
        Assert.That(onlyState.Driving.Camera, Is.Null, "an absent sensor stays absent in the resolved file");
    }

    [TestCase("rewards: { progress: 0.02 }")]
    [TestCase("rewards: { progress: { weight: 0.02 } }")]
    public void RewardWeight_HasTwoForms(string text)
    {
        Assert.That(Parse(Short + text).Driving.Rewards.Weights, Is.EqualTo(new[] { KeyValuePair.Create("progress", 0.02f) }));
    }

    [Test]
    public void FileWithoutRewards_PaysProgressAndChargesFailure()
    {
        var standard = new[] { KeyValuePair.Create("progress", 0.02f), KeyValuePair.Create("failure", -0.5f) };
        var absent = Parse(Short);
        Assert.That(absent.Driving.Rewards.Weights, Is.EqualTo(standard));
        Assert.That(Parse(absent.ToYaml(comments: true)).Driving.Rewards.Weights, Is.EqualTo(standard), "a run stores what it was paid");
    }

    [TestCase("rewards: {}")]
    [TestCase("rewards: { lap: 0 }")]
    public void RewardsThatNameNothing_PayNothing(string text) => Assert.That(Parse(Short + text).Driving.Rewards.Weights, Is.Empty);

    [Test]
    public void Training_IsHandedOnUntouched()
    {
        var scenario = Parse(Short + "training: { ppo: { learningRate: 1e-3 } }");
        var rate = scenario.Training!.Find("ppo")!.Find("learningRate")!;
        Assert.That((rate.Text, rate.Position.Line, rate.Position.Column), Is.EqualTo(("1e-3", 2, 34)));
    }

    [Test]
    public void TrainingThatIsDeclared_IsCheckedAndShown()
    {
        static void Declare(SectionReader reader) => reader.Section("ppo", "PPO.").Double("learningRate", 1e-3, "Step size.", 0, 1);
        Assert.That(
            () => ScenarioFile.Parse(Short + "training: { ppo: { learningRat: 1 } }", "f.yaml", ".", training: Declare),
            Throws.TypeOf<ConfigException>().With.Message.EqualTo("f.yaml:2:20: training.ppo.learningRat: unknown key; did you mean \"learningRate\"?"));
        Assert.That(ScenarioFile.Parse(Short, "f.yaml", ".", training: Declare).ToYaml(comments: false), Does.EndWith("training:\n  ppo:\n    learningRate: 0.001\n"));
    }

    [TestCase("utf-8")]
    [TestCase("utf-16")]
    [TestCase("utf-16BE")]
    public void EveryEncodingOfEditors_IsRead(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Short + "description: \"Grüße\"\r\n")];
        Assert.That(Parse(Yaml.YamlText.Decode(bytes, "f.yaml")).Description, Is.EqualTo("Grüße"));
    }

    [Test]
    public void Latin1_NamesTheLine()
    {
        var bytes = Encoding.Latin1.GetBytes(Short + "description: Grüße");
        Assert.That(
            () => Yaml.YamlText.Decode(bytes, "f.yaml"),
            Throws.TypeOf<ConfigException>().With.Message.EqualTo("f.yaml:2:1: expected UTF-8 text, found other bytes in this line; save the file as UTF-8"));
    }

    [Test]
    public void MissingFile_NamesTheNearestOne()
    {
        using var folder = new TemporaryFolder();
        folder.Write("first-lap.yaml", Short);
        Assert.That(
            () => ScenarioFile.Load(folder.PathOf("frist-lap.yaml")),
            Throws.TypeOf<UserErrorException>().With.Message.EqualTo($"{folder.PathOf("frist-lap.yaml")}: there is no such file; did you mean {folder.PathOf("first-lap.yaml")}?"));
        Assert.That(() => ScenarioFile.Load(folder.PathOf("first-lap")), Throws.TypeOf<UserErrorException>().With.Message.Contains("did you mean"));
        Assert.That(() => ScenarioFile.Load(folder.PathOf("unlike.txt")), Throws.TypeOf<UserErrorException>().With.Message.Contains("has first-lap.yaml"));
        Assert.That(() => ScenarioFile.Load(folder.Path), Throws.TypeOf<UserErrorException>().With.Message.Contains("expected a file, found a folder"));
        Assert.That(() => ScenarioFile.Load(folder.PathOf("no/such.yaml")), Throws.TypeOf<UserErrorException>().With.Message.Contains("there is no folder"));
    }

    [Test]
    public void HugeFile_IsRefusedUnread()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder.PathOf("huge.yaml"))) file.SetLength((16 << 20) + 1);
        Assert.That(() => ScenarioFile.Load(folder.PathOf("huge.yaml")), Throws.TypeOf<UserErrorException>().With.Message.Contains("at most 16 MB"));
    }

    [Test]
    public void MapFiles_AreFoundBesideTheScenario()
    {
        using var folder = new TemporaryFolder();
        folder.Write("ring.yaml", "");
        folder.Write("task.yaml", Short + "map: { files: [ring.yaml] }");
        var scenario = ScenarioFile.Load(folder.PathOf("task.yaml"));
        Assert.That(scenario.Map.Files, Is.EqualTo(new[] { folder.PathOf("ring.yaml") }));
        Assert.That(scenario.Map.Generated, Is.Null);
        Assert.That(scenario.Evaluation.Test.Files, Is.EqualTo(scenario.Map.Files), "fixed circuits are evaluated as they are");

        folder.Write("task.yaml", Short + "map: { files: [rign.yaml] }");
        Assert.That(() => ScenarioFile.Load(folder.PathOf("task.yaml")), Throws.TypeOf<ConfigException>().With.Message.EndsWith(
            ":2:16: map.files: expected the name of a file, found \"rign.yaml\"; did you mean \"ring.yaml\"?"));
    }

    private static Scenario Parse(string text, params string[] overrides) => ScenarioFile.Parse(text, "f.yaml", ".", overrides);
}
