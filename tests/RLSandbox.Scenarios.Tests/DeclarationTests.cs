using System.Text.Json.Nodes;
using RLSandbox.Core.Configuration;
using RLSandbox.TestKit;

namespace RLSandbox.Scenarios.Tests;

/// <summary>One suite over every key that a scenario can have, and over every scenario that is shipped.</summary>
public sealed class DeclarationTests
{
    private static string Repository => Path.GetDirectoryName(ScenarioCatalogue.Folder!)!;

    private static IEnumerable<string> ShippedFiles() => ScenarioCatalogue.List().Select(scenario => scenario.Path);

    private static IEnumerable<TestCaseData> Keys() =>
        All(ScenarioFile.Declarations()).Select(entry => new TestCaseData(entry.Field).SetArgDisplayNames(entry.Path));

    [TestCaseSource(nameof(Keys))]
    public void Key_HasADocAndADefaultInsideItsRange(ConfigField field)
    {
        Assert.That(field.Key, Does.Match("^[a-z][A-Za-z0-9]*$"));
        Assert.That(field.Doc, Does.Match("^[A-Z].*[.]$"), "a sentence");
        float[] numbers = field.Default switch
        {
            float number => [number],
            double number => [(float)number],
            long number => [number],
            NumberRange range => [range.Low, range.High],
            IReadOnlyList<float> list => [.. list],
            _ => [],
        };
        Assert.That(numbers, Is.All.InRange((float)field.Minimum, (float)field.Maximum));
        if (field.Kind == ConfigFieldKind.Choice) Assert.That(field.Allowed, Does.Contain(field.Default));
    }

    [TestCaseSource(nameof(ShippedFiles))]
    public void ShippedScenario_ResolvesToAFileThatLoadsToTheSame(string path)
    {
        var scenario = ScenarioFile.Load(path);
        foreach (var comments in new[] { true, false })
        {
            var again = ScenarioFile.Parse(scenario.ToYaml(comments), "resolved.yaml", Path.GetDirectoryName(path)!);
            Assert.That(again.ToYaml(comments: false), Is.EqualTo(scenario.ToYaml(comments: false)));
        }
    }

    [Test]
    public void ShortFile_IsShownWithEveryDefaultAndItsMeaning()
    {
        var yaml = ScenarioFile.Parse("scenario: task-v1", "f.yaml", ".").ToYaml(comments: true);
        foreach (var line in yaml.Split('\n', StringSplitOptions.RemoveEmptyEntries)) Assert.That(line, Does.Contain(" # "));
        Assert.That(yaml, Does.Contain("    lengthMetres: [300, 1000]"));
    }

    [Test]
    public void ResolvedFile_KeepsWhatIsNotDefault()
    {
        const string Text = """
            scenario: task-v1
            description: "yes: \"quoted\" # and ü\ttab"
            map: { generated: { widthMetres: { choice: [8, 9.5] }, count: 3 } }
            training: { ppo: { rate: 1e-3, sizes: [1, [2, "3"]], empty: {}, none: , "on": true } }
            """;
        var first = ScenarioFile.Parse(Text, "f.yaml", ".");
        var again = ScenarioFile.Parse(first.ToYaml(comments: true), "again.yaml", ".");
        Assert.That(again.Description, Is.EqualTo("yes: \"quoted\" # and ü\ttab"));
        Assert.That(again.Map, Is.EqualTo(first.Map).Using<MapConfig>((a, b) => a.Generated!.Equals(b.Generated) && a.Count == b.Count));
        Assert.That(again.Training!.Find("ppo")!.Find("sizes")!.Items[1].Items[1].IsQuoted, Is.True);
        Assert.That(again.ToYaml(comments: false), Is.EqualTo(first.ToYaml(comments: false)));
        Assert.That(first.ToYaml(comments: false), Does.Contain("sizes: [1, [2, \"3\"]]").And.Contain("none: null").And.Contain("empty: {}").And.Contain("\"on\": true"));
    }

    [Test]
    public void Schema_HasTheKeysOfTheBinder()
    {
        var schema = JsonNode.Parse(ScenarioFile.Schema())!.AsObject();
        var inSchema = Properties(schema, "").Order().ToList();
        var inBinder = All(ScenarioFile.Declarations()).Select(entry => entry.Path).Order().ToList();
        Assert.That(inSchema, Is.EqualTo(inBinder));
        Assert.That(schema["required"]!.ToJsonString(), Is.EqualTo("[\"scenario\"]"));
        var raster = schema["properties"]!["map"]!["properties"]!["rasterMetres"]!;
        Assert.That((raster["default"]!.ToJsonString(), raster["maximum"]!.ToJsonString()), Is.EqualTo(("0.25", "2")));
    }

    [TestCaseSource(nameof(ShippedFiles))]
    public void ShippedScenario_FitsTheSchema(string path)
    {
        var schema = JsonNode.Parse(ScenarioFile.Schema())!.AsObject();
        var node = Yaml.YamlTree.Parse(Yaml.YamlText.Read(path), path, new ConfigProblems());
        Assert.That(SchemaCheck.Mistakes(node, schema, ""), Is.Empty);
    }

    [TestCase("wheels: 4", "wheels: not allowed")]
    [TestCase("map: { rasterMetres: 5 }", "map.rasterMetres: above 2")]
    [TestCase("map: { generated: { count: many } }", "map.generated.count: not a number")]
    [TestCase("map: { generated: { lengthMetres: [1] } }", "map.generated.lengthMetres: fits 0 forms")]
    public void SchemaCheck_FindsMistakes(string text, string expected)
    {
        var node = Yaml.YamlTree.Parse("scenario: a-v1\n" + text, "f.yaml", new ConfigProblems());
        Assert.That(SchemaCheck.Mistakes(node, JsonNode.Parse(ScenarioFile.Schema())!.AsObject(), ""), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void Guide_NamesEverySection()
    {
        var page = File.ReadAllText(Path.Join(Repository, "docs", "scenarios.md"));
        foreach (var field in ScenarioFile.Declarations().Fields) Assert.That(page, Does.Contain($"`{field.Key}`"));
    }

    [Test]
    public void CodeBlocksOfTheDocumentation_AreValidScenarios()
    {
        var page = File.ReadAllText(Path.Join(Repository, "docs", "scenarios.md"));
        var blocks = page.Split("```yaml\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]).ToList();
        Assert.That(blocks, Is.Not.Empty);
        foreach (var block in blocks)
        {
            var text = block.Contains("scenario:") ? block : "scenario: example-v1\n" + block;
            Assert.That(() => ScenarioFile.Parse(text, "docs.yaml", Repository), Throws.Nothing, block);
        }
    }

    private static IEnumerable<(string Path, ConfigField Field)> All(SectionReader section)
    {
        foreach (var field in section.Fields)
        {
            yield return (section.Path.Length == 0 ? field.Key : $"{section.Path}.{field.Key}", field);
            if (field.Section is null) continue;
            foreach (var inner in All(field.Section)) yield return inner;
        }
    }

    private static IEnumerable<string> Properties(JsonObject schema, string path)
    {
        if (schema["properties"] is not JsonObject properties) yield break;
        foreach (var (key, value) in properties)
        {
            yield return path + key;
            foreach (var inner in Properties(value!.AsObject(), $"{path}{key}.")) yield return inner;
        }
    }
}
