using System.Text.Json.Nodes;

namespace RLSandbox.Cli.Tests.Diagnosis;

/// <summary>The command on classic tasks and on driving, with every algorithm.</summary>
public sealed class SanityCommandTests
{
    private const string Driving = """
        scenario: small-v1
        map: { circuit: oval, rasterMetres: 1 }
        camera: { width: 36, height: 36 }
        state: { features: [speed, lateralOffset] }
        actions: { use: discrete }
        training: { environments: 8, ppo: { network: { preset: tiny } } }

        """;

    private string _folder = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("rlsandbox-sanity-test-").FullName;
        File.WriteAllText(Path.Combine(_folder, "driving.yaml"), Driving);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("cartpole", "ppo")]
    [TestCase("cartpole", "dqn")]
    [TestCase("cartpole", "pqn")]
    [TestCase("pendulum", "ppo", Description = "continuous actions")]
    [TestCase("acrobot", "ppo", Description = "returns of about -50: the fit takes longest")]
    [TestCase("DRIVING", "ppo")]
    [TestCase("DRIVING", "dqn")]
    [TestCase("DRIVING", "pqn")]
    public void ShippedRecipe_PassesEveryCheck(string scenario, string algorithm)
    {
        var result = Sanity(scenario, $"--algorithm {algorithm}");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Done), result.Output + result.Error);
        Assert.That(result.Output, Does.Contain("checks passed.").And.Not.Contain("FAILED"));
    }

    [Test]
    public void RewardThatChanceNeverMeets_Fails()
    {
        var result = Sanity("DRIVING", "--set rewards.lap=1");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Failure), result.Output + result.Error);
        Assert.That(result.Output, Does.Contain("FAILED  rewards: 0 % of 8192 random steps are paid").And.Contain("pay for the way to the goal"));
    }

    [Test]
    public void Json_HasEveryCheck()
    {
        var result = Sanity("bandit", "--json");
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Failure));
        var document = JsonNode.Parse(result.Output)!;
        Assert.That((bool)document["passed"]!, Is.False);
        var failed = document["checks"]!.AsArray().Single(check => !(bool)check!["passed"]!)!;
        Assert.That(((string?)failed["name"], (string?)failed["try"]), Is.EqualTo(("observations-vary:nothing", (string?)failed["try"])));
        Assert.That(result.Error, Does.Contain("FAILED  observations-vary:nothing"));
    }

    [TestCase("nowhere.yaml", "nowhere.yaml")]
    [TestCase("cartpole --set training.ppo.learningrat=1", "learningRate")]
    [TestCase("pendulum --algorithm dqn", "DQN learns the value of each choice")]
    [TestCase("", "Required argument")]
    public void Mistake_IsExplained(string arguments, string expected)
    {
        var result = CommandLine.Run([.. "sanity".Split(' '), .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.That((result.ExitCode, result.Output.Contains("ok ")), Is.EqualTo((ExitCode.UserMistake, false)));
        Assert.That(result.Error, Does.Contain(expected));
    }

    private CommandResult Sanity(string scenario, string more) =>
        CommandLine.Run($"sanity {scenario.Replace("DRIVING", Path.Combine(_folder, "driving.yaml"))} --threads 1 --device cpu {more}".Split(' '));
}
