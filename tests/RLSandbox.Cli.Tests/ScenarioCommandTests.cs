using System.Text.Json.Nodes;
using RLSandbox.Scenarios;

namespace RLSandbox.Cli.Tests;

public sealed class ScenarioCommandTests
{
    private const string SmallMaps = "{ rasterMetres: 1, generated: { count: 2, lengthMetres: [300, 400] } }";

    private string _file = "";

    [SetUp]
    public void WriteScenario()
    {
        _file = Path.GetTempFileName();
        File.WriteAllText(_file, $"scenario: small-v1\nmap: {SmallMaps}\nevaluation: {{ validation: {{ generated: {{ count: 1 }} }}, test: {{ generated: {{ count: 1 }} }} }}\n");
    }

    [TearDown]
    public void DeleteScenario() => File.Delete(_file);

    [Test]
    public void Check_TellsNumberAndSizeOfTheMaps()
    {
        var result = CommandLine.Run("scenario", "check", _file, "--json");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        var report = JsonNode.Parse(result.Output)!;
        Assert.That(report["scenario"]!.GetValue<string>(), Is.EqualTo("small-v1"));
        Assert.That(report["maps"]!.AsArray().Select(maps => maps!["count"]!.GetValue<int>()), Is.EqualTo(new[] { 2, 1, 1 }));
        Assert.That(report["maps"]![0]!["bytes"]!.GetValue<long>(), Is.GreaterThan(10_000));
    }

    [Test]
    public void Check_WarnsOfEpisodesThatWouldRepeat()
    {
        var text = CommandLine.Run("scenario", "check", _file);
        Assert.That(text.ExitCode, Is.EqualTo(ExitCode.Done), text.Error);
        Assert.That(text.Output, Does.Contain("Warning: evaluation.test: 100 episodes have only 1 different beginnings"));
        var json = CommandLine.Run("scenario", "check", _file, "--json");
        Assert.That(JsonNode.Parse(json.Output)!["warnings"]!.AsArray().Select(warning => (string)warning!["key"]!), Is.EqualTo(new[] { "evaluation.validation", "evaluation.test" }));
        var none = CommandLine.Run("scenario", "check", _file, "--json", "--set", "evaluation.episodes=1");
        Assert.That(JsonNode.Parse(none.Output)!.AsObject().ContainsKey("warnings"), Is.False);
    }

    [Test]
    public void CheckOfAWrongFile_IsAUserMistakeInBothForms()
    {
        var text = CommandLine.Run("scenario", "check", _file, "--set", "vehicle.topSpeed=3");
        Assert.That((text.ExitCode, text.Output), Is.EqualTo((ExitCode.UserMistake, "")));
        Assert.That(text.Error.Trim(), Is.EqualTo("--set vehicle.topSpeed=3: vehicle.topSpeed: unknown key; did you mean \"topSpeedMps\"?"));

        var json = CommandLine.Run("scenario", "check", _file, "--json", "--set", "vehicle.topSpeed=3");
        Assert.That(json.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(JsonNode.Parse(json.Output)!["problems"]![0]!["key"]!.GetValue<string>(), Is.EqualTo("vehicle.topSpeed"));
    }

    [TestCase("--plain")]
    [TestCase("--set", "training.ppo.epochs=5")]
    public void Show_PrintsAFileThatShowsTheSame(params string[] options)
    {
        var first = CommandLine.Run(["scenario", "show", _file, .. options]);
        File.WriteAllText(_file, first.Output);
        var again = CommandLine.Run("scenario", "show", _file);
        Assert.That(first.ExitCode, Is.Zero, first.Error);
        if (options[0] == "--plain") again = CommandLine.Run("scenario", "show", _file, "--plain");
        else Assert.That(again.Output, Does.Contain("    epochs: 5 "));
        Assert.That(again.Output, Is.EqualTo(first.Output));
    }

    [Test]
    public void EveryShippedScenario_IsListedAndValidWithItsTraining()
    {
        var list = CommandLine.Run("scenario", "list").Output;
        foreach (var (path, name, description) in ScenarioCatalogue.List())
        {
            Assert.That(list, Does.Contain(name).And.Contain(description));
            Assert.That(CommandLine.Run("scenario", "show", path), Has.Property("ExitCode").Zero.And.Property("Error").Empty);
        }
    }
}
