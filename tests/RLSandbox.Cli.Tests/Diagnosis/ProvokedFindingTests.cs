using System.Text.Json.Nodes;

namespace RLSandbox.Cli.Tests.Diagnosis;

/// <summary>Each finding is provoked by a training that goes wrong in that way, and the shipped recipes of the same tasks provoke none.</summary>
[Category("Learning")]
public sealed class ProvokedFindingTests
{
    private const string Driving = """
        scenario: small-v1
        map: { circuit: oval, rasterMetres: 1 }
        state: { features: [speed, lateralOffset, headingError] }
        actions: { use: discrete }
        episode: { cutAfterSeconds: 10 }
        ends: { offRoadSeconds: 0.5, stalledSeconds: 2 }
        evaluation: { episodes: 2 }
        training:
          environments: 32
          evaluateEverySteps: 0
          checkpointEverySteps: 1000000
          ppo: { rolloutSteps: 32, minibatchRows: 256, gradientShards: 1, network: { preset: mlp } }

        """;

    private string _folder = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-diagnosis-").FullName;
        File.WriteAllText(Path.Combine(_folder, "driving.yaml"), Driving);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("corridor --steps 40000 --set training.evaluateEverySteps=1024 --set training.ppo.learningRateEnd=0.3", "value-loss-diverging", "entropy-collapsed", "fell-back", Description = "learns, then is torn apart by growing steps")]
    [TestCase("identity --steps 10240 --set training.ppo.learningRate=0.5 --set training.ppo.network.activation=relu", "dead-units")]
    [TestCase("cartpole --steps 10240 --set training.ppo.learningRate=0.1 --set training.ppo.epochs=20", "policy-moves-too-far")]
    [TestCase("cartpole --steps 8192 --set training.ppo.learningRate=0.000000001", "policy-hardly-moves")]
    [TestCase("cartpole --steps 8192 --set training.ppo.maxGradientNorm=0.0001", "gradients-are-cut")]
    [TestCase("cartpole --steps 10000 --algorithm dqn --set training.dqn.learningRate=0.1 --set training.dqn.doubleQ=false --set training.dqn.targetEveryUpdates=1 --set training.dqn.averageUpdates=0 --set training.dqn.network.layerNorm=false", "values-beyond-the-rewards")]
    [TestCase("mountain-car --steps 20480 --algorithm ppo", "every-episode-truncated", "never-succeeded", Description = "the hill is not climbed by chance")]
    [TestCase("DRIVING --steps 30000 --set rewards.progress=0.02 --set rewards.speed=-0.5", "agent-stands-still", "one-term-dominates", "never-succeeded", Description = "speed costs more than progress pays")]
    public void TrainingThatGoesWrong_IsToldWhy(string arguments, params string[] expected)
    {
        var findings = Train(arguments);
        Assert.That(findings.Select(finding => (string?)finding!["name"]), Is.SupersetOf(expected));
        foreach (var finding in findings)
        {
            Assert.That((string?)finding!["seen"], Does.Match("[0-9]"), "a figure");
            Assert.That(finding["try"]!.AsArray(), Is.Not.Empty);
        }
    }

    [TestCase("corridor")]
    [TestCase("bandit")]
    [TestCase("identity --steps 16384")]
    public void ShippedRecipe_ProvokesNothing(string arguments) => Assert.That(Train(arguments), Is.Empty);

    private JsonArray Train(string arguments)
    {
        var line = $"train {arguments.Replace("DRIVING", Path.Combine(_folder, "driving.yaml"))} --seed 1 --threads 1 --device cpu --json --run a --runs {_folder}";
        var result = CommandLine.Run(line.Split(' '));
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Error);
        var atTheEnd = JsonNode.Parse(result.Output)!["diagnosis"]!;
        var later = CommandLine.Run("diagnose", Path.Combine(_folder, "a"), "--json");
        Assert.That(JsonNode.Parse(later.Output)!["findings"]!.ToJsonString(), Is.EqualTo(atTheEnd["findings"]!.ToJsonString()), "the same for the folder later");
        foreach (var finding in atTheEnd["findings"]!.AsArray()) Assert.That(result.Error, Does.Contain((string?)finding!["seen"]));
        return atTheEnd["findings"]!.AsArray();
    }
}
