using System.Text.Json.Nodes;
using RLSandbox.Core.Configuration;
using RLSandbox.Learning.Algorithms;
using RLSandbox.Scenarios;
using RLSandbox.Scenarios.Yaml;
using RLSandbox.TestKit;

namespace RLSandbox.Cli.Tests;

/// <summary>Schema and page of all keys: of driving and of classic tasks, with what every algorithm declares.</summary>
public sealed class ScenarioKeysTests
{
    private static string Repository => Path.GetDirectoryName(ScenarioCatalogue.Folder!)!;

    private static JsonObject Schema { get; } = JsonNode.Parse(CommandLine.Run("scenario", "schema").Output)!.AsObject();

    private static IEnumerable<string> ShippedFiles() => Directory.EnumerateFiles(ScenarioCatalogue.Folder!, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IEnumerable<TestCaseData> TrainingKeys() => All(ClassicScenario.Declarations()).Select(entry => new TestCaseData(entry.Field).SetArgDisplayNames(entry.Path));

    [TestCaseSource(nameof(ShippedFiles))]
    public void ShippedScenario_FitsTheSchema(string path) => Assert.That(Mistakes(YamlText.Read(path)), Is.Empty);

    [TestCase("training: { dqn: { targetEveryUpdate: 5 } }", "training.dqn.targetEveryUpdate: not allowed")]
    [TestCase("training: { dqn: { replay: { rows: 0 } } }", "training.dqn.replay.rows: below 1")]
    [TestCase("training: { pqn: { rectified: often } }", "training.pqn.rectified: not a flag")]
    [TestCase("training: { ppo: { network: { preset: huge } } }", "training.ppo.network.preset: not one of the names")]
    [TestCase("task: cartpole\ntraining: { dqn: { duelling: 2 } }", "training.dqn.duelling: not a flag")]
    [TestCase("task: cartpool", "task: not one of the names")]
    [TestCase("task: cartpole\nvehicle: { topSpeedMps: 3 }", "vehicle: not allowed")]
    [TestCase("evaluation: { episodes: 5 }\nvehicle: { topSpeed: 3 }", "vehicle.topSpeed: not allowed")]
    public void Schema_FindsMistakes(string text, string expected) => Assert.That(Mistakes("scenario: a-v1\n" + text), Is.EqualTo(new[] { expected }));

    [Test]
    public void Schema_HasTheKeysOfEveryAlgorithm_InBothKindsOfFiles()
    {
        foreach (var kind in new[] { "then", "else" })
        {
            var training = Schema[kind]!["properties"]!["training"]!["properties"]!.AsObject();
            foreach (var name in Learners.Names) Assert.That(training[name]!["properties"]!["learningRate"], Is.Not.Null, name);
        }
    }

    [TestCaseSource(nameof(TrainingKeys))]
    public void Key_HasADocAndADefaultInsideItsRange(ConfigField field)
    {
        Assert.That(field.Doc, Does.Match("^[A-Z].*[.]$"), "a sentence");
        double? number = field.Default switch { float value => value, double value => value, long value => value, _ => null };
        if (number is not null) Assert.That(number, Is.InRange((float)field.Minimum, (float)field.Maximum));
        if (field.Kind == ConfigFieldKind.Choice) Assert.That(field.Allowed, Does.Contain(field.Default));
    }

    [Test]
    public void PageOfKeys_IsWhatTheProgramWrites()
    {
        var page = CommandLine.Run("scenario", "schema", "--markdown").Output;
        Assert.That(File.ReadAllText(Path.Join(Repository, "docs", "scenario-keys.md")), Is.EqualTo(page), "write it anew: rlsandbox scenario schema --markdown > docs/scenario-keys.md");
        foreach (var (path, field) in All(ClassicScenario.Declarations()).Where(entry => entry.Field.Section is null)) Assert.That(page, Does.Contain($"| `{field.Key}` |"), path);
        foreach (var name in Learners.Names) Assert.That(page, Does.Contain($"### `training.{name}.network`"));
    }

    private static List<string> Mistakes(string text) => SchemaCheck.Mistakes(YamlTree.Parse(text, "f.yaml", new ConfigProblems()), Schema, "");

    private static IEnumerable<(string Path, ConfigField Field)> All(SectionReader section)
    {
        foreach (var field in section.Fields)
        {
            yield return (section.Path.Length == 0 ? field.Key : $"{section.Path}.{field.Key}", field);
            if (field.Section is null) continue;
            foreach (var inner in All(field.Section)) yield return inner;
        }
    }
}
