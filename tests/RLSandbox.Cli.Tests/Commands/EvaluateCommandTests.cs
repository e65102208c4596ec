using System.Text.Json;

namespace RLSandbox.Cli.Tests.Commands;

public sealed class EvaluateCommandTests
{
    private string _folder = "";

    [SetUp]
    public void TrainARun()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-cli-").FullName;
        File.WriteAllText(Path.Combine(_folder, "task.yaml"), "");
        ToyServices.Run(ToyServices.Create(), $"train {_folder}/task.yaml --runs {_folder}/runs --environments 4 --steps 64 --run mine");
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("mine", "toy")]
    [TestCase("FOLDER/runs/mine", "toy")]
    [TestCase("FOLDER/runs/mine/checkpoints/64", "toy")]
    [TestCase("random --scenario FOLDER/task.yaml", "random")]
    [TestCase("pure-pursuit --scenario FOLDER/task.yaml", "pure-pursuit")]
    public void EveryKindOfPolicy_IsPlayed(string policy, string expectedName)
    {
        using var report = Evaluate($"{policy} --episodes 6");
        Assert.That(report.RootElement.GetProperty("policy").GetString(), Is.EqualTo(expectedName));
        Assert.That(report.RootElement.GetProperty("scenario").GetString(), Is.EqualTo("corridor"));
        Assert.That(report.RootElement.GetProperty("episodes").GetInt32(), Is.EqualTo(6));
    }

    [Test]
    public void WithoutEpisodes_TheScenarioSaysHowMany()
    {
        using var report = Evaluate("mine");
        Assert.That(report.RootElement.GetProperty("episodes").GetInt32(), Is.EqualTo(8));
    }

    [Test]
    public void SameSeed_SameReport_AndAnotherSeedDiffers()
    {
        string Random(int seed) => Evaluate($"random --scenario {_folder}/task.yaml --episodes 40 --seed {seed}").RootElement.GetProperty("return").GetRawText();
        var first = Random(3);
        Assert.That(Random(3), Is.EqualTo(first));
        Assert.That(Random(4), Is.Not.EqualTo(first));
    }

    [Test]
    public void Table_ShowsRatesAndMeasures()
    {
        var result = ToyServices.Run(ToyServices.Create(), $"evaluate mine --runs {_folder}/runs");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(result.Output, Does.Contain("success").And.Contain("100.0 %").And.Contain("farDoorSteps").And.Contain("fromMiddle"));
    }

    [TestCase("evaluate ghost", "Policies without a run: random, pure-pursuit")]
    [TestCase("evaluate ghost --runs FOLDER/runs", "Runs there: mine")]
    [TestCase("evaluate random", "--scenario FILE")]
    [TestCase("evaluate mine --runs FOLDER/runs --episodes 0", "at least 1")]
    public void Mistake_IsExplained(string line, string expected)
    {
        var result = ToyServices.Run(ToyServices.Create(), line.Replace("FOLDER", _folder));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain(expected));
        Assert.That(result.Output, Is.Empty);
    }

    private JsonDocument Evaluate(string line)
    {
        var result = ToyServices.Run(ToyServices.Create(), $"evaluate {line} --runs FOLDER/runs --json".Replace("FOLDER", _folder));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        return JsonDocument.Parse(result.Output);
    }
}
