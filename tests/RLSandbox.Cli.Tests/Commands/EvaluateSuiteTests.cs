using System.Text.Json;

namespace RLSandbox.Cli.Tests.Commands;

/// <summary>Suites of a scenario: driven by <c>evaluate</c>, during training and at its end.</summary>
public sealed class EvaluateSuiteTests
{
    private static readonly Services Toys = ToyServices.Create() with
    {
        LoadScenario = (_, _) => new ToyScenario { Suites = [new("wet-road", Episodes: 6, Seed: 3, During: true, After: true), new("long-lap", Episodes: 2, Seed: 4, During: false, After: false)] },
    };

    private string _folder = "";
    private CommandResult _training = null!;

    [OneTimeSetUp]
    public void TrainARun()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-cli-").FullName;
        File.WriteAllText(Path.Combine(_folder, "task.yaml"), "");
        _training = ToyServices.Run(Toys, $"train {_folder}/task.yaml --runs {_folder}/runs --environments 4 --steps {2 * ToyServices.StepsPerIteration} --run mine --json");
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void OneSuite_IsTheDocumentOfAnyEvaluationWithItsName()
    {
        using var plain = Evaluate("mine");
        using var suite = Evaluate("mine --suite wet-road");
        Assert.That(suite.RootElement.GetProperty("suite").GetString(), Is.EqualTo("wet-road"));
        Assert.That(suite.RootElement.GetProperty("episodes").GetInt32(), Is.EqualTo(6));
        Assert.That(
            suite.RootElement.EnumerateObject().Select(property => property.Name).Where(name => name != "suite"),
            Is.EqualTo(plain.RootElement.EnumerateObject().Select(property => property.Name)), "without --suite the document is as it always was");
    }

    [TestCase("--suite all", "test,wet-road,long-lap")]
    [TestCase("--suite long-lap --suite validation", "long-lap,validation")]
    [TestCase("--suite test --suite all", "test,wet-road,long-lap", Description = "each once")]
    public void SeveralSuites_AreAnArray(string options, string expected)
    {
        using var report = Evaluate($"mine {options}");
        Assert.That(string.Join(',', report.RootElement.GetProperty("suites").EnumerateArray().Select(suite => suite.GetProperty("suite").GetString())), Is.EqualTo(expected));
    }

    [Test]
    public void EpisodesAndSeed_MayBeGivenForAllOfThem()
    {
        using var report = Evaluate("random --scenario FOLDER/task.yaml --suite all --episodes 3 --seed 9");
        Assert.That(report.RootElement.GetProperty("suites").EnumerateArray().Select(suite => suite.GetProperty("episodes").GetInt32()), Is.EqualTo(new[] { 3, 3, 3 }));
    }

    [Test]
    public void Table_HasARowForEach()
    {
        var result = ToyServices.Run(Toys, $"evaluate mine --runs {_folder}/runs --suite all");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        Assert.That(result.Output, Does.Contain("3 suites").And.Contain("│ wet-road │").And.Contain("100.0 % (61.0 % … 100.0 %)"));      // 6 of 6: low = 6 / (6 + 3.8415)
    }

    [Test]
    public void Training_DrivesThemAtEachValidationAndAtItsEnd()
    {
        Assert.That(_training.ExitCode, Is.EqualTo(ExitCode.Done), _training.Error);
        var run = Path.Combine(_folder, "runs", "mine");
        Assert.That(File.ReadLines(Path.Combine(run, "learning.csv")).First(), Does.EndWith(",suite/wet-road/success,suite/wet-road/return"));
        Assert.That(Directory.GetFiles(Path.Combine(run, "evaluations")).Select(Path.GetFileName).Order(), Is.EqualTo(new[] { "test-64.json", "validation-64.json", "wet-road-64.json" }));
        using var summary = JsonDocument.Parse(_training.Output);
        Assert.That(summary.RootElement.GetProperty("suites").EnumerateArray().Select(suite => suite.GetProperty("suite").GetString()), Is.EqualTo(new[] { "wet-road" }));
    }

    [TestCase("mine --suite wet-raod", "has no such suite; did you mean 'wet-road'? It has test, wet-road, long-lap, validation, all.")]
    [TestCase("mine --suite wet-road --map a.yaml", "--map and --suite")]
    public void Mistake_IsExplained(string line, string expected)
    {
        var result = ToyServices.Run(Toys, $"evaluate {line} --runs {_folder}/runs");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.UserMistake));
        Assert.That(result.Error, Does.Contain(expected));
        Assert.That(result.Output, Is.Empty);
    }

    [Test]
    public void DrivingSuite_DrivesItsOwnTaskOnItsOwnCircuits()
    {
        const string Suites = "{ slow: { set: { vehicle.topSpeedMps: 3 } }, two: { map: { generated: { seed: 77, count: 2 } }, episodes: 2 } }";
        var file = Path.Combine(_folder, "driving.yaml");
        File.WriteAllText(file, $"scenario: small-v1\nmap: {{ rasterMetres: 1, generated: {{ count: 1, lengthMetres: [300, 320] }} }}\nevaluation: {{ episodes: 1, suites: {Suites} }}\n");
        using var report = JsonDocument.Parse(CommandLine.Run("evaluate", "pure-pursuit", "--scenario", file, "--suite", "all", "--json").Output);
        var suites = report.RootElement.GetProperty("suites");
        double Speed(int suite) => suites[suite].GetProperty("speed").GetProperty("mean").GetDouble();
        Assert.That(Speed(0), Is.GreaterThan(5));
        Assert.That(Speed(1), Is.LessThan(3.1), "the top speed of the suite");
        Assert.That(suites[1].GetProperty("maps")[0].GetProperty("map").GetString(), Is.EqualTo(suites[0].GetProperty("maps")[0].GetProperty("map").GetString()), "the circuit of the test");
        Assert.That(suites[2].GetProperty("maps").GetArrayLength(), Is.EqualTo(2));
    }

    private JsonDocument Evaluate(string line)
    {
        var result = ToyServices.Run(Toys, $"evaluate {line} --runs FOLDER/runs --json".Replace("FOLDER", _folder));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        return JsonDocument.Parse(result.Output);
    }
}
